// One question of an evaluation as a row of `eval --out`.

package import Network
package import Puzzles
internal import Workbench

/// A question with the answer that a model gave.
package struct EvaluationRow: Sendable {
  /// The columns, by name with their meaning.
  package static let columns: KeyValuePairs = [
    "index": "from 0", "question": "the question", "answer": "the answer",
    "truth": "the right answer; empty where it isn't known",
    "right": "true or false; empty where it isn't known",
    "p": "the probability that the model gives its answer", "steps": "supervision steps taken",
    "halted": "whether it stopped early",
    "halt": "the last probability of the halting head",
    "doubtful": "whether p is below the setting doubt",
  ]

  /// The columns of questions of hard kinds.
  package static let hardColumns: [String] = ["kind"] + columns.map(\.key)

  private let index: Int
  private let question: Question
  private let outcome: RunResult
  private let puzzle: any Puzzle
  private let doubt: Double

  package init(
    _ index: Int, _ question: Question, _ outcome: RunResult, of puzzle: any Puzzle, doubt: Double
  ) {
    self.doubt = doubt
    self.index = index
    self.question = question
    self.outcome = outcome
    self.puzzle = puzzle
  }

  /// The values of the columns.
  package var fields: [Field] {
    let answer = puzzle.decode(outcome.tokens)
    let p = puzzle.answerProbability(of: outcome.tokens) { outcome.confidence[$0] }
    let values: [Value] = [
      .integer(index), .string(question.text), .string(answer), .optional(question.answer),
      .optional(puzzle.verdict(of: answer, for: question)),
      .probability(p),
      .integer(outcome.steps), .bool(outcome.halted),
      .probability(haltProbability(ofLogit: outcome.halt)), .bool(p < doubt),
    ]
    let kind = question.hardKind.map { [Field("kind", .string($0))] } ?? []
    return kind + zip(Self.columns, values).map { Field($0.key, $1) }
  }
}
