// Random numbers and finite differences for the kernel tests.

import Kernels

/// Reproducible random numbers.
struct Noise {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  /// A number in -1..<1 (SplitMix64).
  mutating func next() -> Float {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Float((z ^ (z >> 31)) >> 40) * 0x1p-23 - 1
  }

  /// `count` numbers in -scale..<scale.
  mutating func array(_ count: Int, scale: Float = 1) -> [Float] {
    (0..<count).map { _ in next() * scale }
  }
}

/// The derivative of `loss` with respect to each value, by central differences of `step`.
func slopes(_ values: inout [Float], step: Float, loss: ([Float]) -> Double) -> [Float] {
  var slopes: [Float] = []
  for i in values.indices {
    let old = values[i]
    values[i] = old + step
    let above = loss(values)
    values[i] = old - step
    let below = loss(values)
    values[i] = old
    slopes.append(Float((above - below) / (2 * Double(step))))
  }
  return slopes
}
