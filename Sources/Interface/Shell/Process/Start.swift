// From arguments to a prompt, a script or one command, and to an exit code.

internal import Network
internal import Platform

/// The program's version.
let version = "0.1.0"

/// Runs the program with its arguments, the name left out, and returns its exit code.
package func start(_ arguments: [String]) -> Int32 {
  Interrupt.install()
  occupyClosedStreams()
  let output = Output()
  // Arguments that can't be read are told of as they ask for, too.
  if asksForJSON(arguments) { output.format = .json }
  do {
    let options = try Options(arguments)
    if let request = options.request {
      if let text = try answer(request) { output.write(text, to: STDOUT_FILENO) }
      return output.isBroken ? ExitCode.io.rawValue : 0
    }
    let model = options.model.map(CheckpointNames.path) ?? defaultCheckpoint()
    let session = Session(output: output, model: model)
    return try run(options, session)
  } catch {
    let error = ShellError(error)
    output.show(error)
    return error.code.rawValue
  }
}

/// Whether `--json` or `--format json` stands before everything that could be a command's own.
private func asksForJSON(_ arguments: [String]) -> Bool {
  let options = arguments.prefix { $0.hasPrefix("-") || $0 == Format.json.rawValue }
  return zip(options, options.dropFirst()).contains { $0 == ("--format", Format.json.rawValue) }
    || options.contains { $0 == "--json" || $0 == "--format=\(Format.json.rawValue)" }
}

/// Opens what cannot be written in place of closed streams, so that no file of ours takes their
/// numbers, and what is meant for them goes nowhere else.
private func occupyClosedStreams() {
  for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
    _ = open("/dev/null", O_RDONLY)
  }
}

/// What the program tells of itself; nil where that went into files.
private func answer(_ request: Options.Request) throws -> String? {
  switch request {
  case .help: return ProcessOption.help
  case .version: return "trm \(version)\n"
  case .manual(let folder):
    try Manual.write(to: folder)
    return nil
  case .completions(let shell): return try CompletionScript.text(for: shell)
  case .complete(let words): return CompletionScript.words(for: words).map { $0 + "\n" }.joined()
  }
}

/// Sets the session up as the options say, and runs what they name.
private func run(_ options: Options, _ session: Session) throws -> Int32 {
  session.output.isQuiet = options.isQuiet
  session.isSafe = options.isSafe
  for (name, value) in options.settings {
    try session.settings.set(name, to: value, origin: .commandLine)
  }
  session.output.follow(session.settings)
  for (name, value) in options.variables {
    try requireVariableName(name)
    session.variables[name] = value
  }
  session.output.isSafe = options.isSafe
  session.output.isSilent = options.checksOnly
  // A model that was asked for by name must be there; the default one may be missing till it's used.
  if options.model != nil { _ = try session.models.current() }
  let interpreter = Interpreter(session)
  session.keepsGoing = options.keepsGoing
  interpreter.echoes = options.echoes
  interpreter.checksOnly = options.checksOnly

  let isTerminal = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
  session.returnsToPrompt = options.isInteractive && isTerminal
  var commands = 0
  for job in options.jobs where session.exitCode == nil {
    if session.firstFailure != nil && !session.goesOn || Interrupt.isRequested { break }
    switch job {
    case .command(let text):
      commands += 1
      let source = Source(name: "<command \(commands)>", directory: ".", origin: .commandLine)
      try? interpreter.run(LineSource(text), from: source)
    case .file("-"):
      try? interpreter.run(LineSource(descriptor: STDIN_FILENO), from: standardInput)
    case .file(let path):
      interpreter.run(file: path)
    }
  }
  let isStopped = session.firstFailure != nil && !session.goesOn || Interrupt.isRequested
  if !options.command.isEmpty && session.exitCode == nil && !isStopped {
    let line = line(of: options.command)
    let source = Source(name: "<command line>", directory: ".", origin: .commandLine)
    try? interpreter.run(LineSource(line: line), from: source)
  }
  let hasRun = !options.jobs.isEmpty || !options.command.isEmpty
  if session.exitCode == nil && (!hasRun || options.isInteractive) {
    if isTerminal {
      Interrupt.reset()
      return Prompt(session, interpreter, options).run()
    }
    try? interpreter.run(LineSource(descriptor: STDIN_FILENO), from: standardInput)
  }
  return session.exitCode ?? session.firstFailure?.rawValue ?? 0
}

/// Standard input as a source.
private let standardInput = Source(name: "<stdin>", directory: ".", origin: .script)

/// The arguments of one command as the line that a person would type.
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
  } else if case .tail(_, _, let fillsVariables)? = CommandTree.command(String(name))?.style {
    line = fillsVariables ? raw.replacing("$", with: "\\$") : raw
  } else {
    line = rest.map(quoted).joined(separator: " ")
  }
  return (prefixes + [line]).joined(separator: " ")
}

/// An argument as a word that the lexer reads back: quoted where that is needed.
private func quoted(_ argument: String) -> String {
  let isPlain = argument.allSatisfy { !$0.isWhitespace && !"'\"$#\\~".contains($0) }
  return isPlain && !argument.isEmpty
    ? argument : "'" + argument.replacing("'", with: "'\"'\"'") + "'"
}

/// The arithmetic checkpoint that belongs to this program; nil if there is none.
private func defaultCheckpoint() -> String? {
  CheckpointNames.ownFolder.map { $0 + "/arithmetic.safetensors" }
}

/// Whether there is a file at a path.
func fileExists(_ path: String) -> Bool { access(path, F_OK) == 0 }

/// Refuses to write over a file unless that was asked for.
///
/// - Throws: `ShellError` that names the file.
func requireNew(_ path: String, force: Bool) throws {
  if fileExists(path) && !force {
    throw ShellError(.output, "\(path) is there already", hint: "--force replaces it")
  }
}
