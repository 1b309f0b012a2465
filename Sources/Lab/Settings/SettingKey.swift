// A setting with the type of its value: how the program reads it.

/// A setting whose value has a type; one declaration in `SettingKeys` makes a setting.
package struct SettingKey<Value: Sendable>: Sendable {
  /// Its description.
  package let setting: Setting
  /// The typed value of what was set, or of the default.
  package let decode: @Sendable (SettingValue?) -> Value
}

/// A key whose value's type is not needed.
package protocol AnySettingKey {
  var setting: Setting { get }
}

extension SettingKey: AnySettingKey {}

extension SettingKey where Value == Int {
  /// A whole number.
  package static func integer(
    _ name: String, _ aliases: [String] = [], in range: ClosedRange<Int>, default standard: Int,
    _ summary: String
  ) -> SettingKey {
    SettingKey(
      setting: Setting(
        name: name, aliases: aliases, kind: .integer(range), standard: .integer(standard),
        summary: summary)
    ) { if case .integer(let value)? = $0 { value } else { standard } }
  }
}

extension SettingKey where Value == Int? {
  /// An integer whose default comes from the model.
  package static func ofModel(
    _ name: String, _ aliases: [String], in range: ClosedRange<Int>, _ summary: String
  ) -> SettingKey {
    SettingKey(
      setting: Setting(
        name: name, aliases: aliases, kind: .integer(range), standard: nil, summary: summary)
    ) { if case .integer(let value)? = $0 { value } else { nil } }
  }
}

extension SettingKey where Value == Double {
  /// A number.
  package static func number(
    _ name: String, _ aliases: [String] = [], in range: ClosedRange<Double>,
    default standard: Double, _ summary: String
  ) -> SettingKey {
    SettingKey(
      setting: Setting(
        name: name, aliases: aliases, kind: .number(range), standard: .number(standard),
        summary: summary)
    ) { $0?.double ?? standard }
  }
}

extension SettingKey where Value == Double? {
  /// A number whose default comes from the model.
  package static func ofModel(
    _ name: String, in range: ClosedRange<Double>, _ summary: String
  ) -> SettingKey {
    SettingKey(
      setting: Setting(
        name: name, aliases: [], kind: .number(range), standard: nil, summary: summary)
    ) { $0?.double }
  }
}

extension SettingKey where Value == Halting? {
  /// `off`, `on` or a probability, whose default comes from the model.
  package static func halting(_ name: String, _ summary: String) -> SettingKey {
    SettingKey(
      setting: Setting(
        name: name, aliases: [], kind: .halting, standard: nil, summary: summary)
    ) {
      switch $0 {
      case .word("on")?: .at(0.5)
      case .number(let probability)?: .at(probability)
      case .word?: .off
      default: nil
      }
    }
  }
}

extension SettingKey where Value == Bool {
  /// A switch; `words` are what is typed for true and false.
  package static func flag(
    _ name: String, _ words: (on: String, off: String) = ("on", "off"), default standard: Bool,
    _ summary: String
  ) -> SettingKey {
    let all = standard ? [words.on, words.off] : [words.off, words.on]
    return SettingKey(
      setting: Setting(
        name: name, aliases: [], kind: .choice(all), standard: .word(all[0]), summary: summary)
    ) { [on = words.on] in $0.map { $0 == .word(on) } ?? standard }
  }
}

extension SettingKey where Value == String {
  /// Any text.
  package static func text(_ name: String, default standard: String, _ summary: String)
    -> SettingKey
  {
    SettingKey(
      setting: Setting(
        name: name, aliases: [], kind: .text, standard: .word(standard), summary: summary)
    ) { if case .word(let text)? = $0 { text } else { standard } }
  }
}

extension SettingKey where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  /// One of an enumeration's cases, typed as its raw value.
  package static func choice(
    _ name: String, _ aliases: [String] = [], default standard: Value, _ summary: String
  ) -> SettingKey {
    SettingKey(
      setting: Setting(
        name: name, aliases: aliases, kind: .choice(Value.allCases.map(\.rawValue)),
        standard: .word(standard.rawValue), summary: summary)
    ) {
      guard case .word(let word)? = $0 else { return standard }
      return Value(rawValue: word) ?? standard
    }
  }
}
