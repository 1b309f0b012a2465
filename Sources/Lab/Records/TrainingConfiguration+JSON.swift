// A training's hyperparameters as JSON, to and from checkpoints.

internal import Kernels
package import Storage
package import Training

extension TrainingConfiguration {
  /// Keys that checkpoints of version 0.1 have.
  private static let formerKeys = [
    "lr": "rate", "min-lr-ratio": "floor", "optimizer": "optimiser", "weight-decay": "decay",
    "grad-clip": "clip", "ema": "average", "puzzle-lr": "puzzle-rate",
    "puzzle-weight-decay": "puzzle-decay",
  ]

  /// Every hyperparameter, under the names of the options of `train`.
  package var members: [JSON.Member] {
    [
      .init("depth", .integer(depth)), .init("cycles", .integer(cycles)),
      .init("inner", .integer(inner)), .init("loss", .string(loss.rawValue)),
      .init("batch", .integer(batchSize)), .init("lr", .float(learningRate)),
      .init("warmup", .integer(warmupSteps)), .init("min-lr-ratio", .float(minLearningRateRatio)),
      .init("optimizer", .string(optimizer.rawValue)),
      .init("weight-decay", .float(weightDecay)),
      .init("beta1", .float(beta1)), .init("beta2", .float(beta2)),
      .init("grad-clip", .float(gradientClip)),
      .init("ema", .float(emaDecay)), .init("puzzle-lr", .float(puzzleLearningRate)),
      .init("puzzle-weight-decay", .float(puzzleWeightDecay)), .init("halting", .bool(halting)),
      .init("exploration", .float(haltingExploration)), .init("noise", .float(stateNoise)),
      .init("scatter", .float(randomStartRatio)), .init("seed", .number(String(seed))),
    ] + hardMembers + (replayShare > 0 ? [.init("replay", .float(replayShare))] : [])
  }

  /// The same of hard kinds; none if none are drawn.
  private var hardMembers: [JSON.Member] {
    guard hardShare > 0 else { return [] }
    return [.init("hard", .float(hardShare))]
      + (mineEvery > 0
        ? [.init("mine-every", .integer(mineEvery)), .init("mine-count", .integer(mineCount))] : [])
  }

  /// The configuration that `members` came from, of `steps` steps.
  ///
  /// - Throws: `TrainingError` naming what is missing or wrong.
  package init(json: JSON, steps: Int) throws {
    func value<Result>(_ name: String, _ read: (JSON) -> Result?) throws -> Result {
      let found = json[name] ?? Self.formerKeys[name].flatMap { json[$0] }
      guard let result = found.flatMap(read) else {
        throw TrainingError("the training's '\(name)' is missing or invalid")
      }
      return result
    }
    func float(_ name: String) throws -> Float {
      try value(name) { if case .number(let text) = $0 { Float(text) } else { nil } }
    }
    func flag(_ name: String) throws -> Bool {
      try value(name) { $0 == .bool(true) ? true : $0 == .bool(false) ? false : nil }
    }
    self.init()
    self.steps = steps
    depth = try value("depth", \.integer)
    cycles = try value("cycles", \.integer)
    inner = try value("inner", \.integer)
    loss = try value("loss") { $0.string.flatMap { AnswerLoss(rawValue: $0) } }
    batchSize = try value("batch", \.integer)
    learningRate = try float("lr")
    warmupSteps = try value("warmup", \.integer)
    minLearningRateRatio = try float("min-lr-ratio")
    optimizer = try value("optimizer") { $0.string.flatMap { OptimizerKind(rawValue: $0) } }
    weightDecay = try float("weight-decay")
    beta1 = try float("beta1")
    beta2 = try float("beta2")
    gradientClip = try float("grad-clip")
    emaDecay = try float("ema")
    puzzleLearningRate = try float("puzzle-lr")
    puzzleWeightDecay = try float("puzzle-weight-decay")
    halting = try flag("halting")
    haltingExploration = try value("exploration", \.double)
    stateNoise = try float("noise")
    randomStartRatio = try value("scatter", \.double)
    seed = try value("seed") { if case .number(let text) = $0 { UInt64(text) } else { nil } }
    if json["hard"] != nil { hardShare = try value("hard", \.double) }
    if json["mine-every"] != nil { mineEvery = try value("mine-every", \.integer) }
    if json["mine-count"] != nil { mineCount = try value("mine-count", \.integer) }
    if json["replay"] != nil { replayShare = try value("replay", \.double) }
    try validate()
  }
}
