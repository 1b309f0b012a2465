// The protocol of puzzles: parsing, generating, encoding, decoding and checking.

internal import Wording

/// A puzzle whose questions and answers are rows of tokens of one length.
///
/// A puzzle is a value that its options determine. A question is generated from a number, so the
/// same number gives the same question on every machine.
package protocol Puzzle: Sendable {
  /// The kind of puzzle: its name, its options and how to create one.
  static var kind: PuzzleKind { get }

  /// The options with which ``PuzzleList/make(name:options:)`` creates an equal puzzle.
  var options: [String: String] { get }

  /// The character of each token; token 0 is padding.
  var vocabulary: [Character] { get }

  /// L, the number of tokens in a question and of its labels.
  var length: Int { get }

  /// The positions of the answer.
  var answerRange: Range<Int> { get }

  /// The number of cells in a row if the positions form a grid; nil if they form a line.
  var gridWidth: Int? { get }

  /// Annotations of a question's positions.
  func marks(of question: Question) -> [PositionMarks]

  /// The side of the blocks that divide a grid; 0 for none.
  var gridBlock: Int { get }

  /// The positions at which an answer's tokens (L) are wrong; empty if the answer is right.
  func wrongPositions(_ tokens: [Int32], of question: Question) -> Set<Int>

  /// Whether questions can be generated.
  var canGenerate: Bool { get }

  /// Whether the meaning of tokens is unknown, so that they are shown as numbers.
  var isUninterpreted: Bool { get }

  /// The part of a grid that is shown of some tokens (L); nil for all of it.
  func shownPlace(in tokens: [Int32]) -> ARCGrid.Place?

  /// The number of a token's color, 0 to 9; nil for those that are shown as characters.
  func color(of token: Int32) -> UInt8?

  /// The positions of ``answerRange`` that make up an answer's tokens (L), whose p is the product
  /// of theirs.
  func answerPositions(in tokens: [Int32]) -> [Int]

  /// Parses a question as typed by a person.
  ///
  /// - Throws: ``PuzzleError`` with the column of the error.
  func parse(_ text: String) throws(PuzzleError) -> Question

  /// The question number `draw` of a split; consecutive numbers give unrelated questions.
  func generate(split: Split, draw: UInt64) -> Question

  /// Writes the tokens and labels of ``generate(split:draw:)``, without allocating.
  ///
  /// `tokens` and `labels` each have room for ``length`` numbers. Labels are
  /// ``Question/ignored`` outside the answer.
  func fill(
    split: Split, draw: UInt64,
    tokens: UnsafeMutablePointer<Int32>, labels: UnsafeMutablePointer<Int32>)

  /// Whether each supervision step has a target of its own; see ``fillTargets(step:tokens:labels:targets:)``.
  var hasStepTargets: Bool { get }

  /// Writes the labels (L) of supervision step `step`, from 1, of a question with its tokens (L) and labels
  /// (L); whether a right answer to the question has them.
  func fillTargets(
    step: Int, tokens: UnsafePointer<Int32>, labels: UnsafePointer<Int32>,
    targets: UnsafeMutablePointer<Int32>
  ) -> Bool

  /// The kinds of hard questions that fit the options; see ``hardQuestion(_:split:draw:)``.
  var hardKinds: [HardKind] { get }

  /// A question of the kind with an index in ``hardKinds``, from a number.
  ///
  /// Its split is determined as that of other questions. Nil if many tries found none in `split`.
  func hardQuestion(_ kind: Int, split: Split, draw: UInt64) -> Question?

  /// Writes the tokens and labels of ``hardQuestion(_:split:draw:)``; false if there are none.
  func fillHard(
    _ kind: Int, split: Split, draw: UInt64,
    tokens: UnsafeMutablePointer<Int32>, labels: UnsafeMutablePointer<Int32>
  ) -> Bool

  /// The answer in ``length`` tokens: the characters of ``answerRange``, with padding trimmed.
  ///
  /// A malformed answer is returned unchanged; tokens outside the vocabulary become `\u{FFFD}`.
  func decode(_ tokens: UnsafeBufferPointer<Int32>) -> String

  /// Parses a question with a given answer, right or wrong, to train on.
  ///
  /// - Throws: ``PuzzleError`` if either can't be parsed or the answer doesn't fit.
  func question(_ text: String, answer: String) throws(PuzzleError) -> Question

  /// A question's tokens (L) as text; what is no question is shown character by character.
  func text(of tokens: [Int32]) -> String

  /// The tokens that every right answer has where the question has them: what a grid gives.
  var givenTokens: Set<Int32> { get }

  /// The operators + and - of questions about two whole numbers; none where questions are others.
  var operatorSigns: [Character] { get }

  /// Whether such questions can have negative numbers.
  var takesNegatives: Bool { get }

  /// Whether a decoded answer is right; see ``verdict(of:for:)`` for the three-valued rule.
  func check(_ answer: String, of question: Question) -> Bool
}

extension Puzzle {
  /// The puzzle's name in lists and checkpoints.
  package var name: String { Self.kind.name }

  /// Nil: a line.
  package var gridWidth: Int? { nil }

  /// No blocks.
  package var gridBlock: Int { 0 }

  /// No position of a right answer, else every position whose label differs.
  package func wrongPositions(_ tokens: [Int32], of question: Question) -> Set<Int> {
    wrongPositions(tokens, of: question) { $0 }
  }

  /// The same where `meaning` makes tokens equal that are as right as each other.
  func wrongPositions(
    _ tokens: [Int32], of question: Question, reading meaning: (Int32) -> Int32
  ) -> Set<Int> {
    if verdict(of: tokens, for: question) == true { return [] }
    return Set(
      tokens.indices.filter {
        question.labels[$0] >= 0 && meaning(tokens[$0]) != meaning(question.labels[$0])
      })
  }

  /// False: the answer is the target of every step.
  package var hasStepTargets: Bool { false }

  /// The answer's labels.
  package func fillTargets(
    step: Int, tokens: UnsafePointer<Int32>, labels: UnsafePointer<Int32>,
    targets: UnsafeMutablePointer<Int32>
  ) -> Bool {
    targets.update(from: labels, count: length)
    return true
  }

  /// None.
  package var givenTokens: Set<Int32> { [] }

  /// True.
  package var canGenerate: Bool { true }

  /// False.
  package var isUninterpreted: Bool { false }

  /// All of it.
  package func shownPlace(in tokens: [Int32]) -> ARCGrid.Place? { nil }

  /// None.
  package func color(of token: Int32) -> UInt8? { nil }

  /// All of ``answerRange``.
  package func answerPositions(in tokens: [Int32]) -> [Int] { Array(answerRange) }

  /// Whether the answer equals the question's.
  package func check(_ answer: String, of question: Question) -> Bool {
    answer == question.answer
  }

  /// The characters of all tokens.
  package func text(of tokens: [Int32]) -> String { String(characters(of: tokens)) }

  /// Right-aligns the answer over ``answerRange``, padded on the left.
  package func question(_ text: String, answer: String) throws(PuzzleError) -> Question {
    try labeled(try parse(text), answer.filter { !$0.isWhitespace })
  }

  /// A question with labels from characters, right-aligned over ``answerRange``.
  ///
  /// `answer` is the answer's text, by default the characters.
  func labeled(
    _ question: Question, _ characters: String, answer: String? = nil
  ) throws(PuzzleError) -> Question {
    let answer = answer ?? characters
    guard !characters.isEmpty, characters.count <= answerRange.count else {
      throw PuzzleError(
        "the answer '\(answer)' has \(counted(answer.count, "character"))",
        hint: "give 1 to \(counted(answerRange.count, "character"))")
    }
    var labels = question.labels
    for position in answerRange { labels[position] = 0 }
    for (character, position) in zip(characters.reversed(), answerRange.reversed()) {
      guard let token = vocabulary.firstIndex(of: character) else {
        throw PuzzleError(
          "invalid character '\(character)' in the answer", hint: "use \(String(vocabulary))")
      }
      labels[position] = Int32(token)
    }
    return Question(
      text: question.text, tokens: question.tokens, labels: labels, answer: answer,
      split: question.split, properties: question.properties)
  }

  /// The characters of ``answerRange``: all of a grid's, else with padding trimmed.
  package func decode(_ tokens: UnsafeBufferPointer<Int32>) -> String {
    precondition(tokens.count == length, "decode needs one token for each position")
    let shown = characters(of: UnsafeBufferPointer(rebasing: tokens[answerRange]))
    return gridWidth == nil ? trimmed(shown) : String(shown)
  }

  /// Characters as text, with padding on both sides trimmed.
  func trimmed(_ shown: [Character]) -> String {
    let padding = vocabulary[0]
    guard let first = shown.firstIndex(where: { $0 != padding }),
      let last = shown.lastIndex(where: { $0 != padding })
    else { return "" }
    return String(shown[first...last])
  }

  /// The answer in an array of ``length`` tokens.
  package func decode(_ tokens: [Int32]) -> String {
    tokens.withUnsafeBufferPointer { decode($0) }
  }

  /// The characters of tokens, with padding.
  package func characters(of tokens: some Sequence<Int32>) -> [Character] {
    let vocabulary = vocabulary
    return tokens.map { token in
      vocabulary.indices.contains(Int(token)) ? vocabulary[Int(token)] : "\u{FFFD}"
    }
  }

  /// A question of a split from the next number of a generator.
  package func generate(split: Split, using generator: inout some RandomNumberGenerator) -> Question
  {
    generate(split: split, draw: generator.next())
  }
}
