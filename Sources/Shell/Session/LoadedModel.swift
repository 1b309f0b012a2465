// The model that the session holds: weights, the puzzle that gives its tokens a meaning, its file.

internal import Checkpoints
internal import Network
internal import Puzzles
internal import Training

/// A model in memory.
struct LoadedModel {
  /// The network.
  var weights: Weights
  /// What its tokens mean; nil for a checkpoint that doesn't say.
  var puzzle: (any Puzzle)?
  /// The name in the prompt: the puzzle's, or the file's.
  var name: String
  /// The file it came from or went to.
  var path: String?
  /// Whether the weights differ from every file.
  var isUnsaved = false
  /// How it was trained, as the checkpoint's JSON says.
  var training: JSON?
  /// Where its last training stands, to go on from.
  var state: TrainingState?

  /// A model with its puzzle.
  ///
  /// - Throws: `ShellError` where the puzzle doesn't fit the network.
  init(weights: Weights, puzzle: (any Puzzle)?, name: String, path: String?) throws {
    let network = weights.configuration
    if let puzzle, puzzle.vocabulary.count != network.vocabulary || puzzle.length != network.length
    {
      throw ShellError(
        .data,
        "the puzzle '\(puzzle.name)' has \(puzzle.length) positions and \(puzzle.vocabulary.count) "
          + "tokens; the network has \(network.length) and \(network.vocabulary)",
        hint: "the checkpoint's metadata 'puzzle' does not fit its 'network'")
    }
    self.weights = weights
    self.puzzle = puzzle
    self.name = name
    self.path = path
  }

  /// The model in a checkpoint file.
  ///
  /// - Throws: `FileError` and `ShellError`, naming the file.
  static func read(_ path: String) throws -> LoadedModel {
    let checkpoint = try Checkpoint.read(path)
    var puzzle: (any Puzzle)?
    if let text = checkpoint.puzzle {
      do {
        puzzle = try Self.puzzle(JSON(parsing: text))
      } catch {
        throw ShellError(.data, "\(path): its metadata 'puzzle' can't be used: \(error)")
      }
    }
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let stem = file.hasSuffix(".safetensors") ? String(file.dropLast(12)) : file
    var model = try LoadedModel(
      weights: checkpoint.weights, puzzle: puzzle, name: stem, path: absolute(path))
    model.training = checkpoint.training.flatMap { try? JSON(parsing: $0) }
    if !checkpoint.additions.isEmpty {
      do {
        model.state = try TrainingState(
          json: model.training?["resume"] ?? .null, arrays: checkpoint.additions,
          for: checkpoint.weights.configuration)
      } catch {
        throw ShellError(
          .data, "\(path): its training can't be gone on with: \(error)",
          hint: "save it again with: save --optimizer")
      }
    }
    return model
  }

  /// The puzzle that a checkpoint's JSON names: `{"name": ..., "options": {...}}`.
  private static func puzzle(_ json: JSON) throws -> any Puzzle {
    var options: [String: String] = [:]
    for member in json["options"]?.members ?? [] { options[member.key] = member.value.string }
    return try PuzzleList.make(name: json["name"]?.string ?? "", options: options)
  }

  /// Writes the model to a checkpoint file.
  ///
  /// - Throws: `FileError`; the old file is then whole.
  ///
  /// With `keepsTraining` the optimiser and the batch go with it.
  func write(to path: String, keepsTraining: Bool = false) throws {
    var described: String?
    if let puzzle {
      let options = puzzle.options.sorted { $0.key < $1.key }.map {
        JSON.Member($0.key, .string($0.value))
      }
      described =
        JSON.object([
          .init("name", .string(puzzle.name)), .init("options", .object(options)),
          .init("vocabulary", .array(puzzle.vocabulary.map { .string(String($0)) })),
        ]).text
    }
    let resumed = keepsTraining ? state : nil
    var known = training?.members?.filter { $0.key != "resume" }
    if let resumed { known = (known ?? []) + [.init("resume", resumed.json)] }
    try Checkpoint(
      weights: weights, puzzle: described, training: known.map { JSON.object($0).text },
      additions: resumed?.arrays(for: weights.configuration) ?? []
    ).write(to: path)
  }
}
