// Settings of a network that its weights don't show, from files beside them or given by the user.

package import Network
internal import Storage
internal import Wording

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
  /// The columns of a grid; 0 for a line (no official setting).
  package var gridWidth: Int?
  /// The side of a grid's boxes, for heads that see units; 0 for none (no official setting).
  package var gridBlock: Int?
  /// How far heads see into a direction of a grid; 0 for none (no official setting).
  package var gridReach: Int?
  /// ε (`rms_norm_eps`).
  package var epsilon: Float?
  /// D, which must match the weights (`hidden_size`).
  package var width: Int?
  /// The kind of network, which must match the weights (`name`).
  package var network: NetworkKind?
  /// The number of layers, which must match the weights (`L_layers`).
  package var layers: Int?
  /// The number of layers of an H module, which must match the weights (`H_layers`).
  package var highLayers: Int?
  /// Whether the continue head is trained (the opposite of `no_ACT_continue`).
  package var learnsContinue: Bool?
  /// Whether a mixer takes the place of attention, which must match the weights (`mlp_t`).
  package var mixes: Bool?
  /// The puzzle, as JSON text (`trm.puzzle`).
  package var puzzle: String?
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
    result.gridWidth = gridWidth ?? others.gridWidth
    result.gridBlock = gridBlock ?? others.gridBlock
    result.gridReach = gridReach ?? others.gridReach
    result.epsilon = epsilon ?? others.epsilon
    result.width = width ?? others.width
    result.network = network ?? others.network
    result.layers = layers ?? others.layers
    result.highLayers = highLayers ?? others.highLayers
    result.learnsContinue = learnsContinue ?? others.learnsContinue
    result.mixes = mixes ?? others.mixes
    result.puzzle = puzzle ?? others.puzzle
    if datasetFolders.isEmpty { result.datasetFolders = others.datasetFolders }
    return result
  }

  /// Reads settings from an object with the official names or those of nano-trm.
  ///
  /// `invalid` is called for each setting of the wrong type, which is then unknown.
  init(_ json: JSON, invalid: (_ name: String, _ expected: String) -> Void = { _, _ in }) {
    func value<Value>(_ names: [String], _ expected: String, _ read: (JSON) -> Value?) -> Value? {
      for name in names {
        guard let found = json[name], found != .null else { continue }
        if let value = read(found) { return value }
        invalid(name, expected)
      }
      return nil
    }
    func integer(_ names: String...) -> Int? {
      // Clamped, so that invalid values stay invalid and sums don't overflow.
      value(names, "a whole number") { $0.integer.map { min(max($0, -1), 1 << 30) } }
    }
    func number(_ name: String) -> Float? {
      value([name], "a number") { $0.double.map(Float.init) }
    }
    heads = integer("num_heads")
    length = integer("seq_len").flatMap { $0 > 0 ? $0 : nil }
    prefix = integer("puzzle_emb_len")
    cycles = integer("H_cycles")
    inner = integer("L_cycles")
    depth = integer("halt_max_steps", "N_supervision_val", "N_supervision")
    rotaryBase = number("rope_theta")
    epsilon = number("rms_norm_eps")
    width = integer("hidden_size")
    layers = integer("L_layers")
    highLayers = integer("H_layers")
    func flag(_ name: String) -> Bool? {
      value([name], "true or false") {
        $0 == .bool(true) ? true : $0 == .bool(false) ? false : nil
      }
    }
    mixes = flag("mlp_t")
    learnsContinue = flag("no_ACT_continue").map { !$0 }
    network = json["name"]?.string.flatMap { NetworkKind(officialName: $0) }
    positions = value(["pos_encodings", "pos_emb_type"], "rope, learned or none") {
      switch $0.string {
      case "rope", "1d": .rotary
      case "learned": .learned
      case "none": Configuration.Positions.none
      default: nil
      }
    }
    func own(_ name: String) -> Int? {
      json["trm"]?[name]?.integer.map { min(max($0, 0), 1 << 20) }
    }
    (window, gridWidth, gridBlock) = (own("window"), own("grid_width"), own("grid_block"))
    gridReach = own("grid_reach")
    puzzle = json["trm"]?["puzzle"].flatMap { $0.members == nil ? nil : $0.text }
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
        path, .badData, "has \(counted(bytes.count, "byte")), too many for settings; move it away")
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
    guard json.members != nil else {
      throw FileError(path, .badData, "holds no settings by name; correct it or move it away")
    }
    // Settings of the network are in 'arch', those of the run beside it.
    var faults: [String] = []
    let run = ConfigurationOverrides(json) { faults.append("'\($0)' isn't \($1)") }
    let network = json["arch"].map {
      ConfigurationOverrides($0) { faults.append("'arch.\($0)' isn't \($1)") }
    }
    guard faults.isEmpty else {
      throw FileError(
        path, .badData, faults.joined(separator: ", ") + "; correct it or move the file away")
    }
    return network?.filled(from: run) ?? run
  }
}
