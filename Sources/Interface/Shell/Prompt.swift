// The interactive prompt: reads and runs lines.

internal import CommandCore
internal import Commands
internal import Drawing
internal import Language
internal import Network
internal import Platform
internal import Presentation
internal import Settings
internal import Storage
internal import Terminal
internal import Workbench

/// An interactive session at a terminal.
struct Prompt {
  private let interpreter: Interpreter
  private let options: ProcessOptions

  init(_ interpreter: Interpreter, _ options: ProcessOptions) {
    self.interpreter = interpreter
    self.options = options
  }

  private var workbench: ModelWorkbench { interpreter.workbench }
  private var script: ScriptState { interpreter.script }
  private var console: ShellConsole { interpreter.console }

  /// Sets whether the lines that run were typed.
  private func setInteractive(_ isInteractive: Bool) {
    script.policy.isInteractive = isInteractive
    console.policy.isInteractive = isInteractive
  }

  /// Reads and runs lines until `quit` or Ctrl-D, and returns the exit code.
  func run() -> Int32 {
    setInteractive(true)
    if !options.switches.isQuiet { console.remark(greeting) }
    if options.switches.readsStartFile { runStartFile() }
    let reader = LineReader { [interpreter] in
      Completer(interpreter.context).offer($0, $1, $2).completion
    }
    let history = History(isKept: options.switches.keepsHistory) { console.note($0) }
    console.history = history
    var number = 0
    var hasWarned = false
    while true {
      while script.exitCode == nil,
        let text = reader.read(prompt: prompt, isIncomplete: LineSource.goesOn)
      {
        if workbench.settings.history { history.add(text) }
        number += 1
        Interrupt.beginWork(hasUnsavedWeights: workbench.model?.isUnsaved == true)
        let isRepeated = run(text, number: number)
        // 'quit' right after the question confirms it.
        if script.exitCode == nil { hasWarned = false }
        if isRepeated { script.exitCode = script.exitCode ?? ExitCode.interrupted.rawValue }
        if console.isBroken || Interrupt.isTerminating { break }
      }
      if Interrupt.isTerminating { return ExitCode.ofTermination.rawValue }
      if script.exitCode == nil { console.write("\n", to: STDOUT_FILENO) }
      guard workbench.model?.isUnsaved == true, !hasWarned, !console.isBroken else { break }
      hasWarned = true
      script.exitCode = nil
      console.note(
        "unsaved weights: quit again to discard them, or save FILE.safetensors")
    }
    return script.exitCode ?? 0
  }

  /// Runs a typed line, or a pasted block up to its first error.
  ///
  /// Returns whether Ctrl-C asked twice to leave, though there may be unsaved weights.
  private func run(_ text: String, number: Int) -> Bool {
    var lines: [NumberedLine] = []
    if let grid = interpreter.context.gridQuestion(in: text) {
      lines = [grid]
    } else {
      let source = LineSource(text)
      while let line = source.next() { lines.append(line) }
    }
    let isBlock = lines.count > 1
    let origin = Source(name: isBlock ? "<paste>" : nil, directory: ".", origin: .prompt)
    for line in lines where script.exitCode == nil {
      do {
        try interpreter.run(line, at: Place(source: origin, line: isBlock ? line.number : number))
      } catch {
        break
      }
      if Interrupt.isRequested { break }
    }
    defer { Interrupt.reset() }
    return Interrupt.isRepeated
  }

  /// The line shown at the start.
  private var greeting: StyledText {
    let model: LoadedModel
    do {
      model = try workbench.requireModel()
    } catch {
      console.show(Diagnostic(error))
      return "trm \(programVersion) · no model; 'load FILE' or 'new arithmetic' · help · quit"
    }
    let line =
      StyledText("trm \(programVersion)", .strong)
      + StyledText(" · " + ModelReport.summary(model), .dim)
    let hint = StyledText(" · help · quit", .dim)
    let width = console.remarkWidth
    return line.width + hint.width <= width ? line + hint : line
  }

  /// The setting `prompt` with its placeholders expanded, such as `trm arithmetic* d16> `.
  private var prompt: String {
    console.measure()
    guard let model = workbench.model else { return "trm> " }
    let inference = workbench.settings.inferenceOptions(model)
    var text = ""
    var rest = workbench.settings.prompt[...]
    while let character = rest.popFirst() {
      guard character == "%", let code = rest.popFirst() else {
        text.append(character)
        continue
      }
      switch code {
      case "m": text += model.name
      case "d": text += String(inference.depth)
      case "c": text += String(inference.cycles)
      case "i": text += String(inference.inner)
      case "@": text += workbench.runs.selected.map { " " + $0.place } ?? ""
      case "r": text += workbench.runs.selected.map { "#\($0.number)" } ?? ""
      case "*": text += model.isUnsaved ? "*" : ""
      case "%": text += "%"
      default: text += "%\(code)"
      }
    }
    guard console.results.capabilities.color != .none else { return visible(text) }
    // Readline counts no columns for text between \u{1} and \u{2}.
    let colored = StyledText(text, .prompt).encoded(for: console.results.capabilities)
    return colored.replacing(#/\u{1B}\[[0-9;]*m/#) { "\u{1}" + String($0.output) + "\u{2}" }
  }

  /// Runs `$XDG_CONFIG_HOME/trm/trmrc`; errors are shown and don't prevent the prompt.
  private func runStartFile() {
    guard let base = userFolder("XDG_CONFIG_HOME", else: ".config") else { return }
    let path = base + "/trm/trmrc"
    guard fileExists(path) else { return }
    guard isOwnFile(path) else {
      console.note("\(path) isn't run: it isn't a file of yours")
      return
    }
    let source = Source(script: path, origin: .startFile)
    // These lines weren't typed: they print no confirmations, and Ctrl-C returns to the prompt.
    setInteractive(false)
    script.policy.returnsToPrompt = true
    defer {
      setInteractive(true)
      Interrupt.reset()
    }
    do {
      try interpreter.run(LineSource(TextFile.read(path)), from: source, nested: true)
    } catch is Interpreter.Shown {
      return
    } catch {
      console.remark(StyledText("error: ", .bad) + StyledText(Diagnostic(error).message))
    }
  }
}
