// Questions as a person types them. One operation on two whole numbers; what comes out is a
// problem in range, what can't be read is an error with its column.

extension Arithmetic {
  /// Reads `3 + 7`, `3+7=`, `3 + 7 = ?`, `-3 + 7`, `3 - -7`, `(−3) + 7`, `007 + 1`.
  ///
  /// - Throws: ``PuzzleError`` with the column of what can't be read.
  package func parse(_ text: String) throws(PuzzleError) -> Question {
    question(try problem(text))
  }

  /// Reads a problem as a person types it.
  ///
  /// - Throws: ``PuzzleError`` with the column of what can't be read.
  package func problem(_ text: String) throws(PuzzleError) -> Problem {
    var reader = Reader(text, digits: digits)
    reader.skipSpace()
    guard reader.next != nil else {
      throw PuzzleError("the question is empty", column: 0, hint: example)
    }
    let first = try reader.operand(example)
    let operation = try self.operation(&reader)
    let second = try reader.operand(example)
    try end(&reader)
    return Problem(first, operation, second)
  }

  /// A question that can be asked, for hints.
  private var example: String {
    "type a question such as " + Problem(3, operators[0], digits > 1 ? 47 : 7).description
  }

  private func operation(_ reader: inout Reader) throws(PuzzleError) -> Operator {
    reader.skipSpace()
    guard let sign = reader.next, sign != "=", sign != "?" else {
      throw PuzzleError(
        "an operator and a second number are missing", column: reader.position, hint: example)
    }
    guard let operation = Reader.sign(sign) else {
      throw Reader.operators.contains(sign)
        ? unknown(sign, at: reader.position)
        : PuzzleError(
          "'\(sign)' is not an operator", column: reader.position, hint: known)
    }
    guard operators.contains(operation) else {
      throw unknown(operation.rawValue, at: reader.position)
    }
    reader.position += 1
    return operation
  }

  private func unknown(_ sign: Character, at column: Int) -> PuzzleError {
    PuzzleError("this model doesn't know '\(sign)'", column: column, hint: known)
  }

  private var known: String {
    "it knows " + operators.map { String($0.rawValue) }.joined(separator: " and ")
  }

  /// Reads `=`, `?` or both, and nothing after them.
  private func end(_ reader: inout Reader) throws(PuzzleError) {
    let equals = reader.skip("=")
    let asks = reader.skip("?")
    reader.skipSpace()
    guard let next = reader.next else { return }
    if !equals && !asks && (Reader.operators.contains(next) || Reader.sign(next) != nil) {
      throw PuzzleError(
        "a second operator '\(next)'", column: reader.position, hint: "one operation at a time")
    }
    throw PuzzleError(
      "the question goes on with '\(reader.rest)'", column: reader.position,
      hint: "end it after the second number, or with = ?")
  }
}

/// Reads operands and signs from a text's characters.
private struct Reader {
  var position = 0
  private let characters: [Character]
  private let digits: Int

  /// Operators that some model could have.
  static let operators = Set<Character>("+-*/×÷·∙⋅^%:")

  init(_ text: String, digits: Int) {
    characters = Array(text)
    self.digits = digits
  }

  var next: Character? { position < characters.count ? characters[position] : nil }

  /// What is left, not more than an error should quote.
  var rest: String { quoted(characters[position...]) }

  mutating func skipSpace() {
    while next?.isWhitespace == true { position += 1 }
  }

  /// Skips space and this character, if it is there.
  mutating func skip(_ character: Character) -> Bool {
    skipSpace()
    guard next == character else { return false }
    position += 1
    return true
  }

  /// Plus and minus in their spellings: hyphen, U+2212, and the en dash that phones make of it.
  static func sign(_ character: Character) -> Arithmetic.Operator? {
    switch character {
    case "+": .plus
    case "-", "\u{2212}", "\u{2013}": .minus
    default: nil
    }
  }

  /// A number with at most one sign, in parentheses or not.
  mutating func operand(_ example: String) throws(PuzzleError) -> Int {
    skipSpace()
    let parenthesis = position
    let opened = skip("(")
    skipSpace()
    var negative = false
    if let next, let sign = Self.sign(next) {
      negative = sign == .minus
      position += 1
      skipSpace()
      if let again = self.next, Self.sign(again) != nil {
        throw PuzzleError(
          "a second sign '\(again)' before a number", column: position,
          hint: "give a number one sign")
      }
    }
    let magnitude = try self.magnitude(example)
    if opened && !skip(")") {
      throw PuzzleError(
        "'(' is not closed after its number", column: parenthesis,
        hint: "parentheses go round one number, as in (-3)")
    }
    return negative ? -magnitude : magnitude
  }

  /// A number without a sign; leading zeros don't count as digits.
  private mutating func magnitude(_ example: String) throws(PuzzleError) -> Int {
    let start = position
    while isDigit(next) { position += 1 }
    guard position > start else {
      guard next != nil else {
        throw PuzzleError("a number is missing at the end", column: position, hint: example)
      }
      throw PuzzleError("'\(rest)' is not a number", column: position, hint: example)
    }
    if next == "." || next == "," || next == "_" {
      throw PuzzleError(
        "'\(next!)' inside a number", column: position,
        hint: "only whole numbers without separators can be read")
    }
    let significant = characters[start..<position].drop { $0 == "0" }
    guard significant.count <= digits else {
      let limit = digits == 1 ? "1 digit" : "\(digits)"
      throw PuzzleError(
        "\(quoted(significant)) has \(significant.count) digits; this model reads up to \(limit)",
        column: start, hint: "ask with shorter numbers")
    }
    return significant.reduce(0) { $0 * 10 + $1.wholeNumberValue! }
  }

  private func isDigit(_ character: Character?) -> Bool {
    character.map { $0 >= "0" && $0 <= "9" && $0.isASCII } ?? false
  }

  /// At most 40 characters of a text.
  private func quoted(_ characters: ArraySlice<Character>) -> String {
    characters.count > 40 ? String(characters.prefix(40)) + "…" : String(characters)
  }
}
