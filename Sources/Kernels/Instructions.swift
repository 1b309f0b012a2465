// The vector kernels, chosen once at start: one table for each set of instructions, and one of
// plain loops that the tests hold the others against. No shapes are stored here.

internal import CProcessor
internal import Lanes
internal import LanesFused

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Float32 memory that a kernel writes.
public typealias Out = UnsafeMutablePointer<Float>
/// Float32 memory that a kernel reads.
public typealias In = UnsafePointer<Float>

/// One implementation of every vector kernel.
///
/// Arguments come as outputs, inputs, sizes. Matrices are row-major; `…Row` and `stride` are the
/// distance between rows in floats. Outputs are overwritten unless the comment says otherwise.
public struct Instructions: Sendable {
  /// The name: `naive`, `portable` or `fused`.
  public let name: String

  /// c (m, n) = a (m, k) · b (k, n): (c, cRow, a, aRow, aColumn, b, bRow, m, n, k, adding).
  ///
  /// Element (i, p) of a is `a[i * aRow + p * aColumn]`; `adding` adds to what c holds.
  public let product: @Sendable (Out, Int, In, Int, Int, In, Int, Int, Int, Int, Bool) -> Void
  /// The same with b packed: (c, cRow, a, aRow, aColumn, panels, m, n, k, adding).
  public let productPacked: @Sendable (Out, Int, In, Int, Int, In, Int, Int, Int, Bool) -> Void
  /// Packs w (n, k) as the b of `productPacked`, b = wᵀ: (panels, w, n, k).
  public let pack: @Sendable (Out, In, Int, Int) -> Void

  /// RMS norm of a + b over each row: (out, scale, a, b, rows, width, ε).
  public let normRows: @Sendable (Out, Out, In, In, Int, Int, Float) -> Void
  /// Its gradient, in place: (gradient, out, scale, rows, width).
  public let normRowsBackward: @Sendable (Out, In, In, Int, Int) -> Void
  /// RMS norm of a + b down each column: (out, scale, a, b, rows, width, ε).
  public let normColumns: @Sendable (Out, Out, In, In, Int, Int, Float) -> Void
  /// Its gradient, in place: (gradient, out, scale, rows, width).
  public let normColumnsBackward: @Sendable (Out, In, In, Int, Int) -> Void

  /// silu(gate) · up: (out, gate, up, rows, width, stride of gate and up).
  public let gate: @Sendable (Out, In, In, Int, Int, Int) -> Void
  /// Its gradient: (dgate, dup, dout, gate, up, rows, width, stride).
  public let gateBackward: @Sendable (Out, Out, In, In, In, Int, Int, Int) -> Void

  /// Attention of one head: (out, outStride, softmax (s, w), scratch (h, w), q, k, v, stride, s, h,
  /// scale), where w is s rounded up to a multiple of 16.
  ///
  public let attend: @Sendable (Out, Int, Out, Out, In, In, In, Int, Int, Int, Float) -> Void
  /// Its gradient: (dq, dk, dv, dout, outStride, softmax, scratch (s, w), scratch (h, w), q, k, v,
  /// stride, s, h, scale).
  public let attendBackward:
    @Sendable (
      Out, Out, Out, In, Int, In, Out, Out, In, In, In, Int, Int, Int, Float
    ) -> Void
  /// Rotary turn in place: (rows, stride, count, heads, h, cosine, sine, s, sign).
  public let turn: @Sendable (Out, Int, Int, Int, Int, In, In, Int, Float) -> Void

  /// out = a + b + c: (out, a, b, c, count).
  public let add: @Sendable (Out, In, In, In, Int) -> Void
  /// out += factor · a: (out, a, factor, count).
  public let addScaled: @Sendable (Out, In, Float, Int) -> Void
  /// out = keep · out + (1 - keep) · a: (out, a, keep, count).
  public let average: @Sendable (Out, In, Float, Int) -> Void
  /// An AdamW step: (w, m, v, g, count, β₁, β₂, shrink, step, correction, ε).
  public let adam:
    @Sendable (
      Out, Out, Out, In, Int, Float, Float, Float, Float, Float, Float
    ) -> Void

  /// 192 floating-point operations a round in registers, the most that a core can do: (rounds).
  public let peak: @Sendable (Int) -> Float
}

extension Instructions {
  /// For any processor.
  public static let portable = Instructions(
    name: "portable", product: Lanes.product, productPacked: Lanes.productPacked,
    pack: Lanes.pack, normRows: Lanes.normRows, normRowsBackward: Lanes.normRowsBackward,
    normColumns: Lanes.normColumns, normColumnsBackward: Lanes.normColumnsBackward,
    gate: Lanes.gate, gateBackward: Lanes.gateBackward, attend: Lanes.attend,
    attendBackward: Lanes.attendBackward, turn: Lanes.turn, add: Lanes.add,
    addScaled: Lanes.addScaled, average: Lanes.average, adam: Lanes.adam, peak: Lanes.peak)

  /// For processors with AVX2 and fused multiply-add; nil on others.
  public static let fused: Instructions? =
    trm_processor_is_fused()
    ? Instructions(
      name: "fused", product: LanesFused.product, productPacked: LanesFused.productPacked,
      pack: LanesFused.pack, normRows: LanesFused.normRows,
      normRowsBackward: LanesFused.normRowsBackward, normColumns: LanesFused.normColumns,
      normColumnsBackward: LanesFused.normColumnsBackward, gate: LanesFused.gate,
      gateBackward: LanesFused.gateBackward, attend: LanesFused.attend,
      attendBackward: LanesFused.attendBackward, turn: LanesFused.turn, add: LanesFused.add,
      addScaled: LanesFused.addScaled, average: LanesFused.average, adam: LanesFused.adam,
      peak: LanesFused.peak)
    : nil

  /// Every set that runs on this processor, the plain loops first.
  public static var all: [Instructions] { [naive, portable] + (fused.map { [$0] } ?? []) }

  /// The fastest set, or the one that the environment's `TRM_INSTRUCTIONS` names.
  public static let current: Instructions = {
    if let wanted = getenv("TRM_INSTRUCTIONS").map({ String(cString: $0) }),
      let found = all.first(where: { $0.name == wanted })
    {
      return found
    }
    return fused ?? portable
  }()
}
