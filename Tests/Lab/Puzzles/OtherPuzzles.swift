// Raw tokens and digit sums.

import Puzzles
import Testing

@Suite("Other puzzles")
struct OtherPuzzles {
  @Test("a question asks for its labeled positions, or for all of them if none is labeled")
  func asked() {
    func asked(_ labels: [Int32]) -> Range<Int> {
      Question(
        text: "", tokens: labels.map { _ in 1 }, labels: labels, answer: nil, split: .train
      ).asked
    }
    #expect(asked([-100, 3, -100, 4, -100]) == 1..<4)
    #expect(asked([-100, -100, -100]) == 0..<3)
  }

  @Test("tokens are parsed with spaces or commas and shown with spaces")
  func tokens() throws {
    let puzzle = RawTokens(count: 12, length: 3)
    let question = try puzzle.parse(" 3,  11\t0 ")
    #expect(question.tokens == [3, 11, 0] && question.text == "3 11 0")
    #expect(question.answer == nil && question.labels == [-100, -100, -100])
    #expect(puzzle.decode([0, 11, 2]) == "0 11 2")
    #expect(!puzzle.canGenerate && puzzle.vocabulary.count == 12)
    #expect(PuzzleList.kinds.allSatisfy { $0.name != puzzle.name })
    let taught = try puzzle.question("1 2 3", answer: "4 5 6")
    #expect(taught.labels == [4, 5, 6] && taught.answer == "4 5 6")
    #expect(puzzle.check("4 5 6", of: taught) && !puzzle.check("4 5 7", of: taught))
    // Unlabeled positions may have any token; without labels, no answer is right.
    let partial = Question(
      text: "", tokens: [1, 2, 3], labels: [4, -100, 6], answer: "4 0 6", split: .heldOut)
    #expect(puzzle.check("4 9 6", of: partial) && !puzzle.check("4 9 7", of: partial))
    #expect(!puzzle.check("3 11 0", of: question) && !puzzle.check("4 9", of: partial))
  }

  @Test(
    "invalid tokens are refused with their column",
    arguments: [
      ("1 12 0", "invalid token '12'", 2), ("1 -1 0", "invalid token '-1'", 2),
      ("x 1 0", "invalid token 'x'", 0), ("1 99999999999 0", "invalid token '99999999999'", 2),
    ] as [(String, String, Int)])
  func noTokens(text: String, message: String, column: Int) {
    #expect(
      throws: PuzzleError(message, column: column, hint: "give tokens from 0 to 11")
    ) { try RawTokens(count: 12, length: 3).parse(text) }
  }

  @Test("a digit sum has one token for its answer, and both orders are in the same split")
  func digitSums() throws {
    let puzzle = DigitSum()
    let question = try puzzle.parse("9+ 9")
    #expect(question.tokens == [9, 9] && question.labels == [-100, 18])
    #expect(question.answer == "18" && question.text == "9 + 9")
    #expect(puzzle.decode([0, 18]) == "18")
    for first in 0..<10 {
      for second in 0..<first {
        let there = try puzzle.parse("\(first) + \(second)")
        #expect(there.split == (try puzzle.parse("\(second) + \(first)")).split)
      }
    }
    for split in Split.allCases {
      for draw in 0..<200 as Range<UInt64> {
        let question = puzzle.generate(split: split, draw: draw)
        #expect(question.split == split && question == puzzle.generate(split: split, draw: draw))
        #expect(question.answer == String(question.tokens[0] + question.tokens[1]))
      }
    }
    for text in ["9", "9 +", "+ 9", "9 + 10", "9 - 1", "9 + 1 + 1", "", "٣ + 1 x"] {
      #expect(throws: PuzzleError.self) { try puzzle.parse(text) }
    }
  }

  @Test("an answer is right, wrong, or of a question without a known answer")
  func verdicts() throws {
    let puzzle = DigitSum()
    let question = try puzzle.parse("3 + 7")
    #expect(puzzle.verdict(of: [0, 10], for: question) == true)
    #expect(puzzle.verdict(of: [0, 9], for: question) == false)
    #expect(puzzle.verdict(of: "10", for: question) == true)
    let tokens = RawTokens(count: 3, length: 2)
    #expect(tokens.verdict(of: [1, 2], for: try tokens.parse("1 2")) == nil)
    // Of several solutions each is right, though only one equals the labels.
    let sudoku = try Sudoku(side: 4)
    let grid = try sudoku.parse("..34" + "3412" + "..43" + "4321")
    let other = try sudoku.parse("1234" + "3412" + "2143" + "4321").tokens
    let swapped = try sudoku.parse("2134" + "3412" + "1243" + "4321").tokens
    #expect(sudoku.verdict(of: other, for: grid) == true)
    #expect(sudoku.verdict(of: swapped, for: grid) == true)
    #expect(grid.matchesLabels(other) != grid.matchesLabels(swapped))
  }

  @Test("the probability of an answer is the product over its positions")
  func probability() throws {
    // Only the last W + 1 = 3 of 6 positions belong to the answer: 0.5 · 0.5 · 0.25.
    let puzzle = try Arithmetic(digits: 1)
    let confidences: [Float] = [0.1, 0.1, 0.1, 0.5, 0.5, 0.25]

    #expect(
      puzzle.answerProbability(of: Array(repeating: 0, count: 6)) { confidences[$0] } == 0.0625)
  }
}
