// The random generator: seeded, small, and the same on every platform.

/// The generator xoshiro256** of Blackman and Vigna, seeded through SplitMix64.
package struct SeededGenerator: RandomNumberGenerator, Codable, Equatable, Sendable {
  private var state: [UInt64]

  /// A generator whose numbers depend on `seed` alone.
  package init(seed: UInt64) {
    var mix = seed
    state = (0..<4).map { _ in
      mix &+= 0x9E37_79B9_7F4A_7C15
      var z = mix
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  /// A generator that continues from the state of another.
  package init(words: [UInt64]) {
    precondition(words.count == 4, "the state has four words")
    state = words
  }

  /// The state.
  package var words: [UInt64] { state }

  /// The next 64 bits.
  package mutating func next() -> UInt64 {
    let product = state[1] &* 5
    let result = ((product << 7) | (product >> 57)) &* 9
    let shifted = state[1] << 17
    state[2] ^= state[0]
    state[3] ^= state[1]
    state[1] ^= state[2]
    state[0] ^= state[3]
    state[2] ^= shifted
    state[3] = (state[3] << 45) | (state[3] >> 19)
    return result
  }

  /// A number in 0..<1 with 53 random bits.
  package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// An integer in 0..<bound, for `bound` ≥ 1, by multiplication (with a bias below 2⁻³²).
  package mutating func below(_ bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }
}
