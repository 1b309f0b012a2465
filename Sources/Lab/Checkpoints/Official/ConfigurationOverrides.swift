// Settings of a network that its weights don't show, from files beside them or given by the user.

package import Network
internal import Storage

/// Settings of a network, nil where unknown; official names are in parentheses.
package struct ConfigurationOverrides: Equatable, Sendable {
  /// Attention heads (`num_heads`).
  package var heads: Int?
  /// L, the number of tokens in a question (`seq_len`).
  package var length: Int?
  /// P, the number of prefix positions (`puzzle_emb_len`).
  ///
  /// 0 means as many as the puzzle embedding needs.
  package var prefix: Int?
  /// T (`H_cycles`).
  package var cycles: Int?
  /// n (`L_cycles`).
  package var inner: Int?
  /// N_sup (`halt_max_steps`).
  package var depth: Int?
  /// The position encoding (`pos_encodings`).
  package var positions: Configuration.Positions?
  /// θ (`rope_theta`).
  package var rotaryBase: Float?
  /// The attention window to either side; 0 for full attention (no official setting).
  package var window: Int?
  /// ε (`rms_norm_eps`).
  package var epsilon: Float?
  /// D, which must match the weights (`hidden_size`).
  package var width: Int?
  /// The data sets that the network was trained on (`data_paths`).
  package var datasetFolders: [String] = []

  /// Creates settings that are all unknown.
  package init() {}

  /// These settings, with unknown ones taken from `others`.
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
    if datasetFolders.isEmpty { result.datasetFolders = others.datasetFolders }
    return result
  }

  /// Reads settings from an object with the official names or those of nano-trm.
  init(_ json: JSON) {
    func integer(_ names: String...) -> Int? {
      for name in names {
        // Clamped, so that invalid values stay invalid and sums don't overflow.
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
    datasetFolders = (json["data_paths"]?.array ?? []).compactMap(\.string)
  }
}

extension ConfigurationOverrides {
  /// The maximum size of a settings file.
  private static let longest = 1 << 20

  /// Reads a settings file of the official code: `all_config.yaml` or `dataset.json`.
  ///
  /// - Throws: `FileError`; `.badData` if the file can't be parsed.
  static func read(_ path: String) throws -> ConfigurationOverrides {
    let bytes = try MappedFile(path).bytes
    guard bytes.count <= longest else {
      throw FileError(
        path, .badData, "has \(bytes.count) bytes, too many for settings; move it away")
    }
    let text = String(decoding: bytes.array, as: UTF8.self)
    let json: JSON
    if path.hasSuffix(".json") {
      do throws(JSONError) {
        json = try JSON(parsing: text)
      } catch {
        throw FileError(path, .badData, "isn't JSON: \(error); correct it or move it away")
      }
    } else {
      do throws(YAMLError) {
        json = try YAML.parse(text)
      } catch {
        throw FileError(
          path, .badData,
          "can't parse line \(error.line): \(error.reason); correct it or move it away")
      }
    }
    // Settings of the network are in 'arch', those of the run beside it.
    let run = ConfigurationOverrides(json)
    return json["arch"].map { ConfigurationOverrides($0).filled(from: run) } ?? run
  }
}
