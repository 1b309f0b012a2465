// Workbenches with small untrained models, made in memory: no terminal, no process, no text.

import Kernels
import Network
import Puzzles
import Settings
import Workbench

/// Collects what a workbench tells.
final class Recorder: Reporter, ProgressReporter {
  var notes: [String] = []
  var titles: [String] = []
  var done: [Int] = []
  var showsNotes: Bool { true }
  func note(_ text: String) { notes.append(text) }
  func beginProgress(_ title: String, total: Int) -> any ProgressReporter {
    titles.append(title)
    return self
  }
  func report(_ done: Int, _ detail: () -> ProgressDetail) { self.done.append(done) }
  func finish() {}
}

enum Tiny {
  /// An untrained model for sums of up to two digits.
  static func model(seed: UInt64 = 1, depth: Int = 3) throws -> LoadedModel {
    let puzzle = try PuzzleList.make(
      name: "arithmetic", options: ["digits": "2", "operators": "+"])
    let network = Configuration(
      vocabulary: puzzle.vocabulary.count, length: puzzle.length, width: 16, layers: 1,
      innerWidth: 32, mixing: .attention, heads: 2, positions: .rotary, rotaryBase: 100, inner: 2,
      cycles: 2, depth: depth)
    return try LoadedModel(
      weights: Weights.initial(network, seed: seed), puzzle: puzzle, name: "tiny", path: nil)
  }

  /// A workbench with that model.
  static func workbench(
    _ reporter: any Reporter = SilentReporter(), seed: UInt64 = 1,
    goesOn: @escaping @Sendable () -> Bool = { true }
  ) throws -> ModelWorkbench {
    let workbench = ModelWorkbench(reporter: reporter, goesOn: goesOn)
    workbench.models.replace(by: try model(seed: seed), cause: "new")
    return workbench
  }
}

extension ModelWorkbench {
  /// The weights of the model in memory.
  var values: [Float] { (try? requireModel().weights.values.array) ?? [] }

  /// The current inference options.
  func options() throws -> InferenceOptions {
    settings.inferenceOptions(try requireModel().weights.configuration)
  }
}
