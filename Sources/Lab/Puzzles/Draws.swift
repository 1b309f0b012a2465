// Numbers that follow from one seed by SplitMix64, the same on every machine and in every
// version. Not for secrets, and not the generator of training: that one hands in the seed.

/// A stream of random numbers from one seed.
struct Draws {
  private var state: UInt64

  init(seed: UInt64) {
    // Mixed, so that the streams of consecutive seeds don't overlap one number later.
    state = Self.mixed(seed)
  }

  /// Sixty-four random bits.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mixed(state)
  }

  /// A number in 0..<bound; the bias is below bound / 2⁶⁴.
  mutating func below(_ bound: Int) -> Int {
    Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A number in 1...bound.
  mutating func upTo(_ bound: Int) -> Int { 1 + below(bound) }

  /// A number in a range.
  mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.count)
  }

  /// Heads or tails.
  mutating func coin() -> Bool { next() >> 63 == 1 }

  /// A number in 0..<1, a multiple of 2⁻⁵³.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// SplitMix64's finaliser: every input bit changes about half of the output bits.
  static func mixed(_ value: UInt64) -> UInt64 {
    var bits = value
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
