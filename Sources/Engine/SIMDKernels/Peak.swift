// The peak rate of multiply-adds of a core, against which the other kernels are measured.

/// Multiplies and adds twelve independent vectors in registers in each round.
///
/// That is 24 floating-point operations per lane and round. Returns the mean of all numbers, so
/// that the compiler can't remove the loop.
@inline(never)
func peak(_ rounds: Int) -> Float {
  var sums = InlineArray<12, Vector>(repeating: Vector(repeating: 1))
  let (a, b) = (Vector(repeating: 0.999_999), Vector(repeating: 1e-6))
  for _ in 0..<rounds {
    for lane in 0..<12 { sums[lane] = addProduct(b, sums[lane], a) }
  }
  var total = Vector.zero
  for lane in 0..<12 { total += sums[lane] }
  return horizontalSum(total) / Float(12 * Vector.scalarCount)
}
