// Questions and answers as rows of numbers, for networks whose puzzle is unknown.

internal import Wording

/// A puzzle of uninterpreted tokens.
///
/// A question is one number for each position, separated by spaces or commas, or a list of numbers
/// as
/// JSON writes it; answers are shown separated by spaces.
package struct RawTokens: Puzzle, Equatable {
  /// V, the number of different tokens.
  package let count: Int

  /// L, the number of positions.
  package let length: Int

  /// Creates a puzzle of `length` tokens below `count`.
  package init(count: Int, length: Int) {
    precondition(count >= 1 && length >= 1, "count and length must be at least 1")
    self.count = count
    self.length = length
  }

  /// The kind, for messages; it isn't in the list, since nothing can be generated.
  package static var kind: PuzzleKind {
    PuzzleKind(name: "tokens", summary: "rows of uninterpreted numbers", options: []) {
      _ throws(PuzzleError) in
      throw PuzzleError("can't create a puzzle of raw tokens", hint: "choose another puzzle")
    }
  }

  /// None.
  package var options: [String: String] { [:] }

  /// False: the meaning of tokens is unknown.
  package var canGenerate: Bool { false }

  /// True.
  package var isUninterpreted: Bool { true }

  /// A character for each token: 0 to 9, a to z, A to Z, then U+25AB.
  package var vocabulary: [Character] {
    let known = Array("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return (0..<count).map { $0 < known.count ? known[$0] : "\u{25AB}" }
  }

  /// All positions.
  package var answerRange: Range<Int> { 0..<length }

  /// Parses numbers separated by spaces or commas.
  package func parse(_ text: String) throws(PuzzleError) -> Question {
    try Self.question(text, count: count, length: length)
  }

  /// Parses `length` numbers below `count` as a question.
  ///
  /// - Throws: ``PuzzleError`` with the column of an invalid token, or if the number of tokens is
  ///   wrong.
  package static func question(
    _ text: String, count: Int, length: Int, puzzle: Int32 = 0
  ) throws(PuzzleError) -> Question {
    var tokens: [Int32] = []
    var place = text.startIndex
    while place < text.endIndex {
      if text[place].isWhitespace || ",[]".contains(text[place]) {
        place = text.index(after: place)
        continue
      }
      let word = text[place...].prefix { !$0.isWhitespace && !",[]".contains($0) }
      guard let token = Int32(word), token >= 0, token < count else {
        throw PuzzleError(
          "invalid token '\(word.prefix(40))'",
          column: text.distance(from: text.startIndex, to: place),
          hint: "give tokens from 0 to \(count - 1)")
      }
      tokens.append(token)
      place = word.endIndex
    }
    guard tokens.count == length else {
      throw PuzzleError(
        "got \(counted(tokens.count, "token")); this model needs \(length)",
        hint: "give \(counted(length, "number")) separated by spaces or commas")
    }
    return Question(
      text: tokens.map(String.init).joined(separator: " "), tokens: tokens,
      labels: [Int32](repeating: Question.ignored, count: length), answer: nil, split: .heldOut,
      puzzle: puzzle)
  }

  /// A row of padding without labels; ``canGenerate`` is false.
  package func generate(split: Split, draw: UInt64) -> Question {
    Question(
      text: "", tokens: [Int32](repeating: 0, count: length),
      labels: [Int32](repeating: Question.ignored, count: length), answer: nil, split: split)
  }

  /// Writes the tokens and labels of the same row.
  package func fill(
    split: Split, draw: UInt64, tokens: UnsafeMutablePointer<Int32>,
    labels: UnsafeMutablePointer<Int32>
  ) {
    tokens.update(repeating: 0, count: length)
    labels.update(repeating: Question.ignored, count: length)
  }

  /// The tokens as numbers separated by spaces, with padding.
  package func decode(_ tokens: UnsafeBufferPointer<Int32>) -> String {
    tokens.map(String.init).joined(separator: " ")
  }

  /// Whether an answer equals the labels at every labeled position.
  package func check(_ answer: String, of question: Question) -> Bool {
    let tokens = answer.split(separator: " ").map { Int32($0) }
    guard tokens.count == length, question.labels.contains(where: { $0 >= 0 }) else { return false }
    return zip(tokens, question.labels).allSatisfy { $1 < 0 || $0 == $1 }
  }

  /// A question with a given answer, both as numbers.
  package func question(_ text: String, answer: String) throws(PuzzleError) -> Question {
    let question = try parse(text)
    let answered = try parse(answer)
    return Question(
      text: question.text, tokens: question.tokens, labels: answered.tokens,
      answer: answered.text, split: question.split)
  }
}
