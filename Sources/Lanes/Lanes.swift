// How the kernels load, store and accumulate vectors of floats. The folder is built three times: as
// `Lanes` for any processor, and through links as `LanesFused` with AVX2 and fused multiply-add and
// as `LanesWide` with AVX-512.

#if WIDE
  /// As many floats as one register holds: here sixteen.
  typealias Vector = SIMD16<Float>
  /// The bits of those floats.
  typealias Bits = SIMD16<UInt32>
  /// Rows of a product's tile: with two registers a row they fill the registers.
  let tileRows = 8
#elseif FUSED && arch(x86_64)
  /// As many floats as one register holds: here eight.
  typealias Vector = SIMD8<Float>
  /// The bits of those floats.
  typealias Bits = SIMD8<UInt32>
  /// Rows of a product's tile: with two registers a row they fill the registers.
  let tileRows = 6
#else
  /// As many floats as one register holds: here four.
  typealias Vector = SIMD4<Float>
  /// The bits of those floats.
  typealias Bits = SIMD4<UInt32>
  /// Rows of a product's tile: with two registers a row they fill the registers.
  let tileRows = 6
#endif

/// Floats in a vector. A panel of a packed matrix is two vectors wide.
public let lanes = Vector.scalarCount

/// Columns of a panel.
@inline(__always) var panelWidth: Int { 2 &* Vector.scalarCount }

/// A vector from any address.
@inline(__always)
func load(_ from: UnsafePointer<Float>) -> Vector {
  UnsafeRawPointer(from).loadUnaligned(as: Vector.self)
}

/// The first `count` floats of a vector, zeros behind them.
@inline(__always)
func load(_ from: UnsafePointer<Float>, first count: Int) -> Vector {
  if count >= Vector.scalarCount { return load(from) }
  var value = Vector.zero
  for lane in 0..<count { value[lane] = from[lane] }
  return value
}

/// A vector to any address.
@inline(__always)
func store(_ value: Vector, _ to: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(to).storeBytes(of: value, as: Vector.self)
}

/// Stores the first `count` floats of a vector.
@inline(__always)
func store(_ value: Vector, _ to: UnsafeMutablePointer<Float>, first count: Int) {
  if count >= Vector.scalarCount { return store(value, to) }
  for lane in 0..<count { to[lane] = value[lane] }
}

/// Calls `body` with the start and size of each group of up to a vector of `count` floats.
@inline(__always)
func groups(of count: Int, _ body: (_ at: Int, _ size: Int) -> Void) {
  var at = 0
  while at &+ Vector.scalarCount <= count {
    body(at, Vector.scalarCount)
    at &+= Vector.scalarCount
  }
  if at < count { body(at, count &- at) }
}

/// sum + a · b, in one rounding where the processor can.
@inline(__always)
func addProduct(_ sum: Vector, _ a: Vector, _ b: Vector) -> Vector {
  #if FUSED || WIDE
    sum.addingProduct(a, b)
  #else
    sum + a * b
  #endif
}

/// The sum of a vector's floats, in halves.
@inline(__always)
func horizontalSum(_ value: Vector) -> Float {
  #if WIDE
    let eight = value.lowHalf + value.highHalf
    let four = eight.lowHalf + eight.highHalf
  #elseif FUSED && arch(x86_64)
    let four = value.lowHalf + value.highHalf
  #else
    let four = value
  #endif
  let two = four.lowHalf + four.highHalf
  return two[0] + two[1]
}

/// e^x within 2 units in the last place for |x| ≤ 87, clamped beyond; e^NaN is NaN.
///
/// x = n · ln 2 + r with |r| ≤ 0.35; e^r is its Taylor series to r⁷ / 7!, whose rest is below 6e-9;
/// 2ⁿ is added to the exponent's bits. Adding 1.5 · 2²³ rounds to n and leaves n in the low bits.
@inline(__always)
func exponential(_ x: Vector) -> Vector {
  let bounded = x.replacing(with: 87, where: x .> 87).replacing(with: -87, where: x .< -87)
  let magic = Vector(repeating: 12_582_912)
  let shifted = addProduct(magic, bounded, Vector(repeating: 1.442_695_04))
  let n = shifted - magic
  let high = addProduct(bounded, n, Vector(repeating: -0.693_359_375))
  let r = addProduct(high, n, Vector(repeating: 2.121_944_4e-4))
  var sum = Vector(repeating: 1 / 5040)
  sum = addProduct(Vector(repeating: 1 / 720), sum, r)
  sum = addProduct(Vector(repeating: 1 / 120), sum, r)
  sum = addProduct(Vector(repeating: 1 / 24), sum, r)
  sum = addProduct(Vector(repeating: 1 / 6), sum, r)
  sum = addProduct(Vector(repeating: 0.5), sum, r)
  sum = addProduct(Vector(repeating: 1), sum, r)
  sum = addProduct(Vector(repeating: 1), sum, r)
  let power = unsafeBitCast(shifted, to: Bits.self) &<< 23
  return unsafeBitCast(unsafeBitCast(sum, to: Bits.self) &+ power, to: Vector.self)
}

/// silu(x) = x / (1 + e^-x).
@inline(__always)
func silu(_ x: Vector) -> Vector { x / (1 + exponential(-x)) }
