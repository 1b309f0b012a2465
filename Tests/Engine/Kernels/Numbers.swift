// Random numbers and finite differences for the kernel tests.

import Kernels
import Support

/// Reproducible random numbers.
struct Noise {
  private var generator: SplitMix64

  init(_ seed: UInt64) { generator = SplitMix64(seed: seed) }

  /// A number in -1..<1.
  mutating func next() -> Float { Float(generator.next() >> 40) * 0x1p-23 - 1 }

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
