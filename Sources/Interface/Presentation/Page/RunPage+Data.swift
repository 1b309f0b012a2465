// The data of the page of `report`, as JSON.

internal import Kernels
internal import Network
internal import Puzzles
package import Storage
package import Workbench

extension RunPage {
  /// All data that the page shows.
  package static func data(of recording: RunRecording) -> JSON {
    let (model, question, stride) = (recording.model, recording.view.question, recording.stride)
    let c = model.weights.configuration
    let range = model.puzzle.answerRange
    func text(_ token: Int32) -> JSON {
      .string(token < 0 ? "" : String(model.puzzle.characters(of: [token])))
    }
    let hasLabels = range.contains { question.labels[$0] >= 0 }
    let marks = model.puzzle.marks(of: question).map { marks in
      JSON.object([
        .init("name", .string(marks.name)),
        .init(
          "positions",
          .array(
            marks.positions(in: range).map {
              .integer($0 - range.lowerBound)
            })),
      ])
    }
    let columns = (c.width + stride - 1) / stride
    return .object([
      .init("question", .string(question.text)),
      .init("run", .integer(recording.view.number)),
      .init("remark", recording.view.remark.map { .string($0) } ?? .null),
      .init("count", .integer(range.count)),
      .init("first", .integer(c.sequence - c.length + range.lowerBound)),
      .init("right", hasLabels ? .array(range.map { text(question.labels[$0]) }) : .null),
      .init("marks", .array(marks)),
      .init("gridWidth", model.puzzle.gridWidth.map { .integer($0) } ?? .null),
      .init("steps", .integer(recording.outcome.steps)),
      .init("halting", .array(recording.halting.map { .float($0) })),
      .init("shape", .array([.integer(c.sequence), .integer(columns)])),
      .init("dimensions", .integer(c.width)), .init("stride", .integer(stride)),
      .init("kinds", .array(c.architecture.kinds.map { .string($0.rawValue) })),
      .init(
        "variance",
        .object(
          c.architecture.kinds.map { kind in
            .init(kind.rawValue, .array((recording.shares[kind] ?? []).map { .float($0) }))
          })),
      .init("model", configuration(recording)),
      .init("note", .string(recording.notes.joined(separator: "; "))),
      .init("updates", .array(recording.frames.map { json($0, of: recording, range, text) })),
    ])
  }

  /// One update: its readout, relative change, principal components and values.
  private static func json(
    _ frame: RunRecording.Frame, of recording: RunRecording, _ range: Range<Int>,
    _ text: (Int32) -> JSON
  ) -> JSON {
    let (model, question, stride) = (recording.model, recording.view.question, recording.stride)
    let width = model.weights.configuration.width
    let values = frame.values.indices.filter { $0 % width % stride == 0 }
    let answer = frame.reading.map { model.puzzle.decode($0.tokens) } ?? ""
    let isRight = frame.reading.flatMap { _ in model.puzzle.verdict(of: answer, for: question) }
    return .object([
      .init("state", .string(frame.moment.description)),
      .init("kind", .string(frame.moment.kind.rawValue)),
      .init("patched", .bool(frame.isPatched)),
      .init("step", .integer(frame.moment.step)), .init("answer", .string(answer)),
      .init("correct", isRight.map { .bool($0) } ?? .null),
      .init(
        "tokens",
        .array(range.map { position in .integer(Int(frame.reading?.tokens[position] ?? -1)) })),
      .init("characters", .array(range.map { text(frame.reading?.tokens[$0] ?? -1) })),
      .init(
        "p", .array(range.map { .float(frame.reading?.probability(at: $0) ?? 0) })),
      .init("relative", frame.relative.map { .float($0) } ?? .null),
      .init("c", frame.components.isEmpty ? .null : .array(frame.components.map { .float($0) })),
      .init("values", .array(values.map { .float(frame.values[$0]) })),
    ])
  }

  /// Names and values of the model and the run.
  private static func configuration(_ recording: RunRecording) -> JSON {
    let (model, inference) = (recording.model, recording.view.inference)
    let c = model.weights.configuration
    let pairs: [(String, String)] = [
      ("model", model.name), ("puzzle", model.puzzle.name),
      ("parameters", String(model.weights.values.count)), ("network", c.network.rawValue),
      ("mixing", c.mixing.rawValue),
      ("layers", String(c.layers)), ("width D", String(c.width)),
      ("inner width", String(c.innerWidth)), ("heads", String(c.heads)),
      ("positions S", String(c.sequence)), ("vocabulary V", String(c.vocabulary)),
      ("depth N_sup", String(inference.depth)), ("cycles T", String(inference.cycles)),
      ("updates n", String(inference.inner)), ("halt", inference.halt.map { String($0) } ?? "off"),
    ]
    return .array(pairs.map { .array([.string($0.0), .string($0.1)]) })
  }
}
