// The process's own command line. What stands behind its options is one command of the tree.

/// What the process was started with.
struct Options {
  /// One thing to run, in order.
  enum Job: Equatable {
    case command(String)
    case file(String)
  }

  var jobs: [Job] = []
  var model: String?
  var settings: [(name: String, value: String)] = []
  var variables: [(name: String, value: String)] = []
  var isInteractive = false
  var keepsGoing = false
  var echoes = false
  var isQuiet = false
  var readsStartFile = true
  var keepsHistory = true
  var wantsVersion = false
  var wantsHelp = false
  /// The words of one command, if it was given instead of -c or -f.
  var command: [String] = []

  /// Options that need a value, by every name.
  private static let taking: Set<String> = [
    "-m", "--model", "--set", "--var", "-f", "--file", "-c", "--command", "--format", "--color",
    "--seed",
  ]
  /// Every option, for suggestions.
  static let names =
    taking.sorted() + [
      "-i", "--interactive", "-k", "--keep-going", "-e", "--echo", "-q", "--quiet", "--json",
      "--no-init", "--no-history", "--version", "-h", "--help",
    ]

  /// Reads the arguments, without the program's name.
  ///
  /// - Throws: `ShellError` naming the argument.
  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      var (name, value) = (argument, String?.none)
      if argument.hasPrefix("--"), let equals = argument.firstIndex(of: "=") {
        name = String(argument[..<equals])
        value = String(argument[argument.index(after: equals)...])
      }
      if Self.taking.contains(name) {
        guard let given = value ?? rest.popFirst() else {
          throw ShellError(.usage, "option '\(name)' needs a value", hint: "trm --help")
        }
        try set(name, given)
      } else if name.hasPrefix("-"), name.count > 1 {
        if value != nil { throw unknown(name) }
        try set(flag: name)
      } else if argument.hasSuffix(".trm") {
        jobs.append(.file(argument))
      } else {
        command = [argument] + rest
        return
      }
    }
  }

  private mutating func set(_ name: String, _ value: String) throws {
    switch name {
    case "-m", "--model": model = value
    case "-f", "--file": jobs.append(.file(value))
    case "-c", "--command": jobs.append(.command(value))
    case "--format": settings.append(("format", value))
    case "--color": settings.append(("color", value))
    case "--seed": settings.append(("seed", value))
    default:
      let pair = try pair(value, hint: "\(name) NAME=VALUE")
      if name == "--set" { settings.append(pair) } else { variables.append(pair) }
    }
  }

  private mutating func set(flag name: String) throws {
    switch name {
    case "-i", "--interactive": isInteractive = true
    case "-k", "--keep-going": keepsGoing = true
    case "-e", "--echo": echoes = true
    case "-q", "--quiet": isQuiet = true
    case "--json": settings.append(("format", "json"))
    case "--no-init": readsStartFile = false
    case "--no-history": keepsHistory = false
    case "--version": wantsVersion = true
    case "-h", "--help": wantsHelp = true
    default: throw unknown(name)
    }
  }

  private func unknown(_ name: String) -> ShellError {
    let guess = closest(to: name, among: Self.names)
    return ShellError(
      .usage, "unknown option '\(name)'",
      hint: guess.map { "did you mean '\($0)'?" } ?? "trm --help")
  }

  /// What `--help` prints.
  static let help = """
    trm: the shell for tiny recursive reasoning models

    trm [OPTIONS]                 a prompt, or a script from standard input
    trm [OPTIONS] FILE.trm...     run scripts
    trm [OPTIONS] COMMAND [ARGS]  run one command: trm ask 3 + 7

    -m, --model CHECKPOINT   the model; checkpoints/arithmetic.safetensors if left out
    -c, --command 'LINE'     run a line; repeatable, in order with -f
    -f, --file FILE          run a script, - for standard input; repeatable
        --set NAME=VALUE     change a setting; repeatable
        --var NAME=VALUE     give a variable a value; repeatable
    -i, --interactive        stay at the prompt after -c, -f and scripts
    -k, --keep-going         go on after an error; the first one decides the exit code
    -e, --echo               show each line before it runs
    -q, --quiet              no notes and no progress
        --format FORMAT      text or json;  --json is --format json
        --color WHEN         auto, always or never
        --seed N             what chance starts from
        --no-init            don't read trmrc
        --no-history         don't read or write the history
        --version, -h, --help

    Exit codes: 0 well, 1 a command failed, 2 an expect failed, 64 usage, 65 bad data,
    66 no input, 73 no output, 74 I/O error, 130 interrupted.
    """
}
