// The options of a run: depth, halting, rollouts and noise.

internal import Kernels

/// How many steps a run takes, when it halts, and how many rollouts it samples.
package struct InferenceOptions: Hashable, Sendable {
  /// N_sup: the most supervision steps.
  package var depth: Int
  /// T: cycles in a step.
  package var cycles: Int
  /// n: updates of z in a cycle.
  package var inner: Int
  /// The halting probability above which a sequence halts; nil to run to the full depth.
  package var halt: Double?
  /// The number of steps for which the answer must be unchanged before a sequence may halt.
  ///
  /// The halting head is overconfident on rare, hard questions; an answer that still changes is
  /// likely to be wrong.
  package var patience: Int
  /// The relative change of y and z below which a sequence has converged; 0 to ignore it.
  package var tolerance: Double

  /// K: the number of rollouts of each question, one of which is selected; see ``Rollouts``.
  package var breadth: Int
  /// The standard deviation of the noise on y and z before each step; theirs is 1.
  package var noise: Float
  /// How one of the rollouts is selected.
  package var selection: SelectionRule
  /// The seed of the noise, which also depends on the question, the rollout and the step.
  package var seed: UInt64

  /// What the answer's logits are divided by before the softmax that gives p; changes no answer.
  package var temperature: Double
  /// The tokens that an answer keeps where the question has them, such as the digits of a Sudoku.
  package var heldTokens: Set<Int32>

  /// An answer with the tokens in place that it has to keep from its question, and how many others
  /// were there.
  func holding(
    _ tokens: [Int32], of question: some Collection<Int32>
  ) -> (tokens: [Int32], held: Int) {
    guard !heldTokens.isEmpty else { return (tokens, 0) }
    var (tokens, held) = (tokens, 0)
    for (position, asked) in zip(tokens.indices, question)
    where heldTokens.contains(asked) && tokens[position] != asked {
      tokens[position] = asked
      held += 1
    }
    return (tokens, held)
  }

  /// Whether the run differs from a plain one: several rollouts, or noise.
  package var usesRollouts: Bool { breadth > 1 || noise > 0 }

  /// The same options with one rollout and no noise.
  package var singleRollout: InferenceOptions {
    var options = self
    (options.breadth, options.noise) = (1, 0)
    return options
  }

  /// Whether a run may end before its depth.
  package var canStopEarly: Bool { halt != nil || tolerance > 0 }

  /// Whether a sequence halts at the logit `halt` after its answer was unchanged for `stableSteps`.
  func halts(at halt: Float, stableSteps: Int) -> Bool {
    guard let threshold = self.halt else { return false }
    return stableSteps >= patience && Double(probability(ofLogit: halt)) > threshold
  }

  /// The key of a sequence's noise: from the seed, the question and the rollout, so that neither
  /// the rest of the batch nor the number of threads changes it.
  func noiseKey(_ questions: TokenBatch, _ sequence: Int = 0, rollout: Int = 0) -> UInt64 {
    let length = questions.tokens.count / questions.count
    var key = Noise.key(seed, UInt64(rollout))
    for token in questions.tokens[sequence * length..<(sequence + 1) * length] {
      key = Noise.key(key, UInt64(bitPattern: Int64(token)))
    }
    return Noise.key(key, UInt64(bitPattern: Int64(questions.puzzles[sequence])))
  }

  /// The same options without early stopping.
  package var fullDepth: InferenceOptions {
    var options = self
    (options.halt, options.tolerance) = (nil, 0)
    return options
  }

  /// A network's own depth, cycles and inner updates, without early stopping.
  package init(_ configuration: Configuration) {
    depth = configuration.depth
    cycles = configuration.cycles
    inner = configuration.inner
    halt = nil
    patience = 0
    tolerance = 0
    breadth = 1
    noise = 0
    selection = .vote
    seed = 1
    temperature = 1
    heldTokens = []
  }
}
