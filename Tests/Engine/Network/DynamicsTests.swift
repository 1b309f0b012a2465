// Dynamics of hand-made sequences, where everything is known, and of networks.

import Foundation
import Kernels
import Network
import Testing

@Suite struct DynamicsTests {
  /// One number as y and as z, step by step; the answer is whether it is above 1.
  private func dynamics(
    _ values: [Float], _ thresholds: Dynamics.Thresholds = .init()
  ) -> Dynamics {
    let trajectory = Trajectory(
      [values.map { _ in [1] }, values.map { [$0] }],
      tokens: values.dropFirst().map { [$0 > 1 ? 1 : 0] })
    return Dynamics(trajectory, of: 0, answerRange: 0..<1, thresholds)
  }

  @Test("steps that halve converge with a contraction rate of 1/2")
  func contraction() throws {
    // z_s = 2 + 2^(1 - s): the change at step s is 2^(1 - s), below 0.001 · 2 from s = 10 on.
    let found = dynamics((0...16).map { 2 + Float(pow(2, 1 - Double($0))) })
    #expect(found.regime == .converged && found.convergenceStep == 10)
    #expect(abs(try #require(found.rate) - 0.5) < 1e-3)
    #expect(found.changesOfZ[0] == 1 && found.changesOfZ[1] == 0.5 && found.changesOfY[0] == 0)
    #expect(found.ratios[0] == 0.5 && found.ratios.count == 15)
    #expect(found.answerStep == 1)
    // Seen for six steps only, it is on its trajectory.
    let early = dynamics((0...6).map { 2 + Float(pow(2, 1 - Double($0))) })
    #expect(early.regime == .converging && early.convergenceStep == nil)
  }

  @Test("a repeating sequence oscillates with its shortest period")
  func cycles() {
    let two = dynamics((0...12).map { $0.isMultiple(of: 2) ? 1 : 2 })
    #expect(two.regime == .oscillating(2) && two.convergenceStep == nil)
    // The answer is 0 at even steps, of which the last is one.
    #expect(two.answerStep == 12)
    let three = dynamics((0...12).map { [1, 2, 4][$0 % 3] })
    #expect(three.regime == .oscillating(3))
    // Six steps are too few for two periods of three.
    #expect(dynamics((0...6).map { [1, 2, 4][$0 % 3] }).regime == .aperiodic)
    let loose = dynamics([1, 2, 4, 1.05, 2, 4, 1, 2, 4, 1.05], .init(tolerance: 0.1))
    #expect(loose.regime == .oscillating(3))
  }

  @Test("other sequences are aperiodic, or nonfinite with NaN")
  func others() {
    let odd: [Float] = [1, 2, 1.3, 2.9, 1.1, 3.7, 2.2, 5, 1.7, 6.1, 3, 9, 4]
    #expect(dynamics(odd).regime == .aperiodic)
    #expect(dynamics([1, 2, .nan, 2, 3]).regime == .nonfinite)
    #expect(dynamics([1, 1]).regime == .converged && dynamics([1, 1]).rate == nil)
  }

  @Test("the exponent is the slope between the resolution of float32 and 1/3")
  func exponents() throws {
    let growing = (0...8).map { 1e-5 * exp(0.5 * Double($0)) }
    #expect(abs(try #require(Dynamics.exponent(of: growing)) - 0.5) < 1e-9)
    // Values after it has grown large don't count.
    #expect(abs(try #require(Dynamics.exponent(of: growing + [0.5, 0.6, 0.1])) - 0.5) < 1e-9)
    #expect(Dynamics.exponent(of: [1e-3, 1e-3]) == nil)
    #expect(Dynamics.exponent(of: [0, 0, 0, 0, 0]) == nil)
  }

  @Test(
    "a trajectory matches runs of each depth; perturbed runs start at a distance",
    arguments: Kind.all + Kind.relatives)
  func trajectories(kind: Kind) throws {
    let weights = try kind.weights(seed: 3)
    let questions = try kind.questions(3, seed: 4)
    let options = InferenceOptions(kind.configuration)
    for engine in [FastEngine(weights, capacity: 3), ReferenceEngine(weights)] as [any Engine] {
      let trajectory = try #require(Trajectory(questions, options, on: engine))
      #expect(trajectory.depth == options.depth)
      for depth in 1...options.depth {
        var shallow = options
        shallow.depth = depth
        let results = try #require(InferenceRun(engine, shallow).answer(questions))
        for sequence in 0..<3 {
          #expect(Array(trajectory.tokens(of: sequence, after: depth)) == results[sequence].tokens)
        }
        for state in engine.architecture.kinds {
          let all = (0..<3).flatMap { trajectory.state(state, of: $0, after: depth) }
          #expect(Array(engine.state(state)) == all)
        }
      }
      let same = try #require(
        trajectory.distances(of: questions, options, perturbed: .none, on: engine))
      #expect(same.distances.allSatisfy { $0.allSatisfy { $0 == 0 } })
      let start = try #require(
        trajectory.distances(of: questions, options, perturbed: .initialState(1e-3), on: engine))
      #expect(start.distances.allSatisfy { $0[0] > 1e-4 && $0[0] < 1e-2 })
      let x = try #require(
        trajectory.distances(of: questions, options, perturbed: .input(1e-3), on: engine))
      #expect(x.distances.allSatisfy { $0[0] == 0 && $0[1] > 0 && $0[1] < 0.1 })
    }
    #expect(
      Trajectory(questions, options, on: FastEngine(weights, capacity: 3), while: { false }) == nil)
  }

  @Test("points on a line have one component")
  func line() {
    // Four points along (3, 4) / 5 at -3, -1, 1, 3, around (1, 1).
    let points = [-3, -1, 1, 3].map { (t: Float) in [1 + t * 0.6, 1 + t * 0.8] }
    let found = PrincipalComponents(points, count: 2)
    #expect(found.shares.count == 1 && abs(found.shares[0] - 1) < 1e-12)
    #expect(zip(found.scores, [-3.0, -1, 1, 3]).allSatisfy { abs($0[0] - $1) < 1e-6 })
    #expect(PrincipalComponents([[2, 2], [2, 2]], count: 2).shares.isEmpty)
    #expect(PrincipalComponents([[2, 2]], count: 1).scores == [[]])
  }

  @Test("components are uncorrelated, sorted and complete")
  func components() {
    var generator = SeededGenerator(seed: 9)
    // Twelve dimensions of widths 12, 11, 10 and so on.
    let points = (0..<200).map { _ in
      (0..<12).map { Float((generator.uniform() - 0.5) * Double(12 - $0)) }
    }
    let found = PrincipalComponents(points, count: 12)
    #expect(found.shares.count == 12 && abs(found.shares.reduce(0, +) - 1) < 1e-9)
    #expect(zip(found.shares, found.shares.dropFirst()).allSatisfy { $0 >= $1 })
    for i in 0..<12 {
      for j in 0..<i {
        #expect(abs(found.scores.reduce(0) { $0 + $1[i] * $1[j] }) < 1e-3)
      }
    }
    // Orthonormal directions keep distances.
    for (one, other) in [(0, 1), (17, 42), (199, 3)] {
      let before = zip(points[one], points[other]).reduce(0) {
        $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1))
      }
      let after = zip(found.scores[one], found.scores[other]).reduce(0) {
        $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
      }
      #expect(abs(before - after) < 1e-5 * before)
    }
    let two = PrincipalComponents(points, count: 2)
    #expect(zip(two.shares, found.shares).allSatisfy { abs($0 - $1) < 1e-6 })
  }
}
