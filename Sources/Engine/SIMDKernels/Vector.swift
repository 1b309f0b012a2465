// How the kernels load, store and accumulate vectors of floats. The folder is built three times: as
// `SIMDKernels` for any processor, and through symbolic links as `SIMDKernelsAVX2` with AVX2 and
// fused multiply-add and as `SIMDKernelsAVX512` with AVX-512.

#if WIDE
  /// The floats of one register: sixteen.
  typealias Vector = SIMD16<Float>
  /// Their bits.
  typealias Bits = SIMD16<UInt32>
  /// Rows of a product's tile, which at two registers a row use the available registers.
  let tileRows = 8
#elseif FUSED && arch(x86_64)
  /// The floats of one register: eight.
  typealias Vector = SIMD8<Float>
  /// Their bits.
  typealias Bits = SIMD8<UInt32>
  /// Rows of a product's tile, which at two registers a row use the available registers.
  let tileRows = 6
#else
  /// The floats of one register: four.
  typealias Vector = SIMD4<Float>
  /// Their bits.
  typealias Bits = SIMD4<UInt32>
  #if FUSED
    /// Rows of a product's tile: a 64-bit ARM has 32 registers, and up to four units each of which
    /// needs four sums to be busy.
    let tileRows = 8
  #else
    /// Rows of a product's tile, which at two registers a row use the available registers.
    let tileRows = 6
  #endif
#endif

/// Columns of a panel of a packed matrix.
@inline(__always) var panelWidth: Int { 2 &* Vector.scalarCount }

/// Loads a vector from any address.
@inline(__always)
func load(_ from: UnsafePointer<Float>) -> Vector {
  UnsafeRawPointer(from).loadUnaligned(as: Vector.self)
}

/// The first `count` floats, followed by zeros.
@inline(__always)
func load(_ from: UnsafePointer<Float>, first count: Int) -> Vector {
  count >= Vector.scalarCount ? load(from) : loadPart(from, count)
}

/// Fewer floats than a vector, out of the way of whole ones.
@inline(never)
private func loadPart(_ from: UnsafePointer<Float>, _ count: Int) -> Vector {
  var value = Vector.zero
  for lane in 0..<count { value[lane] = from[lane] }
  return value
}

/// Stores a vector to any address.
@inline(__always)
func store(_ value: Vector, _ to: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(to).storeBytes(of: value, as: Vector.self)
}

/// Stores the first `count` floats of a vector.
@inline(__always)
func store(_ value: Vector, _ to: UnsafeMutablePointer<Float>, first count: Int) {
  if count >= Vector.scalarCount {
    store(value, to)
  } else {
    storePart(value, to, count)
  }
}

/// Fewer floats than a vector, out of the way of whole ones.
@inline(never)
private func storePart(_ value: Vector, _ to: UnsafeMutablePointer<Float>, _ count: Int) {
  for lane in 0..<count { to[lane] = value[lane] }
}

/// Calls `body` with the start and size of consecutive groups of `count` floats: whole vectors,
/// then the remainder.
///
/// A long body is a local function marked `@inline(__always)`: a closure of more than a few lines
/// would be called for every vector.
@inline(__always)
func groups(of count: Int, _ body: (_ at: Int, _ size: Int) -> Void) {
  var at = 0
  while at &+ Vector.scalarCount <= count {
    body(at, Vector.scalarCount)
    at &+= Vector.scalarCount
  }
  if at < count { body(at, count &- at) }
}

/// sum + a · b, fused if the processor supports it.
@inline(__always)
func addProduct(_ sum: Vector, _ a: Vector, _ b: Vector) -> Vector {
  #if FUSED || WIDE
    sum.addingProduct(a, b)
  #else
    sum + a * b
  #endif
}

/// Reduces a vector to two floats, pairwise.
@inline(__always)
private func fold(
  _ value: Vector, _ eight: (SIMD8<Float>, SIMD8<Float>) -> SIMD8<Float>,
  _ four: (SIMD4<Float>, SIMD4<Float>) -> SIMD4<Float>,
  _ two: (SIMD2<Float>, SIMD2<Float>) -> SIMD2<Float>
) -> SIMD2<Float> {
  #if WIDE
    let half = eight(value.lowHalf, value.highHalf)
    let quarter = four(half.lowHalf, half.highHalf)
  #elseif FUSED && arch(x86_64)
    let quarter = four(value.lowHalf, value.highHalf)
  #else
    let quarter = value
  #endif
  return two(quarter.lowHalf, quarter.highHalf)
}

/// The sum of a vector's floats.
@inline(__always)
func horizontalSum(_ value: Vector) -> Float {
  let two = fold(value, { $0 + $1 }, { $0 + $1 }, { $0 + $1 })
  return two[0] + two[1]
}

/// The largest of a vector's floats.
@inline(__always)
func horizontalMaximum(_ value: Vector) -> Float {
  let two = fold(
    value, { $0.replacing(with: $1, where: $1 .> $0) }, { $0.replacing(with: $1, where: $1 .> $0) },
    { $0.replacing(with: $1, where: $1 .> $0) })
  return two[1] > two[0] ? two[1] : two[0]
}

/// e^x with a relative error of at most 4e-7 for |x| ≤ 87, clamped beyond; e^NaN is NaN.
///
/// x = n · ln 2 + r with |r| ≤ 0.35; e^r is approximated by the minimax polynomial of degree 5,
/// with a relative error of at most 9.2e-8; n is added to the exponent's bits. Adding 1.5 · 2²³
/// rounds to n and leaves n in the low bits. Without fused multiply-add r is less exact: the
/// relative error is at most 6e-6.
@inline(__always)
func exponential(_ x: Vector) -> Vector {
  let below = x.replacing(with: 87, where: x .> 87)
  let bounded = below.replacing(with: -87, where: below .< -87)
  let magic = Vector(repeating: 12_582_912)
  let shifted = addProduct(magic, bounded, Vector(repeating: 1.442_695_04))
  let n = shifted - magic
  let r = addProduct(bounded, n, Vector(repeating: -0.693_147_18))
  var sum = Vector(repeating: 0.008_290_306)
  sum = addProduct(Vector(repeating: 0.041_897_975), sum, r)
  sum = addProduct(Vector(repeating: 0.166_676_37), sum, r)
  sum = addProduct(Vector(repeating: 0.499_991_51), sum, r)
  sum = addProduct(Vector(repeating: 0.999_999_7), sum, r)
  sum = addProduct(Vector(repeating: 1), sum, r)
  let power = unsafeBitCast(shifted, to: Bits.self) &<< 23
  return unsafeBitCast(unsafeBitCast(sum, to: Bits.self) &+ power, to: Vector.self)
}

/// silu(x) = x / (1 + e^-x).
@inline(__always)
func silu(_ x: Vector) -> Vector { x / (1 + exponential(-x)) }
