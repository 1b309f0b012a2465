// Line editing and completion with GNU readline.

internal import CReadline
internal import Drawing
internal import Platform

/// The completions for a word.
package struct Completion: Equatable {
  /// Words to choose from.
  package var words: [String] = []
  /// Which file names to offer too.
  package var files = Files.none

  /// The kinds of file names to offer.
  package enum Files: Equatable {
    case none, all, folders
  }

  package init(words: [String] = [], files: Files = .none) {
    self.words = words
    self.files = files
  }
}

/// Reads lines from the terminal.
package final class LineReader {
  /// Gives completions for the bytes from `start` up to `end` of a line.
  package typealias Completer = (_ line: String, _ start: Int, _ end: Int) -> Completion

  // Readline's callbacks have no context argument. Only the main thread reads lines, with one
  // reader.
  nonisolated(unsafe) private static var completer: Completer?

  /// Sets up readline; there can be only one reader.
  package init(completer: @escaping Completer) {
    Self.completer = completer
    // The name selects `$if trm` in ~/.inputrc; readline keeps the pointer.
    trm_readline_start(strdup("trm")) { text, start, end in
      LineReader.complete(text, start, end)
    }
  }

  /// Reads a line with its continuation lines, or a pasted block; nil at Ctrl-D.
  ///
  /// `isIncomplete` returns whether a text needs another line.
  package func read(prompt: String, isIncomplete: (String) -> Bool) -> String? {
    var text = ""
    while true {
      var wasDropped: Int32 = 0
      let isFirst = text.isEmpty
      guard let line = trm_read(isFirst ? prompt : "> ", prompt, &wasDropped) else {
        // An incomplete line is run as it is, for an error that says what is missing.
        return isFirst || wasDropped != 0 ? nil : text
      }
      defer { free(line) }
      if wasDropped != 0 { text = "" }
      text += (text.isEmpty ? "" : "\n") + String(cString: line)
      if !isIncomplete(text) { return text }
    }
  }

  private static func complete(
    _ text: UnsafePointer<CChar>?, _ start: Int32, _ end: Int32
  ) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
    guard let completer, let text, let line = trm_line() else { return nil }
    let typed = String(cString: text)
    let offered = completer(String(cString: line), Int(start), Int(end))
    trm_completion_is_over(offered.files == .none ? 1 : 0, offered.files == .folders ? 1 : 0)
    // A file's name may hold what the shell's language or a terminal would obey.
    let words = offered.words.filter { $0.hasPrefix(typed) && $0 == visible($0) }
    if !typed.hasPrefix("$"), words.contains(where: needsQuotes) { trm_completion_needs_quotes() }
    guard !words.isEmpty, let array = trm_words(Int32(words.count + 1)) else { return nil }
    // Readline expects the longest common prefix first, then all words if there are several.
    array[0] = strdup(words.count == 1 ? words[0] : commonPrefix(words))
    if words.count > 1 {
      for (index, word) in words.enumerated() { array[index + 1] = strdup(word) }
    }
    return array
  }

  /// Whether the shell's language would take a word for something else without quotes.
  private static func needsQuotes(_ word: String) -> Bool {
    let isComment = word.hasPrefix("#") && word.dropFirst().first?.isNumber != true
    return isComment || word.contains { " \\\"'$".contains($0) }
  }

  /// The longest common prefix of `words`.
  package static func commonPrefix(_ words: [String]) -> String {
    guard var prefix = words.first else { return "" }
    for word in words { prefix = prefix.commonPrefix(with: word) }
    return prefix
  }
}

extension String {
  fileprivate func commonPrefix(with other: String) -> String {
    String(zip(self, other).prefix { $0 == $1 }.map { $0.0 })
  }
}
