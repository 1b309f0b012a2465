// Questions that lie in files: examples of official data sets, and rows of tokens.

internal import Checkpoints
internal import Network
internal import Puzzles
internal import Storage
internal import Training

/// The examples of a data set as questions of a puzzle.
struct DataSource: Sendable {
  let data: DataDirectory
  let puzzle: any Puzzle

  /// The part of the data set in `path` that fits a model.
  ///
  /// - Throws: `FileError`, and `ShellError` where it is made for another network.
  init(_ path: String, part: String, for model: LoadedModel) throws {
    data = try DataDirectory(path, part: part)
    puzzle = model.puzzle
    let network = model.weights.configuration
    guard data.length == network.length, data.vocabulary == network.vocabulary else {
      throw ShellError(
        .data,
        "\(data.path): it has \(data.length) positions and \(data.vocabulary) tokens; the model "
          + "has \(network.length) and \(network.vocabulary)",
        hint: "load a model that was made for it")
    }
    guard data.puzzles <= max(network.puzzles, 1) else {
      throw ShellError(
        .data,
        "\(data.path): it has \(data.puzzles) puzzles; the model has embeddings for "
          + "\(max(network.puzzles, 1))", hint: "load a model that was trained on it")
    }
    guard data.count > 0 else {
      throw ShellError(.data, "\(data.path): there are no examples in it")
    }
  }

  /// The question of an example.
  ///
  /// - Throws: `FileError` where it holds what no example can.
  func question(_ number: Int, puzzle given: Int32? = nil) throws -> Question {
    let example = try data.example(number)
    let answer = example.labels.map { max($0, 0) }
    let text =
      puzzle.isGenerated
      ? String(puzzle.characters(of: example.tokens))
      : example.tokens.map(String.init).joined(separator: " ")
    return Question(
      text: text, tokens: example.tokens, labels: example.labels, answer: puzzle.decode(answer),
      split: .heldOut, puzzle: given ?? example.puzzle)
  }

  /// Examples for training: any example of any puzzle of any group, as the official code draws them.
  ///
  /// What can't be read leaves the sequence without labels and is told by `failure` afterwards.
  func examples(_ failure: DataFailure) -> ExampleSource {
    { [data] generator, tokens, labels in
      do {
        guard let number = data.drawn({ generator.below($0) }) else {
          labels.update(repeating: Question.ignored, count: data.length)
          return 0
        }
        let example = try data.example(number)
        for position in 0..<data.length {
          tokens[position] = example.tokens[position]
          labels[position] = example.labels[position]
        }
        return example.puzzle
      } catch {
        failure.error = failure.error ?? error
        labels.update(repeating: Question.ignored, count: data.length)
        return 0
      }
    }
  }
}

/// Why an example of a data set couldn't be read.
final class DataFailure {
  var error: (any Error)?
}

extension Session {
  /// The question in an example of a data set, named `DIR#17`.
  ///
  /// - Throws: `FileError` and `ShellError` where there is none.
  func question(from text: String, puzzle: Int32?) throws -> Question {
    guard let mark = text.lastIndex(of: "#"), mark != text.startIndex,
      let number = Int(text[text.index(after: mark)...]), number >= 0
    else {
      throw ShellError(
        .usage, "'\(text)' names no example", hint: "for example: ask --from DIR#17")
    }
    let source = try DataSource(String(text[..<mark]), part: "test", for: requireModel())
    guard number < source.data.count else {
      throw ShellError(
        .usage, "there is no example \(number) in \(source.data.path)",
        hint: "it has 0 to \(source.data.count - 1)")
    }
    return try checked(source.question(number, puzzle: puzzle))
  }

  /// The question that some tokens are; `@FILE` is what the file holds.
  ///
  /// - Throws: `PuzzleError` and `ShellError` where they are no question for the model.
  func question(tokens text: String, puzzle: Int32?) throws -> Question {
    let network = try requireModel().weights.configuration
    let text = try fileArgument(text).map { try readArgument($0) } ?? text
    return try checked(
      RawTokens.question(
        text, count: network.vocabulary, length: network.length, puzzle: puzzle ?? 0))
  }

  /// A question whose puzzle embedding the model has.
  private func checked(_ question: Question) throws -> Question {
    let count = max(try requireModel().weights.configuration.puzzles, 1)
    guard (0..<count).contains(Int(question.puzzle)) else {
      throw ShellError(
        .usage, "the model has no puzzle \(question.puzzle)", hint: "--puzzle 0 to \(count - 1)")
    }
    return question
  }
}
