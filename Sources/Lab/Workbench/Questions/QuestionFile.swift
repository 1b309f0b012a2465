// Files of questions: one a line in the form that the model's puzzle reads, with an answer after a
// tab.

internal import Language
package import Puzzles
internal import Storage
internal import Wording

/// What stands after the tab in a file of questions.
package enum FileAnswers: Sendable {
  /// Anything, which is ignored.
  case ignored
  /// The expected answer, or nothing.
  case optional
  /// The answer to learn.
  case required

  /// The form of a line, for messages.
  fileprivate var form: String {
    self == .required ? "QUESTION<TAB>ANSWER" : "QUESTION or QUESTION<TAB>ANSWER"
  }
}

extension ModelWorkbench {
  /// The questions in a file, one a line; `-` is standard input.
  ///
  /// Blank lines and comments, which begin with `#`, are left out.
  ///
  /// - Throws: `FileError`, and `Diagnostic` with the number of a line that can't be read.
  package func questions(
    inFile path: String, answers: FileAnswers, of puzzle: (any Puzzle)? = nil
  ) throws -> [Question] {
    let puzzle = try puzzle ?? requirePuzzle()
    // A carriage return and a line feed are one character.
    let lines = try readText(path).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    try requireMemory(
      floats: Double(lines.count) * Double(2 * puzzle.length + 128), hint: "use a smaller file")
    let name = path == "-" ? "<stdin>" : path
    var questions: [Question] = []
    for (index, line) in lines.enumerated() {
      try checkInterruption()
      if line.allSatisfy(\.isWhitespace) || puzzle.isComment(line) { continue }
      do {
        questions.append(try puzzle.question(line: line, answers))
      } catch {
        let question = String(line.prefix { $0 != "\t" })
        let parts = (try? puzzle.expression(question, unless: error))?.count
        throw Diagnostic(
          .data,
          "\(name):\(index + 1): "
            + (parts.map {
              "the question has \(counted($0, "part")); those of a file are asked whole"
            }
              ?? error.message),
          about: .file(path),
          hint: parts == nil
            ? error.hint : "'ask' answers it in parts, as does a script of such lines")
      }
    }
    guard !questions.isEmpty else {
      throw Diagnostic(
        .data, "\(name): it holds no question", about: .file(path),
        hint: "write one \(answers.form) per line")
    }
    return questions
  }
}

extension Puzzle {
  /// The question of a line in a file.
  fileprivate func question(
    line: Substring, _ answers: FileAnswers
  ) throws(PuzzleError) -> Question {
    let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    if answers == .ignored { return try parse(parts[0]) }
    guard parts.count == 2 || parts.count == 1 && answers == .optional else {
      throw PuzzleError(
        "expected \(answers.form)",
        hint: "one question and its answer per line, separated by a tab")
    }
    guard parts.count == 2, answers == .required || !parts[1].allSatisfy(\.isWhitespace) else {
      return try parse(parts[0])
    }
    return try question(parts[0], answer: parts[1]).expected
  }

  /// Whether a line of a file is a comment.
  ///
  /// Where the puzzle itself writes `#`, a question is none, nor is what may be a mistyped one: a
  /// line without letters that the puzzle doesn't have.
  fileprivate func isComment(_ line: Substring) -> Bool {
    guard vocabulary.contains("#") else { return line.first { !$0.isWhitespace } == "#" }
    guard line.first == "#" else { return false }
    let question = line.prefix { $0 != "\t" }
    let own = Set(String(vocabulary).lowercased())
    return question.contains { $0.isLetter && !own.contains(Character($0.lowercased())) }
      && (try? parse(String(question))) == nil
  }
}
