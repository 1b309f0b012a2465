// How the probabilities of a model's answers are read: a temperature and a threshold.

package import Storage

/// A temperature for p, and the p below which an answer is doubtful.
package struct Calibration: Equatable, Sendable {
  /// The allowed temperatures.
  package static let temperatures = 0.05...20

  /// What the answer's logits are divided by before the softmax.
  package var temperature = 1.0
  /// The p below which an answer is shown as doubtful; 0 for none.
  package var doubt = 0.0

  /// A calibration that changes nothing, unless it is given.
  package init(temperature: Double = 1, doubt: Double = 0) {
    self.temperature = temperature
    self.doubt = doubt
  }

  /// From a checkpoint's JSON; nil if it is invalid.
  package init?(json: JSON) {
    guard let temperature = json["temperature"]?.double, let doubt = json["doubt"]?.double,
      Self.temperatures.contains(temperature), (0...1).contains(doubt)
    else { return nil }
    self.init(temperature: temperature, doubt: doubt)
  }

  /// The JSON for a checkpoint.
  package var json: JSON {
    .object([.init("temperature", .float(temperature)), .init("doubt", .float(doubt))])
  }
}
