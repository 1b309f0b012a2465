// help: all commands, or one.

internal import ArgumentParser
internal import Drawing

/// `help [COMMAND]`.
struct HelpCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "help", abstract: "List the commands, or explain one.",
    usage: "help [COMMAND]", aliases: ["?"])
  static let style = ArgumentStyle.words
  static let examples = ["help", "help ask"]

  @Argument(help: "A command.") var topics: [String] = []

  mutating func run(in session: Session) throws -> CommandResult {
    guard let topic = topics.first else { return overview(session) }
    guard let type = CommandTree.command(topic) else {
      let guess = closest(to: topic, among: CommandTree.names)
      throw ShellError(
        .usage, "there is no help on '\(topic)'",
        hint: guess.map { "did you mean '\($0)'?" } ?? "help lists the commands")
    }
    var lines = CommandTree.helpMessage(for: type).split(
      separator: "\n", omittingEmptySubsequences: false
    ).map { StyledText(String($0).replacing("USAGE: trm ", with: "USAGE: ")) }
    while lines.last?.text.isEmpty == true { lines.removeLast() }
    if !type.examples.isEmpty {
      lines += ["", "EXAMPLES:"] + type.examples.map { StyledText("  " + $0) }
    }
    return CommandResult([Field("topic", .string(type.name))], lines: lines)
  }

  private func overview(_ session: Session) -> CommandResult {
    var lines: [StyledText] = [
      "Type a question, such as 3 + 7, or one of these commands. 'help COMMAND' tells more.", "",
    ]
    for (title, commands) in CommandTree.groups {
      lines.append(StyledText(title, .strong))
      for command in commands {
        let name = ([command.name] + command.configuration.aliases).joined(separator: ", ")
        lines.append(
          StyledText("  " + name, .accent).padded(to: 18)
            + StyledText(command.configuration.abstract))
      }
    }
    lines += [
      "", "Prefixes: 'time COMMAND' tells how long it took; 'fails COMMAND' succeeds if it fails.",
      "Settings such as depth are listed by 'show'. Ctrl-C stops, Ctrl-D leaves.",
    ]
    return CommandResult(
      [Field("commands", .list(CommandTree.all.map { .string($0.name) }))], lines: lines)
  }
}
