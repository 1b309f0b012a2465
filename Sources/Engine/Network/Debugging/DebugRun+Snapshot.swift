// A debug run as plain arrays for a file; equal states are stored once.

internal import Kernels
internal import Wording

extension DebugRun {
  /// The points of a run as arrays.
  package struct Snapshot: Equatable, Sendable {
    /// The number of values of a point in `points`, for a network with some states: the indices of
    /// those, and of those at the step's start, in `states`; the index of its head output or -1; the
    /// steps for which its answer was unchanged; a bit for each state that was edited.
    package static func pointWidth(states count: Int) -> Int { 2 * count + 3 }
    /// The number of values of an edit in `edits`.
    package static let editWidth = 5

    /// Updates before the oldest point.
    package var first: Int
    /// Distinct states: (states, S · D).
    package var states: [Float]
    /// Logits of distinct head outputs: (outputs, L · V).
    package var logits: [Float]
    /// Their halting logits: (outputs, 2).
    package var halting: [Float]
    /// (points, width of a point).
    package var points: [Int32]
    /// The answer after the last whole step before each point: (points, answer length); -1 for
    /// none.
    package var lastAnswers: [Int32]
    /// The edits: (edits, 5); empty in files of versions that didn't record them.
    ///
    /// Updates before it, the index of the state, its first element, how many there are, 1 if they were
    /// added.
    package var edits: [Int32]
    /// The elements of the edits, one after the other.
    package var editValues: [Float]

    /// A snapshot from unchecked arrays.
    package init(
      first: Int, states: [Float], logits: [Float], halting: [Float], points: [Int32],
      lastAnswers: [Int32], edits: [Int32] = [], editValues: [Float] = []
    ) {
      self.first = first
      self.states = states
      self.logits = logits
      self.halting = halting
      self.points = points
      self.lastAnswers = lastAnswers
      self.edits = edits
      self.editValues = editValues
    }
  }

  /// The points as arrays.
  package var snapshot: Snapshot {
    var snapshot = Snapshot(
      first: first, states: [], logits: [], halting: [], points: [], lastAnswers: [])
    // A state either equals one of the most recent or is new.
    var recent: [(place: Int32, values: [Float])] = []
    var count: Int32 = 0
    var last: (place: Int32, headOutput: HeadOutput)?
    func place(of values: [Float]) -> Int32 {
      if let found = recent.last(where: { isSame($0.values, values) }) { return found.place }
      snapshot.states += values
      recent.append((count, values))
      count += 1
      return count - 1
    }
    let kinds = current.state.kinds
    for point in points {
      let places = (point.stepStart.values + point.state.values).map(place)
      recent.removeAll { !places.contains($0.place) }
      var headOutput: Int32 = -1
      if let now = point.headOutput {
        if let last, isSame(last.headOutput.logits, now.logits) {
          headOutput = last.place
        } else {
          headOutput = (last?.place ?? -1) + 1
          snapshot.logits += now.logits
          snapshot.halting += now.halting
          last = (headOutput, now)
        }
      }
      let edited = kinds.enumerated().reduce(Int32(0)) { bits, kind in
        point.edited.contains(kind.element) ? bits | 1 << Int32(kind.offset) : bits
      }
      snapshot.points += places.suffix(kinds.count) + places.prefix(kinds.count)
      snapshot.points += [headOutput, Int32(point.stableSteps), edited]
      snapshot.lastAnswers +=
        point.lastAnswer.isEmpty
        ? [Int32](repeating: -1, count: answerRange.count) : point.lastAnswer
    }
    snapshot.edits = edits.flatMap { $0.row(kinds) }
    snapshot.editValues = edits.flatMap(\.values)
    return snapshot
  }

  /// The run stored in a snapshot.
  ///
  /// - Throws: `ConfigurationError` if it doesn't match the question, options and network.
  package init(
    _ snapshot: Snapshot, of question: TokenBatch, answerRange: Range<Int>,
    options: InferenceOptions,
    limit: Int = .max, for c: Configuration
  ) throws {
    func damaged(_ what: String) -> ConfigurationError { ConfigurationError(description: what) }
    let (size, logits) = (c.sequence * c.width, c.length * c.vocabulary)
    let kinds = c.architecture.kinds
    let (stored, width) = (kinds.count, Snapshot.pointWidth(states: kinds.count))
    let count = snapshot.points.count / width
    guard count > 0, snapshot.points.count == count * width,
      snapshot.lastAnswers.count == count * answerRange.count,
      snapshot.states.count.isMultiple(of: size),
      snapshot.logits.count.isMultiple(of: logits),
      snapshot.halting.count == snapshot.logits.count / logits * 2
    else { throw damaged("its array sizes don't match") }
    let updates = options.depth * options.cycles * (options.inner + 1)
    guard snapshot.first >= 0, snapshot.first <= updates - (count - 1) else {
      throw damaged(
        "it has \(counted(count, "point")) after \(counted(snapshot.first, "update")) of \(updates)"
      )
    }
    let states = (0..<snapshot.states.count / size).map {
      Array(snapshot.states[$0 * size..<($0 + 1) * size])
    }
    let headOutputs = (0..<snapshot.logits.count / logits).map {
      HeadOutput(
        logits: Array(snapshot.logits[$0 * logits..<($0 + 1) * logits]),
        halting: Array(snapshot.halting[$0 * 2..<$0 * 2 + 2]), of: c)
    }
    let points = try (0..<count).map { index -> Point in
      let row = snapshot.points[index * width..<(index + 1) * width].map { Int($0) }
      let (output, stable, edited) = (row[2 * stored], row[2 * stored + 1], row[2 * stored + 2])
      guard row[..<(2 * stored)].allSatisfy(states.indices.contains),
        output == -1 || headOutputs.indices.contains(output), stable >= 0,
        (0..<1 << stored).contains(edited)
      else { throw damaged("its point \(index) refers to a missing state") }
      let lastAnswer = Array(
        snapshot.lastAnswers[index * answerRange.count..<(index + 1) * answerRange.count])
      return Point(
        state: States(kinds, row[..<stored].map { states[$0] }),
        stepStart: States(kinds, row[stored..<2 * stored].map { states[$0] }),
        headOutput: output < 0 ? nil : headOutputs[output],
        lastAnswer: lastAnswer.contains(-1) ? [] : lastAnswer,
        stableSteps: stable,
        edited: Set(kinds.indices.filter { edited >> $0 & 1 == 1 }.map { kinds[$0] }))
    }
    let position = snapshot.first + count - 1
    guard let edits = Edit.edits(snapshot, points, through: position, size: size, kinds: kinds)
    else {
      throw damaged("one of its patches doesn't fit")
    }
    self.init(
      question, answerRange: answerRange, options: options, limit: limit, first: snapshot.first,
      points: points, edits: edits, of: c)
  }
}

/// Whether two arrays hold the same bits.
private func isSame(_ one: [Float], _ other: [Float]) -> Bool {
  one.withUnsafeBytes { one in
    other.withUnsafeBytes { one.baseAddress == $0.baseAddress || one.elementsEqual($0) }
  }
}
