// set, show and reset: the session's settings.

internal import ArgumentParser
internal import Drawing
internal import Network

/// `set NAME VALUE`, also `NAME=VALUE` and `NAME = VALUE`.
struct SetCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Change a setting; 'set NAME default' resets it.",
    usage: "set NAME VALUE")
  static let style = ArgumentStyle.words
  static let examples = ["set depth 4", "set halt on", "set depth default"]

  @Argument(help: "NAME VALUE, or NAME=VALUE.") var words: [String] = []

  mutating func run(in session: Session) throws -> CommandResult {
    guard !words.isEmpty else { return try ShowCommand.all(in: session) }
    let (name, value) = try assignment(words, of: "set depth 8")
    let setting = try Setting.named(name)
    let model = session.model?.weights.configuration
    let before = session.settings.text(setting.name, model: model)
    if value == "default" {
      session.settings.reset(setting)
    } else {
      try session.settings.set(name, to: value, origin: session.source.origin)
    }
    if setting.name == "color" { session.output.setColor(session.settings.word("color")) }
    let now = session.settings.text(setting.name, model: model)
    return CommandResult(
      [
        Field("setting", .string(setting.name)), Field("value", .string(now)),
        Field("was", .string(before)),
      ],
      lines: session.isInteractive ? [StyledText("\(setting.name) = \(now) (was \(before))")] : [])
  }
}

/// `NAME VALUE`, `NAME=VALUE` and `NAME = VALUE` as a pair.
func assignment(_ words: [String], of example: String) throws -> (name: String, value: String) {
  let usage = ShellError(.usage, "this needs a name and a value", hint: "for example: \(example)")
  if words.count == 1, let equals = words[0].firstIndex(of: "=") {
    return (String(words[0][..<equals]), String(words[0][words[0].index(after: equals)...]))
  }
  var rest = words
  if rest.count >= 2, rest[0].hasSuffix("="), rest[0] != "=" { rest[0].removeLast() }
  if rest.count >= 3, rest[1] == "=" { rest.remove(at: 1) }
  guard rest.count == 2, !rest[0].isEmpty else { throw usage }
  return (rest[0], rest[1])
}

/// `show [NAME]`.
struct ShowCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one setting, or all of them.", usage: "show [NAME]")
  static let style = ArgumentStyle.words
  static let examples = ["show", "show depth"]

  @Argument(help: "A setting's name.") var names: [String] = []

  mutating func run(in session: Session) throws -> CommandResult {
    guard let name = names.first else { return try Self.all(in: session) }
    guard names.count == 1 else {
      throw ShellError(.usage, "'show' takes one name", hint: "show lists all settings")
    }
    let setting = try Setting.named(name)
    let value = session.settings.text(setting.name, model: session.model?.weights.configuration)
    let origin = session.settings.origin(setting.name).rawValue
    return CommandResult(
      [
        Field("value", .string(value)), Field("setting", .string(setting.name)),
        Field("origin", .string(origin)), Field("range", .string(setting.kind.summary)),
      ],
      lines: [
        StyledText("\(setting.name) = \(value)")
          + StyledText(" (\(origin); \(setting.kind.summary)) \(setting.summary)", .dim)
      ])
  }

  /// The table of all settings.
  static func all(in session: Session) throws -> CommandResult {
    var table = Table([
      .init("setting"), .init("value"), .init("origin"), .init("can be"), .init("meaning"),
    ])
    var fields: [Field] = []
    for setting in Setting.all {
      let value = session.settings.text(setting.name, model: session.model?.weights.configuration)
      let names = ([setting.name] + setting.aliases).joined(separator: ", ")
      fields.append(Field(setting.name, .string(value)))
      table.add([
        StyledText(names), StyledText(value, .number),
        StyledText(session.settings.origin(setting.name).rawValue, .dim),
        StyledText(setting.kind.summary), StyledText(setting.summary, .dim),
      ])
    }
    return CommandResult(
      fields, lines: table.lines(width: session.output.results.abilities.width))
  }
}

/// `reset [NAME]`.
struct ResetCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "reset", abstract: "Put one setting, or all, back to the default.",
    usage: "reset [NAME ...]")
  static let style = ArgumentStyle.words
  static let examples = ["reset depth", "reset"]

  @Argument(help: "A setting's name.") var names: [String] = []

  mutating func run(in session: Session) throws -> CommandResult {
    let settings = try names.isEmpty ? Setting.all : names.map { try Setting.named($0) }
    for setting in settings { session.settings.reset(setting) }
    session.output.setColor(session.settings.word("color"))
    return CommandResult([Field("reset", .list(settings.map { .string($0.name) }))])
  }
}
