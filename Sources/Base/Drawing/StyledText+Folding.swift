// Long lines in several: folded between words, as prose is, with a hanging indent.

extension StyledText {
  /// The text in lines of at most `width` columns, folded between words.
  ///
  /// Lines after the first are indented by `indent` columns; without it, they begin where the text
  /// of the first does: below the second column of `  name   meaning`, else below the first word.
  /// What is between gaps of several blanks, such as `1.9 ms` in a line of figures, stays together
  /// if it fits, and so does what is in brackets, such as `[--depth N]`. A word that is wider than
  /// a line stays whole.
  package func folded(to width: Int, indent: Int? = nil) -> [StyledText] {
    guard width > 0, self.width > width else { return [self] }
    let words = words(together: width / 2)
    guard let first = words.first else { return [self] }
    let indent = min(indent ?? Self.hangingIndent(words, within: width), width / 2)
    var lines: [StyledText] = []
    var line = first.gap + first.text
    for (index, word) in words.enumerated().dropFirst() {
      // What belongs to the word, up to the next gap of several blanks.
      let rest = words[(index + 1)...].prefix { $0.gap.width == 1 }
      let group = rest.reduce(word.text.width) { $0 + 1 + $1.text.width }
      let isStart = word.gap.width > 1 && index > 0 && group <= width - indent
      if line.width + word.gap.width + (isStart ? group : word.text.width) <= width {
        line += word.gap + word.text
      } else {
        lines.append(line)
        // A word that would fit with a smaller indent gets that.
        let room = max(0, min(indent, width - word.text.width))
        line = StyledText(String(repeating: " ", count: room)) + word.text
      }
    }
    return lines + [line]
  }

  /// A word and the blanks before it.
  private struct Word {
    var gap: StyledText
    var text: StyledText
  }

  /// The words; what is in brackets and at most `limit` columns wide counts as one.
  private func words(together limit: Int) -> [Word] {
    let characters = runs.flatMap { run in run.text.map { ($0, run.style) } }
    var words: [Word] = []
    var word = Word(gap: StyledText(), text: StyledText())
    var end = 0
    for (index, (character, style)) in characters.enumerated() {
      if character == "[", index >= end {
        end = Self.closing(characters.map(\.0), from: index, within: limit) ?? end
      }
      if character == " ", index >= end {
        if word.text.width > 0 {
          words.append(word)
          word = Word(gap: StyledText(), text: StyledText())
        }
        word.gap.append(" ", style)
      } else {
        word.text.append(String(character), style)
      }
    }
    if word.text.width > 0 { words.append(word) }
    // `NAME ...` is one word.
    return words.reduce(into: []) { joined, word in
      guard word.text.text == "...", word.gap.width == 1, !joined.isEmpty else {
        return joined.append(word)
      }
      joined[joined.count - 1].text += word.gap + word.text
    }
  }

  /// The index of the bracket that closes the one at `start`, if that is at most `limit` away.
  private static func closing(
    _ characters: [Character], from start: Int, within limit: Int
  ) -> Int? {
    var depth = 0
    for index in start..<min(start + limit, characters.count) {
      if characters[index] == "[" { depth += 1 }
      if characters[index] == "]" { depth -= 1 }
      if depth == 0 { return index }
    }
    return nil
  }

  /// The widest text, in columns, of what a list explains beside it.
  private static let longestTerm = 24

  /// Where the text begins: after the first gap of several blanks, if it isn't too far right; two
  /// columns in if it is; at the first word without such a gap.
  private static func hangingIndent(_ words: [Word], within width: Int) -> Int {
    var column = words[0].gap.width + words[0].text.width
    for word in words.dropFirst() {
      if word.gap.width > 1 {
        let isList = column <= longestTerm && column + word.gap.width <= width / 2
        return isList ? column + word.gap.width : words[0].gap.width + 2
      }
      column += word.gap.width
      column += word.text.width
    }
    return words[0].gap.width
  }
}

extension Sequence where Element == StyledText {
  /// The lines as a terminal with these capabilities shows them: folded if it folds.
  package func folded(for capabilities: TerminalCapabilities) -> [StyledText] {
    capabilities.folds ? flatMap { $0.folded(to: capabilities.width) } : Array(self)
  }
}
