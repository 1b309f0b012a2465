// The most that a core can multiply and add: what all other kernels are measured against.

/// Multiplies and adds in registers, twelve times eight floats a round that wait for nothing else.
///
/// That is 192 floating-point operations a round. Gives the sum, so that no work can be left out.
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
