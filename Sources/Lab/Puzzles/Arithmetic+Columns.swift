// Arithmetic in columns: a token for the signs, then a token for each column of digits.

internal import Wording

extension Arithmetic {
  /// The tokens of the column layouts; the first 13 are those of fields.
  enum ColumnToken {
    /// The first of six tokens for signs with negative operands.
    static let signs: Int32 = 13
    /// The column 0, 0 whose digits are added; the column a, b is 10 a + b further.
    static let pair: Int32 = 19
    /// The column 0, 0 whose digits are subtracted.
    static let difference: Int32 = 119

    /// The characters of the tokens.
    ///
    /// Letters for signs (`u v w`: first, second or both operands negative, added; `x y z`:
    /// subtracted), and for a column its digits as braille dots, a on the left, b on the right,
    /// underlined if subtracted.
    static let signedCharacters = characters + pairs.map { Character("\($0)\u{332}") }

    /// The same without subtracted columns.
    static let characters: [Character] = Token.characters + Array("uvwxyz") + pairs

    private static let pairs: [Character] =
      (0..<100).map { pair in
        // The bits of a digit, the lowest bit in the lowest row.
        let left: [UInt32] = [0x40, 0x04, 0x02, 0x01]
        let right: [UInt32] = [0x80, 0x20, 0x10, 0x08]
        var dots: UInt32 = 0x2800
        for bit in 0..<4 {
          if pair / 10 & 1 << bit != 0 { dots |= left[bit] }
          if pair % 10 & 1 << bit != 0 { dots |= right[bit] }
        }
        return Character(Unicode.Scalar(dots)!)
      }
  }

  /// Writes the ``length`` tokens and labels of a problem in columns.
  func writeColumns(
    _ problem: Problem,
    tokens: UnsafeMutablePointer<Int32>, labels: UnsafeMutablePointer<Int32>
  ) {
    let subtracts = problem.operation == .minus
    let negatives: Int32 = (problem.first < 0 ? 1 : 0) + (problem.second < 0 ? 2 : 0)
    if negatives == 0 {
      tokens[0] = subtracts ? Token.minus : Token.plus
    } else {
      tokens[0] = ColumnToken.signs + negatives - 1 + (subtracts ? 3 : 0)
    }
    labels[0] = problem.answer < 0 ? Token.minus : Token.plus
    let zeros = layout == .columns || problem.adds ? ColumnToken.pair : ColumnToken.difference
    var first = problem.first.magnitude
    var second = problem.second.magnitude
    var answer = problem.answer.magnitude
    for position in (1...width).reversed() {
      let pair = first % 10 * 10 + second % 10
      tokens[position] = zeros + Int32(truncatingIfNeeded: pair)
      labels[position] = Token.zero + Int32(truncatingIfNeeded: answer % 10)
      first /= 10
      second /= 10
      answer /= 10
    }
  }

  /// The answer in a row of tokens, without leading zeros.
  ///
  /// A malformed answer is returned unchanged.
  package func decode(_ tokens: UnsafeBufferPointer<Int32>) -> String {
    precondition(tokens.count == length, "decode needs one token for each position")
    let shown = characters(of: UnsafeBufferPointer(rebasing: tokens[answerRange]))
    guard layout != .fields else { return trimmed(shown) }
    let digits = shown.dropFirst()
    guard "+-".contains(shown[0]), digits.allSatisfy({ $0.isASCII && $0.isNumber }) else {
      return String(shown)
    }
    let number = digits.drop { $0 == "0" }
    return (shown[0] == "-" ? "-" : "") + (number.isEmpty ? "0" : String(number))
  }

  /// A question with a given answer, which must be an integer in the column layouts.
  package func question(_ text: String, answer: String) throws(PuzzleError) -> Question {
    let question = try parse(text)
    // 010 and +10 are 10.
    let answer = wholeNumber(answer).map(String.init) ?? answer.filter { !$0.isWhitespace }
    guard layout != .fields else { return try labeled(question, answer) }
    let digits = answer.drop { $0 == "-" || $0 == "+" }
    guard !digits.isEmpty, answer.count - digits.count <= 1,
      digits.allSatisfy({ $0.isASCII && $0.isNumber })
    else {
      throw PuzzleError(
        "invalid answer '\(answer)'", hint: "give an integer")
    }
    guard digits.count <= width else {
      throw PuzzleError(
        "the answer '\(answer)' has \(counted(digits.count, "digit"))",
        hint: "give 1 to \(counted(width, "digit"))")
    }
    let zeros = String(repeating: "0", count: width - digits.count)
    return try labeled(
      question, (answer.first == "-" ? "-" : "+") + zeros + digits, answer: answer)
  }
}
