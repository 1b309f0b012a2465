// The network's functions on plain arrays of float64, each a line or a loop of the paper's
// formulas. Nothing here is fast, and nothing is shared with the fast engine.

internal import Platform

/// A vector.
typealias Vector = [Double]
/// Rows of vectors: (positions, D) for a state.
typealias Rows = [[Double]]

/// a + b, element by element.
func + (a: Rows, b: Rows) -> Rows { zip(a, b).map { zip($0, $1).map { $0 + $1 } } }

/// The transpose.
func transposed(_ a: Rows) -> Rows {
  guard let width = a.first?.count else { return [] }
  return (0..<width).map { column in a.map { $0[column] } }
}

/// w · x for w (out, in): a linear layer without bias.
func linear(_ w: Rows, _ x: Vector) -> Vector { w.map { dot($0, x) } }

/// Σ a b.
func dot(_ a: Vector, _ b: Vector) -> Double {
  var sum = 0.0
  for i in 0..<a.count { sum += a[i] * b[i] }
  return sum
}

/// x / √(mean x² + ε).
func norm(_ x: Vector, _ epsilon: Double) -> Vector {
  let mean = dot(x, x) / Double(x.count)
  return x.map { $0 / (mean + epsilon).squareRoot() }
}

/// down(silu(gate(x)) · up(x)); gate and up are one matrix, gate first.
func swiGLU(_ gateUp: Rows, _ down: Rows, _ x: Vector) -> Vector {
  let both = linear(gateUp, x)
  let half = both.count / 2
  return linear(down, (0..<half).map { both[$0] / (1 + exp(-both[$0])) * both[half + $0] })
}

/// e^x / Σ e^x.
func softmax(_ x: Vector) -> Vector {
  let top = x.max() ?? 0
  let powers = x.map { exp($0 - top) }
  let total = powers.reduce(0, +)
  return powers.map { $0 / total }
}

/// Pairs (i, i + h/2) of a head's vector rotated by their angles.
func rotated(_ x: Vector, by angles: Vector) -> Vector {
  let half = x.count / 2
  return (0..<x.count).map { i in
    let angle = angles[i % half]
    let other = i < half ? -x[i + half] : x[i - half]
    return x[i] * cos(angle) + other * sin(angle)
  }
}
