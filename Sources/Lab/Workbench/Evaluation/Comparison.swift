// Which questions models of one puzzle are compared on: those that all of them can read.

internal import Language
internal import Puzzles
internal import Wording

/// The questions of a comparison, as each of its models takes them.
package struct Comparison: Sendable {
  /// Whether a model has another layout, so that questions are read by their text.
  package let isShared: Bool
  /// The questions that each model can't read, the model in memory first.
  package let unread: [Int]
  /// The number of questions that are asked of each model.
  package let count: Int
  /// What is to be said of the questions that are left out.
  package let notes: [String]

  private let set: EvaluationSet

  /// A comparison of the model in memory with those of other files on its questions.
  ///
  /// - Throws: `Diagnostic` if a model is of another puzzle, or if there is no question that all of
  ///   them can read.
  package init(
    _ own: LoadedModel, _ others: [(file: String, model: LoadedModel)], _ set: EvaluationSet,
    on workbench: ModelWorkbench
  ) throws {
    for (file, model) in others { try Self.requireSamePuzzle(file, model, own) }
    var set = set
    let foreign = others.filter { !$0.model.puzzle.sharesTokens(with: own.puzzle) }
    isShared = !foreign.isEmpty
    guard isShared else {
      (unread, count, notes) = ([Int](repeating: 0, count: others.count + 1), set.count, [])
      self.set = set
      return
    }
    set.readers = foreign.map(\.model.puzzle)
    var (counts, shared) = try workbench.readings(of: set)
    let sentences = zip(foreign, counts).filter { $1 > 0 }.map {
      "\($0.file) can't read \($1) of \(counted(set.count, "question"))"
    }
    guard shared > 0 else {
      throw Diagnostic(
        .data, "no question can be read by every model: " + sentences.joined(separator: "; "),
        hint: "choose questions with --option, --data or --file, or other models")
    }
    unread =
      [0] + others.map { $0.model.puzzle.sharesTokens(with: own.puzzle) ? 0 : counts.removeFirst() }
    count = shared
    notes = sentences.isEmpty ? [] : [sentences.joined(separator: "; ") + "; they aren't asked"]
    self.set = set
  }

  /// The questions as a model takes them.
  package func set(for model: LoadedModel) -> EvaluationSet {
    var set = set
    if !model.puzzle.sharesTokens(with: set.puzzle) { set.target = model.puzzle }
    return set
  }

  /// Checks that another model takes questions of the puzzle of the model in memory.
  ///
  /// - Throws: `Diagnostic` naming both puzzles, or both shapes where a puzzle isn't known.
  private static func requireSamePuzzle(
    _ file: String, _ model: LoadedModel, _ own: LoadedModel
  ) throws {
    let (puzzle, known) = (model.puzzle, own.puzzle)
    if puzzle.sharesTokens(with: known) { return }
    guard puzzle.canGenerate, known.canGenerate else {
      throw Diagnostic(
        .data,
        "\(file): shapes differ: \(counted(puzzle.length, "position")) and "
          + "\(counted(puzzle.vocabulary.count, "token")); "
          + "the model in memory has \(known.length) and \(known.vocabulary.count)",
        about: .file(file), hint: "first load a model of the same puzzle")
    }
    guard puzzle.name == known.name else {
      throw Diagnostic(
        .data,
        "\(file): its puzzle is '\(puzzle.name)'; that of the model in memory is '\(known.name)'",
        about: .file(file), hint: "first load a model of the same puzzle")
    }
  }
}
