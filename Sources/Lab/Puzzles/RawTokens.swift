// Tokens without a meaning: the questions of a network of which nobody says what it answers. It reads
// and shows numbers; it makes no questions.

/// Rows of numbers, as a data set holds them.
///
/// A question is as many numbers as the network has positions, with spaces or commas between; an
/// answer is shown the same way.
package struct RawTokens: Puzzle, Equatable {
  /// The number of different tokens.
  package let count: Int

  /// The number of positions.
  package let length: Int

  /// Rows of `length` tokens below `count`.
  package init(count: Int, length: Int) {
    precondition(count >= 1 && length >= 1, "tokens need at least one of each")
    self.count = count
    self.length = length
  }

  /// What messages say of it; it is in no list, because nothing can be generated of it.
  package static var kind: PuzzleKind {
    PuzzleKind(name: "tokens", summary: "rows of numbers whose meaning isn't known", options: []) {
      _ throws(PuzzleError) in
      throw PuzzleError("rows of tokens can't be made", hint: "name another puzzle")
    }
  }

  /// None.
  package var options: [String: String] { [:] }

  /// No: nobody knows what the numbers mean.
  package var isGenerated: Bool { false }

  /// A character for each token, to be drawn where there is room for no more: 0 to 9, a to z...
  package var vocabulary: [Character] {
    let known = Array("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return (0..<count).map { $0 < known.count ? known[$0] : "\u{25AB}" }
  }

  /// All positions.
  package var answerRange: Range<Int> { 0..<length }

  /// Reads numbers with spaces or commas between.
  package func parse(_ text: String) throws(PuzzleError) -> Question {
    try Self.question(text, count: count, length: length)
  }

  /// Tokens written as numbers, as a question for any network of so many tokens and positions.
  ///
  /// - Throws: ``PuzzleError`` with the column of what is no token, or if there are not `length`.
  package static func question(
    _ text: String, count: Int, length: Int, puzzle: Int32 = 0
  ) throws(PuzzleError) -> Question {
    var tokens: [Int32] = []
    var place = text.startIndex
    while place < text.endIndex {
      if text[place].isWhitespace || text[place] == "," {
        place = text.index(after: place)
        continue
      }
      let word = text[place...].prefix { !$0.isWhitespace && $0 != "," }
      guard let token = Int32(word), token >= 0, token < count else {
        throw PuzzleError(
          "'\(word.prefix(40))' is no token",
          column: text.distance(from: text.startIndex, to: place),
          hint: "this model knows the tokens 0 to \(count - 1)")
      }
      tokens.append(token)
      place = word.endIndex
    }
    guard tokens.count == length else {
      throw PuzzleError(
        "there are \(tokens.count) tokens", hint: "this model takes \(length) in a question")
    }
    return Question(
      text: tokens.map(String.init).joined(separator: " "), tokens: tokens,
      labels: [Int32](repeating: Question.ignored, count: length), answer: nil, split: .heldOut,
      puzzle: puzzle)
  }

  /// A row of padding without labels: whoever asks for questions looks at ``isGenerated`` first.
  package func generate(split: Split, draw: UInt64) -> Question {
    Question(
      text: "", tokens: [Int32](repeating: 0, count: length),
      labels: [Int32](repeating: Question.ignored, count: length), answer: nil, split: split)
  }

  /// The same, as numbers.
  package func fill(
    split: Split, draw: UInt64, tokens: UnsafeMutablePointer<Int32>,
    labels: UnsafeMutablePointer<Int32>
  ) {
    tokens.update(repeating: 0, count: length)
    labels.update(repeating: Question.ignored, count: length)
  }

  /// The numbers with spaces between; padding is shown too.
  package func decode(_ tokens: UnsafeBufferPointer<Int32>) -> String {
    tokens.map(String.init).joined(separator: " ")
  }

  /// Whether an answer has the right token wherever one is asked.
  package func check(_ answer: String, of question: Question) -> Bool {
    let tokens = answer.split(separator: " ").map { Int32($0) }
    guard tokens.count == length, question.labels.contains(where: { $0 >= 0 }) else { return false }
    return zip(tokens, question.labels).allSatisfy { $1 < 0 || $0 == $1 }
  }

  /// A question with its answer, both as numbers.
  package func question(_ text: String, answer: String) throws(PuzzleError) -> Question {
    let question = try parse(text)
    let answered = try parse(answer)
    return Question(
      text: question.text, tokens: question.tokens, labels: answered.tokens,
      answer: answered.text, split: question.split)
  }
}
