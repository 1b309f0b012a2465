// What every puzzle can do: be typed, generated, written as tokens, read back, checked. It knows
// nothing of networks and nothing of terminals.

/// Questions with answers that can be written as two equally long rows of tokens.
///
/// A puzzle is a value: its options decide everything, and generating takes nothing but a number,
/// so the same number gives the same question on every machine.
package protocol Puzzle: Sendable {
  /// What the list of puzzles says of this one: its name, its options, how it is made.
  static var kind: PuzzleKind { get }

  /// The options that make an equal puzzle again through ``PuzzleList/make(name:options:)``.
  var options: [String: String] { get }

  /// The character of each token; token 0 is padding.
  var vocabulary: [Character] { get }

  /// The number of tokens of a question, and of its labels.
  var length: Int { get }

  /// The positions at which the answer stands.
  var answerRange: Range<Int> { get }

  /// The cells of a row, where the positions are a grid row by row; nil where they are a line.
  var gridWidth: Int? { get }

  /// What is known of the answer's positions of a question beside the answer.
  func marks(of question: Question) -> [Marks]

  /// The cells of a side of the blocks that a grid is divided into; 0 where it isn't.
  var gridBlock: Int { get }

  /// The positions at which an answer, in tokens, is wrong: all that differ from the labels, unless
  /// the puzzle has other right answers.
  func wrong(_ tokens: [Int32], of question: Question) -> Set<Int>

  /// Whether questions of it can be generated; not where nobody knows what the tokens mean.
  var isGenerated: Bool { get }

  /// Reads a question as a person types it.
  ///
  /// - Throws: ``PuzzleError`` with the column of what can't be read.
  func parse(_ text: String) throws(PuzzleError) -> Question

  /// The question that the number `draw` stands for, never one of another split.
  ///
  /// Consecutive numbers give unrelated questions.
  func generate(split: Split, draw: UInt64) -> Question

  /// Writes the tokens and labels of ``generate(split:draw:)``'s question, without allocating.
  ///
  /// `tokens` and `labels` each have room for ``length`` numbers. A label is
  /// ``Question/ignored`` wherever nothing is asked.
  func fill(
    split: Split, draw: UInt64,
    tokens: UnsafeMutablePointer<Int32>, labels: UnsafeMutablePointer<Int32>)

  /// The answer that ``length`` tokens show: of ``answerRange`` alone, padding trimmed.
  ///
  /// A malformed answer comes back as it is; a token outside the vocabulary shows as `\u{FFFD}`.
  func decode(_ tokens: UnsafeBufferPointer<Int32>) -> String

  /// A question as a person types it, with an answer that is to be learned, right or wrong.
  ///
  /// - Throws: ``PuzzleError`` where either can't be read or the answer has no room.
  func question(_ text: String, answer: String) throws(PuzzleError) -> Question

  /// Whether a decoded answer is right.
  func check(_ answer: String, of question: Question) -> Bool
}

extension Puzzle {
  /// The puzzle's name in the list and in checkpoints.
  package var name: String { Self.kind.name }

  /// None: a line.
  package var gridWidth: Int? { nil }

  /// None.
  package var gridBlock: Int { 0 }

  /// None of a right answer, else every position whose label is another token.
  package func wrong(_ tokens: [Int32], of question: Question) -> Set<Int> {
    if check(decode(tokens), of: question) { return [] }
    return Set(
      tokens.indices.filter { question.labels[$0] >= 0 && tokens[$0] != question.labels[$0] })
  }

  /// Yes.
  package var isGenerated: Bool { true }

  /// Whether the answer is, character for character, the only right one.
  package func check(_ answer: String, of question: Question) -> Bool {
    answer == question.answer
  }

  /// The question with the answer right-aligned over the answer's positions, padded on the left.
  package func question(_ text: String, answer: String) throws(PuzzleError) -> Question {
    try labeled(try parse(text), answer.filter { !$0.isWhitespace })
  }

  /// A question with other labels: these characters right-aligned over the answer's positions.
  ///
  /// `answer` is what it is called; the characters themselves if left out.
  func labeled(
    _ question: Question, _ characters: String, answer: String? = nil
  ) throws(PuzzleError) -> Question {
    let answer = answer ?? characters
    guard !characters.isEmpty, characters.count <= answerRange.count else {
      throw PuzzleError(
        "the answer '\(answer)' has \(answer.count) characters",
        hint: "it can have 1 to \(answerRange.count)")
    }
    var labels = question.labels
    for position in answerRange { labels[position] = 0 }
    for (character, position) in zip(characters.reversed(), answerRange.reversed()) {
      guard let token = vocabulary.firstIndex(of: character) else {
        throw PuzzleError(
          "an answer can't have '\(character)'", hint: "it can have \(String(vocabulary))")
      }
      labels[position] = Int32(token)
    }
    return Question(
      text: question.text, tokens: question.tokens, labels: labels, answer: answer,
      split: question.split, properties: question.properties)
  }

  /// The characters of the answer's positions, padding trimmed; of a grid all, so that each stays
  /// where it is.
  ///
  /// `tokens` has ``length`` numbers.
  package func decode(_ tokens: UnsafeBufferPointer<Int32>) -> String {
    precondition(tokens.count == length, "decode takes one token for each position")
    let shown = characters(of: UnsafeBufferPointer(rebasing: tokens[answerRange]))
    return gridWidth == nil ? trimmed(shown) : String(shown)
  }

  /// Characters as text, padding on both sides left out.
  func trimmed(_ shown: [Character]) -> String {
    let padding = vocabulary[0]
    guard let first = shown.firstIndex(where: { $0 != padding }),
      let last = shown.lastIndex(where: { $0 != padding })
    else { return "" }
    return String(shown[first...last])
  }

  /// The answer that an array of ``length`` tokens shows.
  package func decode(_ tokens: [Int32]) -> String {
    tokens.withUnsafeBufferPointer { decode($0) }
  }

  /// The characters of any number of tokens, padding kept.
  package func characters(of tokens: some Sequence<Int32>) -> [Character] {
    let vocabulary = vocabulary
    return tokens.map { token in
      vocabulary.indices.contains(Int(token)) ? vocabulary[Int(token)] : "\u{FFFD}"
    }
  }

  /// The next question of a generator, of which it takes one number.

  package func generate(split: Split, using generator: inout some RandomNumberGenerator) -> Question
  {
    generate(split: split, draw: generator.next())
  }
}
