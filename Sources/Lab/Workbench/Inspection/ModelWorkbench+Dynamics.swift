// Where one question's states go in the long run, and what disturbances become.

internal import Language
package import Network
package import Puzzles

/// One question's states in the long run.
package struct DynamicsRecord: Sendable {
  /// A run beside the first one: how far apart after each step, the start first, and its answer.
  package typealias Twin = (distances: [[Double]], tokens: [Int32])

  /// How far one update moved its state.
  package struct Update: Sendable {
    package let moment: StateID
    package let change: Double
    package let relative: Double
  }

  package let question: Question
  package let puzzle: any Puzzle
  /// The depth that the settings give.
  package let usual: Int
  package let options: DynamicsOptions
  package let trajectory: Trajectory
  package let dynamics: Dynamics
  /// The run with noise on x, and that with noise on y and z at the start.
  package let x: Twin
  package let start: Twin
  /// The run of the question with another token.
  package let swap: (tokens: [Int32], run: Twin)?
  package let updates: [Update]
}

/// How long runs are followed, and the tolerance for equal states.
package struct DynamicsOptions: Sendable {
  /// The default depth, as a multiple of the usual one.
  package static let beyond = 4

  /// The relative change below which states count as the same.
  package let tolerance: Double
  /// The size of the noise relative to what it is added to.
  package let disturbance: Double

  package init(tolerance: Double, disturbance: Double) {
    self.tolerance = tolerance
    self.disturbance = disturbance
  }

  /// The same, as the dynamics take it.
  package var thresholds: Dynamics.Thresholds { Dynamics.Thresholds(tolerance: tolerance) }

  /// The floats that are kept for a question.
  package func floats(_ inference: InferenceOptions, _ network: Configuration) -> Double {
    Double(network.architecture.states.count) * Double(inference.depth + 1)
      * Double(network.sequence * network.width)
  }
}

extension ModelWorkbench {
  /// Follows one question's states, and repeats the run with disturbances.
  ///
  /// - Throws: `Diagnostic` if there isn't enough memory, or if it was interrupted.
  package func dynamics(
    of question: Question, _ inference: InferenceOptions, usual: Int, _ options: DynamicsOptions,
    swapping tokens: [Int32]?
  ) throws -> DynamicsRecord {
    let model = try requireModel()
    let c = model.weights.configuration
    try requireMemory(floats: options.floats(inference, c), hint: "use a smaller --depth")
    let questions = try self.tokens(of: question)
    let engine = try engine()
    guard let trajectory = Trajectory(questions, inference, on: engine, while: goesOn),
      let x = trajectory.distances(
        of: questions, inference, perturbed: .input(options.disturbance), on: engine, while: goesOn),
      let start = trajectory.distances(
        of: questions, inference, perturbed: .initialState(options.disturbance), on: engine,
        while: goesOn)
    else { throw Diagnostic.interrupted }
    let swap = try tokens.map { tokens in
      let run = trajectory.distances(
        of: try TokenBatch(tokens: tokens, puzzles: [question.puzzle], for: c), inference,
        perturbed: .none, on: engine, while: goesOn)
      guard let run else { throw Diagnostic.interrupted }
      return (tokens: tokens, run: run)
    }
    return DynamicsRecord(
      question: question, puzzle: model.puzzle, usual: usual, options: options,
      trajectory: trajectory,
      dynamics: Dynamics(
        trajectory, of: 0, answerRange: model.puzzle.answerRange, options.thresholds),
      x: x, start: start, swap: swap, updates: try changes(question, inference, trajectory))
  }

  /// How far each update moves its state.
  private func changes(
    _ question: Question, _ inference: InferenceOptions, _ trajectory: Trajectory
  ) throws -> [DynamicsRecord.Update] {
    var before = Dictionary(
      uniqueKeysWithValues: trajectory.architecture.kinds.map {
        ($0, Array(trajectory.state($0, of: 0, after: 0)))
      })
    var updates: [DynamicsRecord.Update] = []
    _ = try watch(
      question, inference,
      observer: { moment, values in
        guard let last = before[moment.kind] else { return true }
        let movement = StateDelta(from: last, to: values)
        updates.append(
          .init(moment: moment, change: movement.absolute, relative: movement.relative))
        before[moment.kind] = Array(values)
        return true
      })
    return updates
  }
}
