// Carries lines out, one after the other, and decides what happens after an error. There is one
// for the prompt, scripts, -c and the process's own command line.

internal import ArgumentParser
internal import Checkpoints
internal import Puzzles

/// Runs lines in a session.
final class Interpreter {
  private let session: Session
  /// Go on after an error: `--keep-going`.
  var keepsGoing = false
  /// Show each line on stderr before it runs: `--echo`.
  var echoes = false
  /// Read lines and run none: `--check`.
  var checksOnly = false
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
        try run(line, at: Place(source: source, line: line.number))
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

  /// Runs the lines of a file.
  ///
  /// One that can't be opened is a failure like any other.
  func run(file path: String) {
    let source = Source(name: path, directory: Source.folder(of: path), origin: .script)
    do {
      try run(LineSource(TextFile.read(path)), from: source)
    } catch {
      let error = ShellError(error)
      fail(error)
      session.output.show(error)
    }
  }

  /// Runs one line and shows what comes of it.
  ///
  /// - Throws: the error, after it was shown.
  func run(_ line: NumberedLine, at place: Place) throws {
    let started = Clock.now
    session.places.append(place)
    defer { session.places.removeLast() }
    var name = ""
    let (line, alias) = Statement.expanded(line, session.aliases)
    do {
      let statement = try Statement(line) { [session] in session.variable($0) }
      guard var result = try perform(statement, name: &name) else { return }
      session.status = result.failure?.rawValue ?? 0
      if !result.isAside { session.lastResult = result }
      if statement.prefixes.contains(.time) || session.settings.word("timing") == "on" {
        result.notes.append("\(name) took \(milliseconds(since: started)) ms")
      }
      session.output.show(result, command: name, line: place.line)
      if let failure = result.failure {
        firstFailure = firstFailure ?? failure
        throw Shown(error: ShellError(failure, "'\(name)' failed"))
      }
    } catch {
      if error is Shown { throw error }
      var shown = ShellError(error)
      if let alias { shown.details.append("'\(alias)' is an alias") }
      if let section = session.section, shown.code == .expectation {
        shown.details.append("in section '\(section)'")
      }
      fail(shown)
      session.output.show(
        shown, command: name, text: line.text, place: place, outer: session.places.dropLast())
      throw Shown(error: shown)
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
    try perform(statement, failing: statement.prefixes.count { $0 == .fails }, name: &name)
  }

  /// The result of a statement that is to fail, or to fail to fail, and so on.
  private func perform(
    _ statement: Statement, failing: Int, name: inout String
  ) throws -> CommandResult? {
    guard failing > 0 else { return try carryOut(statement, name: &name) }
    let before = firstFailure
    session.output.hidesErrors += 1
    defer { session.output.hidesErrors -= 1 }
    do {
      let result = try perform(statement, failing: failing - 1, name: &name)
      if checksOnly { return result }
      if let failure = result?.failure { throw ShellError(failure, "'\(name)' failed") }
    } catch {
      firstFailure = before
      session.claims += 1
      return CommandResult((error as? Shown)?.error ?? ShellError(error))
    }
    throw ShellError(.expectation, "'\(name)' succeeded, but was to fail")
  }

  /// Parses and runs the command.
  private func carryOut(_ statement: Statement, name: inout String) throws -> CommandResult? {
    let request: Request
    switch statement.kind {
    case .empty: return nil
    case .question(let question):
      name = AskCommand.name
      request = Request(AskCommand.self, tail: question)
    case .command(let word, let lexer):
      name = word.text
      guard let type = CommandTree.command(word.text) else { throw CommandTree.unknown(word) }
      name = type.name
      request = try Request(type, lexer)
    }
    do {
      if !checksOnly, let result = try request.runTail(in: session) { return result }
      var command = try request.command()
      return checksOnly ? nil : try command.run(in: session)
    } catch {
      throw request.located(error)
    }
  }
}
