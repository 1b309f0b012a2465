// Temporary files that are removed when a signal ends the process.

internal import Synchronization

/// The paths of temporary files being written.
package enum TemporaryPaths {
  /// How many are remembered at once; the others stay until the next write beside them.
  private static let capacity = 16
  /// Read by signal handlers, so it never moves.
  nonisolated(unsafe) private static let slots = {
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: capacity)
    for index in 0..<capacity { (slots + index).initialize(to: Slot()) }
    return slots
  }()

  /// A path as a C string; nil if the slot is free.
  private struct Slot: ~Copyable {
    let path = Atomic<UnsafeMutablePointer<CChar>?>(nil)
  }

  /// Prepares everything that ``removeAll()`` uses, which a signal handler can't do.
  static func prepare() { _ = slots }

  /// Remembers a file.
  package static func add(_ path: String) {
    guard let copy = strdup(path) else { return }
    for index in 0..<capacity
    where slots[index].path.compareExchange(
      expected: nil, desired: copy, ordering: .acquiringAndReleasing
    ).exchanged {
      return
    }
    free(copy)
  }

  /// Forgets a file that was renamed or removed.
  package static func remove(_ path: String) {
    for index in 0..<capacity {
      guard let known = slots[index].path.load(ordering: .acquiring), strcmp(known, path) == 0,
        slots[index].path.compareExchange(
          expected: known, desired: nil, ordering: .acquiringAndReleasing
        ).exchanged
      else { continue }
      free(known)
      return
    }
  }

  /// Removes the files, in a signal handler that ends the process.
  static func removeAll() {
    for index in 0..<capacity {
      if let path = slots[index].path.exchange(nil, ordering: .acquiringAndReleasing) {
        unlink(path)
      }
    }
  }
}
