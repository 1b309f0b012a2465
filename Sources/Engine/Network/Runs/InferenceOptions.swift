// How long and how widely a run thinks: numbers only.

internal import Kernels

/// How long a run thinks and when it stops.
package struct InferenceOptions: Hashable, Sendable {
  /// N_sup: the most supervision steps.
  package var depth: Int
  /// T: cycles in a step.
  package var cycles: Int
  /// n: updates of z in a cycle.
  package var inner: Int
  /// The halting probability above which a sequence is done; nil to think to the full depth.
  package var halt: Double?
  /// Steps for which the answer must have stood still before halting counts.
  ///
  /// The halting head is too sure of itself where questions are rare and hard; an answer that still
  /// changes is a sign that it is wrong.
  package var patience: Int
  /// The relative change of y and z below which a sequence has settled; 0 to ignore it.
  package var tolerance: Double

  /// K: rollouts of each question, of which one is picked; see ``Rollouts``.
  package var breadth: Int
  /// The spread of the noise on y and z before each step, where their own is 1.
  package var noise: Float
  /// How one of the rollouts is picked.
  package var pick: SelectionRule
  /// What the noise depends on, beside the question, the rollout and the step.
  package var seed: UInt64

  /// Whether rollouts are picked from, or noise makes a run another than the plain one.
  package var isWide: Bool { breadth > 1 || noise > 0 }

  /// The same for the plain run: one rollout without noise.
  package var single: InferenceOptions {
    var effort = self
    (effort.breadth, effort.noise) = (1, 0)
    return effort
  }

  /// Whether a run may end before its depth.
  package var canStopEarly: Bool { halt != nil || tolerance > 0 }

  /// Whether a sequence is done whose halting head says `halt`, after so many steps in which its
  /// answer stood still.
  func halts(at halt: Float, still: Int) -> Bool {
    guard let least = self.halt else { return false }
    return still >= patience && Double(probability(ofLogit: halt)) > least
  }

  /// What the noise of a sequence depends on, beside the step: the seed, the question and the
  /// rollout, so that neither the other questions of a batch nor the threads change it.
  func noiseKey(_ questions: TokenBatch, _ sequence: Int = 0, rollout: Int = 0) -> UInt64 {
    let length = questions.tokens.count / questions.count
    var key = Noise.key(seed, UInt64(rollout))
    for token in questions.tokens[sequence * length..<(sequence + 1) * length] {
      key = Noise.key(key, UInt64(bitPattern: Int64(token)))
    }
    return Noise.key(key, UInt64(bitPattern: Int64(questions.puzzles[sequence])))
  }

  /// The same without halting and settling: to the full depth.
  package var full: InferenceOptions {
    var effort = self
    (effort.halt, effort.tolerance) = (nil, 0)
    return effort
  }

  /// The effort that a network was made for, to its full depth.
  package init(_ configuration: Configuration) {
    depth = configuration.depth
    cycles = configuration.cycles
    inner = configuration.inner
    halt = nil
    patience = 0
    tolerance = 0
    breadth = 1
    noise = 0
    pick = .vote
    seed = 1
  }
}
