// The model in memory, and those that were there before it, which `undo` brings back.

internal import Network

/// The models of a session.
package final class ModelStore {
  /// The most floats that earlier models may take: 256 MiB.
  private static let limit = 64 << 20
  /// The most earlier models.
  private static let deepest = 16

  private var now: LoadedModel?
  /// A checkpoint to load when a model is first needed.
  private var pending: String?
  private var failure: (any Error)?
  /// Earlier models, the newest last, with what replaced each.
  private var earlier: [(model: LoadedModel, cause: String)] = []

  /// Called when another model is in memory.
  package var changed: () -> Void = {}

  /// Gets what was guessed in reading that checkpoint.
  private let tell: (String) -> Void

  /// No model yet; the checkpoint at `path` is loaded when one is needed.
  package init(_ path: String?, tell: @escaping (String) -> Void) {
    pending = path
    self.tell = tell
  }

  /// The model, or nil if there is none.
  ///
  /// - Throws: why the checkpoint that belongs here can't be loaded.
  package func current() throws -> LoadedModel? {
    if let path = pending {
      pending = nil
      do {
        now = try LoadedModel.read(path)
        now?.notes.forEach(tell)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return now
  }

  /// Puts another model in its place; `undo` brings the old one back.
  package func replace(by model: LoadedModel, cause: String) {
    if let old = try? current() {
      earlier.append((old, cause))
      // Models of one set of weights share it; what is oldest goes first.
      while earlier.count > Self.deepest || earlier.count > 1 && floatCount > Self.limit {
        earlier.removeFirst()
      }
    }
    failure = nil
    now = model
    changed()
  }

  /// Changes what is known of the model, not its weights.
  package func update(_ change: (inout LoadedModel) -> Void) {
    if now != nil { change(&now!) }
  }

  /// Notes that a file now holds the model, and no more what an earlier one was read from.
  package func saved(to path: String) {
    update {
      $0.path = path
      $0.isUnsaved = false
      $0.isImported = false
    }
    for index in earlier.indices where earlier[index].model.path == path {
      earlier[index].model.isUnsaved = true
    }
  }

  /// Brings the model before the last change back; what had replaced it, or nil if there is none.
  package func undo() -> String? {
    guard let last = earlier.popLast() else { return nil }
    now = last.model
    changed()
    return last.cause
  }

  private var floatCount: Int { earlier.reduce(0) { $0 + $1.model.weights.table.count } }
}
