// The most that a core can multiply and add: what all other kernels are measured against.

/// Multiplies and adds in registers, twelve vectors a round that wait for nothing else.
///
/// That is 24 floating-point operations a lane and round. Gives the mean of all numbers, so that no
/// work can be left out.
@inline(never)
package func peak(_ rounds: Int) -> Float {
  var sums = InlineArray<12, Vector>(repeating: Vector(repeating: 1))
  let (a, b) = (Vector(repeating: 0.999_999), Vector(repeating: 1e-6))
  for _ in 0..<rounds {
    for lane in 0..<12 { sums[lane] = addProduct(b, sums[lane], a) }
  }
  var total = Vector.zero
  for lane in 0..<12 { total += sums[lane] }
  return horizontalSum(total) / Float(12 * Vector.scalarCount)
}
