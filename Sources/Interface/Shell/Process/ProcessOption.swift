// The options of the process, used by parsing, --help, completion and the manual.

internal import Language
internal import Settings
internal import Workbench

/// An option of the process.
struct ProcessOption: Sendable {
  /// The effect of an option: a flag's, or that of a value.
  enum Effect: Sendable {
    case flag(@Sendable (inout ProcessOptions) -> Void)
    case value(@Sendable (inout ProcessOptions, String) throws -> Void)
  }

  let names: [String]
  /// The placeholder for its value; nil for a flag.
  var valueName: String?
  /// The possible values; empty for any.
  var words: [String] = []
  let summary: String
  let effect: Effect

  /// Every option, in display order.
  static let all: [ProcessOption] = [
    ProcessOption(
      names: ["-m", "--model"], valueName: "CHECKPOINT",
      summary: "the checkpoint to load; default: the bundled arithmetic model",
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
      names: ["--var"], valueName: "NAME=VALUE", summary: "set a variable; repeatable",
      effect: .value { $0.variables.append(try pair($1, hint: "--var NAME=VALUE")) }),
    ProcessOption(
      names: ["-i", "--interactive"], summary: "stay at the prompt after -c, -f and scripts",
      effect: .flag { $0.switches.isInteractive = true }),
    ProcessOption(
      names: ["-k", "--keep-going"],
      summary: "continue after errors; the first one gives the exit code",
      effect: .flag { $0.switches.keepsGoing = true }),
    ProcessOption(
      names: ["--check"], summary: "check the lines without running them",
      effect: .flag { $0.switches.checksOnly = true }),
    ProcessOption(
      names: ["-e", "--echo"], summary: "show each line before it runs",
      effect: .flag { $0.switches.echoes = true }),
    ProcessOption(
      names: ["-q", "--quiet"], summary: "show no notes and no progress",
      effect: .flag { $0.switches.isQuiet = true }),
    ProcessOption(
      names: ["--format"], valueName: "FORMAT", words: OutputFormat.allCases.map(\.rawValue),
      summary: "output format: text, json, csv or md",
      effect: .value { $0.settings.append(("format", $1)) }),
    ProcessOption(
      names: ["--json"], summary: "the same as --format json",
      effect: .flag { $0.settings.append(("format", "json")) }),
    ProcessOption(
      names: ["--color"], valueName: "WHEN", words: ["auto", "always", "never"],
      summary: "when to use color: auto, always or never",
      effect: .value { $0.settings.append(("color", $1)) }),
    ProcessOption(
      names: ["--seed"], valueName: "N", summary: "random seed",
      effect: .value { $0.settings.append(("seed", $1)) }),
    ProcessOption(
      names: ["--threads"], valueName: "N", summary: "number of threads",
      effect: .value { $0.settings.append(("threads", $1)) }),
    ProcessOption(
      names: ["--safe"], summary: "start no other programs (disables !)",
      effect: .flag { $0.switches.isSafe = true }),
    ProcessOption(
      names: ["--no-init"], summary: "don't read trmrc",
      effect: .flag { $0.switches.readsStartFile = false }),
    ProcessOption(
      names: ["--no-history"], summary: "don't read or write the history",
      effect: .flag { $0.switches.keepsHistory = false }),
    ProcessOption(
      names: ["--completions"], valueName: "SHELL", words: ["bash", "zsh", "fish"],
      summary: "print completion code for bash, zsh or fish",
      effect: .value { $0.request = .completions($1) }),
    ProcessOption(
      names: ["--manual"], valueName: "FOLDER", summary: "write the manual pages to a folder",
      effect: .value { $0.request = .manual($1) }),
    ProcessOption(
      names: ["--version"], summary: "print the version",
      effect: .flag { $0.request = .version }),
    ProcessOption(
      names: ["-h", "--help"], summary: "show this help", effect: .flag { $0.request = .help }),
  ]

  /// The text of `--help`.
  static var help: String {
    let options = all.map { option in
      let names = (option.names[0].count == 2 ? "" : "    ") + option.names.joined(separator: ", ")
      let left = "  " + names + (option.valueName.map { " " + $0 } ?? "")
      return left + String(repeating: " ", count: max(2, 28 - left.count)) + option.summary
    }
    return """
      trm: a shell for tiny recursive reasoning models

      trm [OPTIONS]                 start a prompt, or run a script from standard input
      trm [OPTIONS] FILE.trm...     run scripts
      trm [OPTIONS] COMMAND [ARGS]  run one command: trm ask 3 + 7; 'trm help' lists them
      trm test FILE.trm...          run scripts as tests

      \(options.joined(separator: "\n"))

      Exit codes: 0 success, 1 a command failed, 2 an expectation failed, 64 usage, 65 bad data,
      66 no input, 73 no output, 74 I/O error, 129 hung up, 130 interrupted, 143 terminated.

      """
  }
}
