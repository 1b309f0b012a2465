// Questions: typed, from a file, or generated.

internal import Language
package import Network
internal import Platform
package import Puzzles
internal import Settings

extension ModelWorkbench {
  /// Reads a question as the model's puzzle does, in words too, or else as an expression in parts;
  /// `@FILE` is what the file holds.
  ///
  /// - Throws: `PuzzleError` with the column in the question.
  package func readQuestion(_ text: String) throws -> ReadQuestion {
    try readQuestion(QuestionText(text, on: self))
  }

  /// The same of a text that was read.
  func readQuestion(_ question: QuestionText) throws -> ReadQuestion {
    if let task = try taskQuestion(question, TaskChoice()) { return .whole(task) }
    let puzzle = try requirePuzzle()
    let path = question.path
    do throws(PuzzleError) {
      return try read(question.text, of: puzzle)
    } catch {
      // A question in quotes, as people type it in other shells.
      var error = error
      if path == nil, let inner = Self.unquoted(question.typed) {
        do throws(PuzzleError) {
          return try read(inner, of: puzzle)
        } catch let inside {
          error = PuzzleError(
            inside.message, column: inside.column.map { $0 + 1 }, hint: inside.hint)
        }
      }
      let hint =
        Self.checkpoint(reading: question.text).map {
          "try 'load \(quoted($0))', which can read this"
        }
        ?? error.hint
      guard let path else { throw PuzzleError(error.message, column: error.column, hint: hint) }
      throw Diagnostic(.data, "\(path): \(error.message)", about: .file(path), hint: hint)
    }
  }

  /// Reads a question that is run once; of an expression in parts its last part, after the others
  /// were answered with `inference`, by default as the settings say.
  ///
  /// - Throws: `PuzzleError` as ``readQuestion(_:)``, and `Diagnostic` as
  ///   ``lastPart(of:_:)``.
  package func parseQuestion(_ text: String, _ inference: InferenceOptions? = nil) throws
    -> Question
  {
    switch try readQuestion(text) {
    case .whole(let question):
      lastExpression = nil
      return question
    case .parts(let expression):
      return try lastPart(
        of: expression, inference ?? settings.inferenceOptions(requireModel()))
    }
  }

  private func read(_ text: String, of puzzle: any Puzzle) throws(PuzzleError) -> ReadQuestion {
    do throws(PuzzleError) {
      return .whole(try puzzle.parse(text))
    } catch {
      guard !puzzle.operatorSigns.isEmpty else { throw error }
      if text.contains(where: \.isLetter), let worded = WordedQuestion(text) {
        do throws(PuzzleError) {
          return try read(worded.text, of: puzzle)
        } catch let inside {
          throw PuzzleError("\(worded.text): \(inside.message)", hint: inside.hint)
        }
      }
      let expression = try puzzle.expression(text, unless: error)
      guard settings.parts else {
        throw PuzzleError(
          error.message, column: error.column, hint: "'set parts on' answers it in parts")
      }
      return .parts(expression)
    }
  }

  /// What is between quotes around the whole text, or nil.
  private static func unquoted(_ text: String) -> String? {
    guard let quote = text.first, "'\"".contains(quote), text.count > 2, text.last == quote else {
      return nil
    }
    return String(text.dropFirst().dropLast())
  }

  /// The first known checkpoint whose puzzle can read a question.
  private static func checkpoint(reading text: String) -> String? {
    CheckpointLibrary.known.prefix(32).first { name in
      let puzzle = try? LoadedModel.puzzle(in: CheckpointLibrary.path(name))
      return (try? puzzle?.parse(text)) != nil
    }
  }
}

extension ModelWorkbench {
  /// Held-out questions of the model's puzzle from a seed, by default that of the settings.
  ///
  /// - Throws: `Diagnostic` if the puzzle can't generate any or the count is out of range.
  package func heldOutQuestions(_ count: Int, seed: UInt64? = nil) throws -> [Question] {
    let puzzle = try requireGenerator()
    var generator = SeededGenerator(seed: seed ?? settings.randomSeed)
    return (0..<(try requireCount(count))).map { _ in
      puzzle.generate(split: .heldOut, using: &generator)
    }
  }

  /// The questions of `--questions` or `--count`; nil without either.
  ///
  /// `text` is the questions with `;` between, or a file of one a line, without what follows a
  /// tab; `count` draws held-out ones.
  ///
  /// - Throws: `Diagnostic` and `PuzzleError` for what can't be asked.
  package func questions(_ text: String?, count: Int?) throws -> [Question]? {
    guard text == nil || count == nil else {
      throw Diagnostic(
        .usage, "--questions and --count can't be used together", hint: "leave one out")
    }
    if let count {
      return try heldOutQuestions(count)
    }
    guard let text else { return nil }
    let path = fileArgument(text) ?? (fileExists(text) ? text : nil)
    guard let path else {
      let parts = text.split(separator: ";").map(String.init).filter {
        !$0.allSatisfy(\.isWhitespace)
      }
      guard !parts.isEmpty else {
        throw Diagnostic(
          .usage, "'\(text)' contains no question", about: .argument(text),
          hint: "--questions \"3 + 7; 9 + 1\" or a file")
      }
      return try parts.map { try parseQuestion($0) }
    }
    return try questions(inFile: path, answers: .ignored)
  }
}
