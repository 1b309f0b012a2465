// A network in a file, with everything needed to use it or to resume its training. The descriptions
// of puzzle and training are opaque text here.

internal import Kernels
package import Network
package import Storage

/// A network and its description, stored as a `safetensors` file of float32 with metadata.
///
/// Tensors have the official keys without prefix. Metadata: `format` "trm", `version`,
/// `network` (the configuration as JSON), `puzzle`, `training` and `calibration` (JSON, opaque here).
package struct Checkpoint: Sendable {
  /// The network and its weights.
  package var weights: Weights
  /// The puzzle that the network was trained on, as JSON text.
  package var puzzle: String?
  /// How the network was trained and its scores, as JSON text.
  package var training: String?
  /// How the probabilities of its answers are read, as JSON text.
  package var calibration: String?
  /// The state from which training resumes; every name begins with ``optimizerPrefix``.
  package var optimizerState: [NamedArray]
  /// Messages about what was chosen and guessed while reading.
  package var notes: [String] = []
  /// The data sets that it was trained on, if known.
  package var datasetFolders: [String] = []
  /// Whether another program wrote the file.
  package var isImported = false
  /// The mapped files that the weights may be borrowed from.
  package var sources: [MappedFile] = []

  /// The version of the metadata format that is written, and the newest that is read.
  package static let version = 1

  /// The `format` of a file that holds a paused run instead of a network.
  package static let runFormat = "trm-run"

  /// The prefix of names in ``optimizerState``.
  package static let optimizerPrefix = "optimizer."

  /// Creates a checkpoint from its parts.
  package init(
    weights: Weights, puzzle: String? = nil, training: String? = nil, calibration: String? = nil,
    optimizerState: [NamedArray] = []
  ) {
    self.weights = weights
    self.puzzle = puzzle
    self.training = training
    self.calibration = calibration
    self.optimizerState = optimizerState
  }

  /// Maps the checkpoint at `path`.
  ///
  /// Float32 weights in the network's order are borrowed from the mapping; changing them never
  /// changes the file. `configuration` is used only if the file doesn't describe its network.
  ///
  /// - Throws: `FileError`; `.badData` names every parameter that doesn't fit the network.
  package static func read(_ path: String, configuration: Configuration? = nil) throws -> Checkpoint
  {
    try described(Safetensors.read(path), path: path, configuration: configuration)
  }

  /// The checkpoint in a file described by its metadata or else by `configuration`.
  static func described(
    _ file: Safetensors, path: String, configuration: Configuration? = nil
  ) throws -> Checkpoint {
    let network = try network(in: file.metadata, path: path) ?? configuration
    guard let network else {
      throw FileError(
        path, .badData,
        "doesn't describe its network (metadata 'network'); load it with a configuration")
    }
    let optimizerState = file.arrays.filter { $0.name.hasPrefix(optimizerPrefix) }
    let parameters = withoutPrefix(
      file.arrays.filter { !$0.name.hasPrefix(optimizerPrefix) })
    return Checkpoint(
      weights: try .assembled(from: parameters, configuration: network, path: path),
      puzzle: file.metadata["puzzle"], training: file.metadata["training"],
      calibration: file.metadata["calibration"],
      optimizerState: optimizerState)
  }

  /// The configuration in the metadata, or nil.
  private static func network(
    in metadata: [String: String], path: String
  ) throws -> Configuration? {
    if metadata["format"] == "trm" {
      guard let version = metadata["version"].flatMap({ Int($0) }), version >= 1 else {
        throw FileError(path, .badData, "has no version in its metadata; save it again")
      }
      guard version <= Self.version else {
        throw FileError(
          path, .badData,
          "has format version \(version), newer than \(Self.version); load it with a newer trm")
      }
    }
    guard let text = metadata["network"] else { return nil }
    do throws(ConfigurationJSONError) {
      return try Configuration(json: text)
    } catch {
      throw FileError(
        path, .badData,
        "its metadata 'network' is invalid: \(error.reason); save it again or use a matching trm")
    }
  }

  /// Writes the checkpoint at `path` atomically; the same checkpoint gives the same bytes.
  ///
  /// - Throws: `FileError`, `.cannotWrite` or `.inputOutput`; an old file is then unchanged.
  package func write(to path: String) throws {
    var metadata = [
      "format": "trm", "version": String(Self.version), "network": weights.configuration.json,
    ]
    metadata["puzzle"] = puzzle
    metadata["training"] = training
    metadata["calibration"] = calibration
    for named in optimizerState where !named.name.hasPrefix(Self.optimizerPrefix) {
      preconditionFailure("the name \(named.name) must begin with \(Self.optimizerPrefix)")
    }
    try Safetensors(parameters() + optimizerState, metadata: metadata).write(to: path)
  }
}
