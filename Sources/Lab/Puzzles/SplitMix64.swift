// SplitMix64, the generator of questions: the same numbers on every machine and in every version.

/// A stream of random numbers from a seed (Steele, Lea, Flood 2014).
package struct SplitMix64: Sendable {
  private var state: UInt64

  /// The stream of a seed.
  package init(seed: UInt64) {
    // Mixed, so that the streams of consecutive seeds don't overlap.
    state = Self.mixed(seed)
  }

  /// The next 64 random bits.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mixed(state)
  }

  /// A random number in 0..<bound; the bias is below bound / 2⁶⁴.
  package mutating func below(_ bound: Int) -> Int {
    Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A random number in 1...bound.
  mutating func upTo(_ bound: Int) -> Int { 1 + below(bound) }

  /// A random number in a range.
  mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.count)
  }

  /// True with a probability of 1/2.
  mutating func coin() -> Bool { next() >> 63 == 1 }

  /// A random number in 0..<1, a multiple of 2⁻⁵³.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// SplitMix64's finalizer, a bijective hash of 64 bits.
  static func mixed(_ value: UInt64) -> UInt64 {
    var bits = value
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
