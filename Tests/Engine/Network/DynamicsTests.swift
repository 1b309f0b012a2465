// Dynamics of sequences made by hand, where everything is known, and of networks.

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
      ys: values.map { _ in [1] }, zs: values.map { [$0] },
      tokens: values.dropFirst().map { [$0 > 1 ? 1 : 0] })
    return Dynamics(trajectory, of: 0, asked: 0..<1, thresholds)
  }

  @Test("what halves its way at each step comes to rest at the rate of a half")
  func contraction() throws {
    // z_s = 2 + 2^(1 - s): the change at step s is 2^(1 - s), below 0.001 · 2 from s = 10 on.
    let found = dynamics((0...16).map { 2 + Float(pow(2, 1 - Double($0))) })
    #expect(found.regime == .converged && found.settled == 10)
    #expect(abs(try #require(found.rate) - 0.5) < 1e-3)
    #expect(found.changesOfZ[0] == 1 && found.changesOfZ[1] == 0.5 && found.changesOfY[0] == 0)
    #expect(found.ratios[0] == 0.5 && found.ratios.count == 15)
    #expect(found.answered == 1)
    // Seen for six steps only, it is on its way.
    let early = dynamics((0...6).map { 2 + Float(pow(2, 1 - Double($0))) })
    #expect(early.regime == .converging && early.settled == nil)
  }

  @Test("what comes back is a cycle of the fewest steps after which it does")
  func cycles() {
    let two = dynamics((0...12).map { $0.isMultiple(of: 2) ? 1 : 2 })
    #expect(two.regime == .oscillating(2) && two.settled == nil)
    // The answer is 0 at even steps, of which the last is one.
    #expect(two.answered == 12)
    let three = dynamics((0...12).map { [1, 2, 4][$0 % 3] })
    #expect(three.regime == .oscillating(3))
    // Six steps are too few to see three of them come round twice.
    #expect(dynamics((0...6).map { [1, 2, 4][$0 % 3] }).regime == .aperiodic)
    let loose = dynamics([1, 2, 4, 1.05, 2, 4, 1, 2, 4, 1.05], .init(within: 0.1))
    #expect(loose.regime == .oscillating(3))
  }

  @Test("what does neither wanders, and what is no number is broken")
  func others() {
    let odd: [Float] = [1, 2, 1.3, 2.9, 1.1, 3.7, 2.2, 5, 1.7, 6.1, 3, 9, 4]
    #expect(dynamics(odd).regime == .aperiodic)
    #expect(dynamics([1, 2, .nan, 2, 3]).regime == .nonfinite)
    #expect(dynamics([1, 1]).regime == .converged && dynamics([1, 1]).rate == nil)
  }

  @Test("the exponent is the slope between what float32 resolves and a third")
  func exponents() throws {
    let growing = (0...8).map { 1e-5 * exp(0.5 * Double($0)) }
    #expect(abs(try #require(Dynamics.exponent(of: growing)) - 0.5) < 1e-9)
    // What comes after it has grown large doesn't count.
    #expect(abs(try #require(Dynamics.exponent(of: growing + [0.5, 0.6, 0.1])) - 0.5) < 1e-9)
    #expect(Dynamics.exponent(of: [1e-3, 1e-3]) == nil)
    #expect(Dynamics.exponent(of: [0, 0, 0, 0, 0]) == nil)
  }

  @Test("a trajectory is what runs of each depth end with; twins start apart", arguments: Kind.all)
  func trajectories(kind: Kind) throws {
    let weights = try kind.weights(seed: 3)
    let questions = try kind.questions(3, seed: 4)
    let effort = InferenceOptions(kind.configuration)
    for engine in [FastEngine(weights, capacity: 3), ReferenceEngine(weights)] as [any Engine] {
      let way = try #require(Trajectory(questions, effort, on: engine))
      #expect(way.depth == effort.depth && way.zs.count == effort.depth + 1)
      for depth in 1...effort.depth {
        var shallow = effort
        shallow.depth = depth
        let outcomes = try #require(InferenceRun(engine, shallow).answer(questions))
        for sequence in 0..<3 {
          #expect(Array(way.tokens(of: sequence, after: depth)) == outcomes[sequence].tokens)
        }
        #expect(Array(engine.z) == way.zs[depth] && Array(engine.y) == way.ys[depth])
      }
      let same = try #require(way.distances(of: questions, effort, changed: .none, on: engine))
      #expect(same.distances.allSatisfy { $0.allSatisfy { $0 == 0 } })
      let start = try #require(
        way.distances(of: questions, effort, changed: .start(1e-3), on: engine))
      #expect(start.distances.allSatisfy { $0[0] > 1e-4 && $0[0] < 1e-2 })
      let x = try #require(
        way.distances(of: questions, effort, changed: .question(1e-3), on: engine))
      #expect(x.distances.allSatisfy { $0[0] == 0 && $0[1] > 0 && $0[1] < 0.1 })
    }
    #expect(
      Trajectory(questions, effort, on: FastEngine(weights, capacity: 3), while: { false }) == nil)
  }

  @Test("components of points on a line are the line; shares and scores are known")
  func line() {
    // Four points along (3, 4) / 5 at -3, -1, 1, 3, around (1, 1).
    let points = [-3, -1, 1, 3].map { (t: Float) in [1 + t * 0.6, 1 + t * 0.8] }
    let found = PrincipalComponents(points, count: 2)
    #expect(found.axes.count == 1 && abs(found.shares[0] - 1) < 1e-12)
    #expect(abs(found.axes[0][0] - 0.6) < 1e-6 && abs(found.axes[0][1] - 0.8) < 1e-6)
    #expect(zip(found.scores, [-3.0, -1, 1, 3]).allSatisfy { abs($0[0] - $1) < 1e-6 })
    #expect(PrincipalComponents([[2, 2], [2, 2]], count: 2).axes.isEmpty)
    #expect(PrincipalComponents([[2, 2]], count: 1).scores == [[]])
  }

  @Test("components are orthonormal, in order, and leave out nothing but what is left")
  func components() {
    var generator = SeededGenerator(seed: 9)
    // Twelve dimensions of spreads 12, 11, 10 and so on.
    let points = (0..<200).map { _ in
      (0..<12).map { Float((generator.uniform() - 0.5) * Double(12 - $0)) }
    }
    let found = PrincipalComponents(points, count: 12)
    #expect(found.axes.count == 12 && abs(found.shares.reduce(0, +) - 1) < 1e-9)
    #expect(zip(found.shares, found.shares.dropFirst()).allSatisfy { $0 >= $1 })
    for (i, a) in found.axes.enumerated() {
      for (j, b) in found.axes.enumerated() {
        let product = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product - (i == j ? 1 : 0)) < 1e-9)
        // Scores of two directions don't go together.
        let together = found.scores.reduce(0) { $0 + $1[i] * $1[j] }
        #expect(i == j || abs(together) < 1e-3)
      }
    }
    let two = PrincipalComponents(points, count: 2)
    #expect(zip(two.shares, found.shares).allSatisfy { abs($0 - $1) < 1e-6 })
  }
}
