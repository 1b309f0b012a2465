// A run that stops where one wants it to, and the question that was answered at once.

package import Network
package import Puzzles
package import Settings

/// A run that stops where a person wants it to.
package final class DebugSession {
  /// What it is called, from 1.
  package let number: Int
  /// What it was asked.
  package let question: Question
  /// The model's weights, which it keeps.
  package let weights: Weights
  /// The setting `engine` when it began.
  package let engine: EngineKind
  /// Where it stands.
  package var debugRun: DebugRun

  package init(
    number: Int, question: Question, weights: Weights, engine: EngineKind, debugRun: DebugRun
  ) {
    self.number = number
    self.question = question
    self.weights = weights
    self.engine = engine
    self.debugRun = debugRun
  }

  /// What the last update computed, such as `z@2.1.3`; `start` before the first one.
  package var place: String { debugRun.place }

  /// Whether nothing is left to be computed, or a run that isn't stopped would have ended here.
  package var isOver: Bool { debugRun.isAtEnd || debugRun.isDone }
}

/// A question that was answered at once.
package struct AnsweredQuestion {
  package let question: Question
  package let inference: InferenceOptions
  package let weights: Weights
  package let steps: Int
  package let answer: String
  /// The states that the setting `keep` asked for.
  package let recording: StateRecorder?
}
