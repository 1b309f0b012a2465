// GNU readline: a prompt, a line, completion. The only file that touches readline while editing.

internal import CReadline
internal import Platform

/// The completions at a place in a line.
package struct Completion: Equatable {
  /// Words that start with what is typed.
  package var words: [String] = []
  /// Which file names are offered.
  package var files = Files.none

  /// What of a folder is offered.
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
  /// Offers completions for the text between two columns (from 0) of a line.
  package typealias Completer = (_ line: String, _ start: Int, _ end: Int) -> Completion

  // Readline calls back without context. Only the main thread reads lines, and there is one reader.
  nonisolated(unsafe) private static var completer: Completer?

  package init(completer: @escaping Completer) {
    Self.completer = completer
    // The name decides which `$if` in ~/.inputrc applies; readline keeps the pointer.
    trm_readline_start(strdup("trm")) { text, start, end in
      LineReader.complete(text, start, end)
    }
  }

  /// The typed text: a line with its continuation lines, or a pasted block; nil at Ctrl-D.
  ///
  /// `goesOn` says whether a text needs another line.
  package func read(prompt: String, goesOn: (String) -> Bool) -> String? {
    var text = ""
    while true {
      var wasDropped: Int32 = 0
      let isFirst = text.isEmpty
      guard let line = trm_read(isFirst ? prompt : "> ", prompt, &wasDropped) else {
        // What was begun is run as it is, and refused with what is missing.
        return isFirst || wasDropped != 0 ? nil : text
      }
      defer { free(line) }
      if wasDropped != 0 { text = "" }
      text += (text.isEmpty ? "" : "\n") + String(cString: line)
      if !goesOn(text) { return text }
    }
  }

  private static func complete(
    _ text: UnsafePointer<CChar>?, _ start: Int32, _ end: Int32
  ) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
    guard let completer, let text, let line = trm_line() else { return nil }
    let typed = String(cString: text)
    let offered = completer(String(cString: line), Int(start), Int(end))
    trm_completion_is_over(offered.files == .none ? 1 : 0, offered.files == .folders ? 1 : 0)
    let words = offered.words.filter { $0.hasPrefix(typed) }
    guard !words.isEmpty, let array = trm_words(Int32(words.count + 1)) else { return nil }
    // Readline wants the longest common start first, then all words unless there is only one.
    array[0] = strdup(words.count == 1 ? words[0] : commonStart(words))
    if words.count > 1 {
      for (index, word) in words.enumerated() { array[index + 1] = strdup(word) }
    }
    return array
  }

  /// The longest text that all words start with.
  package static func commonStart(_ words: [String]) -> String {
    guard var start = words.first else { return "" }
    for word in words { start = start.commonPrefix(with: word) }
    return start
  }
}

extension String {
  fileprivate func commonPrefix(with other: String) -> String {
    String(zip(self, other).prefix { $0 == $1 }.map { $0.0 })
  }
}
