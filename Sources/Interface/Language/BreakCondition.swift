// What `break` waits for: `halt > 0`, `|dz| < 0.1 and s >= 2`, `answer changed`, `z@3.1.2`.

/// When a run is to stop.
package struct BreakCondition: Equatable, Sendable, CustomStringConvertible {
  /// A number that a run has after each update.
  package enum Quantity: String, CaseIterable, Sendable {
    case halt
    case probability = "p(halt)"
    case dy = "|dy|"
    case dz = "|dz|"
    case step = "s"
    case cycle = "t"
    case inner = "n"

    /// Other spellings.
    package var names: [String] {
      switch self {
      case .halt, .probability: [rawValue]
      case .dy: [rawValue, "dy", "|Δy|"]
      case .dz: [rawValue, "dz", "|Δz|"]
      case .step: [rawValue, "step"]
      case .cycle: [rawValue, "cycle"]
      case .inner: [rawValue, "inner"]
      }
    }
  }

  /// How numbers are compared.
  package enum Comparison: String, CaseIterable, Sendable {
    // Longer ones first, so that `<=` isn't read as `<`.
    case equal = "=="
    case different = "!="
    case atMost = "<="
    case atLeast = ">="
    case less = "<"
    case more = ">"

    package func holds(_ left: Double, _ right: Double) -> Bool {
      switch self {
      case .equal: left == right
      case .different: left != right
      case .atMost: left <= right
      case .atLeast: left >= right
      case .less: left < right
      case .more: left > right
      }
    }
  }

  /// One part of a condition; all of them must hold.
  package enum Clause: Equatable, Sendable {
    case number(Quantity, Comparison, Double)
    case answer(isWanted: Bool, String)
    case changed
    case moment(StateAddress)
  }

  package let clauses: [Clause]
  package let description: String

  private static let hint =
    "for example: halt > 0, p(halt) > 0.9, |dz| < 0.1, s == 3 and t == 2, answer changed, z@3.1.2"

  /// What a condition can begin with.
  package static let subjects = ["answer"] + Quantity.allCases.map(\.rawValue)

  /// Reads a condition.
  ///
  /// - Throws: `Diagnostic` that quotes what can't be read.
  package init(_ text: String) throws {
    let words = text.split(whereSeparator: \.isWhitespace)
    clauses = try words.split(separator: "and", omittingEmptySubsequences: false).map {
      try Self.clause($0.joined(separator: " "))
    }
    description = words.joined(separator: " ")
  }

  private static func clause(_ text: String) throws -> Clause {
    if text == "answer changed" { return .changed }
    for comparison in Comparison.allCases {
      guard let sign = text.firstRange(of: comparison.rawValue) else { continue }
      let left = text[..<sign.lowerBound].filter { !$0.isWhitespace }
      let right = text[sign.upperBound...].drop { $0.isWhitespace }
      if left == "answer" {
        guard comparison == .equal || comparison == .different else { break }
        return .answer(isWanted: comparison == .equal, String(right))
      }
      guard let quantity = Quantity.allCases.first(where: { $0.names.contains(left) }) else {
        throw Diagnostic(
          .usage, "'\(left)' can't be compared in a break condition", about: .argument(left),
          hint: "use one of answer, " + Quantity.allCases.map(\.rawValue).joined(separator: ", "))
      }
      guard let number = Double(right), !number.isNaN else {
        throw Diagnostic(
          .usage, "invalid number '\(right)' in '\(text)'", about: .argument(String(right)),
          hint: hint)
      }
      return .number(quantity, comparison, number)
    }
    if text.contains("@"), let address = try? StateAddress(text), address.positions == nil,
      address.run == nil, address.kind.isState
    {
      return .moment(address)
    }
    throw Diagnostic(
      .usage, "'\(text)' is not a break condition", about: .argument(text), hint: hint)
  }
}
