// Carries lines out, one after the other, and decides what happens after an error. There is one
// for the prompt, scripts, -c and the process's own command line.

internal import ArgumentParser
internal import Checkpoints
internal import Puzzles
internal import Storage

/// Runs lines in a session.
final class Interpreter {
  private let session: Session
  /// Show each line on stderr before it runs: `--echo`.
  var echoes = false
  /// Read lines and run none: `--check`.
  var checksOnly = false

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
    var failure: (any Error)?
    while session.exitCode == nil, !Interrupt.isRequested, let line = lines.next() {
      if echoes { show(line) }
      do {
        try run(line, at: Place(source: source, line: line.number))
      } catch {
        failure = failure ?? error
        let isInterrupted = (error as? Shown)?.error.isInterruption ?? false
        if isInterrupted { leave() }
        if isInterrupted || !session.goesOn { break }
      }
      if session.output.isBroken {
        session.exitCode = session.exitCode ?? ExitCode.io.rawValue
      }
      if session.output.hasLostFile {
        session.output.hasLostFile = false
        session.firstFailure = session.firstFailure ?? .io
        if !session.goesOn && !session.isInteractive { break }
      }
    }
    if Interrupt.isRequested { leave() }
    if nested, let failure { throw failure }
  }

  /// Shows a line with those of its heredoc, before it runs.
  private func show(_ line: NumberedLine) {
    session.output.remark("+ \(line.text)")
    guard let heredoc = line.heredoc else { return }
    let lines = heredoc.text.split(separator: "\n", omittingEmptySubsequences: false)
    for line in lines { session.output.remark("+ \(String(line))") }
    session.output.remark("+ \(heredoc.mark)")
  }

  /// Follows a signal: out of the program, unless somebody is at the prompt.
  private func leave() {
    guard Interrupt.isTerminating || !session.isInteractive && !session.returnsToPrompt else {
      return
    }
    let code: ExitCode = Interrupt.isTerminating ? .terminated : .interrupted
    session.exitCode = session.exitCode ?? code.rawValue
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
      let statement = try Statement(line) { [session, checksOnly] in
        // What a script gives a value while it runs isn't known before.
        session.variable($0) ?? (checksOnly ? "" : nil)
      }
      guard let result = try perform(statement, name: &name) else { return }
      session.status = result.failure?.rawValue ?? 0
      if !result.isAside { session.lastResult = result }
      session.output.show(result, command: name, line: place.line)
      let isTimed =
        statement.prefixes.contains(.time) || session.settings.word("timing") == "on"
      if isTimed && !session.output.isSilent {
        session.output.remark("\(name) took \(milliseconds(since: started)) ms")
      }
      if let failure = result.failure {
        session.firstFailure = session.firstFailure ?? failure
        throw Shown(error: ShellError(failure, "'\(name)' failed"))
      }
    } catch {
      if error is Shown { throw error }
      var shown = ShellError(error)
      if shown.isInterruption && Interrupt.isTerminating { shown.code = .terminated }
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
    session.firstFailure = session.firstFailure ?? error.code
    session.status = error.code.rawValue
    // A mistyped line and a claim that doesn't hold have no result of their own.
    if error.code != .usage && error.code != .expectation {
      session.lastResult = CommandResult(error)
    }
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
    let before = session.firstFailure
    session.output.hidesErrors += 1
    defer { session.output.hidesErrors -= 1 }
    do {
      let result = try perform(statement, failing: failing - 1, name: &name)
      if checksOnly { return result }
      if let failure = result?.failure { throw ShellError(failure, "'\(name)' failed") }
    } catch {
      let failure = (error as? Shown)?.error ?? ShellError(error)
      // Ctrl-C is no failure of what it stopped.
      if failure.isInterruption { throw failure }
      session.firstFailure = before
      session.claims += 1
      return CommandResult(failure)
    }
    throw ShellError(.expectation, "'\(name)' succeeded, but was to fail")
  }

  /// Parses and runs the command.
  private func carryOut(_ statement: Statement, name: inout String) throws -> CommandResult? {
    let request: Request
    let beginning: Word
    switch statement.kind {
    case .empty: return nil
    case .question(let question):
      beginning = question
      name = AskCommand.name
      request = Request(AskCommand.self, tail: question)
    case .command(let word, let lexer):
      beginning = word
      name = word.text
      guard let (type, rest) = CommandTree.command(word, lexer) else {
        throw CommandTree.unknown(word)
      }
      name = type.name
      request = try Request(type, rest)
    }
    do {
      let isRun = !checksOnly || request.type.isRunByChecks
      if isRun, let result = try request.runTail(in: session) { return result }
      var command = try request.command()
      return isRun ? try command.run(in: session) : nil
    } catch {
      // At the prompt the line stands right above.
      throw request.located(error, else: session.source.name == nil ? nil : beginning.columns)
    }
  }
}
