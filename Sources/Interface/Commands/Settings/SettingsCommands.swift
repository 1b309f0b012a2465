// set, show and reset: the session's settings.

internal import ArgumentParser
internal import CommandCore
internal import Drawing
internal import Language
internal import Network
internal import Presentation
internal import Settings
internal import Workbench

/// `set NAME VALUE`, also `NAME=VALUE` and `NAME = VALUE`.
struct SetCommand: ShellCommand {
  static let isRunByChecks = true
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Change a setting; 'set NAME default' resets it.",
    usage: "set NAME VALUE")
  static let style = ArgumentStyle.words
  static let examples = ["set depth 4", "set halt on", "set depth default"]
  static let fields: KeyValuePairs = [
    "setting": "its name", "value": "the new value", "was": "the old value",
  ]

  static func completions(
    after given: [String], in context: CommandContext
  ) -> CompletionOffer? {
    guard let name = given.first else { return .settings }
    let words = (try? Setting.named(name))?.kind.words ?? []
    return given.count == 1 ? CompletionOffer(words: words + ["default"]) : CompletionOffer()
  }

  @Argument(help: "NAME VALUE, or NAME=VALUE.") var words: [String] = []

  mutating func run(in context: CommandContext) throws -> CommandResult {
    guard !words.isEmpty else { return ShowCommand.all(on: context.workbench) }
    let (name, value) = try assignment(words, of: "set depth 8")
    let workbench = context.workbench
    let setting = try Setting.named(name)
    let (before, was) = (workbench.settingText(setting), workbench.settingValue(setting))
    if value == "default" {
      workbench.settings.reset(setting)
    } else {
      try workbench.settings.set(name, to: value, origin: context.script.source.origin)
    }
    context.console.follow(workbench.settings)
    let now = workbench.settingText(setting)
    var result = CommandResult([
      Field("setting", .string(setting.name)), Field("value", workbench.settingValue(setting)),
      Field("was", was),
    ])
    result.promptText = { _ in [StyledText("\(setting.name) = \(now) (was \(before))")] }
    result.notes = [workbench.noteForRun(setting), workbench.noteOnMemory(setting)].compactMap {
      $0
    }
    return result
  }
}

/// `show [NAME]`.
struct ShowCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one setting, or all of them.", usage: "show [NAME]")
  static let style = ArgumentStyle.words
  static let examples = ["show", "show depth"]
  static let fields: KeyValuePairs = [
    "value": "the value", "setting": "its name", "origin": "where the value came from",
    "range": "the possible values", "default": "the default",
    "settings": "without a name: all of them",
  ]

  static func completions(
    after given: [String], in context: CommandContext
  ) -> CompletionOffer? {
    given.isEmpty ? .settings : nil
  }

  @Argument(help: "A setting's name.") var names: [String] = []

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    guard let name = names.first else { return Self.all(on: workbench) }
    guard names.count == 1 else {
      throw Diagnostic(.usage, "'show' takes one name", hint: "'show' lists all settings")
    }
    return Self.result(try Setting.named(name), on: workbench)
  }

  /// One setting.
  static func result(_ setting: Setting, on workbench: ModelWorkbench) -> CommandResult {
    let value = workbench.settingText(setting)
    let origin = workbench.settings.origin(setting).rawValue
    let standard = setting.standardText ?? "the model's"
    return CommandResult([
      Field("value", workbench.settingValue(setting)), Field("setting", .string(setting.name)),
      Field("origin", .string(origin)), Field("range", .string(setting.kind.summary)),
      Field("default", workbench.standardValue(setting)),
    ]) { _ in
      let remark = " (\(origin); \(setting.kind.summary); default \(standard)) \(setting.summary)"
      let others =
        setting.aliases.isEmpty ? "" : "; also \(setting.aliases.joined(separator: ", "))"
      return [StyledText("\(setting.name) = \(value)") + StyledText(remark + others, .dim)]
    }
  }

  /// The table of all settings.
  static func all(on workbench: ModelWorkbench) -> CommandResult {
    let rows = Setting.all.map { setting in
      (
        setting: setting, value: workbench.settingText(setting),
        origin: workbench.settings.origin(setting).rawValue
      )
    }
    let records = rows.map { row in
      Value.record([
        Field("setting", .string(row.setting.name)),
        Field("value", workbench.settingValue(row.setting)),
        Field("origin", .string(row.origin)), Field("range", .string(row.setting.kind.summary)),
        Field("aliases", .list(row.setting.aliases.map { .string($0) })),
      ])
    }
    return CommandResult([Field("settings", .list(records))], table: "settings") { capabilities in
      // Where there is little room, the possible values are left to 'show NAME'.
      let isWide = capabilities.width >= 140
      let details: [Table.Column] = [.init("also"), .init("can be")]
      var table = Table(
        [.init("setting"), .init("value"), .init("origin")] + (isWide ? details : [])
          + [.init("meaning", excess: .folded)])
      for (setting, value, origin) in rows {
        let also = setting.aliases.joined(separator: ", ")
        let details = [StyledText(also), StyledText(setting.kind.summary)]
        let meaning = setting.summary + (isWide || also.isEmpty ? "" : "; also \(also)")
        table.add(
          [StyledText(setting.name, .accent), StyledText(value, .number), StyledText(origin, .dim)]
            + (isWide ? details : []) + [StyledText(meaning, .dim)])
      }
      return table.lines(width: capabilities.width)
    }
  }
}

/// `reset [NAME]`.
struct ResetCommand: ShellCommand {
  static let isRunByChecks = true
  static let configuration = CommandConfiguration(
    commandName: "reset", abstract: "Reset one setting, or all of them.",
    usage: "reset [NAME ...]")
  static let style = ArgumentStyle.words
  static let examples = ["reset depth", "reset"]
  static let fields: KeyValuePairs = ["reset": "the settings' names"]

  static func completions(
    after given: [String], in context: CommandContext
  ) -> CompletionOffer? {
    .settings
  }

  @Argument(help: "A setting's name.") var names: [String] = []

  mutating func run(in context: CommandContext) throws -> CommandResult {
    let settings = try names.isEmpty ? Setting.all : names.map { try Setting.named($0) }
    for setting in settings { context.workbench.settings.reset(setting) }
    context.console.follow(context.workbench.settings)
    return CommandResult([Field("reset", .list(settings.map { .string($0.name) }))])
  }
}

extension CompletionOffer {
  /// The names of the settings.
  fileprivate static var settings: CompletionOffer {
    CompletionOffer(words: Setting.all.map(\.name).sorted())
  }
}

extension ModelWorkbench {
  /// A setting's value as text.
  fileprivate func settingText(_ setting: Setting) -> String {
    settings.text(setting, model: model)
  }

  /// A setting's value where nothing was set: a default, or the model's.
  fileprivate func standardValue(_ setting: Setting) -> Value {
    Value(SettingValues().value(setting, model: model))
  }

  /// A setting's value.
  fileprivate func settingValue(_ setting: Setting) -> Value {
    Value(settings.value(setting, model: model))
  }
}
