// A data set of augmented tests with the tasks that they are of.

package import Checkpoints
internal import Kernels
internal import Puzzles
internal import Storage
internal import Wording

/// Collects the answers to a data set's tests and scores them.
package struct ARCBallot: Sendable {
  /// The tasks of `test_puzzles.json`.
  package let tasks: [ARCTask]
  /// The answers so far.
  package private(set) var votes = ARCVotes()
  private let names: [String]
  private let folder: String

  /// The ballot of the data set in a folder, with its `identifiers.json` and `test_puzzles.json`;
  /// those of the folder above if it is one of its parts.
  ///
  /// - Throws: `FileError` if a file is missing or isn't what it should be.
  package init(_ path: String) throws {
    let path = path.hasSuffix("/") ? String(path.dropLast()) : path
    var folder = path
    do {
      _ = try MappedFile(path + "/identifiers.json")
    } catch let error as FileError where error.kind == .missing {
      folder = path + "/.."
    }
    self.folder = folder
    var names: [String] = []
    try IdentifierList(folder + "/identifiers.json").forEach { _, name in
      names.append(name)
      return true
    }
    self.names = names
    tasks = try ARCTask.all(in: folder + "/test_puzzles.json")
  }

  /// Counts an answer to a question about a puzzle; the blank puzzle's are left out.
  ///
  /// - Throws: `FileError` if the puzzle has no name.
  package mutating func add(
    puzzle: Int32, input: [Int32], answer: [Int32], halt: Float
  ) throws {
    guard puzzle != 0 else { return }
    guard names.indices.contains(Int(puzzle)) else {
      throw FileError(
        folder + "/identifiers.json", .badData,
        "has \(counted(names.count, "name")), none for puzzle \(puzzle); take that of the data set")
    }
    votes.add(name: names[Int(puzzle)], input: input, answer: answer, halt: halt)
  }

  /// Counts the predictions in an `.npz` file for the examples of the data set, in order: `preds`
  /// (N, 900), `q_halt_logits` (N) and, to be checked, `puzzle_identifiers` (N).
  ///
  /// - Throws: `FileError` if they aren't there or don't fit.
  package mutating func add(predictions path: String, of data: PuzzleDataset) throws {
    let archive = try NumPyArchive.readNumbers(path)
    func bad(_ reason: String) -> FileError {
      FileError(path, .badData, reason + "; write the predictions for this data set")
    }
    guard let answers = archive["preds"], let halts = archive["q_halt_logits"] else {
      throw bad("has no 'preds' and 'q_halt_logits'")
    }
    let shape = [data.count, data.length]
    guard answers.shape == shape, let tokens = answers.integers(), halts.shape == [data.count]
    else {
      throw bad(
        "its 'preds' have shape \(answers.shape), its 'q_halt_logits' \(halts.shape), not "
          + "\(shape) whole numbers and \([data.count])")
    }
    let puzzles = archive["puzzle_identifiers"]?.integers()
    guard puzzles == nil || puzzles?.count == data.count else {
      throw bad("its 'puzzle_identifiers' aren't \(counted(data.count, "number"))")
    }
    let logits = halts.floats().array
    for row in 0..<data.count {
      let example = try data.example(row)
      guard puzzles == nil || puzzles?[row] == Int(example.puzzle) else {
        throw bad("its row \(row) is of puzzle \(puzzles?[row] ?? 0), not \(example.puzzle)")
      }
      let answer = tokens[row * data.length..<(row + 1) * data.length]
      try add(
        puzzle: example.puzzle, input: example.tokens,
        answer: answer.map { Int32(clamping: $0) }, halt: logits[row])
    }
  }

  /// The score of the answers so far.
  package var score: ARCScore { ARCScore(votes, on: tasks) }
}
