// Settings whose default is the model's.

package import Network
internal import Puzzles
internal import Records
package import Settings

extension SettingValues {
  /// The value, with the model's defaults filled in; nil without a model.
  package func value(_ setting: Setting, model: LoadedModel?) -> SettingValue? {
    if let value = value(setting) { return value }
    guard let model else { return nil }
    switch setting.name {
    case "depth": return .integer(model.weights.configuration.depth)
    case "cycles": return .integer(model.weights.configuration.cycles)
    case "inner": return .integer(model.weights.configuration.inner)
    case "temperature": return .number(model.calibration.temperature)
    case "doubt": return .number(model.calibration.doubt)
    case "halt": return model.calibration.halt.map { .number($0) } ?? .word("off")
    case "patience": return .integer(model.calibration.patience)
    default: return nil
    }
  }

  /// The same as text.
  package func text(_ setting: Setting, model: LoadedModel?) -> String {
    value(setting, model: model)?.text ?? "the model's"
  }

  /// How a model runs under these settings, and how its answers are read.
  package func inferenceOptions(_ model: LoadedModel) -> InferenceOptions {
    var inference = inferenceOptions(model.weights.configuration)
    inference.temperature = self.temperature ?? model.calibration.temperature
    if self.halt == nil { inference.halt = model.calibration.halt }
    inference.patience = self.patience ?? model.calibration.patience
    inference.heldTokens = self.hold ? model.puzzle.givenTokens : []
    return inference
  }
}
