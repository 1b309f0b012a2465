// The most that a core can multiply and add: what all other kernels are measured against.

/// `rounds` times twelve multiply-adds of eight floats that wait for nothing but themselves: two
/// floating-point operations each, 192 a round. The sum, so that the work can't be left out.
@inline(never)
public func peak(_ rounds: Int) -> Float {
  var sums = InlineArray<12, Eight>(repeating: Eight(repeating: 1))
  let (a, b) = (Eight(repeating: 0.999_999), Eight(repeating: 1e-6))
  for _ in 0..<rounds {
    for lane in 0..<12 { sums[lane] = addProduct(b, sums[lane], a) }
  }
  var total = Eight.zero
  for lane in 0..<12 { total += sums[lane] }
  return total.sum()
}
