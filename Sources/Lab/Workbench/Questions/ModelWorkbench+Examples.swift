// Questions from examples of data sets and from rows of tokens.

internal import Checkpoints
internal import Language
internal import Network
package import Puzzles

extension ModelWorkbench {
  /// The question in an example of a data set, named `DIR#17`.
  ///
  /// - Throws: `FileError` and `Diagnostic` where there is none.
  package func question(from text: String, puzzle: Int32?, for command: String = "ask") throws
    -> Question
  {
    guard let mark = text.lastIndex(of: "#"), mark != text.startIndex,
      let number = Int(text[text.index(after: mark)...]), number >= 0
    else {
      throw Diagnostic(
        .usage, "expected DIR#N, got '\(text)'", about: .argument(text),
        hint: "for example: \(command) --from DIR#17")
    }
    let source = try DataSource(String(text[..<mark]), part: "test", for: requireModel())
    guard number < source.data.count else {
      throw Diagnostic(
        .usage, "there is no example \(number) in \(source.data.path)",
        hint: "valid examples are 0 to \(source.data.count - 1)")
    }
    return try checked(source.question(number, puzzle: puzzle))
  }

  /// The question that some tokens are; `@FILE` is what the file holds.
  ///
  /// - Throws: `PuzzleError` and `Diagnostic` if they aren't a question for the model.
  package func question(tokens text: String, puzzle: Int32?) throws -> Question {
    let network = try requireModel().weights.configuration
    let text = try fileArgument(text).map { try readArgument($0) } ?? text
    return try checked(
      RawTokens.question(
        text, count: network.vocabulary, length: network.length, puzzle: puzzle ?? 0))
  }

  /// A question whose puzzle embedding the model has.
  func checked(_ question: Question) throws -> Question {
    let count = max(try requireModel().weights.configuration.puzzles, 1)
    guard (0..<count).contains(Int(question.puzzle)) else {
      throw Diagnostic(
        .usage, "the model has no puzzle embedding \(question.puzzle)",
        hint: "use --puzzle 0 to \(count - 1)")
    }
    return question
  }
}
