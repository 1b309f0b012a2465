// A paused run as a safetensors file: the old value asked, how long it thinks, which weights it is
// of,
// where it stands, and its states. Nothing that a file says is believed before it is checked.

internal import Checkpoints
internal import Kernels
internal import Language
package import Network
internal import Platform
package import Puzzles
internal import Records
package import Settings
internal import Storage

/// A paused run in a file, or on its way into one.
package struct RunFile {
  private static let format = Checkpoint.runFormat
  private static let version = "1"

  package let question: Question
  package let inference: InferenceOptions
  package let engine: EngineKind
  package let record: DebugRun.Snapshot

  /// What a run is written as.
  package init(_ run: DebugSession) {
    question = run.question
    inference = run.debugRun.options
    engine = run.engine
    record = run.debugRun.snapshot
  }

  /// Writes it beside `path` and renames it.
  ///
  /// - Throws: `FileError`; an old file is then whole.
  package func write(to path: String, of model: LoadedModel) throws {
    let c = model.weights.configuration
    let arrays = arrays(c)
    let network = JSON.object([
      .init("name", .string(model.name)), .init("checksum", .string(hex(model.weights.checksum))),
    ])
    try Safetensors(
      arrays,
      metadata: [
        "format": Self.format, "version": Self.version, "model": network.text,
        "engine": engine.rawValue,
        "question": question.json.text, "effort": inference.json.text,
        "first": String(record.first),
        "checksum": hex(Self.checksum(arrays)),
      ]
    ).write(to: path)
  }

  private func arrays(_ c: Configuration) -> [NamedArray] {
    let states = record.states.count / (c.sequence * c.width)
    let width = DebugRun.Snapshot.pointWidth(states: c.architecture.states.count)
    let points = record.points.count / width
    let patches = record.edits.count / DebugRun.Snapshot.editWidth
    return [
      NamedArray("states", StoredArray(record.states, shape: [states, c.sequence, c.width])),
      NamedArray(
        "logits",
        StoredArray(record.logits, shape: [record.halting.count / 2, c.length, c.vocabulary])),
      NamedArray("halting", StoredArray(record.halting, shape: [record.halting.count / 2, 2])),
      NamedArray("points", StoredArray(record.points, shape: [points, width])),
      NamedArray("shown", StoredArray(record.lastAnswers, shape: [points, question.asked.count])),
    ]
      + (patches == 0
        ? []
        : [
          NamedArray(
            "patches", StoredArray(record.edits, shape: [patches, DebugRun.Snapshot.editWidth])),
          NamedArray(
            "patch-values", StoredArray(record.editValues, shape: [record.editValues.count])),
        ])
  }

  /// Reads the file of a run that a model's weights can go on with.
  ///
  /// - Throws: `FileError`, and `Diagnostic` naming the file and what doesn't fit.
  package init(_ path: String, for model: LoadedModel) throws {
    func bad(_ what: String, hint: String = "'state save FILE' writes a new one") -> Diagnostic {
      Diagnostic(.data, "\(path): \(what)", about: .file(path), hint: hint)
    }
    let file = try Safetensors.read(path)
    guard file.metadata["format"] == Self.format else {
      throw bad("not a saved run", hint: "'state save FILE' writes one; 'load' reads checkpoints")
    }
    guard file.metadata["version"] == Self.version else {
      throw bad("it was written by another version of trm", hint: "use that version to read it")
    }
    func json(_ name: String) throws -> JSON {
      guard let text = file.metadata[name], let json = try? JSON(parsing: text) else {
        throw bad("its metadata '\(name)' can't be read")
      }
      return json
    }
    let network = try json("model")
    guard let checksum = network["checksum"]?.string else { throw bad("it doesn't name a model") }
    let own = hex(model.weights.checksum)
    guard checksum == own else {
      throw bad(
        "it is a run of model '\(network["name"]?.string ?? "")' with weights \(checksum); "
          + "'\(model.name)' has \(own)", hint: "first load that model")
    }
    func floats(_ name: String) throws -> [Float] {
      guard let array = file[name], array.element == .float32 else {
        throw bad("it has no '\(name)' of float32")
      }
      return array.floats().array
    }
    func integers(_ name: String) throws -> [Int32] {
      guard let array = file[name], array.element == .int32, let values = array.integers() else {
        throw bad("it has no '\(name)' of int32")
      }
      return values.map { Int32(truncatingIfNeeded: $0) }
    }
    guard let first = file.metadata["first"].flatMap({ Int($0) }) else {
      throw bad("its metadata 'first' is missing")
    }
    guard file.metadata["checksum"] == hex(Self.checksum(file.arrays)) else {
      throw bad("its checksum is wrong: the file is damaged", hint: "write or download it again")
    }
    // Versions that didn't record patches wrote neither.
    let hasPatches = file["patches"] != nil
    record = DebugRun.Snapshot(
      first: first, states: try floats("states"), logits: try floats("logits"),
      halting: try floats("halting"), points: try integers("points"),
      lastAnswers: try integers("shown"), edits: hasPatches ? try integers("patches") : [],
      editValues: hasPatches ? try floats("patch-values") : [])
    guard let engine = file.metadata["engine"].flatMap({ EngineKind(rawValue: $0) }) else {
      throw bad("it doesn't name an engine")
    }
    self.engine = engine
    guard
      let inference = InferenceOptions(
        json: try json("effort"), for: model.weights.configuration,
        givens: model.puzzle.givenTokens)
    else {
      throw bad("its metadata 'effort' is invalid")
    }
    self.inference = inference
    guard let question = Question(json: try json("question"), for: model) else {
      throw bad("its metadata 'question' is invalid for '\(model.name)'")
    }
    self.question = question
  }

  /// The checksum of the arrays.
  private static func checksum(_ arrays: [NamedArray]) -> UInt64 {
    var hash = Fingerprint()
    for named in arrays.sorted(by: { $0.name < $1.name }) {
      for extent in named.array.shape { hash.add(UInt32(truncatingIfNeeded: extent)) }
      named.array.bytes.withUnsafeBytes { bytes in
        for offset in stride(from: 0, to: bytes.count - bytes.count % 4, by: 4) {
          hash.add(
            UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
        }
      }
    }
    return hash.value
  }
}

/// Sixteen digits.
private func hex(_ number: UInt64) -> String {
  let digits = String(number, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}

extension InferenceOptions {
  fileprivate var json: JSON {
    .object([
      .init("depth", .integer(depth)), .init("cycles", .integer(cycles)),
      .init("inner", .integer(inner)), .init("halt", halt.map { .float($0) } ?? .null),
      .init("patience", .integer(patience)), .init("tolerance", .float(tolerance)),
      .init("noise", .float(noise)), .init("seed", .number(String(seed))),
      .init("temperature", .float(temperature)), .init("holds", .bool(!heldTokens.isEmpty)),
    ])
  }

  /// Reads JSON; nil if it is invalid.
  fileprivate init?(json: JSON, for c: Configuration, givens: Set<Int32>) {
    // The product of three of them still is a number.
    func count(_ name: String, from least: Int = 1) -> Int? {
      json[name]?.integer.flatMap { (least...1 << 20).contains($0) ? $0 : nil }
    }
    self.init(c)
    guard let depth = count("depth"), let cycles = count("cycles"), let inner = count("inner"),
      let patience = count("patience", from: 0), let tolerance = json["tolerance"]?.double,
      let noise = json["noise"]?.double, (0...1e6).contains(noise), (0...1e6).contains(tolerance),
      case .number(let text)? = json["seed"], let seed = UInt64(text)
    else { return nil }
    (self.depth, self.cycles, self.inner, self.patience) = (depth, cycles, inner, patience)
    (self.tolerance, self.noise, self.seed) = (tolerance, Float(noise), seed)
    // Versions without them neither divided the logits nor held anything.
    if let temperature = json["temperature"] {
      guard let value = temperature.double, Calibration.temperatures.contains(value) else {
        return nil
      }
      self.temperature = value
    }
    if let holds = json["holds"] {
      guard case .bool(let holds) = holds else { return nil }
      heldTokens = holds ? givens : []
    }
    if let halt = json["halt"]?.double {
      guard (0...1).contains(halt) else { return nil }
      self.halt = halt
    } else if json["halt"] != .null {
      return nil
    }
  }
}

extension Question {
  fileprivate var json: JSON {
    .object([
      .init("text", .string(text)), .init("tokens", .array(tokens.map { .integer(Int($0)) })),
      .init("labels", .array(labels.map { .integer(Int($0)) })),
      .init("answer", answer.map { .string($0) } ?? .null), .init("puzzle", .integer(Int(puzzle))),
    ])
  }

  /// What JSON says, where a model can be asked that: as its puzzle reads it, if that is the same.
  fileprivate init?(json: JSON, for model: LoadedModel) {
    func numbers(_ name: String) -> [Int32]? {
      let all = json[name]?.array
      let numbers = all?.compactMap { $0.integer.flatMap { Int32(exactly: $0) } }
      return numbers?.count == all?.count ? numbers : nil
    }
    let c = model.weights.configuration
    guard let text = json["text"]?.string, let tokens = numbers("tokens"),
      let labels = numbers("labels"), labels.count == c.length,
      labels.allSatisfy({ $0 == Question.ignored || (0..<Int32(c.vocabulary)).contains($0) }),
      let puzzle = json["puzzle"]?.integer.flatMap({ Int32(exactly: $0) }),
      (try? TokenBatch(tokens: tokens, puzzles: [puzzle], for: c))?.count == 1
    else { return nil }
    if !model.puzzle.isUninterpreted, let known = try? model.puzzle.parse(text),
      known.tokens == tokens, known.labels == labels, known.puzzle == puzzle
    {
      self = known
    } else {
      self.init(
        text: text, tokens: tokens, labels: labels, answer: json["answer"]?.string,
        split: .heldOut, puzzle: puzzle)
    }
  }
}
