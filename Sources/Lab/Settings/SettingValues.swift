// The current values of the settings, with where each came from.

internal import Language
package import Network

/// Where a value came from.
package enum SettingOrigin: String, Sendable {
  case standard = "default"
  case model
  case commandLine = "command line"
  case startFile = "trmrc"
  case script
  case prompt
}

/// Typed values: `settings.depth` is an `Int?`, `settings.engine` an `EngineKind`.
@dynamicMemberLookup
package struct SettingValues: Sendable {
  private var values: [String: (value: SettingValue, origin: SettingOrigin)] = [:]

  /// The defaults.
  package init() {}

  /// A setting of inference: what was set, or the default.
  package subscript<Value>(
    dynamicMember path: KeyPath<InferenceKeys, SettingKey<Value>>
  ) -> Value { value(SettingKeys.shared.inference[keyPath: path]) }

  /// A setting of the machinery.
  package subscript<Value>(
    dynamicMember path: KeyPath<MachineryKeys, SettingKey<Value>>
  ) -> Value { value(SettingKeys.shared.machinery[keyPath: path]) }

  /// A setting of what is shown.
  package subscript<Value>(
    dynamicMember path: KeyPath<DisplayKeys, SettingKey<Value>>
  ) -> Value { value(SettingKeys.shared.display[keyPath: path]) }

  private func value<Value>(_ key: SettingKey<Value>) -> Value {
    key.decode(values[key.setting.name]?.value ?? key.setting.standard)
  }

  /// Sets what is typed.
  ///
  /// - Throws: `Diagnostic` naming the setting and the possible values.
  package mutating func set(_ name: String, to text: String, origin: SettingOrigin) throws {
    let setting = try Setting.named(name)
    guard let value = setting.kind.value(of: text) else {
      throw Diagnostic(
        .usage, "invalid value '\(text)' for '\(setting.name)'", about: .argument(text),
        hint: "\(setting.name) can be \(setting.kind.summary)")
    }
    values[setting.name] = (value, origin)
  }

  /// Forgets what was set.
  package mutating func reset(_ setting: Setting) { values[setting.name] = nil }

  /// Where the value came from.
  package func origin(_ setting: Setting) -> SettingOrigin {
    if let origin = values[setting.name]?.origin { return origin }
    return setting.standard == nil ? .model : .standard
  }

  /// What was set, or the default; nil for the model's.
  package func value(_ setting: Setting) -> SettingValue? {
    values[setting.name]?.value ?? setting.standard
  }

  /// The random seed.
  package var randomSeed: UInt64 { UInt64(self.seed) }

  /// The most bytes that the recorded states of a run may take.
  package var keepLimitBytes: Int { self.keepLimit << 20 }

  /// How a network runs under these settings; n is the nearest that its kind can make.
  package func inferenceOptions(_ model: Configuration) -> InferenceOptions {
    var inference = InferenceOptions(model)
    inference.depth = self.depth ?? inference.depth
    inference.cycles = self.cycles ?? inference.cycles
    inference.inner = model.architecture.nearestInner(to: self.inner ?? inference.inner)
    inference.patience = self.patience ?? inference.patience
    inference.tolerance = self.tolerance
    inference.breadth = self.breadth
    inference.noise = Float(self.noise)
    inference.selection = self.pick
    inference.seed = randomSeed
    inference.halt = self.halt?.probability
    return inference
  }
}
