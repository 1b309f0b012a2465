// `@FILE`: what a file holds, as an argument.

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

/// What a file holds, as an argument: without the end of its last line.
///
/// - Throws: `FileError` if it can't be opened.
package func readArgument(_ path: String) throws -> String {
  var text = try TextFile.read(path)
  if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
  if text.unicodeScalars.last == "\n" { text.unicodeScalars.removeLast() }
  if text.unicodeScalars.last == "\r" { text.unicodeScalars.removeLast() }
  return text
}
