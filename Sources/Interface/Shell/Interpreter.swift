// Carries lines out, one after the other, and decides what happens after an error. There is one
// for the prompt, scripts, -c and the process's own command line.

internal import Commands
internal import Language
internal import Platform
internal import Presentation
internal import Storage
internal import Workbench

/// Runs lines in a script.
final class Interpreter {
  let workbench: ModelWorkbench
  let script: ScriptState
  let console: ShellConsole
  /// Show each line on stderr before it runs: `--echo`.
  var echoes = false
  /// Read lines and run none: `--check`.
  var checksOnly = false

  /// An interpreter with its own workbench and script state, and a model to load as soon as
  /// one is needed.
  init(_ console: ShellConsole, model path: String?) {
    self.console = console
    script = ScriptState()
    workbench = ModelWorkbench(
      reporter: console, model: path.map { absolute($0) }, goesOn: { !Interrupt.isRequested })
    script.runner = self
  }

  /// What commands are given.
  var context: CommandContext {
    CommandContext(workbench: workbench, script: script, console: console)
  }

  /// Whether lines go on after an error.
  var goesOnAfterErrors: Bool {
    script.policy.keepsGoing || workbench.settings.onError == .goOn
  }

  /// Runs lines until the source ends, `quit` or an error that stops it.
  ///
  /// - Throws: the error that stopped it, already shown, where `nested`.
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
        if isInterrupted || !goesOnAfterErrors { break }
      }
      if console.isBroken {
        script.exitCode = script.exitCode ?? ExitCode.io.rawValue
      }
      if console.hasLostFile {
        console.hasLostFile = false
        script.firstFailure = script.firstFailure ?? .io
        if !goesOnAfterErrors && !script.policy.isInteractive { break }
      }
    }
    if Interrupt.isRequested { leave() }
    if nested, let failure { throw failure }
  }

  /// Shows a line with those of its heredoc, before it runs.
  private func show(_ line: NumberedLine) {
    console.remark("+ \(line.text)")
    guard let heredoc = line.heredoc else { return }
    let lines = heredoc.text.split(separator: "\n", omittingEmptySubsequences: false)
    for line in lines { console.remark("+ \(String(line))") }
    console.remark("+ \(heredoc.mark)")
  }

  /// Follows a signal: out of the program, unless somebody is at the prompt.
  private func leave() {
    guard Interrupt.isTerminating || !script.policy.isInteractive && !script.policy.returnsToPrompt
    else {
      return
    }
    let code: ExitCode = Interrupt.isTerminating ? .terminated : .interrupted
    script.exitCode = script.exitCode ?? code.rawValue
  }

  /// Runs the lines of a file.
  ///
  /// One that can't be opened is a failure like any other.
  func run(file path: String) {
    let source = Source(script: path)
    do {
      try run(LineSource(TextFile.read(path)), from: source)
    } catch {
      let error = Diagnostic(error)
      fail(error)
      console.show(error)
    }
  }

  /// Runs one line and shows what comes of it.
  ///
  /// - Throws: the error, after it was shown.
  func run(_ line: NumberedLine, at place: Place) throws {
    let timer = ContinuousTimer()
    script.places.append(place)
    defer { script.places.removeLast() }
    var name = ""
    let (line, alias) = Statement.expanded(line, script.aliases)
    do {
      let statement = try Statement(line, home: environment("HOME")) {
        [script, workbench, checksOnly] in
        // What a script gives a value while it runs isn't known before.
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
        script.firstFailure = script.firstFailure ?? failure
        throw Shown(error: Diagnostic(failure, "'\(name)' failed"))
      }
    } catch {
      if error is Shown { throw error }
      var shown = Diagnostic(error)
      if shown.isInterruption && Interrupt.isTerminating { shown.code = .terminated }
      if let alias { shown.details.append("'\(alias)' is an alias") }
      if let section = script.section, shown.code == .expectation {
        shown.details.append("in section '\(section)'")
      }
      fail(shown)
      console.show(
        shown, command: name, text: line.text, place: place, outer: script.places.dropLast())
      throw Shown(error: shown)
    }
  }

  /// An error that the person has seen.
  struct Shown: Error { let error: Diagnostic }

  private func fail(_ error: Diagnostic) {
    script.firstFailure = script.firstFailure ?? error.code
    script.status = error.code.rawValue
    // A mistyped line and a claim that doesn't hold have no result of their own.
    if error.code != .usage && error.code != .expectation {
      script.lastResult = CommandResult(error)
    }
  }

  /// The result of a statement; nil for an empty line.
  ///
  /// Each `fails` turns failure into success and success into failure.
  private func perform(_ statement: Statement, name: inout String) throws -> CommandResult? {
    let inversions = statement.prefixes.count { $0 == .fails }
    guard inversions > 0 else { return try carryOut(statement, name: &name) }
    let before = script.firstFailure
    console.policy.hiddenErrors += 1
    defer { console.policy.hiddenErrors -= 1 }
    var failure: Diagnostic?
    var result: CommandResult?
    do {
      result = try carryOut(statement, name: &name)
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
        script.firstFailure = before
        script.assertions += 1
      } else {
        failure = Diagnostic(
          .expectation, "'\(name)' succeeded, but was expected to fail", about: .argument(name))
      }
    }
    if let failure { throw failure }
    return result
  }

  /// Parses and runs the command.
  private func carryOut(_ statement: Statement, name: inout String) throws -> CommandResult? {
    let request: CommandRequest
    let beginning: Word
    switch statement.kind {
    case .empty: return nil
    case .question(let question):
      beginning = question
      name = CommandTree.question.name
      request = CommandRequest(CommandTree.question, tail: question)
    case .command(let word, let lexer):
      beginning = word
      name = word.text
      guard
        let (type, rest) = CommandTree.command(word, lexer) ?? CommandTree.help(word, lexer)
      else {
        throw CommandTree.unknown(word, lexer)
      }
      name = type.name
      request = try CommandRequest(type, rest)
    }
    do {
      let isRun = !checksOnly || request.type.isRunByChecks
      if isRun, let result = try request.runTail(in: context) { return result }
      var command = try request.command()
      return isRun ? try command.run(in: context) : nil
    } catch {
      throw located(error, request, beginning)
    }
  }

  /// An error with its columns; at the prompt, the typed line is right above.
  private func located(
    _ error: any Error, _ request: CommandRequest, _ beginning: Word
  ) -> any Error {
    if error is Shown { return error }
    return request.located(error, else: script.source.name == nil ? nil : beginning.columns)
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
    let own = Interpreter(console, model: workbench.defaultModel)
    own.script.policy.isSafe = script.policy.isSafe
    own.script.policy.keepsGoing = script.policy.keepsGoing
    own.script.policy.testDepth = script.policy.testDepth + 1
    own.script.variables = script.variables
    own.workbench.settings = workbench.settings
    // How the result of `test` is written is not the script's business.
    if let format = try? Setting.named("format") { own.workbench.settings.reset(format) }
    console.follow(own.workbench.settings)
    let timer = ContinuousTimer()
    own.run(file: file)
    // To leave with a code other than 0 is to fail, whatever the code.
    let code = own.script.exitCode.map { ExitCode(rawValue: $0) ?? .failure }
    return ScriptOutcome(
      file: file, assertions: own.script.assertions,
      failure: own.script.firstFailure ?? (code == .success ? nil : code),
      seconds: timer.seconds)
  }
}
