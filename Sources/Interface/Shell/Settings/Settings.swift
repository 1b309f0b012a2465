// The settings' values of today, with where each came from.

internal import Network

/// Where a value came from.
enum SettingOrigin: String, Sendable {
  case standard = "default"
  case model
  case commandLine = "command line"
  case startFile = "trmrc"
  case script
  case prompt
}

/// Typed values under names.
struct Settings: Sendable {
  private var values: [String: (value: Value, origin: SettingOrigin)] = [:]

  /// Sets what is typed.
  ///
  /// - Throws: `ShellError` naming the setting and what it can be.
  mutating func set(_ name: String, to text: String, origin: SettingOrigin) throws {
    let setting = try Setting.named(name)
    guard let value = setting.kind.value(of: text) else {
      throw ShellError(
        .usage, "'\(text)' is no value for '\(setting.name)'",
        hint: "it can be \(setting.kind.summary)")
    }
    values[setting.name] = (value, origin)
  }

  /// Forgets what was set.
  mutating func reset(_ setting: Setting) { values[setting.name] = nil }

  /// What was set, or the default; nil where the model decides.
  func value(_ name: String) -> Value? {
    values[name]?.value ?? Setting.all.first { $0.name == name }?.standard
  }

  /// Where the value came from.
  func origin(_ name: String) -> SettingOrigin {
    if let origin = values[name]?.origin { return origin }
    return value(name) == nil ? .model : .standard
  }

  /// The value, with what the model decides filled in; nothing where there is no model to ask.
  func value(_ name: String, model: Configuration?) -> Value {
    if let value = value(name) { return value }
    switch (name, model) {
    case ("depth", let model?): return .integer(model.depth)
    case ("cycles", let model?): return .integer(model.cycles)
    case ("inner", let model?): return .integer(model.inner)
    default: return .nothing
    }
  }

  /// The same as text.
  func text(_ name: String, model: Configuration?) -> String {
    switch value(name, model: model) {
    case .nothing: "the model's"
    case .number(let number): plain(number)
    case let value: value.text
    }
  }

  func integer(_ name: String) -> Int? {
    if case .integer(let value)? = value(name) { value } else { nil }
  }

  func word(_ name: String) -> String { value(name)?.text ?? "" }

  /// The seed for chance.
  var seed: UInt64 { UInt64(integer("seed") ?? 1) }

  /// How long a model thinks under these settings.
  func effort(_ model: Configuration) -> Effort {
    var effort = Effort(model)
    effort.depth = integer("depth") ?? effort.depth
    effort.cycles = integer("cycles") ?? effort.cycles
    effort.inner = integer("inner") ?? effort.inner
    effort.patience = integer("patience") ?? 0
    effort.tolerance = value("tolerance")?.double ?? 0
    effort.breadth = integer("breadth") ?? 1
    effort.noise = Float(value("noise")?.double ?? 0)
    effort.pick = Pick(rawValue: word("pick")) ?? .vote
    effort.seed = seed
    switch value("halt") {
    case .string("on"): effort.halt = 0.5
    case .number(let probability): effort.halt = probability
    default: effort.halt = nil
    }
    return effort
  }
}
