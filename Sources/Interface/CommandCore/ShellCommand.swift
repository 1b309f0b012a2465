// The protocols of commands. CommandTree.swift and ModelCommandGroups.swift list the commands.

package import ArgumentParser
package import Presentation
package import Workbench

/// How a command wants the words after its name.
package enum ArgumentStyle: Sendable {
  /// Options and arguments, as on a shell's command line.
  case options
  /// Words that are never options: `set tolerance -0.5`.
  case words
  /// Options first, of which `taking` need a value, none at all where it is nil; then the rest of
  /// the line verbatim, up to a comment where `comments`, with variables where `fillsVariables`.
  /// If it is a `question`, options may also follow it.
  case tail(
    taking: [String]? = nil, comments: Bool = true, fillsVariables: Bool = true,
    question: Bool = false)
}

/// A command of the shell.
package protocol ShellCommand: ParsableCommand {
  /// How the words after the name are read.
  static var style: ArgumentStyle { get }
  /// Examples for the help and the manual: lines that work one after the other with the default
  /// model, after a question, in a folder with the scripts setup.trm and smoke.trm.
  static var examples: [String] { get }
  /// The fields of its result, by name with their meaning, the one that `expect` compares first.
  static var fields: KeyValuePairs<String, String> { get }
  /// Names that options had in the last version, with their names now; help doesn't show them.
  static var formerOptions: [String: String] { get }
  /// Whether `--check` runs it: it changes nothing but the script's state, and later lines need it.
  static var isRunByChecks: Bool { get }
  /// Completions after the words so far, beyond what options and arguments provide.
  static func completions(after given: [String], in context: CommandContext) -> CompletionOffer?
  /// Runs the command.
  mutating func run(in context: CommandContext) throws -> CommandResult
}

extension ShellCommand {
  package static var isRunByChecks: Bool { false }
  package static var style: ArgumentStyle { .options }
  package static var formerOptions: [String: String] { [:] }

  /// The first name.
  package static var name: String { configuration.commandName ?? _commandName }

  package static func completions(
    after given: [String], in context: CommandContext
  ) -> CompletionOffer? { nil }
}

/// A command that needs only the workbench.
package protocol WorkbenchCommand: ShellCommand {
  /// Runs the command.
  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult
}

extension WorkbenchCommand {
  package mutating func run(in context: CommandContext) throws -> CommandResult {
    try run(on: context.workbench)
  }
}

/// A command that scripts run thousands of times: it can run on the rest of the line without the
/// parser.
package protocol TailCommand: ShellCommand {
  /// Runs the command on the rest of the line.
  static func run(tail: String, in context: CommandContext) throws -> CommandResult
}

/// The completions at a place in a line.
package struct CompletionOffer: Equatable, Sendable {
  /// Which file names are offered.
  package enum Files: Equatable, Sendable {
    case none, all, folders
  }

  /// Words; those that start with the typed text are offered.
  package var words: [String]
  package var files: Files

  package init(words: [String] = [], files: Files = .none) {
    self.words = words
    self.files = files
  }
}
