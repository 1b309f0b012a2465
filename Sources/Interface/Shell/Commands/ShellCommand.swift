// What every command is. The list of commands is in CommandTree.swift.

internal import ArgumentParser

/// How a command wants the words behind its name.
enum ArgumentStyle {
  /// Options and arguments, as on a shell's command line.
  case options
  /// Words that are never options: `set tolerance -0.5`.
  case words
  /// Options first, of which `taking` need a value, none at all where it is nil; the rest of the line
  /// verbatim, up to a comment where `comments`, with variables filled in where `fillsVariables`.
  case tail(taking: [String]? = nil, comments: Bool = true, fillsVariables: Bool = true)
}

/// A command of the shell, in a file of its own or with its near relatives.
protocol ShellCommand: ParsableCommand {
  /// How the words behind the name are read.
  static var style: ArgumentStyle { get }
  /// Examples for the help and the manual: lines that work one after the other with the default model,
  /// after a question, in a folder with the scripts setup.trm and smoke.trm.
  static var examples: [String] { get }
  /// The fields of its result, by name with their meaning, the one that `expect` compares first.
  static var fields: KeyValuePairs<String, String> { get }
  /// Whether `--check` runs it: what it changes is the session alone, and later lines need it.
  static var isRunByChecks: Bool { get }
  /// Carries the command out.
  mutating func run(in session: Session) throws -> CommandResult
}

extension ShellCommand {
  static var isRunByChecks: Bool { false }
  static var style: ArgumentStyle { .options }

  /// The first name.
  static var name: String { configuration.commandName ?? _commandName }
}

/// A command that scripts run thousands of times: where the rest of the line is all it is given, it
/// needs no parser.
protocol TailCommand: ShellCommand {
  /// Carries the command out on the rest of the line.
  static func run(tail: String, in session: Session) throws -> CommandResult
}
