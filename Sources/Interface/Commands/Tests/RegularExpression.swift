// POSIX extended regular expressions, within limits in which the system's matcher takes linear time
// and little memory.

internal import Language
internal import Platform

/// An extended regular expression of `=~` and `!~`.
///
/// The system's matcher is a finite automaton, which is linear in the text. Four things can make it
/// slow or large, and are refused: back-references, deep nesting, repetitions that multiply, and
/// many repeated atoms of which some may be left out: they take time in the third power.
package struct RegularExpression {
  /// The maximum length of a pattern in bytes.
  static let longest = 4096
  /// The maximum nesting of parentheses.
  static let deepest = 32
  /// The maximum number of atoms after repetition counts are written out.
  static let mostAtoms = 10_000
  /// The maximum number of repeated atoms in a pattern with parts that may be left out.
  static let mostOptionalAtoms = 400

  private let pattern: String

  /// Checks a pattern.
  ///
  /// - Throws: `Diagnostic` if it is invalid or beyond the limits.
  package init(_ pattern: String) throws {
    func refused(_ hint: String) -> Diagnostic {
      let shown = pattern.count > 40 ? pattern.prefix(40) + "..." : pattern[...]
      return Diagnostic(
        .usage, "invalid regular expression '\(shown)'", about: .argument(pattern), hint: hint)
    }
    guard pattern.utf8.count <= Self.longest else {
      throw refused("the pattern is longer than \(Self.longest) bytes")
    }
    switch Self.size(of: Array(pattern.utf8)) {
    case .success: break
    case .failure(let limit): throw refused(limit.reason)
    }
    self.pattern = pattern
    var compiled = regex_t()
    let code = regcomp(&compiled, pattern, REG_EXTENDED | REG_NOSUB)
    guard code == 0 else {
      var reason = [CChar](repeating: 0, count: 128)
      regerror(code, &compiled, &reason, reason.count)
      throw refused(
        String(decoding: reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }
    regfree(&compiled)
  }

  /// Whether it matches anywhere in `text`.
  package func matches(_ text: String) -> Bool {
    var compiled = regex_t()
    guard regcomp(&compiled, pattern, REG_EXTENDED | REG_NOSUB) == 0 else { return false }
    defer { regfree(&compiled) }
    return regexec(&compiled, text, 0, nil, 0) == 0
  }

  /// A limit that a pattern exceeds.
  struct Limit: Error {
    let reason: String
  }

  /// The number of atoms after repetition counts are written out.
  ///
  /// Syntax errors are left to `regcomp`.
  static func size(of pattern: [UInt8]) -> Result<Int, Limit> {
    var size = ExpandedSize()
    var place = 0
    while place < pattern.count {
      switch pattern[place] {
      case UInt8(ascii: "\\"):
        place += 1
        if place < pattern.count, UInt8(ascii: "1")...UInt8(ascii: "9") ~= pattern[place] {
          return .failure(Limit(reason: "back-references aren't supported"))
        }
        let escaped = place < pattern.count ? pattern[place] : 0
        size.add(isAnchor: Array("`'bB<>".utf8).contains(escaped))
      case UInt8(ascii: "^"), UInt8(ascii: "$"): size.add(isAnchor: true)
      case UInt8(ascii: "["):
        place = endOfBracket(pattern, place)
        size.add()
      case UInt8(ascii: "("):
        size.open()
        if size.depth > deepest {
          return .failure(Limit(reason: "parentheses are nested more than \(deepest) deep"))
        }
      case UInt8(ascii: ")") where size.depth > 0: size.close()
      case UInt8(ascii: "|"): size.divide()
      case UInt8(ascii: "{"):
        let (least, most, end) = repetitions(pattern, place)
        place = end
        size.copyLast(most, isOptional: least < most)
      // The system's matcher writes a+ as aa*.
      case UInt8(ascii: "+"): size.copyLast(2, isOptional: false)
      case UInt8(ascii: "*"), UInt8(ascii: "?"): size.copyLast(1, isOptional: true)
      default: size.add()
      }
      if let limit = size.exceeded { return .failure(limit) }
      place += 1
    }
    return .success(size.total)
  }

  /// The place of the `]` that closes a bracket expression; a first `]` is a member of it.
  private static func endOfBracket(_ pattern: [UInt8], _ start: Int) -> Int {
    var place = start + 1
    if place < pattern.count, pattern[place] == UInt8(ascii: "^") { place += 1 }
    if place < pattern.count, pattern[place] == UInt8(ascii: "]") { place += 1 }
    while place < pattern.count, pattern[place] != UInt8(ascii: "]") {
      // A class such as [:digit:] contains a ].
      if pattern[place] == UInt8(ascii: "["), place + 1 < pattern.count,
        [UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: "=")].contains(pattern[place + 1])
      {
        let kind = pattern[place + 1]
        place += 2
        while place + 1 < pattern.count,
          !(pattern[place] == kind && pattern[place + 1] == UInt8(ascii: "]"))
        { place += 1 }
        place += 1
      }
      place += 1
    }
    return place
  }

  /// The numbers of `{m,n}` and the place of its `}`; `{m,}` counts as `{m,m+1}`, and nothing above
  /// the limit is told apart.
  private static func repetitions(
    _ pattern: [UInt8], _ start: Int
  ) -> (least: Int, most: Int, end: Int) {
    guard let end = pattern[start...].firstIndex(of: UInt8(ascii: "}")) else {
      return (1, 1, pattern.count)
    }
    let parts = pattern[start + 1..<end].split(
      separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    let numbers = parts.map { part in
      Int(String(decoding: part, as: UTF8.self)).map { min(max($0, 0), mostAtoms + 1) }
    }
    let most = numbers.compactMap(\.self).max() ?? 1
    return (numbers[0] ?? 0, numbers.last == .some(nil) ? most + 1 : most, end)
  }
}
