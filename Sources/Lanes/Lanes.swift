// How the kernels load, store and accumulate eight floats. The folder is built twice: as `Lanes`
// for any processor, and through the link `LanesFused` with AVX2 and fused multiply-add.

/// Eight floats: one register where the processor has AVX.
typealias Eight = SIMD8<Float>

/// Eight floats from any address.
@inline(__always)
func load(_ from: UnsafePointer<Float>) -> Eight {
  UnsafeRawPointer(from).loadUnaligned(as: Eight.self)
}

/// The first `count` of eight floats, zeros behind them.
@inline(__always)
func load(_ from: UnsafePointer<Float>, first count: Int) -> Eight {
  if count >= 8 { return load(from) }
  var value = Eight.zero
  for lane in 0..<count { value[lane] = from[lane] }
  return value
}

/// Eight floats to any address.
@inline(__always)
func store(_ value: Eight, _ to: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(to).storeBytes(of: value, as: Eight.self)
}

/// Stores the first `count` of eight floats.
@inline(__always)
func store(_ value: Eight, _ to: UnsafeMutablePointer<Float>, first count: Int) {
  if count >= 8 { return store(value, to) }
  for lane in 0..<count { to[lane] = value[lane] }
}

/// Calls `body` with the start and size of each group of up to eight of `count` floats.
@inline(__always)
func groups(of count: Int, _ body: (_ at: Int, _ size: Int) -> Void) {
  var at = 0
  while at &+ 8 <= count {
    body(at, 8)
    at &+= 8
  }
  if at < count { body(at, count &- at) }
}

/// sum + a · b, in one rounding where the processor can.
@inline(__always)
func addProduct(_ sum: Eight, _ a: Eight, _ b: Eight) -> Eight {
  #if FUSED
    sum.addingProduct(a, b)
  #else
    sum + a * b
  #endif
}

/// e^x within 2 units in the last place for |x| ≤ 87, clamped beyond; e^NaN is NaN.
///
/// x = n · ln 2 + r with |r| ≤ 0.35; e^r is its Taylor series to r⁷ / 7!, whose rest is below 6e-9;
/// 2ⁿ is added to the exponent's bits. Adding 1.5 · 2²³ rounds to n and leaves n in the low bits.
@inline(__always)
func exponential(_ x: Eight) -> Eight {
  let bounded = x.replacing(with: 87, where: x .> 87).replacing(with: -87, where: x .< -87)
  let magic = Eight(repeating: 12_582_912)
  let shifted = addProduct(magic, bounded, Eight(repeating: 1.442_695_04))
  let n = shifted - magic
  let high = addProduct(bounded, n, Eight(repeating: -0.693_359_375))
  let r = addProduct(high, n, Eight(repeating: 2.121_944_4e-4))
  var sum = Eight(repeating: 1 / 5040)
  sum = addProduct(Eight(repeating: 1 / 720), sum, r)
  sum = addProduct(Eight(repeating: 1 / 120), sum, r)
  sum = addProduct(Eight(repeating: 1 / 24), sum, r)
  sum = addProduct(Eight(repeating: 1 / 6), sum, r)
  sum = addProduct(Eight(repeating: 0.5), sum, r)
  sum = addProduct(Eight(repeating: 1), sum, r)
  sum = addProduct(Eight(repeating: 1), sum, r)
  let power = unsafeBitCast(shifted, to: SIMD8<UInt32>.self) &<< 23
  return unsafeBitCast(unsafeBitCast(sum, to: SIMD8<UInt32>.self) &+ power, to: Eight.self)
}
