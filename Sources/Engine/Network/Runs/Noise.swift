// Noise on states: cheap, and determined by its key, whatever thread adds it.

internal import Kernels

/// `values` plus noise of standard deviation `sigma` that depends on `seed` and `index` alone.
package func addingNoise(_ values: [Float], sigma: Float, seed: UInt64, index: Int) -> [Float] {
  let buffer = FloatBuffer(values)
  var noise = Noise(key: Noise.key(seed, UInt64(index)))
  noise.add(to: buffer.base, count: buffer.count, sigma: sigma)
  return buffer.array
}

/// Uniform noise from a key (SplitMix64).
struct Noise {
  private var state: UInt64

  /// Noise that depends on `key` alone.
  init(key: UInt64) { state = key }

  /// A key that mixes two numbers.
  static func key(_ first: UInt64, _ second: UInt64) -> UInt64 {
    mixed(mixed(first &+ 0x9E37_79B9_7F4A_7C15) ^ second)
  }

  /// values = keep · values + noise of mean 0 and standard deviation `sigma`.
  mutating func add(to values: Out, count: Int, sigma: Float, keep: Float = 1) {
    // Uniform noise in -w...w has the standard deviation w / √3.
    let width = sigma * Float(3).squareRoot()
    let scale = width * 0x1p-31
    var index = 0
    while index < count {
      state &+= 0x9E37_79B9_7F4A_7C15
      let bits = Self.mixed(state)
      let high = Int32(truncatingIfNeeded: bits >> 32)
      values[index] = keep * values[index] + Float(high) * scale
      if index + 1 < count {
        let low = Int32(truncatingIfNeeded: bits)
        values[index + 1] = keep * values[index + 1] + Float(low) * scale
      }
      index += 2
    }
  }

  /// Adds noise whose standard deviation is `relative` times the values' own root mean square.
  mutating func add(to values: Out, count: Int, relative: Float) {
    var square = 0.0
    for i in 0..<count { square += Double(values[i]) * Double(values[i]) }
    let size = (square / Double(max(count, 1))).squareRoot()
    add(to: values, count: count, sigma: relative * Float(size))
  }

  /// SplitMix64's finalizer.
  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
