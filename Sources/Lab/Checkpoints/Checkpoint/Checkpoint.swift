// A network in a file, with all that is needed to use it or to go on training. It knows neither
// puzzles nor training: what they say of themselves is text to it.

internal import Kernels
package import Network
internal import Storage

/// A network and its description: a `safetensors` file of float32 with metadata.
///
/// Tensors carry the official keys without any prefix. Metadata: `format` "trm", `version`,
/// `network` (the configuration as JSON), `puzzle` and `training` (JSON, written by their owners).
package struct Checkpoint: Sendable {
  /// The network.
  package var weights: Weights
  /// What the network was trained on, as JSON text.
  package var puzzle: String?
  /// How it was trained and what it scores, as JSON text.
  package var training: String?
  /// What training needs to go on where it stopped; every name begins with `optimizer.`.
  package var additions: [NamedArray]
  /// What was chosen and guessed in reading it, a sentence each.
  package var notes: [String] = []
  /// The data sets that it says it was trained on.
  package var dataFolders: [String] = []
  /// Whether another program wrote it.
  package var isForeign = false

  /// The version of the metadata that is written, and the newest that is read.
  package static let version = 1

  /// What the names of additions begin with.
  package static let additionPrefix = "optimizer."

  /// A checkpoint from its parts.
  package init(
    weights: Weights, puzzle: String? = nil, training: String? = nil, additions: [NamedArray] = []
  ) {
    self.weights = weights
    self.puzzle = puzzle
    self.training = training
    self.additions = additions
  }

  /// Maps the checkpoint at `path`.
  ///
  /// Weights lying in the file as the network wants them are borrowed from the mapping; changing
  /// them never changes the file.
  ///
  /// `configuration` is the network of a file that doesn't describe it; a file that does decides.
  ///
  /// - Throws: `FileError`; `.badData` names every parameter that doesn't fit the network.
  package static func read(_ path: String, configuration: Configuration? = nil) throws -> Checkpoint
  {
    try described(Safetensors.read(path), path: path, configuration: configuration)
  }

  /// The checkpoint in a file whose metadata, or else `configuration`, describes the network.
  static func described(
    _ file: Safetensors, path: String, configuration: Configuration? = nil
  ) throws -> Checkpoint {
    let network = try network(in: file.metadata, path: path) ?? configuration
    guard let network else {
      throw FileError(
        path, .badData,
        "does not describe its network (metadata 'network'); load it with a configuration")
    }
    let additions = file.arrays.filter { $0.name.hasPrefix(additionPrefix) }
    let parameters = withoutPrefix(
      file.arrays.filter { !$0.name.hasPrefix(additionPrefix) })
    return Checkpoint(
      weights: try .assembled(from: parameters, configuration: network, path: path),
      puzzle: file.metadata["puzzle"], training: file.metadata["training"], additions: additions)
  }

  /// The configuration in a file's metadata, or nil if it has none.
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
          "has version \(version), newer than \(Self.version); load it with a newer trm")
      }
    }
    guard let text = metadata["network"] else { return nil }
    do throws(ConfigurationFault) {
      return try Configuration(json: text)
    } catch {
      throw FileError(
        path, .badData,
        "its metadata 'network' is wrong: \(error.reason); save it again or use a matching trm")
    }
  }

  /// Writes the checkpoint at `path`, replacing the file whole; the same checkpoint gives the same
  /// bytes.
  ///
  /// - Throws: `FileError`, `.cannotWrite` or `.inputOutput`; the old file is whole then.
  package func write(to path: String) throws {
    var metadata = [
      "format": "trm", "version": String(Self.version), "network": weights.configuration.json,
    ]
    metadata["puzzle"] = puzzle
    metadata["training"] = training
    for named in additions where !named.name.hasPrefix(Self.additionPrefix) {
      preconditionFailure("the addition \(named.name) needs a name in \(Self.additionPrefix)")
    }
    try Safetensors(parameters() + additions, metadata: metadata).write(to: path)
  }
}
