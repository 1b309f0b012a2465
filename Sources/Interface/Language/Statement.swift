// Classifies a line: a question, a command with its prefixes, or nothing.

/// A classified line.
package struct Statement {
  /// Words before the command that change how it runs.
  package enum Prefix: String, CaseIterable {
    /// Show how long the command took.
    case time
    /// Succeed only if the command fails.
    case fails
  }

  /// What the line asks for.
  package enum Kind {
    /// Nothing: blank, or a comment.
    case empty
    /// A question for the model.
    case question(Word)
    /// A command's name, and a lexer for the rest of the line.
    case command(Word, Lexer)
  }

  /// The prefixes, in order.
  package private(set) var prefixes: [Prefix] = []
  /// What the line asks for.
  package private(set) var kind = Kind.empty
  /// Classifies a line.
  ///
  /// - Throws: `Diagnostic` with the columns of what can't be read.
  package init(
    _ line: NumberedLine, home: String? = nil, variables: @escaping (String) -> String?
  ) throws {
    if let missing = line.missing { throw missing }
    var lexer = Lexer(line.text, heredoc: line.heredoc, home: home, variables: variables)
    var columns: Range<Int>?
    while !lexer.isAtEnd() {
      if Self.isQuestion(lexer.characters[lexer.position...]) {
        guard let question = try lexer.tail(comments: true) else { preconditionFailure() }
        kind = .question(question)
        return
      }
      if lexer.characters[lexer.position] == "!" {
        let column = lexer.position + 1
        if let heredoc = line.heredoc {
          // The text is passed to sh verbatim.
          let text = [line.text, heredoc.text, heredoc.mark].joined(separator: "\n")
          let position = lexer.position
          lexer = Lexer(text, variables: variables)
          lexer.skip(position)
        }
        lexer.skip()
        kind = .command(Word(text: "!", columns: column..<column + 1), lexer)
        return
      }
      guard let word = try lexer.next() else {
        preconditionFailure("a word follows where the line is not at its end")
      }
      if !word.isQuoted, let prefix = Prefix(rawValue: word.text) {
        prefixes.append(prefix)
        columns = word.columns
      } else {
        kind = .command(word, lexer)
        return
      }
    }
    guard let prefix = prefixes.last else { return }
    throw Diagnostic(
      .usage, "'\(prefix.rawValue)' needs a command", about: columns.map { .columns($0) },
      hint: "write: \(prefix.rawValue) COMMAND")
  }

  /// Whether text is a question: it starts with a digit, `.digit`, `..`, `(` or a sign before one
  /// of
  /// them.
  package static func isQuestion(_ text: ArraySlice<Character>) -> Bool {
    var rest = text
    if let first = rest.first, "+-\u{2212}".contains(first) { rest = rest.dropFirst() }
    guard let first = rest.first else { return false }
    if first == "(" || first.isASCII && first.isNumber { return true }
    guard first == ".", let second = rest.dropFirst().first else { return false }
    return second == "." || second.isASCII && second.isNumber
  }

  /// A line with its alias expanded, and the alias.
  ///
  /// The expansion isn't expanded again.
  package static func expanded(
    _ line: NumberedLine, _ aliases: [String: String]
  ) -> (line: NumberedLine, alias: String?) {
    guard !aliases.isEmpty else { return (line, nil) }
    var lexer = Lexer(line.text) { _ in "" }
    while !lexer.isAtEnd() {
      let start = lexer.position
      guard let word = try? lexer.next(), !word.isQuoted else { break }
      if Prefix(rawValue: word.text) != nil { continue }
      guard let body = aliases[word.text] else { break }
      let (before, after) = (lexer.characters[..<start], lexer.characters[lexer.position...])
      var expanded = line
      expanded.text = String(before) + body + String(after)
      expanded.heredoc = line.heredoc?.moved(by: body.count - (lexer.position - start))
      return (expanded, word.text)
    }
    return (line, nil)
  }
}
