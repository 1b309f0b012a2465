// The list of parameters (name, shape, offset) over one flat buffer. Weights, gradients, both
// moments and the average share this layout, so that operations on them are single loops.

/// One parameter: its official key, its shape and its position in the flat buffer.
package struct Parameter: Equatable, Sendable {
  /// The kind of a parameter, which decides its initialization and whether it is trained.
  package enum Role: Equatable, Sendable {
    /// A matrix of a layer, (out, in).
    case matrix
    /// A table of token, position or puzzle embeddings.
    case table
    /// The answer head's or the halting head's matrix.
    case head
    /// A bias.
    case bias
    /// y₀ or z₀: drawn once, never trained.
    case start
  }

  /// The official name without any prefix: `L_level.layers.0.mlp.down_proj.weight`.
  package let key: String
  /// Rows first, as stored: (out, in) for matrices.
  package let shape: [Int]
  /// The first float's index in the flat buffer.
  package let offset: Int
  /// Its kind.
  package let role: Role

  /// The number of floats.
  package var count: Int { shape.reduce(1, *) }
  /// The floats' indices in the flat buffer.
  package var range: Range<Int> { offset..<offset + count }
  /// Whether the optimizer updates it.
  package var isTrained: Bool { role != .start }
}

/// Every parameter of a network, in the order of the flat buffer: sorted by key, as in safetensors.
package struct ParameterTable: Equatable, Sendable {
  /// The parameters in order.
  package let parameters: [Parameter]
  /// The number of floats in the flat buffer.
  package let count: Int

  /// The parameter with an official key, or nil.
  package subscript(key: String) -> Parameter? { parameters.first { $0.key == key } }

  /// The parameters of a valid configuration.
  package init(_ configuration: Configuration) {
    if configuration.mixing == .cell {
      self.init(Self.ofCell(configuration))
      return
    }
    let (d, v, i) = (configuration.width, configuration.vocabulary, configuration.innerWidth)
    let s = configuration.sequence
    var list: [(String, [Int], Parameter.Role)] = [
      ("embed_tokens.embedding_weight", [v, d], .table),
      ("lm_head.weight", [v, d], .head),
      ("q_head.weight", [2, d], .head), ("q_head.bias", [2], .bias),
    ]
    let architecture = configuration.architecture
    list += architecture.states.map { ($0.startKey, [d], .start) }
    if configuration.positions == .learned {
      list.append(("embed_pos.embedding_weight", [s, d], .table))
    }
    if configuration.puzzleWidth > 0 {
      let shape = [configuration.puzzles, configuration.puzzleWidth]
      list.append(("puzzle_emb.weights", shape, .table))
    }
    let names = architecture.modules.enumerated().flatMap { module, key in
      (0..<configuration.layers(of: module)).map { "\(key).layers.\($0)." }
    }
    for name in names {
      switch configuration.mixing {
      case .attention:
        list.append((name + "self_attn.qkv_proj.weight", [3 * d, d], .matrix))
        list.append((name + "self_attn.o_proj.weight", [d, d], .matrix))
      case .cell: preconditionFailure("a cell has no layers")
      case .mixer:
        let m = configuration.mixerWidth
        list.append((name + "mlp_t.gate_up_proj.weight", [2 * m, s], .matrix))
        list.append((name + "mlp_t.down_proj.weight", [s, m], .matrix))
      }
      list.append((name + "mlp.gate_up_proj.weight", [2 * i, d], .matrix))
      list.append((name + "mlp.down_proj.weight", [d, i], .matrix))
    }
    self.init(list)
  }

  /// The parameters of a cell: fc1 of x, y and z; fc_y and fc_z of its output.
  private static func ofCell(_ c: Configuration) -> [(String, [Int], Parameter.Role)] {
    let (d, v) = (c.width, c.vocabulary)
    return [
      ("fc1.weight", [d, 2 * d + v], .matrix), ("fc1.bias", [d], .bias),
      ("fc_y.weight", [v, d], .matrix), ("fc_y.bias", [v], .bias),
      ("fc_z.weight", [d, d], .matrix), ("fc_z.bias", [d], .bias),
    ]
  }

  /// The parameters of a list, sorted by key.
  private init(_ list: [(String, [Int], Parameter.Role)]) {
    var offset = 0
    parameters = list.sorted { $0.0 < $1.0 }.map { key, shape, role in
      let parameter = Parameter(key: key, shape: shape, offset: offset, role: role)
      offset += parameter.count
      return parameter
    }
    count = offset
  }
}

extension ParameterTable {
  /// The offset of the parameter with an official key; traps if there is none.
  func offset(_ key: String) -> Int {
    guard let parameter = self[key] else { preconditionFailure("no parameter is named \(key)") }
    return parameter.offset
  }
}
