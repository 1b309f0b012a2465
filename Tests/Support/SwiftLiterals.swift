// The string literals of Swift source, for tests of what the program says.

/// A string literal in source text.
public struct SwiftLiteral: Sendable {
  /// Its text, with escapes read and each interpolation as its expression between U+0001.
  public let text: String
  /// Its line, from 1.
  public let line: Int
  /// The source before it: the last 400 characters at most.
  public let before: String

  /// The literals of a source text, those within interpolations too, in the order of their ends.
  public static func all(in source: String) -> [SwiftLiteral] {
    var scanner = SwiftScanner(source)
    scanner.scanCode(until: nil)
    return scanner.found
  }
}

/// Reads code and literals; regular expressions between `#/` and `/#` and comments are skipped.
private struct SwiftScanner {
  private let characters: [Character]
  private var place = 0
  private var line = 1
  var found: [SwiftLiteral] = []

  init(_ source: String) { characters = Array(source) }

  private func isAt(_ text: String) -> Bool {
    characters[place...].starts(with: text)
  }

  private mutating func advance(_ count: Int = 1) {
    for _ in 0..<count where place < characters.count {
      if characters[place].isNewline { line += 1 }
      place += 1
    }
  }

  /// Reads code up to the parenthesis that closes an interpolation, or to the end.
  mutating func scanCode(until closing: Character?) {
    var depth = 0
    while place < characters.count {
      if isAt("//") {
        while place < characters.count, !characters[place].isNewline { advance() }
      } else if isAt("#/") {
        advance(2)
        while place < characters.count, !isAt("/#") { advance() }
        advance(2)
      } else if isAt("\"") || isAt("#\"") {
        scanLiteral()
      } else {
        let character = characters[place]
        if character == "(" { depth += 1 }
        if character == ")" {
          if depth == 0, closing != nil { return }
          depth -= 1
        }
        advance()
      }
    }
  }

  /// Reads a literal from its opening quotes to its closing ones.
  private mutating func scanLiteral() {
    let (start, first) = (place, line)
    let isRaw = isAt("#")
    if isRaw { advance() }
    let quotes = isAt("\"\"\"") ? "\"\"\"" : "\""
    advance(quotes.count)
    let end = quotes + (isRaw ? "#" : "")
    let escape = isRaw ? "\\#" : "\\"
    var text = ""
    while place < characters.count, !isAt(end) {
      guard isAt(escape), place + escape.count < characters.count else {
        text.append(characters[place])
        advance()
        continue
      }
      advance(escape.count)
      switch characters[place] {
      case "(":
        advance()
        let beginning = place
        scanCode(until: ")")
        text += "\u{1}" + String(characters[beginning..<place]) + "\u{1}"
      case "n": text += "\n"
      case "t": text += "\t"
      case "u": while place < characters.count, characters[place] != "}" { advance() }
      case let other: if !other.isNewline { text.append(other) }
      }
      advance()
    }
    advance(end.count)
    if quotes.count == 3 { text = Self.unindented(text) }
    let before = String(characters[max(0, start - 400)..<start])
    found.append(SwiftLiteral(text: text, line: first, before: before))
  }

  /// The lines of a literal between three quotes, without the indentation of its last line.
  private static func unindented(_ text: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let indent = lines.popLast()?.count ?? 0
    return lines.dropFirst().map { String($0.dropFirst(indent)) }.joined(separator: "\n")
  }
}
