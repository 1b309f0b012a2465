// Several questions at once: typed in one argument, from a file, or drawn.

internal import Checkpoints
internal import Network
internal import Puzzles
internal import Storage

extension Session {
  /// The questions of `--questions` or `--count`, or the last one.
  ///
  /// `text` is the questions with `;` between, or a file of one a line, of which what stands behind a
  /// tab is left out; `count` draws held-out ones.
  ///
  /// - Throws: `ShellError` and `PuzzleError` for what can't be asked.
  func questions(_ text: String?, count: Int?) throws -> [Question] {
    guard text == nil || count == nil else {
      throw ShellError(.usage, "--questions and --count don't go together", hint: "leave one out")
    }
    if let count {
      let puzzle = try requireGenerator()
      var generator = SeededGenerator(seed: settings.seed)
      return (0..<(try requireCount(count))).map { _ in
        puzzle.generate(split: .heldOut, using: &generator)
      }
    }
    guard let text else { return [try requireQuestion()] }
    let path = fileArgument(text) ?? (fileExists(text) ? text : nil)
    guard let path else {
      let parts = text.split(separator: ";").map(String.init).filter {
        !$0.allSatisfy(\.isWhitespace)
      }
      guard !parts.isEmpty else {
        throw ShellError(
          .usage, "'\(text)' holds no question", hint: "--questions \"3 + 7; 9 + 1\" or a file")
      }
      return try parts.map(parseQuestion)
    }
    let puzzle = try requirePuzzle()
    let lines = try TextFile.read(path).split(separator: "\n", omittingEmptySubsequences: false)
    var questions: [Question] = []
    for (index, line) in lines.enumerated() {
      let question = line.split(separator: "\t", maxSplits: 1).first.map(String.init) ?? ""
      guard !question.allSatisfy(\.isWhitespace) else { continue }
      do {
        questions.append(try puzzle.parse(question))
      } catch {
        throw ShellError(.data, "\(path):\(index + 1): \(error.message)", hint: error.hint)
      }
    }
    guard !questions.isEmpty else {
      throw ShellError(.data, "\(path): it holds no question", hint: "one a line")
    }
    return questions
  }
}
