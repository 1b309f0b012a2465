// A training's recipe as JSON, to and from checkpoints.

internal import Checkpoints
internal import Kernels
internal import Storage
internal import Training

extension Recipe {
  /// Every number of the recipe, under the names of the options of `train`.
  var members: [JSON.Member] {
    [
      .init("depth", .integer(depth)), .init("cycles", .integer(cycles)),
      .init("inner", .integer(inner)), .init("loss", .string(loss.rawValue)),
      .init("batch", .integer(batch)), .init("rate", .float(rate)),
      .init("warmup", .integer(warmup)), .init("floor", .float(floor)),
      .init("optimiser", .string(optimiser.rawValue)), .init("decay", .float(decay)),
      .init("beta1", .float(beta1)), .init("beta2", .float(beta2)), .init("clip", .float(clip)),
      .init("average", .float(average)), .init("puzzle-rate", .float(puzzleRate)),
      .init("puzzle-decay", .float(puzzleDecay)), .init("halting", .bool(halting)),
      .init("exploration", .float(exploration)), .init("noise", .float(noise)),
      .init("scatter", .float(scatter)), .init("seed", .number(String(seed))),
    ]
  }

  /// The recipe that `members` came from, of so many steps.
  ///
  /// - Throws: `TrainingError` naming what is missing or wrong.
  init(json: JSON, steps: Int) throws {
    func value<Result>(_ name: String, _ read: (JSON) -> Result?) throws -> Result {
      guard let result = json[name].flatMap(read) else {
        throw TrainingError("its recipe has no '\(name)' that can be used")
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
    batch = try value("batch", \.integer)
    rate = try float("rate")
    warmup = try value("warmup", \.integer)
    floor = try float("floor")
    optimiser = try value("optimiser") { $0.string.flatMap { OptimiserKind(rawValue: $0) } }
    decay = try float("decay")
    beta1 = try float("beta1")
    beta2 = try float("beta2")
    clip = try float("clip")
    average = try float("average")
    puzzleRate = try float("puzzle-rate")
    puzzleDecay = try float("puzzle-decay")
    halting = try flag("halting")
    exploration = try value("exploration", \.double)
    noise = try float("noise")
    scatter = try value("scatter", \.double)
    seed = try value("seed") { if case .number(let text) = $0 { UInt64(text) } else { nil } }
    try validate()
  }
}
