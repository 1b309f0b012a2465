// Writes manual pages in mdoc(7).

/// A page in mdoc that is being written.
struct Mdoc {
  private(set) var text = ""

  /// The day on which the pages were last read through.
  private static let date = "November 25, 2026"

  /// A page with its head: `TRM-ASK` in the section of commands.
  init(title: String, section: Int) {
    lines(
      """
      .\\" Made by trm --manual; edit the help texts, not this file.
      .Dd \(Self.date)
      .Dt \(title.uppercased()) \(section)
      .Os
      """)
  }

  /// Lines that are mdoc already.
  mutating func lines(_ lines: String) {
    text += lines
    if !lines.hasSuffix("\n") { text += "\n" }
  }

  /// A list with tags.
  mutating func list(_ layout: String = "-width Ds", _ body: (inout Mdoc) -> Void) {
    lines(".Bl -tag \(layout)")
    body(&self)
    lines(".El")
  }

  /// A literal block.
  mutating func literal(_ lines: [String]) {
    self.lines(".Bd -literal -offset indent")
    for line in lines { self.lines(Self.escaped(line)) }
    self.lines(".Ed")
  }

  /// Literal text to type.
  mutating func word(_ text: String) { lines(".Ic \"\(Self.escaped(text, isQuoted: true))\"") }

  /// A tag of a list.
  mutating func item(_ tag: String) { lines(".It Ic \"\(Self.escaped(tag, isQuoted: true))\"") }

  /// A tag that is an option.
  mutating func item(options names: [String], value: String?) {
    let flags = names.map { "Fl " + $0.dropFirst() }
    let shown = value.map { " Ar \"\(Self.escaped($0, isQuoted: true))\"" } ?? ""
    lines(".It " + flags.joined(separator: " , ") + shown)
  }

  /// Sentences, the last one ended by a full stop, each on lines of its own.
  mutating func text(_ text: String) {
    guard let last = text.last else { return }
    // A sentence begins with a capital, unless a symbol such as n begins it.
    let isWord = text.dropFirst().first?.isLetter ?? false
    let start = isWord ? text.prefix(1).uppercased() : String(text.prefix(1))
    let whole = start + text.dropFirst() + (".:?!".contains(last) ? "" : ".")
    for sentence in whole.replacing(". ", with: ".\n").split(separator: "\n") {
      phrase(String(sentence))
    }
  }

  /// Words, one per line, so that changes are easy to compare.
  mutating func phrase(_ text: String) {
    var line = ""
    for word in text.split(separator: " ") {
      if line.count + word.count > 70 {
        lines(Self.escaped(line))
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    lines(Self.escaped(line))
  }

  private static func escaped(_ text: String, isQuoted: Bool = false) -> String {
    var escaped = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
    if isQuoted {
      escaped = escaped.replacing("\"", with: "\\(dq")
      // A mark at the end would be taken for the sentence's.
      if let last = escaped.last, "!?.".contains(last) {
        escaped = escaped.dropLast() + "\\&" + String(last)
      }
    }
    return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
  }
}
