// Questions from data sets in the official format.

package import Checkpoints
internal import Language
internal import Network
package import Puzzles
package import Training
internal import Wording

/// The examples of a data set as questions of a puzzle.
package struct DataSource: Sendable {
  package let data: PuzzleDataset
  package let puzzle: any Puzzle

  /// The part of the data set in `path` that fits a model.
  ///
  /// - Throws: `FileError`, and `Diagnostic` where it is made for another network.
  package init(_ path: String, part: String, for model: LoadedModel) throws {
    data = try PuzzleDataset(path, part: part)
    puzzle = model.puzzle
    let network = model.weights.configuration
    guard data.length == network.length, data.vocabulary == network.vocabulary else {
      throw Diagnostic(
        .data,
        "\(data.path): shapes differ: \(counted(data.length, "position")) and \(counted(data.vocabulary, "token")); the model "
          + "has \(network.length) and \(network.vocabulary)", about: .file(data.path),
        hint: "use a model made for it")
    }
    guard data.puzzles <= max(network.puzzles, 1) else {
      throw Diagnostic(
        .data,
        "\(data.path): it has \(counted(data.puzzles, "puzzle")); the model has embeddings for "
          + "\(max(network.puzzles, 1))", about: .file(data.path),
        hint: "use a model trained on it")
    }
    guard data.count > 0 else {
      throw Diagnostic(.data, "\(data.path): it holds no examples", about: .file(data.path))
    }
  }

  /// The question of an example.
  ///
  /// - Throws: `FileError` where it holds what no example can.
  package func question(_ number: Int, puzzle given: Int32? = nil) throws -> Question {
    let example = try data.example(number)
    let answer = example.labels.map { max($0, 0) }
    let text =
      !puzzle.isUninterpreted
      ? puzzle.text(of: example.tokens)
      : example.tokens.map(String.init).joined(separator: " ")
    return Question(
      text: text, tokens: example.tokens, labels: example.labels,
      answer: example.labels.contains { $0 >= 0 } ? puzzle.decode(answer) : nil, split: .heldOut,
      puzzle: given ?? example.puzzle)
  }

  /// Examples for training: any example of any puzzle of any group, as the official code draws
  /// them.
  ///
  /// An unreadable example leaves the sequence without labels; `failure` keeps the error.
  package func examples(_ failure: DataFailure) -> ExampleSource {
    { [data] generator, tokens, labels in
      do {
        guard let number = data.randomExample({ generator.below($0) }) else {
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
package final class DataFailure {
  package var error: (any Error)?
}
