// Questions from tokens: the problem that a row of tokens is.

extension Arithmetic {
  /// The problem as a person types it, such as `38 + 47`; what is no problem is shown character by
  /// character.
  package func text(of tokens: [Int32]) -> String {
    problem(of: tokens)?.description ?? String(characters(of: tokens))
  }

  /// The problem in a row of ``length`` tokens; nil if they are no question of this puzzle.
  func problem(of tokens: [Int32]) -> Problem? {
    guard tokens.count == length else { return nil }
    guard layout != .fields else {
      let read = try? problem(String(characters(of: tokens)))
      return read.flatMap { question($0).tokens == tokens ? $0 : nil }
    }
    let (subtracts, negatives): (Bool, Int32)
    switch tokens[0] {
    case Token.plus: (subtracts, negatives) = (false, 0)
    case Token.minus: (subtracts, negatives) = (true, 0)
    case ColumnToken.signs..<ColumnToken.signs + 3:
      (subtracts, negatives) = (false, tokens[0] - ColumnToken.signs + 1)
    case ColumnToken.signs + 3..<ColumnToken.pair:
      (subtracts, negatives) = (true, tokens[0] - ColumnToken.signs - 2)
    default: return nil
    }
    var (first, second) = (0, 0)
    for token in tokens.dropFirst() {
      guard token >= ColumnToken.pair, Int(token) < vocabulary.count else { return nil }
      let pair = Int(token - ColumnToken.pair) % 100
      first = first * 10 + pair / 10
      second = second * 10 + pair % 10
    }
    let problem = Problem(
      negatives & 1 == 0 ? first : -first, subtracts ? .minus : .plus,
      negatives & 2 == 0 ? second : -second)
    // Another row of tokens may have the same digits, such as with a minus before 0.
    guard first <= limit, second <= limit, operators.contains(problem.operation),
      question(problem).tokens == tokens
    else { return nil }
    return problem
  }
}
