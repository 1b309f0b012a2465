// Problems with their numbers one below the other: a token for the signs, then one a column.

extension Arithmetic {
  /// The tokens of the layout in columns; the first thirteen are those of fields.
  enum ColumnToken {
    /// The signs of a question: +, - and, from here on, either of them with negative operands.
    static let signs: Int32 = 13
    /// The two zeros of a column whose digits are added; the pair a, b is 10 a + b further on.
    static let pair: Int32 = 19
    /// The two zeros of a column of which one digit is taken from the other.
    static let difference: Int32 = 119

    /// Letters for signs (`u v w`: the first, the second, both negative, added; `x y z`: subtracted)
    /// and for a column the dots of a, least below, beside those of b, underlined where they are
    /// subtracted.
    static let signedCharacters = characters + pairs.map { Character("\($0)\u{332}") }

    /// The same without those that are subtracted.
    static let characters: [Character] = Token.characters + Array("uvwxyz") + pairs

    private static let pairs: [Character] =
      (0..<100).map { pair in
        // Bits of a number from its least as dots from the lowest row up.
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

  /// Writes ``length`` tokens and labels in columns.
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

  /// The answer that the tokens of a row show, without its leading zeros.
  ///
  /// What isn't a sign and digits comes back as it is.
  package func decode(_ tokens: UnsafeBufferPointer<Int32>) -> String {
    precondition(tokens.count == length, "decode takes one token for each position")
    let shown = characters(of: UnsafeBufferPointer(rebasing: tokens[answerRange]))
    guard layout != .fields else { return trimmed(shown) }
    let digits = shown.dropFirst()
    guard "+-".contains(shown[0]), digits.allSatisfy({ $0.isASCII && $0.isNumber }) else {
      return String(shown)
    }
    let number = digits.drop { $0 == "0" }
    return (shown[0] == "-" ? "-" : "") + (number.isEmpty ? "0" : String(number))
  }

  /// A question with an answer that is to be learned; in columns it is a whole number.
  package func question(_ text: String, answer: String) throws(PuzzleError) -> Question {
    let question = try parse(text)
    let answer = answer.filter { !$0.isWhitespace }
    guard layout != .fields else { return try labeled(question, answer) }
    let digits = answer.drop { $0 == "-" || $0 == "+" }
    guard !digits.isEmpty, answer.count - digits.count <= 1,
      digits.allSatisfy({ $0.isASCII && $0.isNumber })
    else {
      throw PuzzleError(
        "the answer '\(answer)' is no whole number", hint: "give digits, after a sign if need be")
    }
    guard digits.count <= width else {
      throw PuzzleError(
        "the answer '\(answer)' has \(digits.count) digits", hint: "it can have 1 to \(width)")
    }
    let zeros = String(repeating: "0", count: width - digits.count)
    return try labeled(
      question, (answer.first == "-" ? "-" : "+") + zeros + digits, answer: answer)
  }
}
