// Comparing two answers to each question: what early halting or selecting from rollouts changed.

package import Network
package import Puzzles

extension Evaluation {
  /// How answers differ from others to the same questions.
  package struct AnswerChanges: Equatable, Sendable {
    /// The number of answers that changed.
    package private(set) var changed = 0
    /// The number of right answers that became wrong.
    package private(set) var lost = 0
    /// The number of wrong answers that became right.
    package private(set) var gained = 0

    /// Counts one answer against the other to the same question.
    mutating func add(
      _ question: Question, _ outcome: RunResult, against other: RunResult, judge: (any Puzzle)?
    ) {
      guard outcome.tokens != other.tokens else { return }
      let (now, before) = (
        AnswerCounts(outcome.tokens, question, judge: judge),
        AnswerCounts(other.tokens, question, judge: judge)
      )
      // Tokens outside the answer don't count.
      guard now.tokens != before.tokens else { return }
      // Neither do those that leave the answer as it is, such as the arrows of a maze's hints.
      if let judge, judge.decode(outcome.tokens) == judge.decode(other.tokens) { return }
      changed += 1
      // Without a known answer, nothing is lost or gained.
      guard now.labeled > 0 else { return }
      // Of several right answers, one may take the place of another.
      if before.isExact && !now.isExact { lost += 1 }
      if now.isExact && !before.isExact { gained += 1 }
    }
  }

  /// How runs that halt early compare with runs to the full depth.
  package struct StepSavings: Equatable, Sendable {
    /// How the answers differ from those of the full depth.
    package fileprivate(set) var answers = AnswerChanges()
    fileprivate var steps = 0
    fileprivate var fullSteps = 0

    /// The fraction of steps saved.
    package var share: Double { 1 - Double(steps) / Double(max(fullSteps, 1)) }
  }

  /// Counts what early halting changed: outcomes against those of the full depth.
  package mutating func compare(
    _ questions: [Question], _ outcomes: [RunResult], full: [RunResult],
    judge: (any Puzzle)? = nil
  ) {
    var savings = stepSavings ?? StepSavings()
    for (question, (early, late)) in zip(questions, zip(outcomes, full)) {
      savings.steps += early.steps
      savings.fullSteps += late.steps
      savings.answers.add(question, early, against: late, judge: judge)
    }
    stepSavings = savings
  }

  /// Counts what selecting from rollouts changed: outcomes against those of a single run.
  package mutating func compare(
    _ questions: [Question], _ outcomes: [RunResult], single: [RunResult],
    judge: (any Puzzle)? = nil
  ) {
    var changes = rolloutChanges ?? AnswerChanges()
    for (question, (picked, plain)) in zip(questions, zip(outcomes, single)) {
      changes.add(question, picked, against: plain, judge: judge)
    }
    rolloutChanges = changes
  }

  /// The fraction of exact answers of the single run; nil unless compared.
  package var exactOfSingleRun: Double? {
    rolloutChanges.map { exact + Double($0.lost - $0.gained) / Double(max(count, 1)) }
  }
}
