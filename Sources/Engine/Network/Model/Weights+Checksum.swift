// A checksum that identifies a network.

internal import Kernels

extension Weights {
  /// The 64-bit FNV-1a hash of all that determines the network's function: its shape and weights.
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
    // Checksums of networks without these don't depend on the fields.
    if c.window > 0 { hash.add(UInt32(truncatingIfNeeded: c.window)) }
    if c.gridWidth > 0 {
      for number in [c.gridWidth, c.gridBlock, c.gridReach] {
        hash.add(UInt32(truncatingIfNeeded: number))
      }
    }
    if c.network != .trm { c.network.rawValue.utf8.forEach { hash.add(UInt32($0)) } }
    if c.highLayers > 0 || c.learnsContinue {
      hash.add(UInt32(truncatingIfNeeded: c.highLayers))
      hash.add(c.learnsContinue ? 1 : 0)
    }
    for number in [c.rotaryBase, c.epsilon] { hash.add(number.bitPattern) }
    for index in 0..<values.count { hash.add(values[index].bitPattern) }
    return hash.value
  }
}

/// A 64-bit FNV-1a hash, four bytes at a time.
package struct Fingerprint: Sendable {
  /// The hash so far.
  package private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  /// The hash of no bytes.
  package init() {}

  /// Adds four bytes.
  package mutating func add(_ word: UInt32) {
    value = (value ^ UInt64(word)) &* 0x100_0000_01B3
  }
}
