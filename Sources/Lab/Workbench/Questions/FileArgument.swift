// `@FILE`: what a file holds, as an argument.

internal import Language
internal import Platform
internal import Storage

/// The path in an argument that is `@FILE`, or nil.
package func fileArgument(_ text: String) -> String? {
  guard text.first == "@", text.count > 1 else { return nil }
  var path = String(text.dropFirst())
  // In a raw tail the quotes around a name with spaces are still there.
  if let quote = path.first, "'\"".contains(quote), path.count > 2, path.last == quote {
    path = String(path.dropFirst().dropLast())
  }
  guard path.hasPrefix("~/"), let home = environment("HOME") else { return path }
  return home + path.dropFirst()
}

extension ModelWorkbench {
  /// What a file holds as text, without a byte order mark; `-` is standard input.
  ///
  /// - Throws: `FileError` if it can't be opened, and `Diagnostic` if standard input is the script
  ///   or reading was interrupted.
  package func readText(_ path: String) throws -> String {
    var text: String
    if path == "-" {
      guard !isInputScript else {
        throw Diagnostic(
          .usage, "standard input is the script itself", about: .argument("-"),
          hint: "run the script from a file, with -f or -c")
      }
      text = try TextFile.readStandardInput(while: goesOn)
    } else {
      text = try TextFile.read(path, while: goesOn)
    }
    try checkInterruption()
    if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
    return text
  }

  /// What a file holds, as an argument: without the end of its last line; `-` is standard input.
  ///
  /// - Throws: as ``readText(_:)``.
  package func readArgument(_ path: String) throws -> String {
    var text = try readText(path)
    if text.unicodeScalars.last == "\n" { text.unicodeScalars.removeLast() }
    if text.unicodeScalars.last == "\r" { text.unicodeScalars.removeLast() }
    return text
  }
}
