// A paused run as plain arrays that a file can hold, in which states that are equal stand once.

internal import Kernels

extension DebugRun {
  /// A run's points as arrays.
  package struct Record: Equatable, Sendable {
    /// Numbers of a point in `points`: where y, z and both as the step began are among the states;
    /// which reading is its own, or -1; for how many steps its answer stood still; what was changed
    /// by hand, 1 for y and 2 for z.
    package static let pointWidth = 7

    /// Updates before the oldest point.
    package var first: Int
    /// Different states: (states, S · D).
    package var states: [Float]
    /// Different readings' logits: (readings, L · V).
    package var logits: [Float]
    /// Their halting logits: (readings, 2).
    package var halting: [Float]
    /// (points, 7).
    package var points: [Int32]
    /// The answer after the last whole step before each point: (points, asked); -1 for none.
    package var shown: [Int32]

    /// A record from its arrays, of which nothing is known yet.
    package init(
      first: Int, states: [Float], logits: [Float], halting: [Float], points: [Int32],
      shown: [Int32]
    ) {
      self.first = first
      self.states = states
      self.logits = logits
      self.halting = halting
      self.points = points
      self.shown = shown
    }
  }

  /// The points as arrays.
  package var record: Record {
    var record = Record(first: first, states: [], logits: [], halting: [], points: [], shown: [])
    // A state equals one of the newest or stands nowhere yet.
    var recent: [(place: Int32, values: [Float])] = []
    var count: Int32 = 0
    var last: (place: Int32, reading: HeadReading)?
    func place(of values: [Float]) -> Int32 {
      if let found = recent.last(where: { isSame($0.values, values) }) { return found.place }
      record.states += values
      recent.append((count, values))
      count += 1
      return count - 1
    }
    for point in points {
      let places = [point.start.y, point.start.z, point.state.y, point.state.z].map(place)
      recent.removeAll { !places.contains($0.place) }
      var reading: Int32 = -1
      if let now = point.reading {
        if let last, isSame(last.reading.logits, now.logits) {
          reading = last.place
        } else {
          reading = (last?.place ?? -1) + 1
          record.logits += now.logits
          record.halting += now.halting
          last = (reading, now)
        }
      }
      let changed = (point.changed.contains(.y) ? 1 : 0) + (point.changed.contains(.z) ? 2 : 0)
      record.points += [
        places[2], places[3], places[0], places[1], reading, Int32(point.still), Int32(changed),
      ]
      record.shown +=
        point.shown.isEmpty ? [Int32](repeating: -1, count: asked.count) : point.shown
    }
    return record
  }

  /// The run that a record is of.
  ///
  /// - Throws: `ConfigurationError` where it can be none of this question, effort and network.
  package init(
    _ record: Record, of question: TokenBatch, asked: Range<Int>, effort: InferenceOptions,
    limit: Int = .max, for c: Configuration
  ) throws {
    func damaged(_ what: String) -> ConfigurationError { ConfigurationError(description: what) }
    let (size, logits) = (c.sequence * c.width, c.length * c.vocabulary)
    let count = record.points.count / Record.pointWidth
    guard count > 0, record.points.count == count * Record.pointWidth,
      record.shown.count == count * asked.count, record.states.count.isMultiple(of: size),
      record.logits.count.isMultiple(of: logits),
      record.halting.count == record.logits.count / logits * 2
    else { throw damaged("its arrays don't fit each other") }
    let updates = effort.depth * effort.cycles * (effort.inner + 1)
    guard record.first >= 0, record.first <= updates - (count - 1) else {
      throw damaged("it has \(count) points after \(record.first) updates of \(updates)")
    }
    let states = (0..<record.states.count / size).map {
      Array(record.states[$0 * size..<($0 + 1) * size])
    }
    let readings = (0..<record.logits.count / logits).map {
      HeadReading(
        logits: Array(record.logits[$0 * logits..<($0 + 1) * logits]),
        halting: Array(record.halting[$0 * 2..<$0 * 2 + 2]), of: c)
    }
    let points = try (0..<count).map { index -> Point in
      let row = record.points[index * Record.pointWidth..<(index + 1) * Record.pointWidth]
        .map { Int($0) }
      guard row[..<4].allSatisfy(states.indices.contains),
        row[4] == -1 || readings.indices.contains(row[4]), row[5] >= 0, (0...3).contains(row[6])
      else { throw damaged("its point \(index) names states that it hasn't") }
      let shown = Array(record.shown[index * asked.count..<(index + 1) * asked.count])
      return Point(
        state: State(y: states[row[0]], z: states[row[1]]),
        start: State(y: states[row[2]], z: states[row[3]]),
        reading: row[4] < 0 ? nil : readings[row[4]], shown: shown.contains(-1) ? [] : shown,
        still: row[5], changed: Set((row[6] & 1 > 0 ? [.y] : []) + (row[6] & 2 > 0 ? [.z] : [])))
    }
    self.init(
      question, asked: asked, effort: effort, limit: limit, first: record.first, points: points,
      of: c)
  }
}

/// Whether two arrays hold the same bits.
private func isSame(_ one: [Float], _ other: [Float]) -> Bool {
  one.withUnsafeBytes { one in
    other.withUnsafeBytes { one.baseAddress == $0.baseAddress || one.elementsEqual($0) }
  }
}
