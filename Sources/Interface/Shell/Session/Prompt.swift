// The prompt: shows where the session stands, reads a line, runs it, reads the next.

internal import Checkpoints
internal import Drawing
internal import Network
internal import Platform
internal import Puzzles
internal import Storage

/// A person's session at a terminal.
struct Prompt {
  private let session: Session
  private let interpreter: Interpreter
  private let options: Options

  init(_ session: Session, _ interpreter: Interpreter, _ options: Options) {
    self.session = session
    self.interpreter = interpreter
    self.options = options
  }

  /// Reads and runs lines until the person leaves; returns the exit code.
  func run() -> Int32 {
    session.isInteractive = true
    if !options.isQuiet { session.output.remark(greeting) }
    if options.readsStartFile { runStartFile() }
    let reader = LineReader { [session] in Completer(session).offer($0, $1, $2) }
    let history = History(isKept: options.keepsHistory) { session.output.note($0) }
    session.history = history
    var number = 0
    var hasAsked = false
    while true {
      while session.exitCode == nil,
        let text = reader.read(prompt: prompt, goesOn: LineSource.goesOn)
      {
        if session.settings.word("history") == "on" { history.add(text) }
        number += 1
        hasAsked = false
        run(text, number: number)
        if session.output.isBroken || Interrupt.isTerminating { break }
      }
      if Interrupt.isTerminating { return ExitCode.terminated.rawValue }
      if session.exitCode == nil { session.output.write("\n", to: STDOUT_FILENO) }
      guard session.model?.isUnsaved == true, !hasAsked, !session.output.isBroken else { break }
      hasAsked = true
      session.exitCode = nil
      session.output.note(
        "the weights are not saved; leave again to lose them, or: save FILE.safetensors")
    }
    return session.exitCode ?? 0
  }

  /// Runs what was typed: one line, or a pasted block up to its first error.
  private func run(_ text: String, number: Int) {
    var lines: [NumberedLine] = []
    if let grid = session.gridQuestion(in: text) {
      lines = [grid]
    } else {
      let source = LineSource(text)
      while let line = source.next() { lines.append(line) }
    }
    let isBlock = lines.count > 1
    let origin = Source(name: isBlock ? "<paste>" : nil, directory: ".", origin: .prompt)
    for line in lines where session.exitCode == nil {
      do {
        try interpreter.run(line, at: Place(source: origin, line: isBlock ? line.number : number))
      } catch {
        break
      }
      if Interrupt.isRequested { break }
    }
    Interrupt.reset()
  }

  /// What is said first.
  private var greeting: StyledText {
    let model: LoadedModel
    do {
      model = try session.requireModel()
    } catch {
      session.output.show(ShellError(error))
      return "trm \(version) · no model; load FILE or new arithmetic · help, Ctrl-D to leave"
    }
    let c = model.weights.configuration
    let count = Numbers.digits(Double(model.weights.table.count) / 1000, significant: 3)
    return StyledText("trm \(version)", .strong)
      + StyledText(
        " · \(model.name) · \(count) k parameters · depth \(c.depth) (\(c.cycles) x \(c.inner))"
          + "   help, Ctrl-D to leave", .dim)
  }

  /// The setting `prompt` with its places filled in: `trm arithmetic* d16> `.
  private var prompt: String {
    session.output.measure()
    guard let model = session.model else { return "trm> " }
    let effort = session.settings.effort(model.weights.configuration)
    var text = ""
    var rest = session.settings.word("prompt")[...]
    while let character = rest.popFirst() {
      guard character == "%", let code = rest.popFirst() else {
        text.append(character)
        continue
      }
      switch code {
      case "m": text += model.name
      case "d": text += String(effort.depth)
      case "c": text += String(effort.cycles)
      case "i": text += String(effort.inner)
      case "@": text += session.runs.selected.map { " " + $0.place } ?? ""
      case "r": text += session.runs.selected.map { "#\($0.number)" } ?? ""
      case "*": text += model.isUnsaved ? "*" : ""
      case "%": text += "%"
      default: text += "%\(code)"
      }
    }
    guard session.output.results.abilities.colour != .none else { return text }
    // Readline counts what stands between \u{1} and \u{2} as no columns.
    let coloured = StyledText(text, .prompt).encoded(for: session.output.results.abilities)
    return coloured.replacing(#/\u{1B}\[[0-9;]*m/#) { "\u{1}" + String($0.output) + "\u{2}" }
  }

  /// Runs `$XDG_CONFIG_HOME/trm/trmrc`; an error in it is shown, and the prompt still comes.
  private func runStartFile() {
    guard let base = environment("XDG_CONFIG_HOME") ?? environment("HOME").map({ $0 + "/.config" })
    else { return }
    let path = base + "/trm/trmrc"
    guard fileExists(path) else { return }
    let source = Source(name: path, directory: Source.folder(of: path), origin: .startFile)
    // Nobody typed these lines: what they change is not told, and Ctrl-C leads to the prompt.
    session.isInteractive = false
    session.returnsToPrompt = true
    defer {
      session.isInteractive = true
      Interrupt.reset()
    }
    do {
      try interpreter.run(LineSource(TextFile.read(path)), from: source, nested: true)
    } catch is Interpreter.Shown {
      return
    } catch {
      session.output.remark(StyledText("error: ", .bad) + StyledText(ShellError(error).message))
    }
  }
}
