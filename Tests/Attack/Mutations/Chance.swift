// Reproducible random choices.

import Support

/// Choices that a seed and a number decide.
struct Chance: RandomNumberGenerator {
  private var generator: SplitMix64

  init(seed: UInt64, number: Int = 0) {
    var seeds = SplitMix64(seed: seed)
    generator = SplitMix64(
      seed: seeds.next() ^ UInt64(truncatingIfNeeded: number) &* 0xD134_2543_DE82_EF95)
  }

  mutating func next() -> UInt64 { generator.next() }

  /// A number from 0 up to a bound, which must be positive.
  mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

  /// True once in `count` times.
  mutating func once(in count: Int) -> Bool { below(count) == 0 }

  /// One of some choices, which can't be empty.
  mutating func one<Choice>(of choices: [Choice]) -> Choice { choices[below(choices.count)] }

  /// A count that is mostly small, and up to `most`.
  mutating func small(upTo most: Int) -> Int { below(below(most) + 1) }
}
