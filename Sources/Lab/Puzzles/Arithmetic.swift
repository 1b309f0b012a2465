// Sums and differences of two integers. One operation; no multiplication, no fractions.

internal import Wording

/// Addition and subtraction of two integers, in one of three ``Layout``s.
package struct Arithmetic: Puzzle, Equatable {
  /// An operator.
  package enum Operator: Character, Sendable, CaseIterable {
    /// Addition.
    case plus = "+"
    /// Subtraction.
    case minus = "-"
  }

  /// The arrangement of numbers in a row of tokens.
  package enum Layout: String, Sendable, CaseIterable {
    /// One number after the other, one token a character.
    ///
    /// With W = ``Arithmetic/digits`` + 1 (room for a sign) a question has 2W + 2 tokens: the first
    /// operand right-aligned in W, the operator, the second right-aligned in W + 1. The answer
    /// is right-aligned over the second operand's W + 1 positions; its leading spaces are labeled
    /// too, so that its length is learned. For 2 digits:
    ///
    ///     tokens   ␣38+␣␣47
    ///     labels       ␣␣85     (positions 4..<8, the others ignored)
    case fields
    /// One number below the other, as on paper: a token for the signs, then one for each column.
    ///
    /// W + 1 tokens, W = ``Arithmetic/digits`` + 1. The first token encodes the operator and both
    /// signs, the others two digits each, with leading zeros. The answer has its sign at the first
    /// position and a digit in each column. For 2 digits:
    ///
    ///     first    +038
    ///     second    047
    ///     labels   +085
    case columns
    /// As ``columns``, but a column's token also encodes whether its digits are subtracted.
    ///
    /// A network can then work with a window of neighboring columns.
    case signedColumns = "signed-columns"
  }

  /// The allowed values of ``digits``.
  package static let digitsRange = 1...12

  /// The maximum number of digits of an operand.
  package let digits: Int

  /// The operators of questions, in the order of `Operator.allCases`.
  package let operators: [Operator]

  /// The number of digits of the longer operand in generated questions.
  package let lengths: ClosedRange<Int>

  /// The distribution of generated questions.
  package let mix: Mix

  /// The arrangement of numbers in a row of tokens.
  package let layout: Layout

  /// Creates arithmetic with operands of at most `digits` digits.
  ///
  /// - Throws: ``PuzzleError`` naming the invalid option.
  package init(
    digits: Int = 4, operators: [Operator] = Operator.allCases, lengths: ClosedRange<Int>? = nil,
    mix: Mix = Mix(), layout: Layout = .fields
  ) throws(PuzzleError) {
    guard Self.digitsRange.contains(digits) else {
      throw PuzzleError(
        "invalid value '\(digits)' for 'digits'",
        hint: "give a number from \(Self.digitsRange.lowerBound) to \(Self.digitsRange.upperBound)"
      )
    }
    guard !operators.isEmpty else {
      throw PuzzleError("missing operators", hint: "give +, - or +-")
    }
    try mix.validate()
    let lengths = lengths ?? 1...digits
    guard lengths.lowerBound >= 1, lengths.upperBound <= digits else {
      throw PuzzleError(
        "can't generate questions with \(lengths.lowerBound) to \(counted(lengths.upperBound, "digit"))",
        hint: "give shortest and longest from 1 to digits (\(digits))")
    }
    self.digits = digits
    self.lengths = lengths
    self.operators = Operator.allCases.filter(operators.contains)
    self.mix = mix
    self.layout = layout
  }

  /// Space, the digits 0 to 9, `+`, `-` (tokens 0, 1 to 10, 11, 12); column layouts have more.
  package var vocabulary: [Character] {
    switch layout {
    case .fields: Token.characters
    case .columns: ColumnToken.characters
    case .signedColumns: ColumnToken.signedCharacters
    }
  }

  /// 2W + 2 positions in fields, W + 1 in columns; W = ``digits`` + 1.
  package var length: Int { layout == .fields ? 2 * width + 2 : width + 1 }

  /// The last W + 1 positions in fields, all in columns.
  package var answerRange: Range<Int> {
    layout == .fields ? (width + 1)..<length : 0..<length
  }

  /// W, the number of positions of a number.
  var width: Int { digits + 1 }

  /// The maximum magnitude of an operand.
  var limit: Int { power(of: digits) - 1 }
}

/// 10 to a power of 0...18.
func power(of exponent: Int) -> Int {
  var value = 1
  for _ in 0..<exponent { value *= 10 }
  return value
}
