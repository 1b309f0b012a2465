// Sums of two digits, with the sum as one token: a puzzle of 100 questions for the smallest
// networks.

/// Sums of two digits: two tokens in, one token out, the sum from 0 to 18.
///
/// The sum is at the second position; the first has no label.
package struct DigitSum: Puzzle, Equatable {
  /// The puzzle's entry in the list.
  package static let kind = PuzzleKind(
    name: "digit-sum", summary: "the sum of two digits, as one of 19 tokens",
    writing: "Two digits with + between them: 3 + 7",
    undrawn: "Training draws every pair that isn't held out.", options: []
  ) { _ throws(PuzzleError) in DigitSum() }

  /// Creates the puzzle.
  package init() {}

  /// None.
  package var options: [String: String] { [:] }

  /// A character for each number from 0 to 18.
  package var vocabulary: [Character] { Array("0123456789abcdefghi") }

  /// Two digits.
  package var length: Int { 2 }

  /// The second position.
  package var answerRange: Range<Int> { 1..<2 }

  /// Parses `3 + 7`, with or without spaces.
  ///
  /// - Throws: ``PuzzleError`` with the column of the error.
  package func parse(_ text: String) throws(PuzzleError) -> Question {
    var digits: [Int] = []
    var isAdded = false
    for (column, character) in text.enumerated() where !character.isWhitespace {
      if character == "+", digits.count == 1, !isAdded {
        isAdded = true
      } else if character.isASCII, let digit = character.wholeNumberValue,
        digits.count == (isAdded ? 1 : 0)
      {
        digits.append(digit)
      } else {
        throw PuzzleError(
          "unexpected '\(character)'", column: column,
          hint: "type two digits with + between them: 3 + 7")
      }
    }
    guard digits.count == 2 else {
      throw PuzzleError("not a sum of two digits", hint: "type a question such as 3 + 7")
    }
    return question(digits[0], digits[1])
  }

  /// The question number `draw` of a split.
  package func generate(split: Split, draw: UInt64) -> Question {
    var random = SplitMix64(seed: draw)
    while true {
      let number = random.below(100)
      if Self.split(number / 10, number % 10) == split { return question(number / 10, number % 10) }
    }
  }

  /// Writes the tokens and labels of the same question.
  package func fill(
    split: Split, draw: UInt64, tokens: UnsafeMutablePointer<Int32>,
    labels: UnsafeMutablePointer<Int32>
  ) {
    let question = generate(split: split, draw: draw)
    for position in 0..<length {
      tokens[position] = question.tokens[position]
      labels[position] = question.labels[position]
    }
  }

  /// The kinds of pairs.
  private static let hardFamilies: [(kind: HardKind, isIn: @Sendable (Int, Int) -> Bool)] = [
    (HardKind("equal digits", "3 + 3"), { $0 == $1 }),
    (HardKind("a digit and 0", "0 + 7"), { $0 == 0 || $1 == 0 }),
    (HardKind("sums below 10", "3 + 4"), { $0 + $1 < 10 }),
    (HardKind("sums of 10", "3 + 7"), { $0 + $1 == 10 }),
    (HardKind("sums above 10", "7 + 8"), { $0 + $1 > 10 }),
  ]

  /// Equal digits, a digit and 0, and sums by size.
  package var hardKinds: [HardKind] { Self.hardFamilies.map(\.kind) }

  /// A pair of a hard kind; nil if the split has none.
  package func hardQuestion(_ kind: Int, split: Split, draw: UInt64) -> Question? {
    let isIn = Self.hardFamilies[kind].isIn
    let pairs = (0..<100).filter {
      isIn($0 / 10, $0 % 10) && Self.split($0 / 10, $0 % 10) == split
    }
    guard !pairs.isEmpty else { return nil }
    var random = SplitMix64(seed: draw)
    let pair = pairs[random.below(pairs.count)]
    return question(pair / 10, pair % 10)
  }

  /// The second position's token as a number.
  package func decode(_ tokens: UnsafeBufferPointer<Int32>) -> String { String(tokens[1]) }

  /// A question with a given answer.
  package func question(_ text: String, answer: String) throws(PuzzleError) -> Question {
    let asked = try parse(text)
    guard let sum = Int32(answer.filter { !$0.isWhitespace }), (0...18).contains(sum) else {
      throw PuzzleError("invalid answer '\(answer)'", hint: "give 0 to 18")
    }
    return Question(
      text: asked.text, tokens: asked.tokens, labels: [Question.ignored, sum],
      answer: String(sum), split: asked.split)
  }

  private func question(_ first: Int, _ second: Int) -> Question {
    Question(
      text: "\(first) + \(second)", tokens: [Int32(first), Int32(second)],
      labels: [Question.ignored, Int32(first + second)], answer: String(first + second),
      split: Self.split(first, second))
  }

  /// One in five of the unordered pairs is held out.
  private static func split(_ first: Int, _ second: Int) -> Split {
    let pair = UInt64(min(first, second) * 10 + max(first, second))
    return SplitMix64.mixed(pair) % 5 == 0 ? .heldOut : .train
  }
}
