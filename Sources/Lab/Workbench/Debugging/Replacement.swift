// What a patch puts in place of a state.

package import Language

/// What is put in place of a state.
package enum Replacement: CustomStringConvertible, Sendable {
  /// One number for every feature.
  case number(Float)
  /// Noise of a std, added to what is there.
  case noise(Float)
  /// Another state.
  case state(StateAddress)

  /// Reads what follows the `=`.
  ///
  /// - Throws: `Diagnostic` that quotes what can't be read.
  package init(_ words: [String]) throws {
    let text = words.joined(separator: " ")
    let wrong = Diagnostic(
      .usage, "invalid replacement '\(text)' for a state", about: .argument(text),
      hint: "zero, a number, noise STD, or a state such as #1:z@2.1.3[0:4]")
    if words.first == "noise", words.count <= 2 {
      guard words.count == 2, let sigma = Float(words[1]), sigma > 0, sigma.isFinite else {
        throw Diagnostic(
          .usage, "'\(text)' needs a positive std", about: .argument(text),
          hint: "for example: latent patch z@last = noise 0.5")
      }
      self = .noise(sigma)
      return
    }
    guard words.count == 1 else { throw wrong }
    if text == "zero" {
      self = .number(0)
    } else if let number = Float(text) {
      guard number.isFinite else {
        throw Diagnostic(
          .usage, "'\(text)' is not finite; no state recovers from it", about: .argument(text),
          hint: "use finite numbers")
      }
      self = .number(number)
    } else {
      guard text.contains("@") else { throw wrong }
      self = .state(try StateAddress(text))
    }
  }

  package var description: String {
    switch self {
    case .number(0): "zero"
    case .number(let number): String(number)
    case .noise(let sigma): "noise \(sigma)"
    case .state(let address): address.description
    }
  }
}
