// Addresses of states: `z@2.3.6`, `y@*.last`, `logits@2..4`. They name moments and hold no numbers.

internal import Network

/// A pattern that moments of a run match.
struct Address: Equatable, CustomStringConvertible {
  /// One place of an address.
  enum Part: Equatable {
    case all
    case last
    case range(ClosedRange<Int>)

    func contains(_ number: Int, last: Int) -> Bool {
      switch self {
      case .all: true
      case .last: number == last
      case .range(let range): range.contains(number)
      }
    }
  }

  let kind: Moment.Kind
  let parts: [Part]
  let description: String

  /// How many places an address of a kind has, and what they are.
  private static let places: [Moment.Kind: [String]] = [
    .y: ["step", "cycle"], .z: ["step", "cycle", "update"], .logits: ["step"], .halt: ["step"],
  ]

  /// Reads an address; places left out are `last`.
  ///
  /// - Throws: `ShellError` that says what is wrong with which place.
  init(_ text: String) throws {
    let halves = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let hint = "for example: z@2.1.last, y@*.last, logits@1..4, halt@last"
    guard let kind = Moment.Kind(rawValue: String(halves[0])), let places = Self.places[kind] else {
      throw ShellError(
        .usage, "'\(text)' is no address of a state: it starts with y, z, logits or halt",
        hint: hint)
    }
    var parts: [Part] = []
    if halves.count == 2 {
      for piece in Self.pieces(String(halves[1])) {
        guard let part = Self.part(piece) else {
          throw ShellError(
            .usage, "'\(piece)' in '\(text)' is no place", hint: "a number, 2..4, * or last")
        }
        parts.append(part)
      }
    }
    guard parts.count <= places.count else {
      throw ShellError(
        .usage,
        "'\(text)' has \(parts.count) places; \(kind.rawValue) has \(places.count): "
          + places.joined(separator: "."), hint: hint)
    }
    while parts.count < places.count { parts.append(.last) }
    self.kind = kind
    self.parts = parts
    description = text
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

  /// Whether a moment of a run that ended at `lastStep` is meant.
  func matches(_ moment: Moment, lastStep: Int, effort: Effort) -> Bool {
    guard moment.kind == kind else { return false }
    let numbers = [moment.step, moment.cycle, moment.inner]
    let lasts = [lastStep, effort.cycles, effort.inner]
    return zip(parts, zip(numbers, lasts)).allSatisfy { $0.contains($1.0, last: $1.1) }
  }
}
