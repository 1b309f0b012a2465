// help and apropos: what there is, and how it works.

internal import ArgumentParser
internal import CommandCore
internal import Drawing
internal import Language
internal import Presentation
internal import Settings
internal import Workbench

/// `help [COMMAND|SETTING|TOPIC]`.
struct HelpCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "help", abstract: "List the commands, or explain one, a setting or a topic.",
    usage: "help [COMMAND | SETTING | TOPIC]", aliases: ["?"])
  static let style = ArgumentStyle.words
  static let examples = ["help", "help ask", "help depth", "help expressions"]
  static let fields: KeyValuePairs = [
    "topic": "the topic", "commands": "without a topic: all commands",
  ]

  static func completions(
    after given: [String], in context: CommandContext
  ) -> CompletionOffer? {
    guard given.isEmpty else { return nil }
    let all = CommandTree.names + HelpTopic.all.map(\.name) + Setting.all.map(\.name)
    return CompletionOffer(words: all.sorted())
  }

  @Argument(
    help: "A command, a setting or a topic.", completion: .list(HelpTopic.all.map(\.name)))
  var topics: [String] = []

  mutating func run(in context: CommandContext) throws -> CommandResult {
    var result = try explanation(on: context.workbench)
    result.isVerbatim = true
    return result
  }

  private func explanation(on workbench: ModelWorkbench) throws -> CommandResult {
    guard let first = topics.first else { return Self.overview }
    let both = topics.prefix(2).joined(separator: " ")
    let name = CommandTree.command(both) == nil ? first : both
    if let type = CommandTree.command(name) { return Self.help(on: type) }
    if let seconds = CommandTree.secondWords[name] { return Self.list(name, seconds) }
    let isPrefix = Statement.Prefix(rawValue: name) != nil
    if let topic = HelpTopic.all.first(where: { $0.name == (isPrefix ? "language" : name) }) {
      return CommandResult([Field("topic", .string(topic.name))]) { capabilities in
        [StyledText(topic.title, .strong), ""] + topic.lines(width: capabilities.width)
      }
    }
    if let setting = try? Setting.named(name) {
      var result = ShowCommand.result(setting, on: workbench)
      result.fields = [Field("topic", .string(setting.name))]
      return result
    }
    let known = CommandTree.names + HelpTopic.all.map(\.name) + Setting.all.map(\.name)
    throw Diagnostic(
      .usage, "there is no help on '\(name)'", about: .argument(name),
      hint: closest(to: name, among: known).map { "did you mean '\($0)'?" }
        ?? "'apropos \(name)' searches everything")
  }

  /// The help on a command: what the parser says, its fields and examples.
  private static func help(on type: any ShellCommand.Type) -> CommandResult {
    CommandResult([Field("topic", .string(type.name))]) { capabilities in
      let width = min(capabilities.width, 100)
      var lines = helpLines(type, width: width)
      while lines.last?.text.isEmpty == true { lines.removeLast() }
      if let seconds = CommandTree.secondWords[type.name] {
        let names = seconds.map { "\(type.name) \($0)" }.joined(separator: ", ")
        lines += ["", StyledText("SEE ALSO: \(names)")]
      }
      lines += ["", "FIELDS:"]
      for (name, meaning) in type.fields {
        lines.append(StyledText("  " + name, .accent).padded(to: 16) + StyledText(meaning))
      }
      if !type.examples.isEmpty {
        lines += ["", "EXAMPLES:"] + type.examples.map { StyledText("  " + $0) }
      }
      return lines
    }
  }

  /// The parser's help, with its usage folded between options.
  private static func helpLines(_ type: any ShellCommand.Type, width: Int) -> [StyledText] {
    func lines(_ columns: Int) -> [StyledText] {
      type.helpMessage(columns: columns).split(separator: "\n", omittingEmptySubsequences: false)
        .map { StyledText(String($0)) }
    }
    let all = lines(width)
    guard let start = all.firstIndex(where: { $0.text.hasPrefix("USAGE: ") }) else { return all }
    let usage = lines(Self.unfolded).drop { !$0.text.hasPrefix("USAGE: ") }.prefix {
      !$0.text.isEmpty
    }
    return all[..<start] + usage.flatMap { $0.folded(to: width, indent: 7) }
      + all[start...].drop { !$0.text.isEmpty }
  }

  /// Columns enough for every line of the parser's help.
  fileprivate static let unfolded = 10_000

  /// The commands whose first word is the same.
  private static func list(_ first: String, _ seconds: [String]) -> CommandResult {
    let commands = seconds.compactMap { CommandTree.command("\(first) \($0)") }
    return CommandResult([Field("topic", .string(first))]) { _ in
      commands.map {
        StyledText("  " + $0.name, .accent).padded(to: 20)
          + StyledText($0.configuration.abstract)
      } + ["", StyledText("'help \(first) \(seconds[0])' explains one of them.")]
    }
  }

  private static var overview: CommandResult {
    CommandResult([Field("commands", .list(CommandTree.all.map { .string($0.name) }))]) { _ in
      var lines: [StyledText] = [
        "Type a question, such as 3 + 7, or a command; 'help COMMAND' explains it.", "",
      ]
      for (title, commands) in CommandTree.groups {
        lines.append(StyledText(title, .strong))
        for command in commands {
          let name = ([command.name] + command.configuration.aliases).joined(separator: ", ")
          lines.append(
            StyledText("  " + name, .accent).padded(to: 20)
              + StyledText(command.configuration.abstract))
        }
      }
      lines.append(StyledText("topics", .strong))
      for topic in HelpTopic.all {
        lines.append(
          StyledText("  " + topic.name, .accent).padded(to: 20) + StyledText(topic.title))
      }
      return lines + [
        "", "'show' lists the settings, such as depth. Ctrl-C stops work, Ctrl-D quits.",
      ]
    }
  }
}

/// `apropos WORD...`.
struct AproposCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "apropos", abstract: "Search commands, settings and topics.",
    usage: "apropos WORD...")
  static let style = ArgumentStyle.words
  static let examples = ["apropos latent", "apropos halt"]
  static let fields: KeyValuePairs = ["found": "each name, with its kind and summary"]

  @Argument(help: "Words.") var words: [String] = []

  mutating func run(in context: CommandContext) throws -> CommandResult {
    let wanted = words.map { $0.lowercased() }
    guard !wanted.isEmpty else {
      throw Diagnostic(.usage, "'apropos' needs a word", hint: "for example: apropos latent")
    }
    let found = Self.entries.filter { entry in wanted.allSatisfy { entry.text.contains($0) } }
    guard !found.isEmpty else {
      throw Diagnostic(
        .failure, "nothing mentions \(words.map { "'\($0)'" }.joined(separator: " and "))",
        hint: "'help' lists everything")
    }
    let rows = found.map {
      Value.record([
        Field("name", .string($0.name)), Field("kind", .string($0.kind)),
        Field("summary", .string($0.summary)),
      ])
    }
    return CommandResult([Field("found", .list(rows))], table: "found") { capabilities in
      var table = Table([.init("name"), .init("kind"), .init("summary", excess: .folded)])
      for entry in found {
        table.add([
          StyledText(entry.name, .accent), StyledText(entry.kind, .dim), StyledText(entry.summary),
        ])
      }
      return table.lines(width: capabilities.width)
    }
  }

  /// Everything that can be found: its name, its kind, its summary, and all that is said of it.
  private static var entries: [(name: String, kind: String, summary: String, text: String)] {
    let commands = CommandTree.all.map { type in
      let summary = type.configuration.abstract
      let text =
        type.helpMessage(columns: HelpCommand.unfolded) + type.fields.map { $0 + " " + $1 }.joined()
      return (type.name, "command", summary, (type.name + text).lowercased())
    }
    let settings = Setting.all.map { setting in
      let names = ([setting.name] + setting.aliases).joined(separator: " ")
      let text = names + " " + setting.summary + " " + setting.kind.summary
      return (setting.name, "setting", setting.summary, text.lowercased())
    }
    let topics = HelpTopic.all.map { topic in
      (
        topic.name, "topic", topic.title,
        [topic.name, topic.title, topic.text].joined(separator: " ").lowercased()
      )
    }
    return commands + settings + topics
  }
}
