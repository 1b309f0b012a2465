// What `break` waits for: `halt > 0`, `|dz| < 0.1 and s >= 2`, `answer changed`, `z@3.1.2`.

internal import Kernels
internal import Network
internal import Puzzles

/// When a run is to stop.
struct BreakCondition: CustomStringConvertible {
  /// A number that a run has after each update.
  enum Quantity: String, CaseIterable {
    case halt
    case probability = "p(halt)"
    case dy = "|dy|"
    case dz = "|dz|"
    case step = "s"
    case cycle = "t"
    case inner = "n"

    /// Other spellings.
    var names: [String] {
      switch self {
      case .halt, .probability: [rawValue]
      case .dy: [rawValue, "dy", "|Δy|"]
      case .dz: [rawValue, "dz", "|Δz|"]
      case .step: [rawValue, "step"]
      case .cycle: [rawValue, "cycle"]
      case .inner: [rawValue, "inner"]
      }
    }

    /// Its value where a run stands; nil where it has none yet.
    func value(of run: PausedRun) -> Double? {
      let moment = run.moment(after: run.position)
      return switch self {
      case .halt: run.current.reading.map { Double($0.halt) }
      case .probability: run.current.reading.map { Double(Kernels.probability(ofLogit: $0.halt)) }
      case .dy: run.movement(of: .y)?.absolute
      case .dz: run.movement(of: .z)?.absolute
      case .step: Double(moment.step)
      case .cycle: Double(moment.cycle)
      case .inner: Double(moment.inner)
      }
    }
  }

  /// How numbers are compared.
  enum Comparison: String, CaseIterable {
    // Longer ones first, so that `<=` isn't read as `<`.
    case equal = "=="
    case different = "!="
    case atMost = "<="
    case atLeast = ">="
    case less = "<"
    case more = ">"

    func holds(_ left: Double, _ right: Double) -> Bool {
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
  private enum Clause {
    case number(Quantity, Comparison, Double)
    case answer(isWanted: Bool, String)
    case changed
    case moment(Address)
  }

  private let clauses: [Clause]
  let description: String

  private static let hint =
    "for example: halt > 0, p(halt) > 0.9, |dz| < 0.1, s == 3 and t == 2, answer changed, z@3.1.2"

  /// What a condition can begin with.
  static let subjects = ["answer"] + Quantity.allCases.map(\.rawValue)

  /// Reads a condition.
  ///
  /// - Throws: `ShellError` that quotes what can't be read.
  init(_ text: String) throws {
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
        throw ShellError(
          .usage, "'\(left)' is nothing to wait for",
          hint: "there are answer, " + Quantity.allCases.map(\.rawValue).joined(separator: ", "))
      }
      guard let number = Double(right), !number.isNaN else {
        throw ShellError(.usage, "'\(right)' in '\(text)' is no number", hint: hint)
      }
      return .number(quantity, comparison, number)
    }
    if text.contains("@"), let address = try? Address(text), address.positions == nil,
      address.run == nil, address.kind == .y || address.kind == .z
    {
      return .moment(address)
    }
    throw ShellError(.usage, "'\(text)' is nothing to wait for", hint: hint)
  }

  /// Whether it tells of one update, not of how things stand, so that it comes anew each time.
  private var isEvent: Bool {
    clauses.contains {
      switch $0 {
      case .changed, .moment: true
      case .number, .answer: false
      }
    }
  }

  /// Whether a run is to stop where it stands, if the condition `held` one update before.
  func stops(_ run: PausedRun, held: Bool, _ puzzle: any Puzzle) -> Bool {
    holds(run, puzzle) && (isEvent || !held)
  }

  /// Whether all of it holds where a run stands.
  func holds(_ run: PausedRun, _ puzzle: any Puzzle) -> Bool {
    clauses.allSatisfy { clause in
      switch clause {
      case .number(let quantity, let comparison, let number):
        quantity.value(of: run).map { comparison.holds($0, number) } ?? false
      case .answer(let isWanted, let text):
        run.current.reading.map { (puzzle.decode($0.tokens) == text) == isWanted } ?? false
      case .changed: run.hasChangedAnswer
      case .moment(let address):
        !address.moments(among: [run.moment(after: run.position)]).isEmpty
      }
    }
  }

  /// What is to be said of its meaning; nil where nothing is.
  var explanation: String? {
    for case .number(.halt, _, let number) in clauses {
      let p = Kernels.probability(ofLogit: Float(number))
      return "halt is the logit; this is a probability of \(rounded(Double(p)))"
    }
    return nil
  }
}

/// A number with three decimals at most.
private func rounded(_ number: Double) -> String { plain((number * 1000).rounded() / 1000) }

extension PausedRun {
  /// Whether the last update was one of y that gave another answer than the y before it.
  fileprivate var hasChangedAnswer: Bool {
    guard points.count > 1, moment(after: position).kind == .y, let now = current.reading,
      let before = points[points.count - 2].reading
    else { return false }
    return now.tokens[asked] != before.tokens[asked]
  }
}

/// Where runs stop: conditions with numbers.
struct Breaks {
  /// A condition and how often it stopped a run.
  struct Break {
    let number: Int
    let condition: BreakCondition
    var hits = 0
  }

  /// All of them, in order.
  private(set) var all: [Break] = []
  private var count = 0

  /// Adds a condition and returns its number.
  mutating func add(_ condition: BreakCondition) -> Int {
    count += 1
    all.append(Break(number: count, condition: condition))
    return count
  }

  /// Removes the one of a number, or all; false if there is none of that number.
  mutating func remove(_ number: Int?) -> Bool {
    let before = all.count
    all.removeAll { number == nil || $0.number == number }
    return number == nil || all.count < before
  }

  /// Counts a stop at the breaks of these numbers.
  mutating func hit(_ numbers: [Int]) {
    for index in all.indices where numbers.contains(all[index].number) { all[index].hits += 1 }
  }
}
