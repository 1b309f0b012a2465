// Files of questions: one a line in the form that the model's puzzle reads, with an answer after a
// tab.

internal import Language
package import Puzzles
internal import Settings
internal import Storage
internal import Training
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
    return try lines(of: path, for: puzzle, answers) { line throws(PuzzleError) in
      do throws(PuzzleError) {
        return try puzzle.question(line)
      } catch {
        guard (try? puzzle.expression(line.question, unless: error)) != nil else { throw error }
        throw PuzzleError(
          "the question has several parts; here it is asked whole",
          hint: "'ask' answers it in parts, as do a script of such lines and eval with --file")
      }
    }
  }

  /// The questions in a file, which may be expressions in parts if the settings allow them.
  ///
  /// - Throws: as ``questions(inFile:answers:of:)``.
  func questionsInParts(inFile path: String) throws -> [ExpressionEvaluation.Item] {
    let (puzzle, takesParts) = (try requirePuzzle(), settings.parts)
    return try lines(of: path, for: puzzle, .optional) { line throws(PuzzleError) in
      do throws(PuzzleError) {
        return ExpressionEvaluation.Item(try puzzle.question(line))
      } catch {
        guard takesParts, !puzzle.operatorSigns.isEmpty else { throw error }
        let expression = try puzzle.expression(line.question, unless: error)
        let answer = try line.answer.map { text throws(PuzzleError) in
          guard let number = wholeNumber(text) else {
            throw PuzzleError("invalid answer '\(text)'", hint: "give an integer")
          }
          return String(number)
        }
        return ExpressionEvaluation.Item(expression, answer: answer)
      }
    }
  }

  /// The lines of a file that hold questions, as `read` has them.
  private func lines<Line>(
    of path: String, for puzzle: any Puzzle, _ answers: FileAnswers,
    _ read: (FileLine) throws(PuzzleError) -> Line
  ) throws -> [Line] {
    // A carriage return and a line feed are one character.
    let lines = try readText(path).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    try requireMemory(
      floats: Double(lines.count) * Double(2 * puzzle.length + 128), hint: "use a smaller file")
    let name = path == "-" ? "<stdin>" : path
    var questions: [Line] = []
    for (index, line) in lines.enumerated() {
      try checkInterruption()
      if line.allSatisfy(\.isWhitespace) || puzzle.isComment(line) { continue }
      do throws(PuzzleError) {
        questions.append(try read(FileLine(line, answers)))
      } catch {
        throw Diagnostic(
          .data, "\(name):\(index + 1): \(error.message)", about: .file(path), hint: error.hint)
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

/// A line with a question.
private struct FileLine {
  let question: String
  /// The answer; nil if the line has none, or it is ignored.
  let answer: String?

  /// - Throws: ``PuzzleError`` if there is no answer where one is required, or there are several.
  init(_ line: Substring, _ answers: FileAnswers) throws(PuzzleError) {
    let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    question = parts[0]
    guard answers != .ignored else {
      answer = nil
      return
    }
    guard parts.count == 2 || parts.count == 1 && answers == .optional else {
      throw PuzzleError(
        "expected \(answers.form)",
        hint: "one question and its answer per line, separated by a tab")
    }
    let isGiven =
      parts.count == 2 && (answers == .required || !parts[1].allSatisfy(\.isWhitespace))
    answer = isGiven ? parts[1] : nil
  }
}

extension Puzzle {
  /// The question of a line in a file.
  fileprivate func question(_ line: FileLine) throws(PuzzleError) -> Question {
    guard let answer = line.answer else { return try parse(line.question) }
    return try question(line.question, answer: answer).expected
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
