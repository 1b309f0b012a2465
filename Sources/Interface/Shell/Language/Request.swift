// A command with the words behind it: from words to a parsed command, and from an error back to the
// word that is meant.

internal import ArgumentParser
internal import Puzzles

/// A line's command, not yet carried out.
struct Request {
  /// The command.
  let type: any ShellCommand.Type
  /// Its arguments as the parser takes them.
  private(set) var arguments: [String]
  /// Where each of them stands in the line.
  private(set) var words: [Word]
  /// The rest of the line, if that is all there is behind the name.
  private var tail: String?

  /// A command whose only argument is the rest of the line.
  init(_ type: any ShellCommand.Type, tail: Word) {
    self.type = type
    self.tail = tail.text
    arguments = ["--", tail.text]
    words = [tail]
  }

  /// Reads the words behind a command's name as the command wants them.
  ///
  /// - Throws: `ShellError` with the columns of what can't be read.
  init(_ type: any ShellCommand.Type, _ lexer: Lexer) throws {
    var lexer = lexer
    self.type = type
    switch type.style {
    case .options:
      words = try Self.joinedNegatives(lexer.words())
      arguments = words.map(\.text)
    case .words:
      words = try lexer.words()
      let isHelp = words.count == 1 && ["-h", "--help"].contains(words[0].text)
      arguments = isHelp ? ["--help"] : ["--"] + words.map(\.text)
    case .tail(let taking, let comments, let fillsVariables):
      words = []
      while let taking {
        var ahead = lexer
        guard let word = try? ahead.next(), word.text.hasPrefix("-"), !word.isQuoted,
          !Statement.isQuestion(Array(word.text)[...])
        else { break }
        lexer = ahead
        if word.text == "--" { break }
        words.append(word)
        if taking.contains(word.text), let value = try lexer.next() { words.append(value) }
      }
      arguments = words.map(\.text)
      guard var rest = try lexer.tail(comments: comments, fillsVariables: fillsVariables) else {
        return
      }
      if taking == nil {
        // Nothing is an option here, but help can still be asked for, and `--` still be skipped.
        if rest.text == "--help" || rest.text == "-h" {
          arguments = ["--help"]
          return
        }
        if rest.text.hasPrefix("-- ") { rest.text = String(rest.text.dropFirst(3)) }
      }
      if words.isEmpty { tail = rest.text }
      arguments += ["--", rest.text]
      words.append(rest)
    }
  }

  /// Words of which a bare `=` and a negative number behind it are one, which is no option then.
  private static func joinedNegatives(_ words: [Word]) -> [Word] {
    words.reduce(into: []) { joined, word in
      guard let last = joined.last, last.text == "=", word.text.hasPrefix("-"),
        Double(word.text) != nil
      else { return joined.append(word) }
      joined[joined.count - 1] = Word(
        text: "=" + word.text, columns: last.columns.lowerBound..<word.columns.upperBound)
    }
  }

  /// Runs the command on its tail, where that is all there is and the command can: a few
  /// microseconds, where the parser takes a good part of a millisecond.
  func runTail(in session: Session) throws -> CommandResult? {
    guard let tail, let type = type as? any TailCommand.Type else { return nil }
    return try type.run(tail: tail, in: session)
  }

  /// The parsed command; for `COMMAND --help` the help on it.
  ///
  /// - Throws: `ShellError` with a hint.
  func command() throws -> any ShellCommand {
    do {
      // What is no command of ours is the parser's own help.
      if let command = try type.parseAsRoot(arguments) as? any ShellCommand { return command }
      return try HelpCommand.parse([type.name])
    } catch {
      // A mistyped option is what is meant, whatever else is missing because of it.
      if let unknown = unknownOption() { throw unknown }
      let lines = type.message(for: error).split(separator: "\n")
      // Many values that would do are listed on lines of their own.
      let values = lines.dropFirst().prefix { $0.hasPrefix("  - ") }.map { $0.dropFirst(4) }
      let first = lines.first ?? "this can't be read"
      let message = values.isEmpty ? first : first + " " + values.joined(separator: ", ")
      throw ShellError(
        .usage, message.prefix(1).lowercased() + message.dropFirst(), hint: "help \(type.name)")
    }
  }

  /// The error for the first word that looks like an option of this command and is none.
  private func unknownOption() -> ShellError? {
    let known = CommandTree.parameters(of: type).flatMap(\.names) + ["-h", "--help"]
    for word in words where word.text.hasPrefix("-") && !word.isQuoted && word.text.count > 1 {
      let name = String(word.text.prefix { $0 != "=" })
      if known.contains(name) || Double(word.text) != nil { continue }
      if name == "--" { break }
      let start = word.columns.lowerBound
      return ShellError(
        .usage, "unknown option '\(name)' for '\(type.name)'",
        columns: start..<start + name.count,
        hint: closest(to: name, among: known.filter { $0.count > 2 }).map {
          "did you mean '\($0)'?"
        }
          ?? "help \(type.name)")
    }
    return nil
  }

  /// An error with the columns of the word that it is about, where the error doesn't know them.
  ///
  /// It is about the word that its message quotes first, or the file that its message begins with,
  /// or else about the line, whose `beginning` is pointed at.
  func located(_ error: any Error, else beginning: Range<Int>?) -> any Error {
    if error is Interpreter.Shown { return error }
    if let error = error as? PuzzleError {
      // A puzzle counts columns in its question, which stands last in the line.
      // What a variable or a heredoc holds doesn't stand there, so that all of it is meant.
      let question = words.last ?? Word(text: "", columns: 1..<2)
      let start = question.columns.lowerBound
      return ShellError(
        .usage, error.message,
        columns: error.column.map {
          question.isLiteral ? start + $0..<start + $0 + 1 : question.columns
        }, hint: error.hint)
    }
    var located = ShellError(error)
    guard located.columns == nil, located.code != .expectation, !located.isInterruption else {
      return located
    }
    let quoted = located.message.split(separator: "'", omittingEmptySubsequences: false)
    let named = quoted.count > 2 ? String(quoted[1]) : ""
    for word in words {
      let columns = word.columns
      let file = fileArgument(word.text) ?? word.text
      if word.text == named || located.message.hasPrefix(file + ":") {
        located.columns = columns
      } else if !named.isEmpty, word.text.hasSuffix("=" + named), word.text.count == columns.count {
        located.columns = columns.upperBound - named.count..<columns.upperBound
      } else {
        continue
      }
      return located
    }
    located.columns = beginning
    return located
  }
}
