// A model in memory: weights, the puzzle that gives its tokens a meaning, its file.

package import Checkpoints
internal import Language
package import Network
internal import Platform
package import Puzzles
package import Records
package import Storage
package import Training
internal import Wording

/// A model in memory.
package struct LoadedModel {
  /// The network.
  package var weights: Weights {
    didSet {
      sources = []
      calibration = Calibration()
    }
  }
  /// The mapped files that the weights may be borrowed from.
  package var sources: [MappedFile] = []
  /// The puzzle that gives tokens a meaning; raw tokens if unknown.
  package var puzzle: any Puzzle
  /// The name in the prompt: the puzzle's, or the file's.
  package var name: String
  /// The file it came from or went to.
  package var path: String?
  /// Whether another program wrote that file, which is then not written over.
  package var isImported = false
  /// What was chosen and guessed in reading it.
  package var notes: [String] = []
  /// Whether the weights differ from every file.
  package var isUnsaved = false
  /// How it was trained, as the checkpoint's JSON says.
  package var training: JSON?
  /// Whether it has learned something, here or in another program.
  package var isTrained: Bool { training != nil || isImported }
  /// How the probabilities of its answers are read; other weights need another one.
  package var calibration = Calibration()
  /// The folders of the data sets that it was trained on, if known.
  package var datasetFolders: [String] = []
  /// The state of its last training, for resuming it.
  package var state: TrainingState?

  /// A model with its puzzle.
  ///
  /// - Throws: `Diagnostic` where the puzzle doesn't fit the network.
  package init(weights: Weights, puzzle: (any Puzzle)?, name: String, path: String?) throws {
    let network = weights.configuration
    if let puzzle, puzzle.vocabulary.count != network.vocabulary || puzzle.length != network.length
    {
      throw Diagnostic(
        .data,
        "the puzzle '\(puzzle.name)' has \(counted(puzzle.length, "position")) and "
          + "\(counted(puzzle.vocabulary.count, "token")); the network has \(network.length) and \(network.vocabulary)",
        about: .argument("\(puzzle.name)"),
        hint: "the checkpoint's metadata 'puzzle' doesn't match its 'network'")
    }
    self.weights = weights
    self.puzzle = puzzle ?? RawTokens(count: network.vocabulary, length: network.length)
    self.name = name
    self.path = path
  }

  /// Reads a checkpoint of any program; `given` provides settings that the file and its neighbors
  /// don't, and `puzzle` the puzzle.
  ///
  /// - Throws: `FileError` and `Diagnostic`, naming the file.
  package static func read(
    _ path: String, given: ConfigurationOverrides = ConfigurationOverrides(),
    ema: String? = nil,
    puzzle: (any Puzzle)? = nil
  ) throws -> LoadedModel {
    let checkpoint = try Checkpoint.read(path, overrides: given, ema: ema)
    let own = try Self.puzzle(named: checkpoint, path)
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let stem = file.hasSuffix(".safetensors") ? String(file.dropLast(12)) : file
    var model = try LoadedModel(
      weights: checkpoint.weights, puzzle: puzzle ?? own ?? Self.puzzle(of: checkpoint), name: stem,
      path: absolute(path))
    model.notes = checkpoint.notes
    let broken = model.weights.nonFinite
    if !broken.isEmpty {
      model.notes.append("some numbers are not finite in " + broken.joined(separator: ", "))
    }
    model.isImported = checkpoint.isImported
    model.datasetFolders = checkpoint.datasetFolders
    model.sources = checkpoint.sources
    model.training = try checkpoint.training.map { try training($0, path) }
    if let text = checkpoint.calibration {
      guard let json = try? JSON(parsing: text), let calibration = Calibration(json: json) else {
        throw Diagnostic(
          .data, "\(path): its metadata 'calibration' is invalid", about: .file(path),
          hint: "download or save it again")
      }
      model.calibration = calibration
    }
    if !checkpoint.optimizerState.isEmpty {
      do {
        model.state = try TrainingState(
          json: model.training?["resume"] ?? .null, arrays: checkpoint.optimizerState,
          for: checkpoint.weights.configuration)
      } catch {
        throw Diagnostic(
          .data, "\(path): can't resume its training: \(error)", about: .file(path),
          hint: "'save --optimizer FILE.safetensors' writes a new one")
      }
    }
    return model
  }

  /// Checks that the mapped files are still those that were loaded.
  ///
  /// - Throws: `FileError` naming the one that was changed.
  package func requireUnchangedFiles() throws {
    for source in sources { try source.requireUnchanged() }
  }

  /// The metadata about the training, with counts that can be added to.
  ///
  /// - Throws: `Diagnostic` naming the file.
  private static func training(_ text: String, _ path: String) throws -> JSON {
    func invalid(_ what: String) -> Diagnostic {
      Diagnostic(
        .data, "\(path): its metadata 'training' \(what)", about: .file(path),
        hint: "download or save it again")
    }
    guard let json = try? JSON(parsing: text), json.members != nil else {
      throw invalid("isn't a JSON object")
    }
    for name in ["steps", "examples", "depth"] {
      guard let value = json[name] else { continue }
      guard let count = value.integer, 0...TrainingState.largestCount ~= count else {
        throw invalid("has an invalid '\(name)'")
      }
    }
    return json
  }

  /// The puzzle that a checkpoint file names, if it does; none of its numbers are read.
  ///
  /// - Throws: `FileError` and `Diagnostic`, naming the file.
  package static func puzzle(in path: String) throws -> (any Puzzle)? {
    try puzzle(named: Checkpoint.read(path), path)
  }

  private static func puzzle(named checkpoint: Checkpoint, _ path: String) throws -> (any Puzzle)? {
    try checkpoint.puzzle.map { text in
      do {
        return try Self.puzzle(JSON(parsing: text))
      } catch {
        throw Diagnostic(
          .data, "\(path): its metadata 'puzzle' is invalid: \(error)", about: .file(path))
      }
    }
  }

  /// The puzzle of a network that doesn't say: that of its data set, if it is still there and fits,
  /// or that of its kind.
  private static func puzzle(of checkpoint: Checkpoint) -> (any Puzzle)? {
    let network = checkpoint.weights.configuration
    func fits(_ puzzle: any Puzzle) -> Bool {
      puzzle.vocabulary.count == network.vocabulary && puzzle.length == network.length
    }
    if !network.isOrderSensitive { return [DigitSum()].first(where: fits) }
    if fits(ARC()) { return ARC() }
    for folder in checkpoint.datasetFolders.prefix(16) {
      if let data = try? PuzzleDataset(folder, part: "train"), let puzzle = Self.puzzle(of: data),
        fits(puzzle)
      {
        return puzzle
      }
    }
    return nil
  }

  /// The puzzle that a data set written by trm is of.
  package static func puzzle(of data: PuzzleDataset) -> (any Puzzle)? {
    data.puzzle.flatMap { try? Self.puzzle(JSON(parsing: $0)) }
  }

  /// The puzzle that a checkpoint's JSON names: `{"name": ..., "options": {...}}`.
  private static func puzzle(_ json: JSON) throws -> any Puzzle {
    var options: [String: String] = [:]
    for member in json["options"]?.members ?? [] { options[member.key] = member.value.string }
    return try PuzzleList.make(name: json["name"]?.string ?? "", options: options)
  }

  /// The checkpoint of the weights and the puzzle alone.
  package var checkpoint: Checkpoint {
    Checkpoint(weights: weights, puzzle: puzzle.isUninterpreted ? nil : puzzle.json.text)
  }

  /// Writes the model to a checkpoint file.
  ///
  /// - Throws: `FileError`; the old file is then whole.
  ///
  /// With `keepsTraining` the optimizer and the batch go with it.
  package func write(to path: String, keepsTraining: Bool = false) throws {
    let resumed = keepsTraining ? state : nil
    var known = training?.members?.filter { $0.key != "resume" }
    if let resumed { known = (known ?? []) + [.init("resume", resumed.json)] }
    try Checkpoint(
      weights: weights, puzzle: puzzle.isUninterpreted ? nil : puzzle.json.text,
      training: known.map { JSON.object($0).text },
      calibration: calibration == Calibration() ? nil : calibration.json.text,
      optimizerState: resumed?.arrays(for: weights.configuration) ?? []
    ).write(to: path)
  }
}

extension Puzzle {
  /// The puzzle as checkpoints and data sets name it.
  package var json: JSON {
    let options = options.sorted { $0.key < $1.key }.map {
      JSON.Member($0.key, .string($0.value))
    }
    return .object([
      .init("name", .string(name)), .init("options", .object(options)),
      .init("vocabulary", .array(vocabulary.map { .string(String($0)) })),
    ])
  }
}
