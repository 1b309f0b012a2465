// A number that tells one network from another.

internal import Kernels

extension Weights {
  /// FNV-1a of 64 bits over what decides what the network computes: its shape and its weights.
  package var checksum: UInt64 {
    let c = configuration
    var hash = Fingerprint()
    for text in [c.mixing.rawValue, c.positions.rawValue] {
      text.utf8.forEach { hash.add(UInt32($0)) }
    }
    for number in [
      c.vocabulary, c.length, c.width, c.layers, c.innerWidth, c.mixerWidth, c.heads, c.prefix,
      c.puzzleWidth, c.puzzles,
    ] {
      hash.add(UInt32(truncatingIfNeeded: number))
    }
    // A network without one keeps the number that it had before there were windows.
    if c.window > 0 { hash.add(UInt32(truncatingIfNeeded: c.window)) }
    for number in [c.rotaryBase, c.epsilon] { hash.add(number.bitPattern) }
    for index in 0..<values.count { hash.add(values[index].bitPattern) }
    return hash.value
  }
}

/// FNV-1a, four bytes at a time.
package struct Fingerprint: Sendable {
  /// The sum so far.
  package private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  /// The sum of nothing.
  package init() {}

  /// Adds four bytes.
  package mutating func add(_ word: UInt32) {
    value = (value ^ UInt64(word)) &* 0x100_0000_01B3
  }
}
