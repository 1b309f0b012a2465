// The network as the paper's pseudocode (arXiv:2510.04871, figure 3) writes it: slow, plain, in
// float64. Tests compare the fast engine with it.

internal import Kernels

/// One network's weights as named rows, and the paper's functions of them.
struct ReferenceNetwork {
  let configuration: Configuration
  private let weights: Weights
  private let rows: [String: Rows]

  init(_ weights: Weights) {
    configuration = weights.configuration
    self.weights = weights
    var rows: [String: Rows] = [:]
    for parameter in weights.table.parameters where parameter.key != Self.puzzles {
      let width = parameter.shape.last ?? 1
      let values = weights.values.base + parameter.offset
      rows[parameter.key] = stride(from: 0, to: parameter.count, by: width).map { start in
        (start..<start + width).map { Double(values[$0]) }
      }
    }
    self.rows = rows
  }

  /// The puzzle embeddings: a question needs one row, and there may be very many.
  private static let puzzles = "puzzle_emb.weights"

  private func puzzle(_ number: Int32) -> Vector {
    let width = configuration.puzzleWidth
    guard width > 0 else { return [] }
    let row = weights.pointer(Self.puzzles) + Int(number) * width
    return (0..<width).map { Double(row[$0]) }
  }

  private func weight(_ key: String) -> Rows {
    guard let found = rows[key] else { preconditionFailure("no parameter is named \(key)") }
    return found
  }

  /// The start of a state: the same vector at each position.
  func start(_ key: String) -> Rows {
    Rows(repeating: weight(key)[0], count: configuration.sequence)
  }

  /// x: the embedded question.
  func embed(_ tokens: [Int32], puzzle: Int32) -> Rows {
    let d = configuration.width
    var h = Rows()
    if configuration.prefix > 0 {
      var flat = self.puzzle(puzzle)
      flat += Vector(repeating: 0, count: configuration.prefix * d - flat.count)
      h = (0..<configuration.prefix).map { Vector(flat[$0 * d..<($0 + 1) * d]) }
    }
    h += tokens.map { weight("embed_tokens.embedding_weight")[Int($0)] }
    if configuration.positions == .learned {
      h = (h + weight("embed_pos.embedding_weight")).map { $0.map { $0 / 2.0.squareRoot() } }
    }
    return h.map { $0.map { $0 * Double(d).squareRoot() } }
  }

  /// net(h) of a module: in each layer, attention or a mixer across positions, then a swiGLU at each
  /// position.
  func net(_ h: Rows, module: Int) -> Rows {
    let epsilon = Double(configuration.epsilon)
    var h = h
    for layer in 0..<configuration.layers(of: module) {
      let name = "\(configuration.architecture.modules[module]).layers.\(layer)."
      switch configuration.mixing {
      case .cell: preconditionFailure("a cell has no layers")
      case .attention:
        h = (h + attention(h, name)).map { norm($0, epsilon) }
      case .mixer:
        let (gateUp, down) = (
          weight(name + "mlp_t.gate_up_proj.weight"), weight(name + "mlp_t.down_proj.weight")
        )
        let turned = transposed(h)
        h = transposed(
          (turned + turned.map { swiGLU(gateUp, down, $0) }).map { norm($0, epsilon) })
      }
      let (gateUp, down) = (
        weight(name + "mlp.gate_up_proj.weight"), weight(name + "mlp.down_proj.weight")
      )
      h = (h + h.map { swiGLU(gateUp, down, $0) }).map { norm($0, epsilon) }
    }
    return h
  }

  /// Attention, head by head.
  private func attention(_ h: Rows, _ name: String) -> Rows {
    let (d, w) = (configuration.width, configuration.headWidth)
    let mixed = h.map { linear(weight(name + "self_attn.qkv_proj.weight"), $0) }
    var heads = Rows(repeating: [], count: h.count)
    for head in 0..<configuration.heads {
      func part(_ index: Int) -> Rows {
        mixed.map { Vector($0[index * d + head * w..<index * d + (head + 1) * w]) }
      }
      var (q, k, v) = (part(0), part(1), part(2))
      if configuration.positions == .rotary {
        let angles = (0..<h.count).map { position in
          (0..<w / 2).map { Rotary.angle(position: position, pair: $0, configuration) }
        }
        q = zip(q, angles).map { rotated($0, by: $1) }
        k = zip(k, angles).map { rotated($0, by: $1) }
      }
      let values = transposed(v)
      for i in 0..<h.count {
        let weights = softmax(
          k.enumerated().map { j, key in
            configuration.attends(to: j, from: i, head: head)
              ? dot(q[i], key) / Double(w).squareRoot() : -.infinity
          })
        heads[i] += values.map { dot(weights, $0) }
      }
    }
    return heads.map { linear(weight(name + "self_attn.o_proj.weight"), $0) }
  }

  /// The answer's logits at each token: (L, V).
  func answer(_ y: Rows) -> Rows {
    y[configuration.prefix...].map { linear(weight("lm_head.weight"), $0) }
  }

  /// The halting logits: halt, continue.
  func halting(_ y: Rows) -> Vector {
    zip(linear(weight("q_head.weight"), y[0]), weight("q_head.bias").flatMap { $0 }).map { $0 + $1 }
  }
}
