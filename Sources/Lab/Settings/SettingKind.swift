// What a setting can be, and its value apart from text.

internal import Language

/// The value of a setting.
package enum SettingValue: Equatable, Sendable {
  case integer(Int)
  case number(Double)
  case word(String)

  /// The value as a number; nil if it is a word.
  var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    case .word: nil
    }
  }

  /// The value as a person would type it.
  package var text: String {
    switch self {
    case .integer(let value): String(value)
    case .number(let value): plain(value)
    case .word(let word): word
    }
  }
}

/// What a setting can be.
package enum SettingKind: Sendable {
  /// A whole number in a range.
  case integer(ClosedRange<Int>)
  /// A number in a range.
  case number(ClosedRange<Double>)
  /// One of some words.
  case choice([String])
  /// `off`, `on` (a probability of 0.5) or a probability.
  case halting
  /// Any text.
  case text

  /// What can be typed, in words.
  package var summary: String {
    switch self {
    case .integer(let range): "\(range.lowerBound) to \(range.upperBound)"
    case .number(let range): "\(plain(range.lowerBound)) to \(plain(range.upperBound))"
    case .choice(let words): words.joined(separator: ", ")
    case .halting: "off, on or a probability between 0 and 1"
    case .text: "text"
    }
  }

  /// Parses a value; nil if it is invalid.
  package func value(of text: String) -> SettingValue? {
    switch self {
    case .integer(let range):
      return Int(text).flatMap { range.contains($0) ? .integer($0) : nil }
    case .number(let range):
      return Double(text).flatMap { range.contains($0) ? .number($0) : nil }
    case .choice(let words):
      return words.contains(text.lowercased()) ? .word(text.lowercased()) : nil
    case .halting:
      if text == "on" || text == "off" { return .word(text) }
      return Double(text).flatMap { $0 > 0 && $0 < 1 ? .number($0) : nil }
    case .text:
      return .word(text)
    }
  }

  /// Words that completion offers.
  package var words: [String] {
    switch self {
    case .choice(let words): words
    case .halting: ["off", "on"]
    default: []
    }
  }
}
