// What was chosen for a model on held-out questions: how p is read, and when a run stops.

package import Storage

/// A temperature for p, the p below which an answer is doubtful, and when a run stops.
package struct Calibration: Equatable, Sendable {
  /// The allowed temperatures.
  package static let temperatures = 0.05...20

  /// What the answer's logits are divided by before the softmax.
  package var temperature = 1.0
  /// The p below which an answer is shown as doubtful; 0 for none.
  package var doubt = 0.0

  /// The halting head's probability from which on a run stops; nil for the full depth.
  package var halt: Double?
  /// The steps that the answer must stay the same before.
  package var patience = 1

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
    guard let number = json["halt"] else { return }
    guard let halt = number.double, halt > 0, halt < 1,
      let patience = json["patience"]?.integer, (0...1024).contains(patience)
    else { return nil }
    self.halt = halt
    self.patience = patience
  }

  /// The JSON for a checkpoint.
  package var json: JSON {
    let stops: [JSON.Member] =
      halt.map { [.init("halt", .float($0)), .init("patience", .integer(patience))] } ?? []
    return .object(
      [.init("temperature", .float(temperature)), .init("doubt", .float(doubt))] + stops)
  }
}
