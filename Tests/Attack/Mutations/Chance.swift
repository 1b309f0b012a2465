// Reproducible random choices.

/// SplitMix64: the same seed gives the same choices on every machine.
struct Chance: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64, number: Int = 0) {
    state = seed
    state = next() ^ UInt64(truncatingIfNeeded: number) &* 0xD134_2543_DE82_EF95
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number from 0 up to a bound, which must be positive.
  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

  /// True once in `count` times.
  mutating func once(in count: Int) -> Bool { below(count) == 0 }

  /// One of some choices, which can't be empty.
  mutating func one<Choice>(of choices: [Choice]) -> Choice { choices[below(choices.count)] }

  /// A count that is mostly small, and up to `most`.
  mutating func small(upTo most: Int) -> Int { below(below(most) + 1) }
}
