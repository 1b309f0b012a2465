// What kind of line it is: a question, a command with its prefixes, or nothing.

/// A line, sorted but not yet carried out.
struct Statement {
  /// Words before the command that change how it runs.
  enum Prefix: String { case time, fails }

  /// What is to be done.
  enum Kind {
    /// Nothing: blank, or a comment.
    case empty
    /// Something to ask the model.
    case question(Word)
    /// A command's name; the lexer stands behind it.
    case command(Word, Lexer)
  }

  /// The prefixes, in order.
  var prefixes: [Prefix] = []
  /// What is to be done.
  var kind: Kind

  /// Sorts a line.
  ///
  /// - Throws: `ShellError` with the columns of what can't be read.
  init(_ line: String, variables: @escaping (String) -> String?) throws {
    var lexer = Lexer(line, variables: variables)
    var prefixes: [Prefix] = []
    while true {
      if lexer.isAtEnd() {
        if let prefix = prefixes.last {
          throw ShellError(
            .usage, "'\(prefix.rawValue)' needs a command behind it",
            hint: "write: \(prefix.rawValue) COMMAND")
        }
        kind = .empty
        break
      }
      if Self.isQuestion(lexer.characters[lexer.position...]) {
        guard let question = try lexer.tail(comments: true) else { preconditionFailure() }
        kind = .question(question)
        break
      }
      guard let word = try lexer.next() else { preconditionFailure("isAtEnd said otherwise") }
      if !word.isQuoted, let prefix = Prefix(rawValue: word.text) {
        prefixes.append(prefix)
        continue
      }
      kind = .command(word, lexer)
      break
    }
    self.prefixes = prefixes
  }

  /// Whether text is a question: it starts with a digit, `.digit`, `(` or a sign before one of them.
  static func isQuestion(_ text: ArraySlice<Character>) -> Bool {
    var rest = text
    if let first = rest.first, "+-\u{2212}".contains(first) { rest = rest.dropFirst() }
    guard let first = rest.first else { return false }
    if first == "(" || first.isASCII && first.isNumber { return true }
    guard first == ".", let second = rest.dropFirst().first else { return false }
    return second.isASCII && second.isNumber
  }
}
