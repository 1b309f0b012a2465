// Parsing of questions: one operation on two integers. Errors have the column of the problem.

internal import Wording

extension Arithmetic {
  /// Parses `3 + 7`, `3+7=`, `3 + 7 = ?`, `-3 + 7`, `3 - -7`, `(−3) + 7`, `007 + 1`.
  ///
  /// - Throws: ``PuzzleError`` with the column of the error.
  package func parse(_ text: String) throws(PuzzleError) -> Question {
    question(try problem(text))
  }

  /// Parses a problem as typed by a person.
  ///
  /// - Throws: ``PuzzleError`` with the column of the error.
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

  /// An example question, for hints.
  private var example: String {
    "type a question such as " + Problem(3, operators[0], digits > 1 ? 47 : 7).description
  }

  private func operation(_ reader: inout Reader) throws(PuzzleError) -> Operator {
    reader.skipSpace()
    guard let sign = reader.next, sign != "=", sign != "?" else {
      throw PuzzleError(
        "missing operator and second number", column: reader.position, hint: example)
    }
    guard let operation = Operator(typed: sign) else {
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
    PuzzleError("unsupported operator '\(sign)'", column: column, hint: known)
  }

  private var known: String {
    "this model supports " + operators.map { String($0.rawValue) }.joined(separator: " and ")
  }

  /// Parses an optional `=` and `?`, and the end.
  private func end(_ reader: inout Reader) throws(PuzzleError) {
    let equals = reader.skip("=")
    let asks = reader.skip("?")
    reader.skipSpace()
    guard let next = reader.next else { return }
    if !equals && !asks && (Reader.operators.contains(next) || Operator(typed: next) != nil) {
      throw PuzzleError(
        "unexpected second operator '\(next)'", column: reader.position,
        hint: "give one operation at a time")
    }
    throw PuzzleError(
      "unexpected text '\(reader.rest)' after the question", column: reader.position,
      hint: "end the question after the second number or with = ?")
  }
}

extension Arithmetic.Operator {
  /// The operator of a sign: `+`, hyphen, minus sign U+2212, or the en dash that phones insert.
  init?(typed character: Character) {
    switch character {
    case "+": self = .plus
    case "-", "\u{2212}", "\u{2013}": self = .minus
    default: return nil
    }
  }
}

/// A scanner for operands and signs.
private struct Reader {
  var position = 0
  private let characters: [Character]
  private let digits: Int

  /// Characters that are operators in arithmetic, supported or not.
  static let operators = Set<Character>("+-*/×÷·∙⋅^%:")

  init(_ text: String, digits: Int) {
    characters = Array(text)
    self.digits = digits
  }

  var next: Character? { position < characters.count ? characters[position] : nil }

  /// The rest of the text, shortened for messages.
  var rest: String { quoted(characters[position...]) }

  mutating func skipSpace() {
    while next?.isWhitespace == true { position += 1 }
  }

  /// Skips white space and, if it follows, a character; true if it did.
  mutating func skip(_ character: Character) -> Bool {
    skipSpace()
    guard next == character else { return false }
    position += 1
    return true
  }

  /// Parses a number with an optional sign, with or without parentheses.
  mutating func operand(_ example: String) throws(PuzzleError) -> Int {
    skipSpace()
    let parenthesis = position
    let opened = skip("(")
    skipSpace()
    var negative = false
    if let next, let sign = Arithmetic.Operator(typed: next) {
      negative = sign == .minus
      position += 1
      skipSpace()
      if let again = self.next, Arithmetic.Operator(typed: again) != nil {
        throw PuzzleError(
          "unexpected second sign '\(again)'", column: position,
          hint: "give a number at most one sign")
      }
    }
    let magnitude = try self.magnitude(example)
    if opened && !skip(")") {
      throw PuzzleError(
        "unclosed '('", column: parenthesis,
        hint: "put parentheses around a single number, as in (-3)")
    }
    return negative ? -magnitude : magnitude
  }

  /// Parses a number without a sign; leading zeros don't count as digits.
  private mutating func magnitude(_ example: String) throws(PuzzleError) -> Int {
    let start = position
    while isDigit(next) { position += 1 }
    guard position > start else {
      guard next != nil else {
        throw PuzzleError("missing number at the end", column: position, hint: example)
      }
      throw PuzzleError("'\(rest)' is not a number", column: position, hint: example)
    }
    if next == "." || next == "," || next == "_" {
      throw PuzzleError(
        "unexpected '\(next!)' in a number", column: position,
        hint: "give integers without separators")
    }
    let significant = characters[start..<position].drop { $0 == "0" }
    guard significant.count <= digits else {
      let limit = digits == 1 ? counted(digits, "digit") : "\(digits)"
      throw PuzzleError(
        "\(quoted(significant)) has \(counted(significant.count, "digit")); this model supports up to \(limit)",
        column: start, hint: "use shorter numbers")
    }
    return significant.reduce(0) { $0 * 10 + $1.wholeNumberValue! }
  }

  private func isDigit(_ character: Character?) -> Bool {
    character.map { $0 >= "0" && $0 <= "9" && $0.isASCII } ?? false
  }

  /// At most 40 characters of a text, for messages.
  private func quoted(_ characters: ArraySlice<Character>) -> String {
    characters.count > 40 ? String(characters.prefix(40)) + "…" : String(characters)
  }
}
