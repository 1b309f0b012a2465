// One setting: its name, what it can be, what it is where nobody set it. The list is in one place.

internal import Network

/// What a setting can be.
enum SettingKind: Sendable {
  /// A whole number in a range.
  case integer(ClosedRange<Int>)
  /// A number in a range.
  case number(ClosedRange<Double>)
  /// One of some words.
  case choice([String])
  /// `off`, `on` (a probability of 0.5) or a probability.
  case halting
  /// Any text.
  case text(String)

  /// What can be typed, in words.
  var summary: String {
    switch self {
    case .integer(let range): "\(range.lowerBound) to \(range.upperBound)"
    case .number(let range): "\(plain(range.lowerBound)) to \(plain(range.upperBound))"
    case .choice(let words): words.joined(separator: ", ")
    case .halting: "off, on or a probability between 0 and 1"
    case .text(let summary): summary
    }
  }

  /// The value that a text stands for, or nil.
  func value(of text: String) -> Value? {
    switch self {
    case .integer(let range):
      return Int(text).flatMap { range.contains($0) ? .integer($0) : nil }
    case .number(let range):
      return Double(text).flatMap { range.contains($0) ? .number($0) : nil }
    case .choice(let words):
      return words.contains(text.lowercased()) ? .string(text.lowercased()) : nil
    case .halting:
      if text == "on" || text == "off" { return .string(text) }
      return Double(text).flatMap { $0 > 0 && $0 < 1 ? .number($0) : nil }
    case .text:
      return .string(text)
    }
  }

  /// Words that completion offers.
  var words: [String] {
    switch self {
    case .choice(let words): words
    case .halting: ["off", "on"]
    default: []
    }
  }
}

/// A number without `.0`.
func plain(_ value: Double) -> String {
  value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
}

/// A setting's description.
struct Setting: Sendable {
  let name: String
  /// The paper's and the official code's names.
  let aliases: [String]
  let kind: SettingKind
  /// What it is where nobody set it; nil for what the model was made for.
  let standard: Value?
  let summary: String

  /// The standard as a person would type it.
  var standardText: String? {
    if case .number(let number) = standard { plain(number) } else { standard?.text }
  }

  /// Every setting, in the order in which they are shown.
  static let all: [Setting] = [
    Setting(
      name: "depth", aliases: ["N_sup", "halt_max_steps"], kind: .integer(1...4096),
      standard: nil, summary: "supervision steps: how long to think"),
    Setting(
      name: "cycles", aliases: ["T", "H_cycles"], kind: .integer(1...1024), standard: nil,
      summary: "cycles in a step, each ending in an update of y"),
    Setting(
      name: "inner", aliases: ["n", "L_cycles"], kind: .integer(1...1024), standard: nil,
      summary: "updates of z in a cycle"),
    Setting(
      name: "halt", aliases: [], kind: .halting, standard: .string("off"),
      summary: "stop when the halting head is this sure"),
    Setting(
      name: "patience", aliases: [], kind: .integer(0...1024), standard: .integer(1),
      summary: "steps that the answer must have stood still before halting counts"),
    Setting(
      name: "tolerance", aliases: [], kind: .number(0...1), standard: .number(0),
      summary: "stop when y and z change less than this share in a step; 0 never"),
    Setting(
      name: "breadth", aliases: ["K"], kind: .integer(1...4096), standard: .integer(1),
      summary: "rollouts of a question, of which one is picked"),
    Setting(
      name: "noise", aliases: ["sigma"], kind: .number(0...10), standard: .number(0),
      summary: "the spread of the noise on y and z before each step; their own is 1"),
    Setting(
      name: "pick", aliases: [], kind: .choice(Pick.allCases.map(\.rawValue)),
      standard: .string(Pick.vote.rawValue),
      summary: "the rollout that counts: of most votes, the surest to halt, the most at rest"),
    Setting(
      name: "engine", aliases: [], kind: .choice(["fast", "reference"]),
      standard: .string("fast"), summary: "vector kernels, or plain loops in float64"),
    Setting(
      name: "keep", aliases: [], kind: .choice(KeepLevel.allCases.map(\.rawValue)),
      standard: .string("off"),
      summary: "which states a run keeps, so that latent need not compute them again"),
    Setting(
      name: "keep-limit", aliases: [], kind: .integer(1...1 << 20), standard: .integer(256),
      summary: "MiB that the states of a run may take; beyond that the oldest go"),
    Setting(
      name: "seed", aliases: [], kind: .integer(0...Int.max), standard: .integer(1),
      summary: "what chance starts from, in new, train, eval, noise and latent patch"),
    Setting(
      name: "threads", aliases: [], kind: .integer(1...256), standard: .integer(processorCount),
      summary: "threads to work on; the results are the same for any number"),
    Setting(
      name: "format", aliases: [], kind: .choice(Format.allCases.map(\.rawValue)),
      standard: .string("text"), summary: "how results are written"),
    Setting(
      name: "digits", aliases: [], kind: .integer(1...9), standard: .integer(3),
      summary: "significant digits of numbers in text"),
    Setting(
      name: "color", aliases: ["colour"], kind: .choice(["auto", "always", "never"]),
      standard: .string("auto"), summary: "whether text is coloured"),
    Setting(
      name: "width", aliases: [], kind: .integer(0...10_000), standard: .integer(0),
      summary: "columns of a line of text; 0 for the terminal's"),
    Setting(
      name: "pager", aliases: [], kind: .choice(["auto", "off"]), standard: .string("auto"),
      summary: "whether text longer than the screen goes through $PAGER"),
    Setting(
      name: "prompt", aliases: [],
      kind: .text("text"), standard: .string("trm %m%* d%d%@> "),
      summary: "the prompt: %m model, %d depth, %c cycles, %i inner, %* a star if unsaved, "
        + "%@ where a paused run stands, %r its number"),
    Setting(
      name: "history", aliases: [], kind: .choice(["on", "off"]), standard: .string("on"),
      summary: "whether typed lines are kept in the history"),
    Setting(
      name: "progress", aliases: [], kind: .choice(["auto", "off"]), standard: .string("auto"),
      summary: "whether long work reports on stderr"),
    Setting(
      name: "timing", aliases: [], kind: .choice(["off", "on"]), standard: .string("off"),
      summary: "whether each command's time is told on stderr"),
    Setting(
      name: "on-error", aliases: [], kind: .choice(["stop", "continue"]),
      standard: .string("stop"), summary: "what a script does after an error"),
  ]

  /// The setting of a name or alias; their case matters: `n` and `T` are others than `N` and `t`.
  ///
  /// - Throws: `ShellError` with a suggestion.
  static func named(_ name: String) throws -> Setting {
    func matches(_ setting: Setting) -> Bool {
      setting.name == name || setting.aliases.contains(name)
    }
    if let found = all.first(where: matches) { return found }
    let guess = closest(to: name, among: all.flatMap { [$0.name] + $0.aliases })
    throw ShellError(
      .usage, "unknown setting '\(name)'",
      hint: guess.map { "did you mean '\($0)'?" } ?? "show lists the settings")
  }
}
