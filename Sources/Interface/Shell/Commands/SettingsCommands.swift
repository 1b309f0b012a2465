// set, show and reset: the session's settings.

internal import ArgumentParser
internal import Drawing
internal import Network

/// `set NAME VALUE`, also `NAME=VALUE` and `NAME = VALUE`.
struct SetCommand: ShellCommand {
  static let isRunByChecks = true
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Change a setting; 'set NAME default' resets it.",
    usage: "set NAME VALUE")
  static let style = ArgumentStyle.words
  static let examples = ["set depth 4", "set halt on", "set depth default"]
  static let fields: KeyValuePairs = [
    "setting": "its name", "value": "what it is now", "was": "what it was",
  ]

  @Argument(help: "NAME VALUE, or NAME=VALUE.") var words: [String] = []

  mutating func run(in session: Session) throws -> CommandResult {
    guard !words.isEmpty else { return ShowCommand.all(in: session) }
    let (name, value) = try assignment(words, of: "set depth 8")
    let setting = try Setting.named(name)
    let (before, was) = (session.settingText(setting), session.settingValue(setting))
    if value == "default" {
      session.settings.reset(setting)
    } else {
      try session.settings.set(name, to: value, origin: session.source.origin)
    }
    session.output.follow(session.settings)
    let now = session.settingText(setting)
    var result = CommandResult([
      Field("setting", .string(setting.name)), Field("value", session.settingValue(setting)),
      Field("was", was),
    ])
    if session.isInteractive {
      result.text = { _ in [StyledText("\(setting.name) = \(now) (was \(before))")] }
    }
    result.notes = [session.noteForRun(setting), session.noteOnMemory(setting)].compactMap { $0 }
    return result
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
  guard rest.count == 2, !rest[0].isEmpty, rest[1] != "=" else { throw usage }
  return (rest[0], rest[1])
}

/// `show [NAME]`.
struct ShowCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one setting, or all of them.", usage: "show [NAME]")
  static let style = ArgumentStyle.words
  static let examples = ["show", "show depth"]
  static let fields: KeyValuePairs = [
    "value": "what it is", "setting": "its name", "origin": "who set it",
    "range": "what it can be", "default": "what it is where nobody sets it",
    "settings": "all of them, where no name is given",
  ]

  @Argument(help: "A setting's name.") var names: [String] = []

  mutating func run(in session: Session) throws -> CommandResult {
    guard let name = names.first else { return Self.all(in: session) }
    guard names.count == 1 else {
      throw ShellError(.usage, "'show' takes one name", hint: "show lists all settings")
    }
    return Self.result(try Setting.named(name), in: session)
  }

  /// One setting.
  static func result(_ setting: Setting, in session: Session) -> CommandResult {
    let value = session.settingText(setting)
    let origin = session.settings.origin(setting.name).rawValue
    let standard = setting.standardText ?? "the model's"
    return CommandResult([
      Field("value", session.settingValue(setting)), Field("setting", .string(setting.name)),
      Field("origin", .string(origin)), Field("range", .string(setting.kind.summary)),
      Field("default", setting.standard ?? .string(standard)),
    ]) { _ in
      let remark = " (\(origin); \(setting.kind.summary); default \(standard)) \(setting.summary)"
      let others =
        setting.aliases.isEmpty ? "" : "; also \(setting.aliases.joined(separator: ", "))"
      return [StyledText("\(setting.name) = \(value)") + StyledText(remark + others, .dim)]
    }
  }

  /// The table of all settings.
  static func all(in session: Session) -> CommandResult {
    let rows = Setting.all.map { setting in
      (
        setting: setting, value: session.settingText(setting),
        origin: session.settings.origin(setting.name).rawValue
      )
    }
    let records = rows.map { row in
      Value.record([
        Field("setting", .string(row.setting.name)),
        Field("value", session.settingValue(row.setting)),
        Field("origin", .string(row.origin)), Field("range", .string(row.setting.kind.summary)),
        Field("aliases", .list(row.setting.aliases.map { .string($0) })),
      ])
    }
    return CommandResult([Field("settings", .list(records))], table: "settings") { abilities in
      // Where there is little room, what a setting is called comes before what it can be.
      let isWide = abilities.width >= 70
      let details: [Table.Column] = [.init("origin"), .init("also"), .init("can be")]
      var table = Table(
        [.init("setting"), .init("value")] + (isWide ? details : []) + [.init("meaning")])
      for (setting, value, origin) in rows {
        let details = [
          StyledText(origin, .dim), StyledText(setting.aliases.joined(separator: ", ")),
          StyledText(setting.kind.summary),
        ]
        table.add(
          [StyledText(setting.name, .accent), StyledText(value, .number)]
            + (isWide ? details : []) + [StyledText(setting.summary, .dim)])
      }
      return table.lines(width: abilities.width)
    }
  }
}

/// `reset [NAME]`.
struct ResetCommand: ShellCommand {
  static let isRunByChecks = true
  static let configuration = CommandConfiguration(
    commandName: "reset", abstract: "Put one setting, or all, back to the default.",
    usage: "reset [NAME ...]")
  static let style = ArgumentStyle.words
  static let examples = ["reset depth", "reset"]
  static let fields: KeyValuePairs = ["reset": "the settings' names"]

  @Argument(help: "A setting's name.") var names: [String] = []

  mutating func run(in session: Session) throws -> CommandResult {
    let settings = try names.isEmpty ? Setting.all : names.map { try Setting.named($0) }
    for setting in settings { session.settings.reset(setting) }
    session.output.follow(session.settings)
    return CommandResult([Field("reset", .list(settings.map { .string($0.name) }))])
  }
}

extension Session {
  /// A setting's value as text.
  func settingText(_ setting: Setting) -> String {
    settings.text(setting.name, model: model?.weights.configuration)
  }

  /// A setting's value.
  func settingValue(_ setting: Setting) -> Value {
    settings.value(setting.name, model: model?.weights.configuration)
  }
}
