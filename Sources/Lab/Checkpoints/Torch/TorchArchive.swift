// What `torch.save` writes: a ZIP archive of stored entries with a pickle that describes tensors and
// an entry for each one's memory. It knows nothing of networks.

internal import Storage

/// A PyTorch archive, mapped: `NAME/data.pkl`, `NAME/byteorder`, `NAME/data/0`...
///
/// Layout since PyTorch 1.6. The pickle is read by `PickleReader`, which runs nothing.
struct TorchArchive {
  /// The archive as the caller named it.
  let path: String
  let contents: PickleContents
  private let entries: [String: ZipArchive.Entry]
  private let archive: ZipArchive
  private let folder: String

  /// What to do about a damaged archive.
  static let advice = "fetch it again, or save it anew with torch.save"

  /// Larger entries are not compared with their checksum, which would read them whole.
  static let mostChecked = 64 << 20

  /// Whether an archive of these entries is one of PyTorch's.
  static func holds(_ archive: ZipArchive) -> Bool {
    archive.entries.contains { $0.name == "data.pkl" || $0.name.hasSuffix("/data.pkl") }
  }

  /// Reads the description in `archive`; no tensor is touched.
  ///
  /// - Throws: `FileError`, `.badData`, naming what was refused.
  init(_ archive: ZipArchive) throws {
    self.archive = archive
    path = archive.path
    let descriptions = archive.entries.filter {
      $0.name == "data.pkl" || $0.name.hasSuffix("/data.pkl")
    }
    guard descriptions.count == 1, let description = descriptions.first else {
      throw FileError(
        path, .badData, "holds \(descriptions.count) entries 'data.pkl', not one; \(Self.advice)")
    }
    folder = String(description.name.dropLast("data.pkl".count))
    entries = Dictionary(archive.entries.map { ($0.name, $0) }) { first, _ in first }
    if let order = entries[folder + "byteorder"] {
      let text = String(decoding: order.bytes.array.prefix(16), as: UTF8.self)
      guard text == "little" else {
        throw FileError(
          path, .badData,
          "has the byte order '\(legible(text))'; save it anew on a little-endian machine")
      }
    }
    do throws(PickleFault) {
      contents = try PickleReader.read(try Self.bytes(of: description, in: archive))
    } catch {
      throw FileError(
        path, .badData, "its pickle is refused: \(error.reason); \(Self.advice)")
    }
  }

  /// An entry's bytes, checked.
  private static func bytes(
    of entry: ZipArchive.Entry, in archive: ZipArchive
  ) throws(PickleFault) -> Bytes {
    guard entry.bytes.count <= PickleReader.longest else {
      throw PickleFault(reason: "it has \(entry.bytes.count) bytes, more than any description")
    }
    do {
      return try archive.bytes(of: entry)
    } catch {
      throw PickleFault(reason: "its checksum differs")
    }
  }

  /// The tensors among a dictionary's members, in the archive's own memory where their elements
  /// lie in order.
  ///
  /// - Throws: `FileError`, `.badData`, if one isn't all there, or if all of them together claim
  ///   more than the archive holds.
  func arrays(_ members: [(key: String, value: PickleValue)]) throws -> [NamedArray] {
    var checked: Set<String> = []
    var rest = 2 * archive.entries.reduce(0) { $0 + $1.bytes.count }
    var result: [NamedArray] = []
    for (name, value) in members {
      guard case .tensor(let number) = value else { continue }
      let tensor = contents.tensors[number]
      let storage = contents.storages[tensor.storage]
      func refused(_ what: String) -> FileError {
        FileError(path, .badData, "the tensor '\(legible(name))' \(what); \(Self.advice)")
      }
      guard let entry = entries[folder + "data/" + storage.key] else {
        throw refused("has no memory: the entry 'data/\(legible(storage.key))' is missing")
      }
      guard storage.element.byteCount(of: [storage.count]) == entry.bytes.count else {
        throw refused(
          "claims \(storage.count) elements of \(storage.element.rawValue), but its entry has "
            + "\(entry.bytes.count) bytes")
      }
      if entry.bytes.count <= Self.mostChecked && checked.insert(storage.key).inserted {
        _ = try archive.bytes(of: entry)
      }
      rest -= storage.element.byteCount(of: tensor.shape) ?? rest
      guard rest >= 0 else { throw refused("and those before it claim more than there is") }
      guard let array = tensor.view(of: entry.bytes, element: storage.element) else {
        throw refused("of shape \(tensor.shape) reaches outside of its \(storage.count) elements")
      }
      result.append(NamedArray(name, array))
    }
    return result
  }
}

extension PickleTensor {
  /// The tensor's elements in order: borrowed from its memory, or copied where they lie apart; nil
  /// if they reach outside.
  fileprivate func view(of memory: Bytes, element: ElementType) -> StoredArray? {
    guard let size = element.byteCount(of: shape), size <= memory.count else { return nil }
    if size == 0 { return StoredArray(element, shape: shape, bytes: Bytes(zeros: 0)) }
    var inOrder = 1
    var isOrdered = true
    var last = offset
    for (extent, stride) in zip(shape, strides).reversed() {
      if extent != 1 && stride != inOrder { isOrdered = false }
      inOrder *= extent
      let (reach, overflow) = stride.multipliedReportingOverflow(by: extent - 1)
      let (sum, overflowToo) = last.addingReportingOverflow(reach)
      guard !overflow, !overflowToo else { return nil }
      last = sum
    }
    guard last < memory.count / element.size else { return nil }
    guard isOrdered else {
      let copy = memory.gathered(
        size: element.size, shape: shape, strides: strides, offset: offset)
      return StoredArray(element, shape: shape, bytes: copy)
    }
    let begin = offset * element.size
    return memory[begin..<begin + size].map { StoredArray(element, shape: shape, bytes: $0) }
  }
}
