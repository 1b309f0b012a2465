// Two answers to each question side by side: what stopping early or picking from rollouts changed.

package import Network
package import Puzzles

extension Evaluation {
  /// How answers differ from others to the same questions.
  package struct AnswerChanges: Equatable, Sendable {
    /// Answers that are not the others.
    package private(set) var changed = 0
    /// Of those, right ones that became wrong.
    package private(set) var lost = 0
    /// Of those, wrong ones that became right.
    package private(set) var gained = 0

    /// Counts one answer beside the other.
    mutating func add(_ question: Question, _ outcome: RunResult, beside other: RunResult) {
      guard outcome.tokens != other.tokens else { return }
      let (now, before) = (
        AnswerCounts(outcome.tokens, question), AnswerCounts(other.tokens, question)
      )
      // Tokens beside the answer don't count.
      guard now.shown != before.shown else { return }
      changed += 1
      if before.isExact { lost += 1 }
      if now.isExact { gained += 1 }
    }
  }

  /// How runs that stop by themselves compare with runs to the full depth.
  package struct Saving: Equatable, Sendable {
    /// How the answers differ from those of the full depth.
    package fileprivate(set) var answers = AnswerChanges()
    fileprivate var steps = 0
    fileprivate var fullSteps = 0

    /// The share of steps that were saved.
    package var share: Double { 1 - Double(steps) / Double(max(fullSteps, 1)) }
  }

  /// Counts what stopping early changed: the outcomes beside those of the full depth.
  package mutating func compare(
    _ questions: [Question], _ outcomes: [RunResult], full: [RunResult]
  ) {
    var saving = saving ?? Saving()
    for (question, (early, late)) in zip(questions, zip(outcomes, full)) {
      saving.steps += early.steps
      saving.fullSteps += late.steps
      saving.answers.add(question, early, beside: late)
    }
    self.saving = saving
  }

  /// Counts what picking changed: the outcomes beside those of the plain run.
  package mutating func compare(
    _ questions: [Question], _ outcomes: [RunResult], single: [RunResult]
  ) {
    var widening = widening ?? AnswerChanges()
    for (question, (picked, plain)) in zip(questions, zip(outcomes, single)) {
      widening.add(question, picked, beside: plain)
    }
    self.widening = widening
  }

  /// The share of exact answers of the plain run, where it was compared with.
  package var exactOfSingle: Double? {
    widening.map { exact + Double($0.lost - $0.gained) / Double(max(count, 1)) }
  }
}
