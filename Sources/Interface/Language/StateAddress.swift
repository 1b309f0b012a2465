// Addresses of states: `z@2.3.6`, `y@*.last`, `logits@2..4`, `#1:z@2.1.1[0:4]`. They name moments
// and
// hold no numbers.

internal import Wording

/// A pattern that moments of a run match.
package struct StateAddress: Equatable, Sendable, CustomStringConvertible {
  /// What an address names.
  package enum Kind: String, Sendable, CaseIterable {
    case y, z, zL1, zL2, zL3, zL4, zL5, zL6, logits, halt

    /// Whether it is a state that a run continues from, not a head's output.
    package var isState: Bool { self != .logits && self != .halt }

    /// What the places of an address are.
    fileprivate var places: [String] {
      switch self {
      case .y: ["step", "cycle"]
      case .logits, .halt: ["step"]
      default: ["step", "cycle", "update"]
      }
    }
  }

  /// One place of an address.
  package enum Part: Equatable, Sendable {
    case all
    case last
    case range(ClosedRange<Int>)

    package func contains(_ number: Int, last: Int) -> Bool {
      switch self {
      case .all: true
      case .last: number == last
      case .range(let range): range.contains(number)
      }
    }
  }

  /// The run: #0 is the last answered question; nil for the one that is selected.
  package let run: Int?
  package let kind: Kind
  package let parts: [Part]
  /// Positions, from 0; nil for all.
  package let positions: Range<Int>?
  package let description: String

  private static let hint =
    "for example: z@2.1.last, y@*.last, logits@1..4, halt@last, #1:z@2.1.3[0:4]"

  /// Reads an address; places left out are `last`.
  ///
  /// - Throws: `Diagnostic` that says what is wrong with which place.
  package init(_ text: String) throws {
    let (run, rest) = try Self.run(text)
    let (address, positions) = try Self.positions(rest, of: text)
    let halves = address.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    guard let kind = Kind(rawValue: String(halves[0])) else {
      throw Diagnostic(
        .usage, "'\(text)' is not a state address: expected y, z, logits or halt",
        about: .argument(text),
        hint: Self.hint)
    }
    let places = kind.places
    let pieces = halves.count == 2 ? Self.pieces(String(halves[1])) : []
    let isStart = pieces == ["0"] && kind.isState
    var parts = isStart ? [Part.range(0...0)] : []
    for piece in isStart ? [] : pieces {
      guard let part = Self.part(piece) else {
        throw Diagnostic(
          .usage, "invalid place '\(piece)' in '\(text)'", about: .argument(piece),
          hint: "use a number, a range such as 2..4, * or last")
      }
      parts.append(part)
    }
    guard parts.count <= places.count else {
      throw Diagnostic(
        .usage,
        "'\(text)' has \(counted(parts.count, "place")); \(kind.rawValue) has \(places.count): "
          + places.joined(separator: "."), about: .argument(text), hint: Self.hint)
    }
    while parts.count < places.count { parts.append(.last) }
    self.run = run
    self.kind = kind
    self.parts = parts
    self.positions = positions
    description = text
  }

  private init(_ other: StateAddress, parts: [Part]) {
    (run, kind, positions) = (other.run, other.kind, other.positions)
    (self.parts, description) = (parts, other.description)
  }

  /// The same at every step, where it names the last one: for runs whose end isn't known yet.
  package var atEveryStep: StateAddress {
    guard parts.first == .last else { return self }
    return StateAddress(self, parts: [.all] + parts.dropFirst())
  }

  /// The run before a colon, `#1:` or `1:`, and what follows it.
  private static func run(_ text: String) throws -> (run: Int?, rest: Substring) {
    guard let colon = text.firstIndex(of: ":"), !text[..<colon].contains("[") else {
      return (nil, text[...])
    }
    let number = text[..<colon]
    guard let run = Int(number.hasPrefix("#") ? number.dropFirst() : number), run >= 0 else {
      throw Diagnostic(
        .usage, "invalid run '\(number)' in '\(text)'", about: .argument(String(number)),
        hint: "for example: #1:z@last")
    }
    return (run, text[text.index(after: colon)...])
  }

  /// The positions in brackets, `[3]` or `[0:4]`, and the text before them.
  private static func positions(
    _ rest: Substring, of text: String
  ) throws -> (address: Substring, positions: Range<Int>?) {
    guard let open = rest.firstIndex(of: "[") else { return (rest, nil) }
    let inside = rest[rest.index(after: open)...]
    let ends = inside.dropLast().split(separator: ":", omittingEmptySubsequences: false)
    let numbers = ends.compactMap { Int($0) }
    guard inside.last == "]", numbers.count == ends.count, (1...2).contains(ends.count),
      numbers[0] >= 0, numbers[0] < .max, ends.count == 1 || numbers[1] > numbers[0]
    else {
      throw Diagnostic(
        .usage, "'\(rest[open...])' in '\(text)' are not positions",
        about: .argument("\(rest[open...])"),
        hint: "use [3], or [0:4] for 0 to 3; positions count from 0")
    }
    return (rest[..<open], numbers[0]..<(ends.count == 2 ? numbers[1] : numbers[0] + 1))
  }

  /// Positions as an address writes them.
  package static func text(of positions: Range<Int>?) -> String {
    guard let positions else { return "" }
    return positions.count == 1
      ? "[\(positions.lowerBound)]" : "[\(positions.lowerBound):\(positions.upperBound)]"
  }

  /// The text between dots, where `..` is part of a range.
  private static func pieces(_ text: String) -> [String] {
    text.replacing("..", with: "\u{1}").split(separator: ".", omittingEmptySubsequences: false)
      .map { String($0).replacing("\u{1}", with: "..") }
  }

  private static func part(_ text: String) -> Part? {
    if text == "*" { return .all }
    if text == "last" { return .last }
    if let number = Int(text), number >= 1 { return .range(number...number) }
    let ends = text.replacing("..", with: "\u{1}").split(separator: "\u{1}")
    guard ends.count == 2, text.contains(".."), let low = Int(ends[0]), let high = Int(ends[1]),
      low >= 1, high >= low
    else { return nil }
    return .range(low...high)
  }
}
