// Where lines come from: a file, standard input, the command line, a paste or the prompt.

/// One source of lines.
struct Source: Sendable {
  /// What errors call it: a path as given, `<stdin>`, `<command 2>`, `<paste>`; nil at the prompt.
  let name: String?
  /// The folder that `source` inside of it starts from.
  let directory: String
  /// Where settings made by it are said to come from.
  let origin: SettingOrigin

  /// The folder that a path lies in, from the root, so that `cd` doesn't change what it means.
  static func folder(of path: String) -> String {
    let path = absolute(path)
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// `path`, seen from this source's folder.
  func resolve(_ path: String) -> String {
    guard !path.hasPrefix("/"), directory != "." else { return path }
    let whole = directory + "/" + path
    // Errors and $file are shorter where the way from here says it too.
    let here = currentFolder() + "/"
    return whole.hasPrefix(here) ? String(whole.dropFirst(here.count)) : whole
  }
}

/// A path from the root, whatever folder is gone to later.
func absolute(_ path: String) -> String {
  guard !path.hasPrefix("/") else { return path }
  var rest = path[...]
  while rest.hasPrefix("./") { rest = rest.dropFirst(2).drop { $0 == "/" } }
  let folder = currentFolder()
  return folder == "/" ? "/" + rest : folder + "/" + rest
}

/// A place in a source.
struct Place: Sendable {
  let source: Source
  /// From 1.
  let line: Int
}
