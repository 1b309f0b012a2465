// ARC: a grid of ten colors becomes another one, by a rule that examples show.

internal import Wording

/// Grids of the Abstraction and Reasoning Corpus, in the encoding of the official data sets.
///
/// A question is one grid in 900 tokens, 30 x 30: 0 is padding, 1 ends a row or the rows, 2 to 11 are
/// the colors. The rule is what the network has learned for a puzzle's embedding, so a question
/// without one has no answer. An answer is the largest rectangle of colors; what lies outside it isn't
/// trained. Source: arXiv:2510.04871 and its data builder.
package struct ARC: Puzzle, Equatable {
  /// Creates the puzzle, which has no options.
  package init() {}

  /// The kind, which reads data sets and tasks but generates nothing.
  package static let kind = PuzzleKind(
    name: "arc", summary: "grids of ten colors that follow a rule (ARC-AGI)",
    writing: """
      One grid, as rows of digits or as JSON writes it: `ask 012/340`, `ask [[0,1,2],[3,4,0]]`; or a \
      test of a task: `ask @task.json --test 2`. The rule isn't asked: it is what the network learned \
      for a puzzle, which --puzzle names.
      """,
    undrawn: "everything: tasks come from data sets", options: []
  ) { _ throws(PuzzleError) in ARC() }

  /// None.
  package var options: [String: String] { [:] }

  /// False: tasks come from data sets.
  package var canGenerate: Bool { false }

  /// Padding, the end, and the colors as digits.
  package var vocabulary: [Character] { ["\u{25AB}", "|"] + Array("0123456789") }

  /// 30 x 30.
  package var length: Int { ARCGrid.largest * ARCGrid.largest }

  /// All positions.
  package var answerRange: Range<Int> { 0..<length }

  /// 30.
  package var gridWidth: Int? { ARCGrid.largest }

  /// A color's number.
  package func color(of token: Int32) -> UInt8? {
    ARCGrid.Token.first..<ARCGrid.Token.first + 10 ~= token
      ? UInt8(token - ARCGrid.Token.first) : nil
  }

  /// The rectangle of the grid.
  package func shownPlace(in tokens: [Int32]) -> ARCGrid.Place? { ARCGrid.place(in: tokens) }

  /// The cells of the grid and the ends of its rows and columns; all positions if there is no grid.
  package func answerPositions(in tokens: [Int32]) -> [Int] {
    guard let place = ARCGrid.place(in: tokens) else { return Array(answerRange) }
    let (side, bottom, right) = (
      ARCGrid.largest, place.rows.upperBound, place.columns.upperBound
    )
    return place.positions + (right < side ? place.rows.map { $0 * side + right } : [])
      + (bottom < side ? place.columns.map { bottom * side + $0 } : [])
  }

  /// Reads a grid.
  package func parse(_ text: String) throws(PuzzleError) -> Question {
    question(try ARCGrid(parsing: text), answer: nil)
  }

  /// A question, with its answer if that is known.
  package func question(
    _ grid: ARCGrid, answer: ARCGrid?, puzzle: Int32 = 0, note: String? = nil
  ) -> Question {
    let labels =
      answer?.tokens().map { $0 == ARCGrid.Token.padding ? Question.ignored : $0 }
      ?? [Int32](repeating: Question.ignored, count: length)
    return Question(
      text: grid.text, tokens: grid.tokens(), labels: labels, answer: answer?.text, split: .heldOut,
      puzzle: puzzle, note: note)
  }

  /// Both as grids.
  package func question(_ text: String, answer: String) throws(PuzzleError) -> Question {
    question(try ARCGrid(parsing: text), answer: try ARCGrid(parsing: answer))
  }

  /// One cell of color 0, without labels; ``canGenerate`` is false.
  package func generate(split: Split, draw: UInt64) -> Question {
    question(ARCGrid(rows: 1, columns: 1, cells: [0]), answer: nil)
  }

  /// The same.
  package func fill(
    split: Split, draw: UInt64, tokens: UnsafeMutablePointer<Int32>,
    labels: UnsafeMutablePointer<Int32>
  ) {
    tokens.update(repeating: ARCGrid.Token.padding, count: length)
    tokens[0] = ARCGrid.Token.first
    labels.update(repeating: Question.ignored, count: length)
  }

  /// The grid in tokens as rows of digits; empty if there is none.
  package func decode(_ tokens: UnsafeBufferPointer<Int32>) -> String {
    precondition(tokens.count == length, "decode needs one token for each position")
    return ARCGrid(in: tokens)?.text ?? ""
  }

  /// The grid in tokens.
  package func text(of tokens: [Int32]) -> String { ARCGrid(in: tokens)?.text ?? "" }

  /// Whether the grids are equal.
  package func check(_ answer: String, of question: Question) -> Bool {
    answer == question.answer
  }
}
