// Numbers for people to read: rounded, independent of the locale, the same on every machine. Files
// that are read back use Swift's exact description instead.

/// Formats numbers as text.
package enum NumberFormat {
  /// A number rounded to `significant` digits: `0.998`, `11.4`, `1.2e-05`.
  ///
  /// Trailing zeros are dropped. Below a million, no digit before the point is rounded away; from a
  /// million on and below 0.0001 the number has an exponent. Also `nan`, `inf` and `-inf`.
  package static func digits(_ value: Double, significant: Int) -> String {
    precondition(significant > 0, "at least one significant digit is needed")
    guard var decimal = Decimal(value) else { return word(value) }
    let written = decimal.exponent
    decimal.round(to: written >= 0 && written < 6 ? max(significant, written + 1) : significant)
    while decimal.digits.count > 1, decimal.digits.last == 0 { decimal.digits.removeLast() }
    guard decimal.exponent < -4 || decimal.exponent >= 6 else {
      return decimal.written(places: max(0, decimal.digits.count - 1 - decimal.exponent))
    }
    let sign = decimal.isNegative ? "-" : ""
    let fraction = decimal.digits.dropFirst().map(String.init).joined()
    let power = String(decimal.exponent.magnitude)
    return sign + "\(decimal.digits[0])" + (fraction.isEmpty ? "" : "." + fraction)
      + (decimal.exponent < 0 ? "e-" : "e+") + (power.count < 2 ? "0" : "") + power
  }

  /// A number with a fixed number of decimal places: `0.20`, `11.42`.
  ///
  /// From 10¹⁵ on, as ``digits(_:significant:)``. A number that rounds to zero has no sign.
  package static func decimals(_ value: Double, places: Int) -> String {
    precondition(places >= 0, "the number of decimal places can't be negative")
    guard var decimal = Decimal(value) else { return word(value) }
    guard decimal.exponent < 15 else { return digits(value, significant: 6) }
    decimal.round(to: decimal.exponent + 1 + places)
    return decimal.written(places: places)
  }

  /// The spelling of NaN and the infinities.
  private static func word(_ value: Double) -> String {
    value.isNaN ? "nan" : value < 0 ? "-inf" : "inf"
  }
}

/// The shortest decimal digits that identify a number: d.ddd times 10 to the exponent.
private struct Decimal {
  var isNegative: Bool
  var digits: [UInt8]
  var exponent: Int

  /// Decomposes a number; nil unless it is finite.
  init?(_ value: Double) {
    guard value.isFinite else { return nil }
    isNegative = value < 0
    digits = []
    exponent = 0
    // Swift's description has the shortest digits that parse to the same number: 0.05, 1.5e+20.
    let parts = value.magnitude.description.split(separator: "e")
    let mantissa = parts[0].split(separator: ".")
    digits = mantissa.joined().utf8.map { $0 - UInt8(ascii: "0") }
    exponent = mantissa[0].utf8.count - 1 + (parts.count > 1 ? Int(parts[1])! : 0)
    while digits.count > 1, digits[0] == 0 {
      digits.removeFirst()
      exponent -= 1
    }
    if digits == [0] { exponent = 0 }
  }

  /// Rounds to `count` digits, halves away from zero; to zero or one unit if `count` is 0 or less.
  mutating func round(to count: Int) {
    guard count < digits.count else { return }
    guard count >= 0 else {
      (digits, exponent) = ([0], 0)
      return
    }
    let up = digits[count] >= 5
    digits.removeSubrange(count...)
    if up {
      var position = count - 1
      while position >= 0, digits[position] == 9 {
        digits[position] = 0
        position -= 1
      }
      if position >= 0 {
        digits[position] += 1
      } else {
        digits.insert(1, at: 0)
        exponent += 1
      }
    }
    if digits.allSatisfy({ $0 == 0 }) { (digits, exponent) = ([0], 0) }
  }

  /// All digits before the point and `places` after it.
  func written(places: Int) -> String {
    func digit(_ power: Int) -> Character {
      let position = exponent - power
      let digit = digits.indices.contains(position) ? digits[position] : 0
      return Character(Unicode.Scalar(UInt8(ascii: "0") + digit))
    }
    var text = isNegative && digits != [0] ? "-" : ""
    for power in stride(from: max(exponent, 0), through: 0, by: -1) { text.append(digit(power)) }
    if places > 0 {
      text.append(".")
      for place in 1...places { text.append(digit(-place)) }
    }
    return text
  }
}
