// Runs lines in sequence and decides what happens after an error. The prompt, scripts, -c and the
// process's own command line all use it.

internal import CommandCore
internal import Commands
internal import Language
internal import Platform
internal import Presentation
internal import Settings
internal import Storage
internal import Workbench

/// Runs lines in a session.
final class Interpreter {
  let workbench: ModelWorkbench
  let script: ScriptState
  let console: ShellConsole
  /// Whether to show each line on stderr before it runs: `--echo`.
  var echoes = false
  /// Whether to check lines without running them: `--check`.
  var checksOnly = false

  /// An interpreter with a new session; the model at `path` is loaded when one is needed.
  init(_ console: ShellConsole, model path: String?) {
    self.console = console
    script = ScriptState()
    workbench = ModelWorkbench(
      reporter: console, model: path.map { absolute($0) }, goesOn: { !Interrupt.isRequested })
    script.runner = self
  }

  /// The context that commands run in.
  var context: CommandContext {
    CommandContext(workbench: workbench, script: script, console: console)
  }

  /// Whether to continue after an error.
  var continuesAfterErrors: Bool {
    script.policy.keepsGoing || workbench.settings.onError == .goOn
  }

  /// Runs lines until the source ends, `quit`, or an error that stops it.
  ///
  /// - Throws: if `nested`, the first error, which was already shown.
  func run(_ lines: LineSource, from source: Source, nested: Bool = false) throws {
    var failure: (any Error)?
    while script.exitCode == nil, !Interrupt.isRequested, let line = lines.next() {
      if echoes { show(line) }
      do {
        try run(line, at: Place(source: source, line: line.number))
      } catch {
        failure = failure ?? error
        let isInterrupted = (error as? Shown)?.error.isInterruption ?? false
        if isInterrupted { leave() }
        if isInterrupted || !continuesAfterErrors { break }
      }
      if console.isBroken {
        script.exitCode = script.exitCode ?? ExitCode.io.rawValue
      }
      if console.hasLostFile {
        console.hasLostFile = false
        script.fail(Diagnostic(.io, "the output file can't be written"))
        if !continuesAfterErrors && !script.policy.isInteractive { break }
      }
    }
    if Interrupt.isRequested { leave() }
    if nested, let failure { throw failure }
  }

  /// Shows a line and its heredoc on stderr before it runs.
  private func show(_ line: NumberedLine) {
    console.remark("+ \(line.text)", isFoldable: false)
    guard let heredoc = line.heredoc else { return }
    let lines = heredoc.text.split(separator: "\n", omittingEmptySubsequences: false)
    for line in lines { console.remark("+ \(String(line))", isFoldable: false) }
    console.remark("+ \(heredoc.mark)", isFoldable: false)
  }

  /// Ends the program after a signal, unless SIGINT returns to the prompt.
  private func leave() {
    guard Interrupt.isTerminating || !script.policy.isInteractive && !script.policy.returnsToPrompt
    else {
      return
    }
    let code = Interrupt.isTerminating ? ExitCode.ofTermination : .interrupted
    script.exitCode = script.exitCode ?? code.rawValue
  }

  /// Runs the lines of a file; a file that can't be opened counts as a failure.
  func run(file path: String) {
    let source = Source(script: path)
    do {
      try run(LineSource(TextFile.read(path)), from: source)
    } catch {
      let error = Diagnostic(error)
      fail(error, at: nil)
      console.show(error)
    }
  }

  /// Runs one line and shows its result.
  ///
  /// - Throws: `Shown`, after showing the error.
  func run(_ line: NumberedLine, at place: Place) throws {
    let timer = ContinuousTimer()
    script.places.append(place)
    defer { script.places.removeLast() }
    var name = ""
    let (line, alias) = Statement.expanded(line, script.aliases)
    do {
      let statement = try Statement(line, home: environment("HOME")) {
        [script, workbench, checksOnly] in
        // With --check, variables that the script would set are still unset.
        script.variable($0, on: workbench) ?? (checksOnly ? "" : nil)
      }
      guard let result = try perform(statement, name: &name) else { return }
      script.status = result.failure?.rawValue ?? 0
      if !result.isAside { script.lastResult = result }
      console.show(result, command: name, line: place.line)
      let isTimed =
        statement.prefixes.contains(.time) || workbench.settings.timing
      if isTimed && !console.policy.isSilent {
        console.remark("\(name) took \(timer.milliseconds) ms")
      }
      if let failure = result.failure {
        let error = Diagnostic(failure, "'\(name)' failed")
        script.fail(error, at: place.location)
        throw Shown(error: error)
      }
    } catch {
      if error is Shown { throw error }
      var shown = Diagnostic(error)
      if shown.isInterruption && Interrupt.isTerminating { shown.code = .ofTermination }
      if let alias { shown.details.append("'\(alias)' is an alias") }
      if let section = script.section, shown.code == .expectation {
        shown.details.append("in section '\(section)'")
      }
      fail(shown, at: place.location)
      console.show(
        shown, command: name, text: line.text, place: place, outer: script.places.dropLast())
      throw Shown(error: shown)
    }
  }

  /// An error that was already shown.
  struct Shown: Error { let error: Diagnostic }

  private func fail(_ error: Diagnostic, at place: SourceLocation?) {
    script.fail(error, at: place)
    script.status = error.code.rawValue
    // Usage errors and failed expectations keep the last result.
    if error.code != .usage && error.code != .expectation {
      script.lastResult = CommandResult(error)
    }
  }

  /// The result of a statement; nil for an empty line.
  ///
  /// Each `fails` turns failure into success and success into failure.
  private func perform(_ statement: Statement, name: inout String) throws -> CommandResult? {
    let inversions = statement.prefixes.count { $0 == .fails }
    guard inversions > 0 else { return try runCommand(statement, name: &name) }
    let before = script.firstError
    console.policy.hiddenErrors += 1
    defer { console.policy.hiddenErrors -= 1 }
    var failure: Diagnostic?
    var result: CommandResult?
    do {
      result = try runCommand(statement, name: &name)
      if checksOnly { return result }
      failure = result?.failure.map { Diagnostic($0, "'\(name)' failed") }
    } catch {
      let error = (error as? Shown)?.error ?? Diagnostic(error)
      // An interrupted command hasn't failed.
      if error.isInterruption { throw error }
      failure = error
    }
    for _ in 0..<inversions {
      if let error = failure {
        failure = nil
        result = CommandResult(error)
        script.firstError = before
        script.assertions += 1
      } else {
        failure = Diagnostic(
          .expectation, "expected '\(name)' to fail, but it succeeded", about: .argument(name))
      }
    }
    if let failure { throw failure }
    return result
  }

  /// Parses and runs the command.
  private func runCommand(_ statement: Statement, name: inout String) throws -> CommandResult? {
    let request: CommandRequest
    let firstWord: Word
    switch statement.kind {
    case .empty: return nil
    case .question(let question):
      firstWord = question
      name = CommandTree.question.name
      request = CommandRequest(CommandTree.question, tail: question)
    case .command(let word, let lexer):
      firstWord = word
      name = word.text
      guard
        let (type, rest) = CommandTree.command(word, lexer) ?? CommandTree.help(word, lexer)
      else {
        throw CommandTree.unknown(word, lexer, operators: workbench.operatorList)
      }
      name = type.name
      request = try CommandRequest(type, rest)
    }
    do {
      let runs = !checksOnly || request.type.isRunByChecks
      let losses = MappedPages.losses
      var result = runs ? try request.runTail(in: context) : nil
      if result == nil {
        var command = try request.command()
        result = runs ? try command.run(in: context) : nil
      }
      // What was computed from zeros in place of a file's pages isn't a result.
      try MappedFile.requireNoLoss(since: losses)
      return result
    } catch {
      throw located(error, request, firstWord)
    }
  }

  /// The error with its columns; at the prompt, without the first word's as a default.
  private func located(
    _ error: any Error, _ request: CommandRequest, _ firstWord: Word
  ) -> any Error {
    if error is Shown { return error }
    return request.located(error, else: script.source.name == nil ? nil : firstWord.columns)
  }
}

extension Interpreter: ScriptRunner {
  func run(_ text: String, from source: Source) throws {
    try run(LineSource(text), from: source, nested: true)
  }

  func test(_ file: String) -> ScriptOutcome {
    let console = ShellConsole()
    console.policy.isSilent = true
    console.policy.isQuiet = true
    console.policy.hiddenErrors = self.console.policy.hiddenErrors
    let inner = Interpreter(console, model: workbench.defaultModel)
    inner.script.policy.keepsGoing = script.policy.keepsGoing
    inner.script.policy.testDepth = script.policy.testDepth + 1
    inner.script.variables = script.variables
    inner.workbench.settings = workbench.settings
    inner.workbench.isInputScript = workbench.isInputScript
    // The format of the result of `test` doesn't apply to the script.
    if let format = try? Setting.named("format") { inner.workbench.settings.reset(format) }
    console.follow(inner.workbench.settings)
    let timer = ContinuousTimer()
    inner.run(file: file)
    // Any exit code except 0 is a failure.
    let code = inner.script.exitCode.map { ExitCode(rawValue: $0) ?? .failure }
    return ScriptOutcome(
      file: file, assertions: inner.script.assertions,
      failure: inner.script.firstFailure ?? (code == .success ? nil : code),
      error: inner.script.firstError, seconds: timer.seconds)
  }
}

extension ExitCode {
  /// The code after the signal that asked to leave.
  static var ofTermination: ExitCode { Interrupt.isHungUp ? .hungUp : .terminated }
}
