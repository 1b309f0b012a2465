// Carries lines out, one after the other, and decides what happens after an error. There is one
// for the prompt, scripts, -c and the process's own command line.

internal import ArgumentParser
internal import Puzzles

/// Runs lines in a session.
final class Interpreter {
  private let session: Session
  /// Go on after an error: `--keep-going`.
  var keepsGoing = false
  /// Show each line on stderr before it runs: `--echo`.
  var echoes = false
  /// The first failure's code.
  private(set) var firstFailure: ExitCode?

  init(_ session: Session) {
    self.session = session
    session.runner = { [unowned self] text, source in
      try run(LineSource(text), from: source, nested: true)
    }
  }

  /// Runs lines until the source ends, `quit` or an error that stops it.
  ///
  /// - Throws: the error that stopped it, already shown, where `nested`.
  func run(_ lines: LineSource, from source: Source, nested: Bool = false) throws {
    while session.exitCode == nil, let line = lines.next() {
      if echoes { session.output.remark("+ \(line.text)") }
      do {
        try run(line.text, at: Place(source: source, line: line.number))
      } catch {
        let stops = !keepsGoing && session.settings.word("on-error") == "stop"
        if nested && stops { throw error }
        if stops { return }
      }
      if session.output.isBroken {
        session.exitCode = session.exitCode ?? ExitCode.io.rawValue
      }
      if Interrupt.isRequested {
        let code: ExitCode = Interrupt.isTerminating ? .terminated : .interrupted
        if !session.isInteractive { session.exitCode = code.rawValue }
        return
      }
    }
  }

  /// Runs the lines of a file. One that can't be opened is a failure like any other.
  func run(file path: String) {
    let source = Source(name: path, directory: Source.folder(of: path), origin: .script)
    do {
      try run(LineSource(readText(path)), from: source)
    } catch {
      let error = ShellError(error)
      fail(error)
      session.output.show(error)
    }
  }

  /// Runs one line and shows what comes of it.
  ///
  /// - Throws: the error, after it was shown.
  func run(_ text: String, at place: Place) throws {
    let started = Clock.now
    session.places.append(place)
    defer { session.places.removeLast() }
    var name = ""
    do {
      let statement = try Statement(text) { [session] in session.variable($0) }
      guard var result = try perform(statement, name: &name) else { return }
      session.status = 0
      if name != ExpectCommand.name && name != EchoCommand.name && name != LetCommand.name {
        session.lastResult = result
      }
      if statement.prefixes.contains(.time) || session.settings.word("timing") == "on" {
        result.notes.append("\(name) took \(milliseconds(since: started)) ms")
      }
      session.output.show(
        result, command: name, line: place.line, asJSON: session.settings.word("format") == "json")
    } catch {
      if error is Shown { throw error }
      let error = ShellError(error)
      fail(error)
      session.output.show(
        error, command: name, text: text, place: place, outer: session.places.dropLast(),
        asJSON: session.settings.word("format") == "json")
      throw Shown(error: error)
    }
  }

  /// An error that the person has seen.
  struct Shown: Error { let error: ShellError }

  private func fail(_ error: ShellError) {
    firstFailure = firstFailure ?? error.code
    session.status = error.code.rawValue
    session.lastResult = CommandResult(error)
  }

  /// The result of a statement; nil for an empty line.
  private func perform(_ statement: Statement, name: inout String) throws -> CommandResult? {
    guard statement.prefixes.contains(.fails) else { return try carryOut(statement, name: &name) }
    let before = firstFailure
    do {
      _ = try carryOut(statement, name: &name)
    } catch {
      firstFailure = before
      return CommandResult((error as? Shown)?.error ?? ShellError(error))
    }
    throw ShellError(.expectation, "'\(name)' succeeded, but was to fail")
  }

  /// Parses and runs the command.
  private func carryOut(_ statement: Statement, name: inout String) throws -> CommandResult? {
    var tokens: [String]
    var words: [Word]
    switch statement.kind {
    case .empty:
      return nil
    case .question(let question):
      name = AskCommand.name
      tokens = [name, "--", question.text]
      words = [question]
    case .command(let word, let lexer):
      name = word.text
      guard let type = CommandTree.command(word.text) else { throw unknown(word) }
      name = type.name
      (tokens, words) = try Self.tokens(of: type, lexer)
    }
    var command = try parse(tokens, words)
    do {
      return try command.run(in: session)
    } catch let error as PuzzleError {
      // A puzzle counts columns in its question, which stands last in the line.
      let start = words.last?.columns.lowerBound ?? 1
      throw ShellError(
        .usage, error.message, columns: error.column.map { start + $0..<start + $0 + 1 },
        hint: error.hint)
    }
  }

  private func unknown(_ word: Word) -> ShellError {
    let guess = closest(to: word.text, among: CommandTree.names)
    return ShellError(
      .usage, "unknown command '\(word.text)'", columns: word.columns,
      hint: guess.map { "did you mean '\($0)'?" } ?? "help lists the commands")
  }

  /// The words as the parser wants them, and where each stands in the line.
  static func tokens(
    of type: any ShellCommand.Type, _ lexer: Lexer
  ) throws -> (tokens: [String], words: [Word]) {
    var lexer = lexer
    switch type.style {
    case .options:
      let words = try lexer.words()
      return ([type.name] + words.map(\.text), words)
    case .words:
      let words = try lexer.words()
      if words.count == 1, ["-h", "--help"].contains(words[0].text) {
        return ([type.name, "--help"], words)
      }
      return ([type.name, "--"] + words.map(\.text), words)
    case .tail(let taking, let comments):
      var words: [Word] = []
      while true {
        var ahead = lexer
        guard let word = try? ahead.next(), word.text.hasPrefix("-"), !word.isQuoted,
          !Statement.isQuestion(Array(word.text)[...])
        else { break }
        lexer = ahead
        if word.text == "--" { break }
        words.append(word)
        if taking.contains(word.text), let value = try lexer.next() { words.append(value) }
      }
      let tail = try lexer.tail(comments: comments)
      let options = [type.name] + words.map(\.text)
      guard let tail else { return (options, words) }
      return (options + ["--", tail.text], words + [tail])
    }
  }

  /// The parsed command; for `COMMAND --help` the help on it.
  ///
  /// - Throws: `ShellError` with the columns of the word that is meant.
  private func parse(_ tokens: [String], _ words: [Word]) throws -> any ShellCommand {
    do {
      // What is no command of ours is the parser's own help.
      if let command = try CommandTree.parseAsRoot(tokens) as? any ShellCommand { return command }
      return try HelpCommand.parse([tokens[0]])
    } catch {
      let message = CommandTree.message(for: error)
      let meant = words.first { message.contains("'\($0.text)'") }
      throw ShellError(
        .usage, message.split(separator: "\n").first.map(String.init) ?? "this can't be read",
        columns: meant?.columns, hint: hint(for: meant, tokens))
    }
  }

  /// The option that was probably meant, or where to read on.
  private func hint(for word: Word?, _ tokens: [String]) -> String {
    guard let type = tokens.first.flatMap({ CommandTree.command($0) }) else {
      return "help lists the commands"
    }
    if let word, word.text.hasPrefix("-"),
      let guess = closest(to: word.text, among: CommandTree.options(of: type))
    {
      return "did you mean '\(guess)'?"
    }
    return "help \(type.name)"
  }
}
