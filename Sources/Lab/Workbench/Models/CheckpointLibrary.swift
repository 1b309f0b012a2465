// Checkpoints by name: `load sudoku` finds the shipped file from any folder.

internal import Platform

/// Where checkpoints lie and what they are called.
package enum CheckpointLibrary {
  /// The folder of checkpoints that belongs to this program: `checkpoints` beside one of the
  /// folders
  /// of the executable, or `share/trm/checkpoints`; nil if there is none.
  package static let ownFolder: String? = {
    guard let path = executablePath() else { return nil }
    var place = folder(of: path)
    for _ in 0..<6 {
      for name in ["checkpoints", "share/trm/checkpoints"] {
        let candidate = "\(place)/\(name)"
        if fileExists(candidate + "/arithmetic.safetensors") { return candidate }
      }
      if place == "/" { break }
      place = folder(of: place)
    }
    return nil
  }()

  /// The file that a name means: the name itself, or that with `.safetensors`, here, in the folder
  /// `checkpoints` here, or in the program's own; the name itself if there is no such file.
  package static func path(_ name: String) -> String {
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

  /// Whether a file is one of the program's own checkpoints.
  package static func isShipped(_ path: String) -> Bool {
    ownFolder.map { absolute(path).hasPrefix($0 + "/") } ?? false
  }

  /// The names of the program's own checkpoints and of those in `checkpoints` here; one that looks
  /// like an option or a home folder has its own folder before it.
  package static var known: [String] {
    let files = ["checkpoints", ownFolder].compactMap { $0 }.flatMap { namesInFolder($0) ?? [] }
    let names = Set(files.filter { $0.hasSuffix(ending) }.map { $0.dropLast(ending.count) })
    return names.map { name in
      name.first.map { "-~".contains($0) } ?? false ? "checkpoints/\(name)" : String(name)
    }.sorted()
  }

  private static let ending = ".safetensors"
}
