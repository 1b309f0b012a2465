// Starts the program: a prompt, scripts or one command.

internal import CommandCore
internal import Commands
internal import Language
internal import Platform
internal import Settings
internal import Workbench

/// Runs the program with its arguments, without its name, and returns the exit code.
package func start(_ arguments: [String]) -> Int32 {
  Interrupt.install()
  occupyClosedStreams()
  let console = ShellConsole()
  // Errors in the arguments are reported in the requested format too.
  if requestsJSON(arguments) { console.follow(jsonSettings) }
  do {
    let options = try ProcessOptions(arguments)
    if let request = options.request {
      if let text = try information(request) {
        request == .help ? console.print(text) : console.write(text, to: STDOUT_FILENO)
      }
      return console.isBroken ? ExitCode.io.rawValue : 0
    }
    let model = options.model.map(CheckpointLibrary.path) ?? defaultCheckpoint()
    return try run(options, Interpreter(console, model: model))
  } catch {
    let error = Diagnostic(error)
    console.show(error)
    return error.code.rawValue
  }
}

/// Whether `--json` or `--format json` precedes any script or command.
private func requestsJSON(_ arguments: [String]) -> Bool {
  let options = arguments.prefix { $0.hasPrefix("-") || $0 == OutputFormat.json.rawValue }
  return zip(options, options.dropFirst()).contains {
    $0 == ("--format", OutputFormat.json.rawValue)
  }
    || options.contains { $0 == "--json" || $0 == "--format=\(OutputFormat.json.rawValue)" }
}

/// Opens /dev/null, read-only, for closed standard streams.
///
/// Otherwise a file opened later would get a stream's number and receive its output.
private func occupyClosedStreams() {
  for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
    _ = open("/dev/null", O_RDONLY)
  }
}

/// The requested information; nil if it was written to files.
private func information(_ request: ProcessOptions.Request) throws -> String? {
  switch request {
  case .help: return ProcessOption.help
  case .version: return "trm \(programVersion)\n"
  case .manual(let folder):
    try Manual.write(to: folder)
    return nil
  case .completions(let shell): return try CompletionScript.text(for: shell)
  case .complete(let words): return CompletionScript.words(for: words).map { $0 + "\n" }.joined()
  }
}

/// Settings with the format json.
private var jsonSettings: SettingValues {
  var settings = SettingValues()
  try? settings.set("format", to: OutputFormat.json.rawValue, origin: .commandLine)
  return settings
}

/// Applies the options to the interpreter and runs their jobs, command or prompt.
private func run(_ options: ProcessOptions, _ interpreter: Interpreter) throws -> Int32 {
  try interpreter.follow(options)
  let script = interpreter.script
  let isTerminal = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
  script.policy.returnsToPrompt = options.switches.isInteractive && isTerminal
  run(options.jobs, interpreter)
  if !options.command.isEmpty && script.exitCode == nil && !interpreter.isStopped {
    let source = Source(name: "<command line>", directory: ".", origin: .commandLine)
    try? interpreter.run(LineSource(line: line(of: options.command)), from: source)
  }
  let hasRun = !options.jobs.isEmpty || !options.command.isEmpty
  if script.exitCode == nil && (!hasRun || options.switches.isInteractive) {
    if isTerminal {
      Interrupt.reset()
      return Prompt(interpreter, options).run()
    }
    interpreter.runStandardInput()
  }
  return script.exitCode ?? script.firstFailure?.rawValue ?? 0
}

/// Runs the lines of -c and the scripts, in order.
private func run(_ jobs: [ProcessOptions.Job], _ interpreter: Interpreter) {
  var commands = 0
  for job in jobs where interpreter.script.exitCode == nil {
    if interpreter.isStopped { break }
    switch job {
    case .command(let text):
      commands += 1
      let source = Source(name: "<command \(commands)>", directory: ".", origin: .commandLine)
      try? interpreter.run(LineSource(text), from: source)
    case .file("-"):
      interpreter.runStandardInput()
    case .file(let path):
      interpreter.run(file: path)
    }
  }
}

extension Interpreter {
  /// Runs standard input as a script, which no command may then read from.
  fileprivate func runStandardInput() {
    workbench.isInputScript = true
    try? run(LineSource(descriptor: STDIN_FILENO), from: standardInput)
  }

  /// Whether a failure or a signal stops the remaining jobs.
  fileprivate var isStopped: Bool {
    script.firstFailure != nil && !continuesAfterErrors || Interrupt.isRequested
  }

  /// Applies the process's options.
  fileprivate func follow(_ options: ProcessOptions) throws {
    console.policy.isQuiet = options.switches.isQuiet
    console.policy.isSilent = options.switches.checksOnly
    if options.switches.isSafe { Subprocess.forbid() }
    script.policy.keepsGoing = options.switches.keepsGoing
    for (name, value) in options.settings {
      try workbench.settings.set(name, to: value, origin: .commandLine)
    }
    console.follow(workbench.settings)
    for (name, value) in options.variables { try script.variables.set(name, to: value) }
    // A model given by name must exist; the default model is loaded when it is used.
    if options.model != nil { _ = try workbench.models.current() }
    echoes = options.switches.echoes
    checksOnly = options.switches.checksOnly
  }
}

/// Standard input as a source.
private let standardInput = Source(name: "<stdin>", directory: ".", origin: .script)

/// The arguments of one command as a line of the shell's language.
private func line(of arguments: [String]) -> String {
  let prefixes = arguments.prefix { Statement.Prefix(rawValue: $0) != nil }
  let rest = arguments.dropFirst(prefixes.count)
  guard let name = rest.first?.drop(while: \.isWhitespace) else {
    return arguments.joined(separator: " ")
  }
  let raw = rest.joined(separator: " ")
  let line: String
  if Statement.isQuestion(Array(name)[...]) {
    line = raw.replacing("$", with: "\\$")
  } else if rest.count == 1, name.contains(where: \.isWhitespace) {
    // trm 'ask 3 + 7': a whole line in quotes.
    line = raw
  } else if let type = command(rest), case .tail(let taking, _, let fillsVariables, _) = type.style
  {
    let words = type.name.split(separator: " ").count
    let (options, tail) = options(Array(rest.dropFirst(words)), taking: taking ?? [])
    let text = tail.joined(separator: " ")
    line =
      (rest.prefix(words) + options.map(quoted)
      + [fillsVariables ? text.replacing("$", with: "\\$") : text])
      .joined(separator: " ")
  } else {
    line = rest.map(quoted).joined(separator: " ")
  }
  return (prefixes + [line]).joined(separator: " ")
}

/// The command that arguments begin with, of one word or two.
private func command(_ arguments: ArraySlice<String>) -> (any ShellCommand.Type)? {
  CommandTree.command(arguments.prefix(2).joined(separator: " "))
    ?? arguments.first.flatMap { CommandTree.command($0) }
}

/// The options at the start of arguments, those in `taking` with a value, and the rest.
private func options(
  _ arguments: [String], taking: [String]
) -> (options: ArraySlice<String>, rest: ArraySlice<String>) {
  var end = 0
  while end < arguments.count, arguments[end].hasPrefix("-"), arguments[end] != "--",
    !Statement.isQuestion(Array(arguments[end])[...])
  {
    end += taking.contains(arguments[end]) ? 2 : 1
  }
  return (arguments[..<min(end, arguments.count)], arguments[min(end, arguments.count)...])
}

/// The bundled arithmetic checkpoint; nil if there is none.
private func defaultCheckpoint() -> String? {
  CheckpointLibrary.ownFolder.map { $0 + "/arithmetic.safetensors" }
}

extension LineSource {
  /// The lines of a file descriptor, read as they arrive.
  convenience init(descriptor: Int32) { self.init(reading: lineReader(of: descriptor)) }
}
