// The angles of the rotary position embedding (arXiv:2104.09864), in the rotate-half layout.

internal import Kernels
internal import Platform

/// cos and sin of position · θ^(-2i / h) for each position and pair i of a head of width h.
///
/// Shapes: (S, h/2). Positions are counted from the start of the prefix.
struct Rotary {
  let cosine: Out
  let sine: Out

  init(_ configuration: Configuration, in arena: Arena) {
    let half = configuration.headWidth / 2
    cosine = arena.take(configuration.sequence * half)
    sine = arena.take(configuration.sequence * half)
    for position in 0..<configuration.sequence {
      for i in 0..<half {
        let angle = Rotary.angle(position: position, pair: i, configuration)
        cosine[position * half + i] = Float(cos(angle))
        sine[position * half + i] = Float(sin(angle))
      }
    }
  }

  /// The angle in radians by which pair `pair` of a head is rotated at `position`.
  static func angle(position: Int, pair: Int, _ configuration: Configuration) -> Double {
    let exponent = Double(2 * pair) / Double(configuration.headWidth)
    return Double(position) / pow(Double(configuration.rotaryBase), exponent)
  }
}
