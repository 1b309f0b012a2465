// Sources of lines: a file, standard input, the command line, a paste or the prompt.

internal import Platform
package import Presentation
package import Settings

/// One source of lines.
package struct Source: Sendable {
  /// Its name in errors: a path as given, `<stdin>`, `<command 2>`, `<paste>`; nil at the prompt.
  package let name: String?
  /// The folder to which `source` in it is relative.
  package let directory: String
  /// The origin of settings that it changes.
  package let origin: SettingOrigin

  package init(name: String?, directory: String, origin: SettingOrigin) {
    self.name = name
    self.directory = directory
    self.origin = origin
  }

  /// A script.
  package init(script path: String, origin: SettingOrigin = .script) {
    self.init(name: path, directory: folder(of: path), origin: origin)
  }

  /// `path` relative to this source's folder.
  package func resolve(_ path: String) -> String {
    guard !path.hasPrefix("/"), directory != "." else { return path }
    let whole = directory + "/" + path
    // Errors and $file are shorter relative to the current folder.
    let here = currentFolder() + "/"
    return whole.hasPrefix(here) ? String(whole.dropFirst(here.count)) : whole
  }
}

/// A line of a source.
package struct Place: Sendable {
  package let source: Source
  /// From 1.
  package let line: Int

  package init(source: Source, line: Int) {
    self.source = source
    self.line = line
  }

  /// The same, as errors name it.
  package var location: SourceLocation { SourceLocation(name: source.name, line: line) }
}
