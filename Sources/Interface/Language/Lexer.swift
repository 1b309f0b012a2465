// Splits a logical line into words with columns. Handles quoting, comments and variables; callers
// decide how to read the arguments of each command.

/// One word of a line.
package struct Word: Equatable {
  /// The text, without quotes and with variables filled in.
  package var text: String
  /// The columns in the line, from 1.
  package var columns: Range<Int>
  /// Whether any part was quoted, so that it is surely a value.
  package var isQuoted = false
  /// Whether the text is literally in the line, so that its columns are the line's.
  package var isLiteral = false

  package init(
    text: String, columns: Range<Int>, isQuoted: Bool = false, isLiteral: Bool = false
  ) {
    self.text = text
    self.columns = columns
    self.isQuoted = isQuoted
    self.isLiteral = isLiteral
  }
}

/// Reads words off a line, left to right.
package struct Lexer {
  /// The line's characters; columns count from 1.
  package let characters: [Character]
  /// Where the next character is read, from 0.
  package private(set) var position: Int
  private let variables: (String) -> String?
  /// The expansion of `~`; nil without a home folder.
  private let home: String?
  /// The heredoc of the line, if it has one.
  private let heredoc: Heredoc?
  /// Bytes that variables may still add to the line.
  private var room = Self.longestExpansion

  /// The maximum number of bytes that variables add to a line.
  package static let longestExpansion = 1 << 20

  /// A lexer at the start of `line`; `variables` gives a variable's value, or nil.
  package init(
    _ line: String, heredoc: Heredoc? = nil, home: String? = nil,
    variables: @escaping (String) -> String?
  ) {
    characters = Array(line)
    position = 0
    self.heredoc = heredoc
    self.home = home
    self.variables = variables
  }

  /// Skips blanks; true if nothing but blanks or a comment is left.
  package mutating func isAtEnd() -> Bool {
    while position < characters.count, characters[position].isWhitespace { position += 1 }
    return position >= characters.count || characters[position] == "#" && !isRunAddress
  }

  /// Whether the text here is the address of a run's state, `#1:z@2`, instead of a comment.
  private var isRunAddress: Bool {
    let number = characters[(position + 1)...].prefix { $0.isASCII && $0.isNumber }
    let rest = characters[number.endIndex...]
    guard !number.isEmpty, rest.first == ":", let kind = rest.dropFirst().first else {
      return false
    }
    return "yzlh".contains(kind)
  }

  /// Skips characters.
  package mutating func skip(_ count: Int = 1) {
    position = min(position + count, characters.count)
  }

  /// The next word, or nil at the end of the line or at a comment.
  package mutating func next() throws -> Word? {
    if isAtEnd() { return nil }
    let start = position
    if let text = try heredocText() {
      return Word(text: text, columns: start + 1..<position + 1, isQuoted: true)
    }
    var word = Word(text: "", columns: start + 1..<start + 1)
    if let home = tildeHome() {
      word.text = home
      position += 1
    }
    while position < characters.count, !characters[position].isWhitespace {
      switch characters[position] {
      case "'":
        word.text += try quoted()
        word.isQuoted = true
      case "\"":
        word.text += try doubleQuoted()
        word.isQuoted = true
      case "$":
        word.text += try variable()
      default:
        word.text.append(characters[position])
        position += 1
      }
    }
    word.columns = start + 1..<position + 1
    return word
  }

  /// The text of the heredoc, if its mark is here.
  private mutating func heredocText() throws -> String? {
    guard let heredoc, position == heredoc.column - 1 else { return nil }
    position = heredoc.end
    guard heredoc.fillsVariables else { return heredoc.text }
    var lexer = Lexer(heredoc.text, variables: variables)
    do {
      return try lexer.verbatim(comments: false, fillsVariables: true)
    } catch var error as Diagnostic {
      // Its columns would be those of another line.
      error.subject = .columns(heredoc.column..<heredoc.end + 1)
      throw error
    }
  }

  /// The home folder, where `~` or `~/` begins a word.
  private func tildeHome() -> String? {
    guard characters[position] == "~" else { return nil }
    let next = position + 1
    guard next == characters.count || characters[next] == "/" || characters[next].isWhitespace
    else { return nil }
    return home
  }

  /// The words up to the end of the line.
  package mutating func words() throws -> [Word] {
    var all: [Word] = []
    while let word = try next() { all.append(word) }
    return all
  }

  /// The rest of the line verbatim, trimmed, with variables expanded.
  ///
  /// With `comments`, a `#` after a blank ends it. `\$` is a literal dollar sign.
  package mutating func tail(comments: Bool, fillsVariables: Bool = true) throws -> Word? {
    while position < characters.count, characters[position].isWhitespace { position += 1 }
    let start = position
    let text = try verbatim(comments: comments, fillsVariables: fillsVariables)
    var end = position
    while end > start, characters[end - 1].isWhitespace { end -= 1 }
    if comments { position = characters.count }
    guard !text.isEmpty else { return nil }
    return Word(
      text: text, columns: start + 1..<max(end, start + 1) + 1,
      isLiteral: text == String(characters[start..<end]))
  }

  /// The text up to the end of the line or a comment, blanks at its end trimmed.
  private mutating func verbatim(comments: Bool, fillsVariables: Bool) throws -> String {
    let start = position
    var text = ""
    while position < characters.count {
      let character = characters[position]
      let follows = position == start || characters[position - 1].isWhitespace
      if comments && character == "#" && follows { break }
      if follows, let lines = try heredocText() {
        text += lines
      } else if fillsVariables && character == "$" {
        text += try variable()
      } else if fillsVariables && character == "\\" && position + 1 < characters.count
        && characters[position + 1] == "$"
      {
        text += "$"
        position += 2
      } else {
        text.append(character)
        position += 1
      }
    }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return text
  }

  /// The text between single quotes, verbatim.
  private mutating func quoted() throws -> String {
    let start = position
    position += 1
    var text = ""
    while position < characters.count {
      let character = characters[position]
      position += 1
      if character == "'" { return text }
      text.append(character)
    }
    throw open(start, "'")
  }

  /// The text between double quotes, with escapes and variables expanded.
  private mutating func doubleQuoted() throws -> String {
    let start = position
    position += 1
    var text = ""
    while position < characters.count {
      let character = characters[position]
      switch character {
      case "\"":
        position += 1
        return text
      case "$":
        text += try variable()
      case "\\":
        guard position + 1 < characters.count else { throw open(start, "\"") }
        let escaped = characters[position + 1]
        guard let meant = Self.escapes[escaped] else {
          throw Diagnostic(
            .usage, "unknown escape '\\\(escaped)'", about: .columns(position + 1..<position + 3),
            hint: "in double quotes: \\\" \\\\ \\n \\t \\$")
        }
        text.append(meant)
        position += 2
      default:
        text.append(character)
        position += 1
      }
    }
    throw open(start, "\"")
  }

  private static let escapes: [Character: Character] = [
    "\"": "\"", "\\": "\\", "n": "\n", "t": "\t", "$": "$",
  ]

  private func open(_ start: Int, _ quote: Character) -> Diagnostic {
    Diagnostic(
      .usage, "unterminated quote", about: .columns(start + 1..<start + 2),
      hint: "add a closing \(quote)")
  }

  /// The value of `$name` or `${name}`; a dollar sign before anything else is literal.
  private mutating func variable() throws -> String {
    let start = position
    position += 1
    let isBraced = position < characters.count && characters[position] == "{"
    if isBraced { position += 1 }
    var name = ""
    while position < characters.count, Self.isNamePart(characters[position]) {
      name.append(characters[position])
      position += 1
    }
    if isBraced {
      guard position < characters.count, characters[position] == "}" else {
        throw Diagnostic(
          .usage, "unterminated '${'", about: .columns(start + 1..<position + 1), hint: "add a '}'")
      }
      position += 1
    } else if name.isEmpty {
      return "$"
    }
    guard let value = variables(name) else {
      throw Diagnostic(
        .usage, "unknown variable '$\(name)'", about: .columns(start + 1..<position + 1),
        hint: "'let \(name.isEmpty ? "NAME" : name) = VALUE' sets it")
    }
    room -= value.utf8.count
    guard room >= 0 else {
      throw Diagnostic(
        .usage, "the variables of this line have more than \(Self.longestExpansion) bytes",
        about: .columns(start + 1..<position + 1), hint: "use shorter values")
    }
    return value
  }

  /// Whether a character can be part of a variable's name.
  package static func isNamePart(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber) || character == "_"
  }
}
