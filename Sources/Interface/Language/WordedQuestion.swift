// Arithmetic that is asked in words: `what is 3 plus 7 minus 2`, `three times four`.

/// Numbers and operators that are written as words, or between words.
package struct WordedQuestion: Equatable, Sendable {
  /// The question in symbols, such as `3 + 7 - 2`.
  package let text: String
  /// The first word for an operator other than +, - and *, if there is one.
  package let otherOperator: String?

  private static let numbers = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    "twenty",
  ]
  private static let fillers: Set = [
    "what", "what's", "whats", "is", "are", "how", "much", "calculate", "compute", "add", "the",
    "sum", "of", "result", "please", "tell", "me", "solve", "=",
  ]
  private static let operators = [
    "plus": "+", "and": "+", "minus": "-", "less": "-", "times": "*", "x": "*", "multiplied": "*",
    "divided": "/", "over": "/", "modulo": "%", "mod": "%",
  ]
  /// The most words that are read.
  private static let longest = 200

  /// Reads words; nil unless they are numbers with an operator between each two, and nothing else
  /// but words such as `what is`.
  package init?(_ text: String) {
    var parts: [String] = []
    var other: String?
    var previous = ""
    let words = text.prefix(4096).split(whereSeparator: \.isWhitespace)
    guard words.count <= Self.longest else { return nil }
    for typed in words {
      let word = typed.lowercased().trimming { "?!.,".contains($0) }
      defer { previous = word }
      if word.isEmpty || Self.fillers.contains(word) { continue }
      if word == "by", ["multiplied", "divided"].contains(previous) { continue }
      if let sign = Self.operators[word] {
        parts.append(sign)
        if !"+-*".contains(sign) { other = other ?? word }
      } else if let number = Self.numbers.firstIndex(of: word) {
        parts.append(String(number))
      } else if let symbols = Self.symbols(in: word) {
        parts += symbols
        other = other ?? symbols.first { "/÷^%".contains($0) }
      } else {
        return nil
      }
    }
    let plain = parts.filter { $0 != "(" && $0 != ")" }
    guard plain.count >= 3, plain.count % 2 == 1,
      plain.indices.allSatisfy({ (plain[$0].first?.isNumber ?? false) == ($0 % 2 == 0) })
    else { return nil }
    self.text = parts.reduce(into: "") { text, part in
      let isTight = text.isEmpty || text.last == "(" || part == ")"
      text += isTight ? part : " " + part
    }
    otherOperator = other
  }

  /// The numbers, operators and brackets of `3+7` or `(12`; nil if there is anything else.
  private static func symbols(in word: String) -> [String]? {
    var symbols: [String] = []
    for character in word {
      if character.isASCII, character.isNumber {
        if symbols.last?.first?.isNumber ?? false {
          symbols[symbols.count - 1].append(character)
        } else {
          symbols.append(String(character))
        }
      } else if "+-*/×÷^%()".contains(character) {
        symbols.append(String(character))
      } else {
        return nil
      }
    }
    return symbols
  }
}

extension String {
  /// The text without characters at both ends that satisfy `condition`.
  fileprivate func trimming(_ condition: (Character) -> Bool) -> String {
    var rest = self[...]
    while let first = rest.first, condition(first) { rest.removeFirst() }
    while let last = rest.last, condition(last) { rest.removeLast() }
    return String(rest)
  }
}
