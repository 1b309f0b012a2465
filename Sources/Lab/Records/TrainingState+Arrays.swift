// A training state as arrays of a checkpoint and a member of its JSON.

package import Checkpoints
internal import Kernels
package import Network
package import Storage
package import Training
internal import Wording

extension TrainingState {
  private static let prefix = Checkpoint.optimizerPrefix

  /// What doesn't fit into arrays, for the checkpoint's JSON.
  package var json: JSON {
    .object(
      [
        .init("steps", .integer(configuration.steps)), .init("step", .integer(step)),
        .init("examples", .integer(examples)),
      ] + configuration.members
        + (hardWeights.isEmpty
          ? [] : [.init("hard-weights", .array(hardWeights.map { .float($0) }))]))
  }

  /// The arrays, named as a checkpoint's additions are.
  package func arrays(for network: Configuration) -> [NamedArray] {
    let (batch, positions) = (configuration.batchSize, network.sequence)
    func named(_ name: String, _ array: StoredArray) -> NamedArray {
      NamedArray(Self.prefix + name, array)
    }
    let floats = [
      ("raw", weights), ("mean", ema), ("first", firstMoment), ("second", secondMoment),
    ]
    let halves = generator.flatMap {
      [Int32(truncatingIfNeeded: $0), Int32(truncatingIfNeeded: $0 >> 32)]
    }
    return floats.map { named($0.0, StoredArray($0.1, shape: [$0.1.count])) }
      + zip(network.architecture.kinds, states).map {
        named($0.rawValue, StoredArray($1, shape: [batch, positions, network.width]))
      }
      + [("tokens", tokens), ("labels", labels)].map {
        named($0.0, StoredArray($0.1, shape: [batch, network.length]))
      }
      + [
        ("puzzles", puzzles), ("ages", stepsTaken), ("least-steps", minSteps),
        ("generator", halves),
      ]
      .map { named($0.0, StoredArray($0.1, shape: [$0.1.count])) }
  }

  /// The state that a checkpoint holds.
  ///
  /// - Throws: `TrainingError` naming what is missing or wrong.
  package init(json: JSON, arrays: [NamedArray], for network: Configuration) throws {
    func array(_ name: String) throws -> StoredArray {
      guard let found = arrays.first(where: { $0.name == Self.prefix + name }) else {
        throw TrainingError("it has no \(Self.prefix)\(name)")
      }
      return found.array
    }
    func floats(_ name: String) throws -> [Float] { try array(name).floats().array }
    func integers(_ name: String) throws -> [Int32] {
      guard let values = try array(name).integers() else {
        throw TrainingError("\(Self.prefix)\(name) doesn't hold whole numbers")
      }
      return try values.map {
        guard let value = Int32(exactly: $0) else {
          throw TrainingError("\(Self.prefix)\(name) holds \($0), which is too large")
        }
        return value
      }
    }
    guard let steps = json["steps"]?.integer, let step = json["step"]?.integer,
      let examples = json["examples"]?.integer
    else { throw TrainingError("its step is missing") }
    let halves = try integers("generator").map { UInt64(UInt32(bitPattern: $0)) }
    guard halves.count == 8 else {
      throw TrainingError(
        "\(Self.prefix)generator has \(counted(halves.count, "number")); expected 8")
    }
    let weights = try json["hard-weights"].map { try Self.hardWeights($0) } ?? []
    try self.init(
      configuration: TrainingConfiguration(json: json, steps: steps), step: step,
      examples: examples,
      generator: (0..<4).map { halves[2 * $0] | halves[2 * $0 + 1] << 32 },
      weights: floats("raw"), ema: floats("mean"), firstMoment: floats("first"),
      secondMoment: floats("second"),
      states: network.architecture.kinds.map { try floats($0.rawValue) },
      tokens: integers("tokens"), labels: integers("labels"),
      puzzles: integers("puzzles"), stepsTaken: integers("ages"), minSteps: integers("least-steps"),
      for: network)
    hardWeights = weights
  }

  /// The most kinds that a puzzle has.
  private static let mostKinds = 1000

  private static func hardWeights(_ json: JSON) throws -> [Double] {
    guard let values = json.array, values.count <= mostKinds else {
      throw TrainingError("the training's 'hard-weights' is invalid")
    }
    return try values.map {
      guard let weight = $0.double, (0...1).contains(weight) else {
        throw TrainingError("the training's 'hard-weights' has a number outside 0 to 1")
      }
      return weight
    }
  }
}
