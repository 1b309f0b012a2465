// Parsing of expressions, in time proportional to their length. Errors have the column of the problem.

internal import Wording

extension Expression {
  /// The deepest nesting of brackets.
  package static let deepest = 64

  /// The most digits of a number.
  package static let mostDigits = 18

  /// Parses `2 + 3 + 4`, `(1 + 2) - 3 = ?`, `-(5 - 2) - -3`.
  ///
  /// A number or a bracket has at most one sign of its own.
  ///
  /// - Throws: ``PuzzleError`` with the column of the error.
  package init(_ text: String) throws(PuzzleError) {
    var parser = Parser(text)
    try parser.parse()
    self.init(instructions: parser.instructions, text: parser.text)
  }
}

/// A parser with two stacks: the instructions so far, and what still waits for its second operand or
/// its closing bracket.
private struct Parser {
  private enum Pending {
    case operation(Character, column: Int)
    case bracket(isNegative: Bool, column: Int)
  }

  private(set) var instructions: [Expression.Instruction] = []
  private(set) var text = ""
  private let characters: [Character]
  private var position = 0
  private var pending: [Pending] = []
  private var nesting = 0

  init(_ text: String) { characters = Array(text) }

  private var next: Character? { position < characters.count ? characters[position] : nil }

  private mutating func skipSpace() {
    while next?.isWhitespace == true { position += 1 }
  }

  private static let hint = "type an expression such as (12 - 5) + 30"

  mutating func parse() throws(PuzzleError) {
    while true {
      try operand()
      guard try operation() else { break }
    }
    reduce(toRank: 0)
    guard case .bracket(_, let column)? = pending.last else { return }
    throw PuzzleError("unclosed '('", column: column, hint: "add a ')'")
  }

  /// Opening brackets and a number, each with an optional sign.
  private mutating func operand() throws(PuzzleError) {
    while true {
      skipSpace()
      let isNegative = try sign()
      guard next == "(" else { return try number(isNegative: isNegative) }
      guard nesting < Expression.deepest else {
        throw PuzzleError(
          "brackets are nested more than \(Expression.deepest) deep", column: position,
          hint: "use fewer brackets")
      }
      pending.append(.bracket(isNegative: isNegative, column: position))
      text += isNegative ? "-(" : "("
      nesting += 1
      position += 1
    }
  }

  /// Whether a sign is a minus; at most one sign.
  private mutating func sign() throws(PuzzleError) -> Bool {
    guard let next, let sign = Arithmetic.Operator(typed: next) else { return false }
    position += 1
    skipSpace()
    if let again = self.next, Arithmetic.Operator(typed: again) != nil {
      throw PuzzleError(
        "unexpected second sign '\(again)'", column: position,
        hint: "give a number at most one sign")
    }
    return sign == .minus
  }

  private mutating func number(isNegative: Bool) throws(PuzzleError) {
    let start = position
    while let next, next.isASCII, next.isNumber { position += 1 }
    guard position > start else {
      throw PuzzleError(
        next.map { $0 == ")" ? "missing number before ')'" : "'\($0)' is not a number" }
          ?? "missing number at the end", column: position, hint: Self.hint)
    }
    if let next, ".,_".contains(next) {
      throw PuzzleError(
        "unexpected '\(next)' in a number", column: position,
        hint: "give integers without separators")
    }
    let digits = characters[start..<position].drop { $0 == "0" }
    guard digits.count <= Expression.mostDigits else {
      throw PuzzleError(
        "the number has \(counted(digits.count, "digit"))", column: start,
        hint: "use shorter numbers")
    }
    let magnitude = digits.reduce(0) { $0 * 10 + $1.wholeNumberValue! }
    instructions.append(.number(isNegative ? -magnitude : magnitude, column: start))
    text += isNegative ? "-\(magnitude)" : "\(magnitude)"
  }

  /// Closing brackets and an operator; false at the end, after an optional `=` and `?`.
  private mutating func operation() throws(PuzzleError) -> Bool {
    while true {
      skipSpace()
      guard let next else { return false }
      if next == "=" || next == "?" { return try end() }
      guard next == ")" else { break }
      reduce(toRank: 0)
      guard case .bracket(let isNegative, _)? = pending.popLast() else {
        throw PuzzleError(
          "unexpected ')'", column: position, hint: "leave it out, or add a '(' before it")
      }
      if isNegative { instructions.append(.negate) }
      text += ")"
      nesting -= 1
      position += 1
    }
    let typed = characters[position]
    let sign = Self.sign(typed)
    guard let rank = Self.rank(of: sign) else {
      throw PuzzleError(
        typed == "(" || typed.isASCII && typed.isNumber
          ? "missing operator before '\(typed)'" : "'\(typed)' is not an operator",
        column: position, hint: Self.hint)
    }
    // The operators before it that bind as strongly; a power waits for those behind it.
    reduce(toRank: sign == "^" ? rank + 1 : rank)
    pending.append(.operation(sign, column: position))
    text += " \(sign) "
    position += 1
    return true
  }

  /// Applies the waiting operators of at least a rank, back to the last bracket.
  private mutating func reduce(toRank least: Int) {
    while case .operation(let sign, let column)? = pending.last,
      Self.rank(of: sign) ?? 0 >= least
    {
      instructions.append(.apply(sign, column: column))
      pending.removeLast()
    }
  }

  private mutating func end() throws(PuzzleError) -> Bool {
    if next == "=" { position += 1 }
    skipSpace()
    if next == "?" { position += 1 }
    skipSpace()
    guard position == characters.count else {
      throw PuzzleError(
        "unexpected text '\(String(characters[position...].prefix(40)))' after the question",
        column: position, hint: "end the question after the last number or with = ?")
    }
    return false
  }

  /// The operator that was typed.
  private static func sign(_ typed: Character) -> Character {
    switch typed {
    case "×", "·", "∙", "⋅", "x", "X": "*"
    case "÷", ":": "/"
    default: Arithmetic.Operator(typed: typed)?.rawValue ?? typed
    }
  }

  private static func rank(of sign: Character) -> Int? {
    switch sign {
    case "+", "-": 1
    case "*", "/", "%": 2
    case "^": 3
    default: nil
    }
  }
}
