// States as files that other programs read. Every number is the model's, to the bit.

internal import Checkpoints
package import Language
internal import Network
internal import Storage

extension ModelWorkbench {
  /// Writes states that addresses named, in the form that the file's ending names.
  ///
  /// - Returns: the path of the labels that lie beside a `.tsv` file; nil for other forms.
  /// - Throws: `FileError`, and `Diagnostic` for an unknown ending or states that don't fit.
  package func export(
    _ states: [CapturedState], named addresses: [StateAddress], to path: String, force: Bool
  ) throws -> String? {
    try AtomicFile.requireReplaceable(path, force: force)
    let arrays = states.map { NamedArray($0.name, StoredArray($0.values, shape: $0.shape)) }
    switch path.split(separator: ".").last {
    case "npz": try NumPyArchive(arrays).write(to: path)
    case "safetensors":
      try Safetensors(arrays, metadata: ["format": "trm-states"]).write(to: path)
    case "npy": try Self.writeArray(states, addresses, to: path)
    case "json": try AtomicFile.write(Self.json(states).text + "\n", to: path)
    case "tsv": return try writeTable(states, to: path, force: force)
    default:
      throw Diagnostic(
        .usage, "unknown file type of '\(path)'", about: .argument(path),
        hint: "use .npy, .npz, .safetensors, .json or .tsv")
    }
    return nil
  }

  /// One array: a state, or several stacked along a first axis.
  private static func writeArray(
    _ states: [CapturedState], _ wanted: [StateAddress], to path: String
  ) throws {
    guard wanted.count == 1, let first = states.first else {
      throw Diagnostic(.usage, "a .npy file can hold only one address", hint: "write an .npz file")
    }
    let shape = states.count == 1 ? first.shape : [states.count] + first.shape
    try NumPyArray.write(StoredArray(states.flatMap(\.values), shape: shape), to: path)
  }

  /// `{"states":[{"state":"z@1.1.1","shape":[16,96],"values":[...]}]}`; null for numbers that
  /// aren't finite.
  private static func json(_ states: [CapturedState]) -> JSON {
    .object([
      .init(
        "states",
        .array(
          states.map { state in
            .object([
              .init("state", .string(state.name)),
              .init("shape", .array(state.shape.map { .integer($0) })),
              .init("run", .integer(state.owner)), .init("patched", .bool(state.isPatched)),
              .init("values", .array(state.values.map { .float($0) })),
            ])
          }))
    ])
  }

  /// A line of tab-separated features for each position, as embedding projectors read them, and a
  /// file of the same lines' labels, whose path is returned.
  private func writeTable(
    _ states: [CapturedState], to path: String, force: Bool
  ) throws -> String {
    let labels = path.dropLast(4) + ".meta.tsv"
    try AtomicFile.requireReplaceable(String(labels), force: force)
    guard let width = states.first?.shape.last, states.allSatisfy({ $0.shape.last == width }) else {
      throw Diagnostic(
        .usage, "a .tsv file needs states of one width",
        hint: "y and z together, or logits, or halt; or write an .npz file")
    }
    var (vectors, names) = ("", "state\tposition\ttoken\n")
    for state in states {
      let tokens = try tokens(at: state)
      for row in 0..<state.values.count / width {
        let features = state.values[row * width..<(row + 1) * width].map { String($0) }
        vectors += features.joined(separator: "\t") + "\n"
        let position = row + (state.positions?.lowerBound ?? 0)
        let token = tokens.indices.contains(position) ? tokens[position] : ""
        names += "\(state.name)\t\(position)\t\(token)\n"
      }
    }
    try AtomicFile.write(vectors, to: path)
    try AtomicFile.write(names, to: String(labels))
    return String(labels)
  }

  /// What the question has at each position of a state.
  private func tokens(at state: CapturedState) throws -> [String] {
    let session = try debugSession(state.run)
    let question = try session?.question ?? runs.answered?.question ?? requireQuestion()
    let model = try requireModel()
    let names = model.puzzle.tokenNames(of: question, model.weights.configuration)
    let prefix = model.weights.configuration.prefix
    return state.moment.kind == .logits ? Array(names.dropFirst(prefix)) : names
  }
}
