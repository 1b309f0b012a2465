// What a network's weights don't say of it: settings that stand in files beside them or are given.

package import Network
internal import Storage

/// Settings of a network by their official meaning; nil where nobody says.
package struct ConfigurationOverrides: Equatable, Sendable {
  /// Attention heads (`num_heads`).
  package var heads: Int?
  /// L, the tokens of a question (`seq_len`).
  package var length: Int?
  /// P, the positions before the tokens (`puzzle_emb_len`); 0 for as many as a puzzle needs.
  package var prefix: Int?
  /// T (`H_cycles`).
  package var cycles: Int?
  /// n (`L_cycles`).
  package var inner: Int?
  /// N_sup (`halt_max_steps`).
  package var depth: Int?
  /// How positions are told apart (`pos_encodings`).
  package var positions: Configuration.Positions?
  /// θ (`rope_theta`).
  package var rotaryBase: Float?
  /// How far attention sees to either side, which no official setting says; 0 for all.
  package var window: Int?
  /// ε (`rms_norm_eps`).
  package var epsilon: Float?
  /// D, which the weights say too (`hidden_size`).
  package var width: Int?
  /// The data sets that the network was trained on (`data_paths`).
  package var dataFolders: [String] = []

  /// Nothing is known.
  package init() {}

  /// These settings, and `others` where these say nothing.
  func filled(from others: ConfigurationOverrides) -> ConfigurationOverrides {
    var result = self
    result.heads = heads ?? others.heads
    result.length = length ?? others.length
    result.prefix = prefix ?? others.prefix
    result.cycles = cycles ?? others.cycles
    result.inner = inner ?? others.inner
    result.depth = depth ?? others.depth
    result.positions = positions ?? others.positions
    result.rotaryBase = rotaryBase ?? others.rotaryBase
    result.window = window ?? others.window
    result.epsilon = epsilon ?? others.epsilon
    result.width = width ?? others.width
    if dataFolders.isEmpty { result.dataFolders = others.dataFolders }
    return result
  }

  /// The settings in a record with the official names, or those of nano-trm.
  init(_ json: JSON) {
    func integer(_ names: String...) -> Int? {
      for name in names {
        // What is out of all bounds stays so, and sums of it stay numbers.
        if let value = json[name]?.integer { return min(max(value, -1), 1 << 30) }
      }
      return nil
    }
    heads = integer("num_heads")
    length = integer("seq_len").flatMap { $0 > 0 ? $0 : nil }
    prefix = integer("puzzle_emb_len")
    cycles = integer("H_cycles")
    inner = integer("L_cycles")
    depth = integer("halt_max_steps", "N_supervision_val", "N_supervision")
    rotaryBase = json["rope_theta"]?.double.map { Float($0) }
    epsilon = json["rms_norm_eps"]?.double.map { Float($0) }
    width = integer("hidden_size")
    positions =
      switch json["pos_encodings"]?.string ?? json["pos_emb_type"]?.string {
      case "rope", "1d": .rotary
      case "learned": .learned
      case "none": Configuration.Positions.none
      default: nil
      }
    dataFolders = (json["data_paths"]?.array ?? []).compactMap(\.string)
  }
}

extension ConfigurationOverrides {
  /// A longer file of settings is refused.
  private static let longest = 1 << 20

  /// The settings in a file that the official code writes: `all_config.yaml` or `dataset.json`.
  ///
  /// - Throws: `FileError`; `.badData` for a file that can't be understood.
  static func read(_ path: String) throws -> ConfigurationOverrides {
    let bytes = try MappedFile(path).bytes
    guard bytes.count <= longest else {
      throw FileError(
        path, .badData, "has \(bytes.count) bytes, too many for settings; name another")
    }
    let text = String(decoding: bytes.array, as: UTF8.self)
    let json: JSON
    if path.hasSuffix(".json") {
      do throws(JSONError) {
        json = try JSON(parsing: text)
      } catch {
        throw FileError(path, .badData, "is not JSON: \(error); correct it or move it away")
      }
    } else {
      do throws(YAMLFault) {
        json = try YAML.parse(text)
      } catch {
        throw FileError(
          path, .badData, "line \(error.line) can't be read: \(error.reason); correct it")
      }
    }
    // The network's own settings stand under 'arch', those of the run beside it.
    let run = ConfigurationOverrides(json)
    return json["arch"].map { ConfigurationOverrides($0).filled(from: run) } ?? run
  }
}
