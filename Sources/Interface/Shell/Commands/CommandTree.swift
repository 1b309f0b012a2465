// The one list of commands. Parsing, help, completion, suggestions, the manual and the completion of
// other shells come from it.

internal import ArgumentParser
internal import Checkpoints
internal import Storage

/// The commands and what is known of them.
enum CommandTree {
  /// The commands in the groups that help shows; a new command is its file and its name here.
  static let groups: [(title: String, commands: [any ShellCommand.Type])] = [
    (
      "model",
      [
        NewCommand.self, LoadCommand.self, SaveCommand.self, InfoCommand.self, UndoCommand.self,
        CheckpointsCommand.self,
      ]
    ),
    ("thinking", [AskCommand.self, AgainCommand.self, TraceCommand.self]),
    (
      "debugger",
      [
        ThinkCommand.self, StepCommand.self, NextCommand.self, ContinueCommand.self,
        FinishCommand.self, BackCommand.self, BreakCommand.self, WhereCommand.self,
        RunsCommand.self, StateCommand.self,
      ]
    ),
    (
      "latents",
      [
        LatentCommand.self, LensCommand.self, DynamicsCommand.self, PlotCommand.self,
        StabilityCommand.self, ReportCommand.self,
      ]
    ),
    (
      "learning",
      [
        TrainCommand.self, TeachCommand.self, EvalCommand.self, AblateCommand.self,
        CompareCommand.self, BenchCommand.self, GenerateCommand.self,
      ]
    ),
    ("settings", [SetCommand.self, ShowCommand.self, ResetCommand.self]),
    (
      "session",
      [
        LetCommand.self, AliasCommand.self, SourceCommand.self, OutputCommand.self,
        HistoryCommand.self, EchoCommand.self, ProcessCommand.self, ChangeFolderCommand.self,
        FolderCommand.self, HelpCommand.self, AproposCommand.self, QuitCommand.self,
      ]
    ),
    ("tests", [ExpectCommand.self, SectionCommand.self, TestCommand.self]),
  ]

  /// Every command.
  static let all: [any ShellCommand.Type] = groups.flatMap(\.commands)

  private static let byName: [String: any ShellCommand.Type] = {
    var table: [String: any ShellCommand.Type] = [:]
    for type in all {
      for name in [type.name] + type.configuration.aliases { table[name] = type }
    }
    return table
  }()

  /// Every name that can begin a line, sorted; of names of two words the first one.
  static let names: [String] =
    (byName.keys.filter { !$0.contains(" ") } + Statement.Prefix.allCases.map(\.rawValue)).sorted()

  /// What can follow a word where both together name a command, sorted.
  static let secondWords: [String: [String]] = {
    let pairs = byName.keys.map { $0.split(separator: " ").map(String.init) }.filter {
      $0.count == 2
    }
    return Dictionary(grouping: pairs) { $0[0] }.mapValues { $0.map { $0[1] }.sorted() }
  }()

  /// The command of a name or alias, or nil; a name can have two words.
  static func command(_ name: String) -> (any ShellCommand.Type)? { byName[name] }

  /// The command that a line begins with, whose name has one word or two, and the rest of the line.
  static func command(_ word: Word, _ lexer: Lexer) -> (any ShellCommand.Type, Lexer)? {
    if let seconds = secondWords[word.text] {
      var ahead = lexer
      if let second = try? ahead.next(), seconds.contains(second.text),
        let type = byName[word.text + " " + second.text]
      {
        return (type, ahead)
      }
    }
    return byName[word.text].map { ($0, lexer) }
  }

  /// The error for a word that begins a line and is no command.
  static func unknown(_ word: Word) -> ShellError {
    let guess = closest(to: word.text, among: names.filter { $0.count > 1 })
    var hint = guess.map { "did you mean '\($0)'?" } ?? "help lists the commands"
    if let setting = try? Setting.named(word.text) { hint = "set \(setting.name) VALUE" }
    if word.text.hasSuffix(".safetensors") { hint = "load \(word.text)" }
    return ShellError(
      .usage, "unknown command '\(word.text)'", columns: word.columns, hint: hint)
  }

  /// A command's options and arguments, as declared; those that every command has are left out.
  static func parameters(of type: any ParsableArguments.Type) -> [Parameter] {
    // The parser tells what it knows of itself as JSON.
    guard let tree = try? JSON(parsing: type._dumpHelp()),
      let arguments = tree["command"]?["arguments"]?.array
    else { return [] }
    return arguments.map(Parameter.init).filter { !$0.names.contains("--help") }
  }
}

/// An option or argument of a command.
struct Parameter {
  /// What can stand for it.
  enum Values: Equatable {
    case words([String])
    case file
    case folder
    case any
  }

  /// `--depth`, `-o`; empty for an argument that is known by its place.
  let names: [String]
  /// What its value is called; nil for a flag.
  let valueName: String?
  /// What it means.
  let summary: String
  /// What it is where it is left out, if there is something.
  let standard: String?
  /// What can be typed for it.
  let values: Values
  /// Whether it can stand more than once.
  let isRepeating: Bool
  /// Whether it can be left out.
  let isOptional: Bool

  /// From the parser's own description.
  fileprivate init(_ json: JSON) {
    let kind = json["kind"]?.string
    names =
      kind == "positional"
      ? []
      : (json["names"]?.array ?? []).map {
        ($0["kind"]?.string == "long" ? "--" : "-") + ($0["name"]?.string ?? "")
      }
    valueName = kind == "flag" ? nil : json["valueName"]?.string ?? "value"
    summary = json["abstract"]?.string ?? ""
    standard = json["defaultValue"]?.string
    isRepeating = json["isRepeating"] == .bool(true)
    isOptional = json["isOptional"] == .bool(true)
    let completion = json["completionKind"]
    if let words = (json["allValues"] ?? completion?["list"]?["values"])?.array {
      values = .words(words.compactMap(\.string))
    } else if completion?["file"] != nil {
      values = .file
    } else if completion?["directory"] != nil {
      values = .folder
    } else {
      values = .any
    }
  }
}
