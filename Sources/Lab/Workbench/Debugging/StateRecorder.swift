// The states that one run records, so that they need not be computed again.

package import Network
package import Settings
internal import Wording

/// The states that one run kept, up to a limit of bytes, beyond which the oldest go.
package struct StateRecorder {
  package let level: KeepLevel
  /// The states by their moments.
  package private(set) var values: [StateID: [Float]] = [:]
  /// How many were dropped.
  package private(set) var lost = 0
  /// Bytes that the states take.
  package private(set) var bytes = 0
  private let limit: Int
  private var order: [StateID] = []
  private var oldest = 0

  package init(_ level: KeepLevel, limit: Int) {
    self.level = level
    self.limit = limit
  }

  /// Copies a state, dropping the oldest to make room.
  package mutating func keep(_ moment: StateID, _ numbers: UnsafeBufferPointer<Float>) {
    values[moment] = Array(numbers)
    order.append(moment)
    bytes += numbers.count * MemoryLayout<Float>.size
    while bytes > limit, oldest < order.count - 1 {
      let gone = values.removeValue(forKey: order[oldest])
      bytes -= (gone?.count ?? 0) * MemoryLayout<Float>.size
      oldest += 1
      lost += 1
    }
  }

  /// Does what a run does with an observer that keeps states; with none where the level is off.
  package static func during<Result>(
    _ level: KeepLevel, _ inference: InferenceOptions, _ architecture: Architecture, limit: Int,
    _ run: (Observer?) throws -> Result
  ) rethrows -> (result: Result, recorder: StateRecorder) {
    var recorder = StateRecorder(level, limit: limit)
    let observer: Observer = { moment, numbers in
      if level.keeps(moment, inference, architecture) { recorder.keep(moment, numbers) }
      return true
    }
    let result = try run(level == .off ? nil : observer)
    return (result, recorder)
  }

  /// A note on dropped states; nil if there are none.
  package var note: String? {
    guard lost > 0 else { return nil }
    return "keep-limit dropped the oldest \(lost) of \(counted(order.count, "state")) at "
      + "\(limit >> 20) MiB; latent computes them again"
  }
}
