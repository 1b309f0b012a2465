// latent dump -o: states as files that other programs read. Every number is the model's, to the bit.

internal import Checkpoints
internal import Drawing
internal import Network
internal import Puzzles
internal import Storage

extension LatentCommand {
  /// Writes states in the form that the file's ending names.
  func write(
    _ states: [CapturedState], _ wanted: [Address], to path: String, in session: Session
  ) throws -> CommandResult {
    try requireNew(path, force: force)
    var fields = [
      Field("path", .string(path)), Field("count", .integer(states.count)),
      Field("states", .list(states.map { .string($0.name) })),
    ]
    let arrays = states.map { NamedArray($0.name, StoredArray($0.values, shape: $0.shape)) }
    switch path.split(separator: ".").last {
    case "npz": try NumPyArchive(arrays).write(to: path)
    case "safetensors":
      try Safetensors(arrays, metadata: ["format": "trm-states"]).write(to: path)
    case "npy": try writeArray(states, wanted, to: path)
    case "json": try AtomicFile.write(json(states).text + "\n", to: path)
    case "tsv": fields.append(Field("labels", .string(try writeTable(states, to: path, session))))
    default:
      throw ShellError(
        .usage, "'\(path)' is none of .npy, .npz, .safetensors, .json and .tsv", hint: "-o z.npy")
    }
    var result = CommandResult(fields)
    if session.isInteractive {
      let count = states.count == 1 ? "one state" : "\(states.count) states"
      result.text = { _ in [StyledText("wrote \(count) to \(path)")] }
    }
    return result
  }

  /// One array: a state, or several stacked along a first axis.
  private func writeArray(
    _ states: [CapturedState], _ wanted: [Address], to path: String
  ) throws {
    guard wanted.count == 1, let first = states.first else {
      throw ShellError(.usage, "a .npy file holds one address", hint: "write an .npz file")
    }
    let shape = states.count == 1 ? first.shape : [states.count] + first.shape
    try NumPyArray.write(StoredArray(states.flatMap(\.values), shape: shape), to: path)
  }

  /// `{"states":[{"state":"z@1.1.1","shape":[16,96],"values":[...]}]}`; null is no finite number.
  private func json(_ states: [CapturedState]) -> JSON {
    .object([
      .init(
        "states",
        .array(
          states.map { state in
            .object([
              .init("state", .string(state.name)),
              .init("shape", .array(state.shape.map { .integer($0) })),
              .init("values", .array(state.values.map { .float($0) })),
            ])
          }))
    ])
  }

  /// A line of tab-separated features for each position, as embedding projectors read them, and a
  /// file of the same lines' labels, whose path is returned.
  private func writeTable(
    _ states: [CapturedState], to path: String, _ session: Session
  ) throws -> String {
    let labels = path.dropLast(4) + ".meta.tsv"
    try requireNew(String(labels), force: force)
    guard let width = states.first?.shape.last, states.allSatisfy({ $0.shape.last == width }) else {
      throw ShellError(
        .usage, "a .tsv file holds states of one width",
        hint: "y and z together, or logits, or halt; or write an .npz file")
    }
    var (vectors, names) = ("", "state\tposition\ttoken\n")
    for state in states {
      let tokens = try tokens(of: state, session)
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
  private func tokens(of state: CapturedState, _ session: Session) throws -> [String] {
    let run = try session.thoughtRun(state.run)
    let question = try run?.question ?? session.runs.answered?.question ?? session.requireQuestion()
    let c = try session.requireModel().weights.configuration
    let names = tokenNames(question, try session.requirePuzzle(), c)
    return state.moment.kind == .logits ? Array(names.dropFirst(c.prefix)) : names
  }
}
