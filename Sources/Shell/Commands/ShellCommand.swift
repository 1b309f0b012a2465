// What every command is, and the one list of them. Parsing, help, completion and suggestions come
// from this list.

internal import ArgumentParser

/// How a command wants the words behind its name.
enum ArgumentStyle {
  /// Options and arguments, as on a shell's command line.
  case options
  /// Words that are never options: `set tolerance -0.5`.
  case words
  /// Options first, of which `taking` need a value; the rest of the line verbatim.
  case tail(taking: [String], comments: Bool)
}

/// A command of the shell, in a file of its own.
protocol ShellCommand: ParsableCommand {
  /// How the words behind the name are read.
  static var style: ArgumentStyle { get }
  /// Examples for the help, each a line that works with the default model.
  static var examples: [String] { get }
  /// Carries the command out.
  mutating func run(in session: Session) throws -> CommandResult
}

extension ShellCommand {
  static var style: ArgumentStyle { .options }
  static var examples: [String] { [] }

  /// The first name.
  static var name: String { configuration.commandName ?? _commandName }
}

/// The tree's root.
struct CommandTree: ParsableCommand {
  /// The commands in the groups that help shows; a new command is its file and its name here.
  static let groups: [(title: String, commands: [any ShellCommand.Type])] = [
    ("model", [NewCommand.self, LoadCommand.self, SaveCommand.self, InfoCommand.self]),
    ("thinking", [AskCommand.self, AgainCommand.self, TraceCommand.self]),
    ("latents", [LatentCommand.self]),
    ("learning", [TrainCommand.self, EvalCommand.self]),
    ("settings", [SetCommand.self, ShowCommand.self, ResetCommand.self]),
    (
      "session",
      [
        LetCommand.self, EchoCommand.self, SourceCommand.self, HelpCommand.self,
        QuitCommand.self,
      ]
    ),
    ("tests", [ExpectCommand.self, SectionCommand.self]),
  ]

  /// Every command.
  static var all: [any ShellCommand.Type] { groups.flatMap(\.commands) }

  /// Every name that can begin a line.
  static var names: [String] {
    all.flatMap { [$0.name] + $0.configuration.aliases }
      + [Statement.Prefix.time, .fails].map(\.rawValue)
  }

  static let configuration = CommandConfiguration(
    commandName: "trm", abstract: "The shell for tiny recursive reasoning models.",
    subcommands: all)

  /// The long options that a command's help names.
  static func options(of type: any ShellCommand.Type) -> [String] {
    let words = helpMessage(for: type).split { " \n,[]()".contains($0) }
    return Set(words.filter { $0.hasPrefix("--") }.map(String.init)).sorted()
  }

  /// The command of a name or alias, or nil.
  static func command(_ name: String) -> (any ShellCommand.Type)? {
    all.first { $0.name == name || $0.configuration.aliases.contains(name) }
  }
}
