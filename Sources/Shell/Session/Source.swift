// Where lines come from: a file, standard input, the command line, a paste or the prompt.

/// One source of lines.
struct Source: Sendable {
  /// What errors call it: a path as given, `<stdin>`, `<command 2>`, `<paste>`; nil at the prompt.
  let name: String?
  /// The folder that `source` inside of it starts from.
  let directory: String
  /// Where settings made by it are said to come from.
  let origin: SettingOrigin

  /// The folder that a path lies in.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// `path`, seen from this source's folder.
  func resolve(_ path: String) -> String {
    path.hasPrefix("/") || directory == "." ? path : directory + "/" + path
  }
}

/// A place in a source.
struct Place: Sendable {
  let source: Source
  /// From 1.
  let line: Int
}
