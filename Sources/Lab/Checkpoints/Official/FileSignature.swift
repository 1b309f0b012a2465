// Files that aren't checkpoints, recognized by their first bytes, so that an error can say what a
// file is instead of what it lacks.

internal import Storage

/// What a file is that isn't a checkpoint, and what to do with it.
struct FileSignature {
  /// What the file is: "a web page".
  let name: String
  /// What to do.
  let advice: String

  /// Recognizes a file; nil if it may be a checkpoint.
  init?(_ bytes: Bytes) {
    let start = bytes[0..<min(bytes.count, 512)]?.array ?? []
    func begins(_ prefix: [UInt8]) -> Bool { start.starts(with: prefix) }
    func begins(_ prefix: String) -> Bool { begins(Array(prefix.utf8)) }
    let isUnpackable: (String, String)? =
      begins([0x1F, 0x8B])
      ? ("gzip", "gunzip")
      : begins("BZh")
        ? ("bzip2", "bunzip2")
        : begins([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0])
          ? ("xz", "unxz") : begins([0x28, 0xB5, 0x2F, 0xFD]) ? ("zstd", "unzstd") : nil
    if let (format, command) = isUnpackable {
      (name, advice) = ("a file compressed with \(format)", "unpack it with \(command)")
    } else if begins("version https://git-lfs.") {
      (name, advice) = ("a Git LFS pointer to the file", "fetch the file with: git lfs pull")
    } else if begins("GGUF") || begins("GGML") || begins("ggjt") {
      (name, advice) = ("a GGUF file", "load the checkpoint that it was made from")
    } else if begins([0x89]) && begins([0x89] + Array("HDF\r\n".utf8)) {
      (name, advice) = ("an HDF5 file", "save the arrays with numpy.savez")
    } else if begins([0x93] + Array("NUMPY".utf8)) {
      (name, advice) = ("a single NumPy array", "save all weights in one file with numpy.savez")
    } else if begins([0x50, 0x4B, 0x05, 0x06]) {
      (name, advice) = ("an empty archive", "save the weights again")
    } else if begins([0x37, 0x7A, 0xBC, 0xAF]) {
      (name, advice) = ("a 7-Zip archive", "unpack it first")
    } else if start.count > 262, Array(start[257..<262]) == Array("ustar".utf8) {
      (name, advice) = ("a tar archive", "unpack it with: tar -xf FILE")
    } else if Self.isONNX(start) {
      (name, advice) = ("an ONNX model", "load the checkpoint that it was exported from")
    } else if let text = Self.text(start) {
      if text.hasPrefix("{") || text.hasPrefix("[") {
        let isIndex = String(decoding: bytes.array.prefix(1 << 20), as: UTF8.self)
          .contains("\"weight_map\"")
        name = isIndex ? "the index of a checkpoint in several files" : "a JSON file"
        advice =
          isIndex
          ? "merge its files into one with safetensors.torch.save_file"
          : "give the file with the weights"
      } else if text.hasPrefix("<!doctype") || text.hasPrefix("<html") || text.hasPrefix("<?xml") {
        name = "a web page"
        advice = "download the file itself, with the page's download or raw link"
      } else {
        (name, advice) = ("a text file", "give the file with the weights")
      }
    } else {
      return nil
    }
  }

  /// Whether a file begins like a protocol buffer of ONNX: the version, then the producer.
  private static func isONNX(_ start: [UInt8]) -> Bool {
    guard start.count > 8, start[0] == 0x08, start[1] < 0x20, start[2] == 0x12 else { return false }
    let count = Int(start[3])
    return count > 0 && count < 64 && start.dropFirst(4).prefix(count).allSatisfy { $0 >= 0x20 }
  }

  /// The start of a text in lower case, without a byte order mark and white space; nil if it isn't
  /// text.
  private static func text(_ start: [UInt8]) -> String? {
    let content = start.starts(with: [0xEF, 0xBB, 0xBF]) ? start.dropFirst(3) : start[...]
    let isText = content.allSatisfy { $0 >= 0x20 && $0 != 0x7F || [9, 10, 12, 13].contains($0) }
    guard isText, !content.isEmpty else { return nil }
    let trimmed = content.drop { [9, 10, 12, 13, 32].contains($0) }
    // The end may be in the middle of a character.
    return String(decoding: trimmed.prefix(64), as: UTF8.self).lowercased()
  }
}
