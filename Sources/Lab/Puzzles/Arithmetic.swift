// Sums and differences of two whole numbers in fields of fixed width. One operation at a time;
// no multiplication, no fractions.

/// Adding and subtracting two whole numbers, in one of two ``Layout``s.
package struct Arithmetic: Puzzle, Equatable {
  /// What two numbers can be joined by.
  package enum Operator: Character, Sendable, CaseIterable {
    /// Addition.
    case plus = "+"
    /// Subtraction.
    case minus = "-"
  }

  /// How numbers stand in a row of tokens.
  package enum Layout: String, Sendable, CaseIterable {
    /// One after the other, a character a token.
    ///
    /// With W = ``Arithmetic/digits`` + 1 (room for a sign) a question has 2W + 2 tokens: the first
    /// operand right-aligned in W, the operator, the second right-aligned in W + 1. The answer
    /// stands right-aligned over the second operand's W + 1 positions; its leading spaces are
    /// labeled too, so that its length is learned. For 2 digits:
    ///
    ///     tokens   ␣38+␣␣47
    ///     labels       ␣␣85     (positions 4..<8, the others ignored)
    case fields
    /// One below the other, as on paper: a token for the signs, then one for each column.
    ///
    /// W + 1 tokens, W = ``Arithmetic/digits`` + 1. The first tells the operator and both signs, the
    /// others two digits each, leading zeros included. The answer has its sign at the first
    /// position and a digit in each column. For 2 digits:
    ///
    ///     first    +038
    ///     second    047
    ///     labels   +085
    case columns
    /// The same, and each column's token tells whether its digits are added or one is taken from the
    /// other, so that a network that sees a column's neighbors alone has what it needs.
    case signedColumns = "signed-columns"
  }

  /// The numbers of digits that operands can be limited to.
  package static let digitsRange = 1...12

  /// The largest number of digits of an operand.
  package let digits: Int

  /// The operators that questions are made of, in the order of `Operator.allCases`.
  package let operators: [Operator]

  /// The digits of the longer operand of generated questions; shorter ones have any number.
  package let lengths: ClosedRange<Int>

  /// How generated questions are distributed.
  package let mix: Mix

  /// How numbers stand in a row of tokens.
  package let layout: Layout

  /// Arithmetic with operands of at most `digits` digits.
  ///
  /// - Throws: ``PuzzleError`` that names the option that can't be so.
  package init(
    digits: Int = 4, operators: [Operator] = Operator.allCases, lengths: ClosedRange<Int>? = nil,
    mix: Mix = Mix(), layout: Layout = .fields
  ) throws(PuzzleError) {
    guard Self.digitsRange.contains(digits) else {
      throw PuzzleError(
        "digits can't be \(digits)",
        hint: "give a number from \(Self.digitsRange.lowerBound) to \(Self.digitsRange.upperBound)"
      )
    }
    guard !operators.isEmpty else {
      throw PuzzleError("operators can't be empty", hint: "give +, - or +-")
    }
    try mix.validate()
    let lengths = lengths ?? 1...digits
    guard lengths.lowerBound >= 1, lengths.upperBound <= digits else {
      throw PuzzleError(
        "questions can't be generated with \(lengths.lowerBound) to \(lengths.upperBound) digits",
        hint: "give shortest and longest from 1 to digits, which is \(digits)")
    }
    self.digits = digits
    self.lengths = lengths
    self.operators = Operator.allCases.filter(operators.contains)
    self.mix = mix
    self.layout = layout
  }

  /// Space, the digits 0 to 9, `+`, `-`: tokens 0, 1 to 10, 11, 12; columns have more of their own.
  package var vocabulary: [Character] {
    switch layout {
    case .fields: Token.characters
    case .columns: ColumnToken.characters
    case .signedColumns: ColumnToken.signedCharacters
    }
  }

  /// In fields 2W + 2 positions, in columns W + 1; W = ``digits`` + 1.
  package var length: Int { layout == .fields ? 2 * width + 2 : width + 1 }

  /// In fields the last W + 1 positions, in columns all.
  package var answerRange: Range<Int> {
    layout == .fields ? (width + 1)..<length : 0..<length
  }

  /// W, a number's positions.
  var width: Int { digits + 1 }

  /// The largest magnitude of an operand.
  var limit: Int { power(of: digits) - 1 }
}

/// 10 to a power of 0...18.
func power(of exponent: Int) -> Int {
  var value = 1
  for _ in 0..<exponent { value *= 10 }
  return value
}
