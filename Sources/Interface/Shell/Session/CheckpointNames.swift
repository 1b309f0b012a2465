// Checkpoints by name: `load sudoku` finds the file that is meant, wherever the program stands.

internal import Platform

/// Where checkpoints lie and what they are called.
enum CheckpointNames {
  /// The folder of checkpoints that belongs to this program: `checkpoints` beside one of the folders
  /// that the executable lies in, or `share/trm/checkpoints`; nil if there is none.
  static let ownFolder: String? = {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    guard count > 0 else { return nil }
    let path = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    var folder = Source.folder(of: path)
    for _ in 0..<6 {
      for place in ["checkpoints", "share/trm/checkpoints"] {
        let candidate = "\(folder)/\(place)"
        if fileExists(candidate + "/arithmetic.safetensors") { return candidate }
      }
      if folder == "/" { break }
      folder = Source.folder(of: folder)
    }
    return nil
  }()

  /// The file that a name means: the name itself, or that with `.safetensors`, here, in the folder
  /// `checkpoints` here, or in the program's own; the name as it is where there is no such file.
  static func path(_ name: String) -> String {
    if isFile(name) { return name }
    let short = name.hasPrefix("checkpoints/") ? String(name.dropFirst(12)) : name
    var candidates = [name + ending]
    if !short.contains("/") {
      for folder in ["checkpoints", ownFolder].compactMap({ $0 }) {
        candidates += ["\(folder)/\(short)", "\(folder)/\(short)\(ending)"]
      }
    }
    return candidates.first(where: isFile) ?? name
  }

  /// The names of the program's own checkpoints and of those in `checkpoints` here.
  static var known: [String] {
    let files = ["checkpoints", ownFolder].compactMap { $0 }.flatMap { names(in: $0) ?? [] }
    return Set(files.filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) })
      .sorted()
  }

  /// The names in a folder, sorted; nil if it can't be read.
  static func names(in folder: String) -> [String]? {
    guard let stream = opendir(folder) else { return nil }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      withUnsafeBytes(of: entry.pointee.d_name) {
        names.append(String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self))
      }
    }
    return names.sorted()
  }

  private static let ending = ".safetensors"

  private static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
  }
}
