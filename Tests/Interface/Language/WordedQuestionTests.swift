// Arithmetic in words.

import Language
import Testing

@Suite("Questions in words")
struct WordedQuestionTests {
  @Test(
    "numbers and operators are read, other words only where they ask",
    arguments: [
      ("what is 3 plus 7?", "3 + 7"), ("three minus four", "3 - 4"),
      ("what is 3 plus 7 minus 2", "3 + 7 - 2"), ("the sum of 3 and 7 and 5", "3 + 7 + 5"),
      ("what's 3+7 minus two", "3 + 7 - 2"), ("how much is (12 - 5) plus 1", "(12 - 5) + 1"),
      ("What Is 3 TIMES 7", "3 * 7"), ("8 divided by 2", "8 / 2"),
    ])
  func readings(typed: String, text: String) {
    #expect(WordedQuestion(typed)?.text == text)
  }

  @Test("an operator other than +, - and * is named as it was typed")
  func others() {
    #expect(WordedQuestion("what is 3 times 7")?.otherOperator == nil)
    #expect(WordedQuestion("what is 3 divided by 7")?.otherOperator == "divided")
    #expect(WordedQuestion("what is 3 / 7")?.otherOperator == "/")
    #expect(WordedQuestion("what is 3 plus 7")?.otherOperator == nil)
  }

  @Test(
    "what is no arithmetic isn't read",
    arguments: [
      "", "what is love", "3 plus", "plus 3", "3 7", "train --steps 3", "3", "by 3 plus 4",
    ])
  func nothing(typed: String) {
    #expect(WordedQuestion(typed) == nil)
  }
}
