// Rows of tokens, and sums of two digits as one token.

import Puzzles
import Testing

@Suite("Other puzzles")
struct OtherPuzzles {
  @Test("tokens are read with spaces or commas, and shown with spaces")
  func tokens() throws {
    let puzzle = RawTokens(count: 12, length: 3)
    let question = try puzzle.parse(" 3,  11\t0 ")
    #expect(question.tokens == [3, 11, 0] && question.text == "3 11 0")
    #expect(question.answer == nil && question.labels == [-100, -100, -100])
    #expect(puzzle.decode([0, 11, 2]) == "0 11 2")
    #expect(!puzzle.isGenerated && puzzle.vocabulary.count == 12)
    #expect(PuzzleList.kinds.allSatisfy { $0.name != puzzle.name })
    let taught = try puzzle.question("1 2 3", answer: "4 5 6")
    #expect(taught.labels == [4, 5, 6] && taught.answer == "4 5 6")
    #expect(puzzle.check("4 5 6", of: taught) && !puzzle.check("4 5 7", of: taught))
    // Where nothing is asked anything may stand; of nothing at all, nothing is right.
    let partial = Question(
      text: "", tokens: [1, 2, 3], labels: [4, -100, 6], answer: "4 0 6", split: .heldOut)
    #expect(puzzle.check("4 9 6", of: partial) && !puzzle.check("4 9 7", of: partial))
    #expect(!puzzle.check("3 11 0", of: question) && !puzzle.check("4 9", of: partial))
  }

  @Test(
    "what is no token is named with its column",
    arguments: [
      ("1 12 0", "'12' is no token", 2), ("1 -1 0", "'-1' is no token", 2),
      ("x 1 0", "'x' is no token", 0), ("1 99999999999 0", "'99999999999' is no token", 2),
    ] as [(String, String, Int)])
  func noTokens(text: String, message: String, column: Int) {
    #expect(
      throws: PuzzleError(message, column: column, hint: "this model knows the tokens 0 to 11")
    ) { try RawTokens(count: 12, length: 3).parse(text) }
  }

  @Test("a sum of digits has one token for its answer, and both orders are in the same split")
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
}
