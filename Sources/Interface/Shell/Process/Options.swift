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
  var checksOnly = false
  var echoes = false
  var isQuiet = false
  var isSafe = false
  var readsStartFile = true
  var keepsHistory = true
  /// What is asked of the program itself, such as `--help`: printed, and nothing is run.
  var request: Request?
  /// The words of one command, if it was given instead of -c or -f.
  var command: [String] = []

  /// What the program tells of itself.
  enum Request: Equatable {
    case help
    case version
    case manual(String)
    case completions(String)
    case complete([String])
  }

  /// Reads the arguments, without the program's name.
  ///
  /// - Throws: `ShellError` naming the argument.
  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" {
        command = Array(rest)
        return
      }
      let isOption = argument.hasPrefix("-") && argument.count > 1
      guard isOption, !Statement.isQuestion(Array(argument)[...]) else {
        if argument.hasSuffix(".trm") {
          jobs.append(.file(argument))
          continue
        }
        command = [argument] + rest
        return
      }
      var (name, value) = (argument, String?.none)
      if argument.hasPrefix("--"), let equals = argument.firstIndex(of: "=") {
        name = String(argument[..<equals])
        value = String(argument[argument.index(after: equals)...])
      }
      if name == "--complete" {
        request = .complete(Array(rest))
        return
      }
      guard let option = ProcessOption.all.first(where: { $0.names.contains(name) }) else {
        let guess = closest(
          to: name, among: ProcessOption.all.flatMap(\.names).filter { $0.count > 2 })
        throw ShellError(
          .usage, "unknown option '\(name)'",
          hint: guess.map { "did you mean '\($0)'?" } ?? "trm --help")
      }
      switch option.effect {
      case .flag(let apply):
        guard value == nil else {
          throw ShellError(.usage, "option '\(name)' takes no value", hint: "trm --help")
        }
        apply(&self)
      case .value(let apply):
        guard let given = value ?? rest.popFirst() else {
          throw ShellError(.usage, "option '\(name)' needs a value", hint: "trm --help")
        }
        try apply(&self, given)
      }
    }
  }
}

/// An option of the process.
struct ProcessOption: Sendable {
  /// What an option does.
  enum Effect: Sendable {
    case flag(@Sendable (inout Options) -> Void)
    case value(@Sendable (inout Options, String) throws -> Void)
  }

  let names: [String]
  /// What its value is called; nil for a flag.
  var valueName: String?
  /// Words that its value can be; empty for any.
  var words: [String] = []
  let summary: String
  let effect: Effect

  /// Every option, in the order in which they are shown.
  static let all: [ProcessOption] = [
    ProcessOption(
      names: ["-m", "--model"], valueName: "CHECKPOINT",
      summary: "the model; the arithmetic one that belongs to trm if left out",
      effect: .value { $0.model = $1 }),
    ProcessOption(
      names: ["-c", "--command"], valueName: "LINE",
      summary: "run a line; repeatable, in order with -f",
      effect: .value { $0.jobs.append(.command($1)) }),
    ProcessOption(
      names: ["-f", "--file"], valueName: "FILE",
      summary: "run a script, - for standard input; repeatable",
      effect: .value { $0.jobs.append(.file($1)) }),
    ProcessOption(
      names: ["--set"], valueName: "NAME=VALUE", summary: "change a setting; repeatable",
      effect: .value { $0.settings.append(try pair($1, hint: "--set NAME=VALUE")) }),
    ProcessOption(
      names: ["--var"], valueName: "NAME=VALUE", summary: "give a variable a value; repeatable",
      effect: .value { $0.variables.append(try pair($1, hint: "--var NAME=VALUE")) }),
    ProcessOption(
      names: ["-i", "--interactive"], summary: "stay at the prompt after -c, -f and scripts",
      effect: .flag { $0.isInteractive = true }),
    ProcessOption(
      names: ["-k", "--keep-going"],
      summary: "go on after an error; the first one decides the exit code",
      effect: .flag { $0.keepsGoing = true }),
    ProcessOption(
      names: ["--check"], summary: "read the lines and run none of them",
      effect: .flag { $0.checksOnly = true }),
    ProcessOption(
      names: ["-e", "--echo"], summary: "show each line before it runs",
      effect: .flag { $0.echoes = true }),
    ProcessOption(
      names: ["-q", "--quiet"], summary: "no notes and no progress",
      effect: .flag { $0.isQuiet = true }),
    ProcessOption(
      names: ["--format"], valueName: "FORMAT", words: Format.allCases.map(\.rawValue),
      summary: "how results are written: text, json, csv or md",
      effect: .value { $0.settings.append(("format", $1)) }),
    ProcessOption(
      names: ["--json"], summary: "the same as --format json",
      effect: .flag { $0.settings.append(("format", "json")) }),
    ProcessOption(
      names: ["--color"], valueName: "WHEN", words: ["auto", "always", "never"],
      summary: "whether text is coloured: auto, always or never",
      effect: .value { $0.settings.append(("color", $1)) }),
    ProcessOption(
      names: ["--seed"], valueName: "N", summary: "what chance starts from",
      effect: .value { $0.settings.append(("seed", $1)) }),
    ProcessOption(
      names: ["--threads"], valueName: "N", summary: "threads that long work runs on",
      effect: .value { $0.settings.append(("threads", $1)) }),
    ProcessOption(
      names: ["--safe"], summary: "start no other program: no !",
      effect: .flag { $0.isSafe = true }),
    ProcessOption(
      names: ["--no-init"], summary: "don't read trmrc",
      effect: .flag { $0.readsStartFile = false }),
    ProcessOption(
      names: ["--no-history"], summary: "don't read or write the history",
      effect: .flag { $0.keepsHistory = false }),
    ProcessOption(
      names: ["--completions"], valueName: "SHELL", words: ["bash", "zsh", "fish"],
      summary: "print what makes Tab complete trm in bash, zsh or fish",
      effect: .value { $0.request = .completions($1) }),
    ProcessOption(
      names: ["--manual"], valueName: "FOLDER", summary: "write the manual pages into a folder",
      effect: .value { $0.request = .manual($1) }),
    ProcessOption(
      names: ["--version"], summary: "print the version",
      effect: .flag { $0.request = .version }),
    ProcessOption(
      names: ["-h", "--help"], summary: "print this", effect: .flag { $0.request = .help }),
  ]

  /// What `--help` prints.
  static var help: String {
    let options = all.map { option in
      let names = (option.names[0].count == 2 ? "" : "    ") + option.names.joined(separator: ", ")
      let left = "  " + names + (option.valueName.map { " " + $0 } ?? "")
      return left + String(repeating: " ", count: max(2, 28 - left.count)) + option.summary
    }
    return """
      trm: the shell for tiny recursive reasoning models

      trm [OPTIONS]                 a prompt, or a script from standard input
      trm [OPTIONS] FILE.trm...     run scripts
      trm [OPTIONS] COMMAND [ARGS]  run one command: trm ask 3 + 7; trm help lists them
      trm test FILE.trm...          run scripts as tests

      \(options.joined(separator: "\n"))

      Exit codes: 0 well, 1 a command failed, 2 an expect failed, 64 usage, 65 bad data,
      66 no input, 73 no output, 74 I/O error, 130 interrupted, 143 terminated.

      """
  }
}
