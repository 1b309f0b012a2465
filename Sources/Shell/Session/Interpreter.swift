// Carries lines out, one after the other, and decides what happens after an error. There is one
// for the prompt, scripts, -c and the process's own command line.

internal import ArgumentParser

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
        if !session.isInteractive { session.exitCode = Interrupt.isTerminating ? 143 : 130 }
        return
      }
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
    session.lastResult = CommandResult([
      Field("error", .string(error.message)), Field("status", .integer(Int(error.code.rawValue))),
    ])
  }

  /// The result of a statement; nil for an empty line.
  private func perform(_ statement: Statement, name: inout String) throws -> CommandResult? {
    guard statement.prefixes.contains(.fails) else { return try carryOut(statement, name: &name) }
    let before = firstFailure
    do {
      _ = try carryOut(statement, name: &name)
    } catch {
      firstFailure = before
      let error = (error as? Shown)?.error ?? ShellError(error)
      return CommandResult([
        Field("error", .string(error.message)),
        Field("status", .integer(Int(error.code.rawValue))),
      ])
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
    if let known = command as? any ShellCommand {
      command = known
      return try runOpened(known)
    }
    throw ShellError(.usage, "'\(name)' needs a subcommand", hint: "help \(name)")
  }

  private func runOpened(_ command: some ShellCommand) throws -> CommandResult {
    var command = command
    return try command.run(in: session)
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

  /// The parsed command.
  ///
  /// - Throws: `ShellError` with the columns of the word that is meant.
  private func parse(_ tokens: [String], _ words: [Word]) throws -> any ParsableCommand {
    do {
      return try CommandTree.parseAsRoot(tokens)
    } catch {
      let message = CommandTree.message(for: error)
      if CommandTree.exitCode(for: error) == .success {
        session.output.write(CommandTree.fullMessage(for: error) + "\n", to: 1)
        return NothingCommand()
      }
      let meant = words.first { message.contains("'\($0.text)'") }
      throw ShellError(
        .usage, message.split(separator: "\n").first.map(String.init) ?? "this can't be read",
        columns: meant?.columns, hint: hint(for: meant, tokens, message))
    }
  }

  /// The option that was probably meant, or where to read on.
  private func hint(for word: Word?, _ tokens: [String], _ message: String) -> String {
    guard let type = tokens.first.flatMap({ CommandTree.command($0) }) else {
      return "help lists the commands"
    }
    if let word, word.text.hasPrefix("-") {
      let known = CommandTree.helpMessage(for: type).split { " \n,[]()".contains($0) }
        .map(String.init).filter { $0.hasPrefix("--") }
      if let guess = closest(to: word.text, among: known) { return "did you mean '\(guess)'?" }
    }
    return "help \(type.name)"
  }
}

/// What a line that only asked for help leads to: nothing more.
struct NothingCommand: ShellCommand {
  static let configuration = CommandConfiguration(commandName: "nothing")
  mutating func run(in session: Session) throws -> CommandResult { CommandResult() }
}
