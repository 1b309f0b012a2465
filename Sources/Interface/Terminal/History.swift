// The history of typed lines, kept in a private file between sessions.

internal import CReadline
internal import Platform

/// The history in memory and, if possible, in `$XDG_STATE_HOME/trm/history`.
///
/// Only the owner can read the file.
package final class History {
  /// The lines typed in this session.
  package private(set) var typed: [String] = []
  private var path: String?

  /// All lines, starting with those of earlier sessions.
  package var all: [String] {
    (0..<trm_history_count()).compactMap { index in
      trm_history_line(index).map { String(cString: $0) }
    }
  }

  /// A history, kept in a file if `isKept`; `note` is called if that isn't possible.
  package init(isKept: Bool, note: (String) -> Void) {
    guard isKept else { return }
    let state = environment("XDG_STATE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
    guard let base = state ?? environment("HOME").map({ $0 + "/.local/state" }) else {
      note("HOME is not set; history is not saved")
      return
    }
    let folder = base + "/trm"
    for (index, character) in folder.enumerated().dropFirst() where character == "/" {
      mkdir(String(folder.prefix(index)), 0o700)
    }
    mkdir(folder, 0o700)
    let path = folder + "/history"
    // append_history writes nothing to a file that doesn't exist.
    let file = open(path, O_CREAT | O_APPEND | O_WRONLY | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      note("history is not saved: \(path): \(String(cString: strerror(errno)))")
      return
    }
    fchmod(file, 0o600)
    close(file)
    read_history(path)
    self.path = path
  }

  /// Adds a line, unless it is blank or repeats the last one.
  package func add(_ line: String) {
    guard line.contains(where: { !$0.isWhitespace }) else { return }
    typed.append(line)
    let count = trm_history_count()
    if count > 0, let last = trm_history_line(count - 1), String(cString: last) == line { return }
    add_history(line)
    if let path { append_history(1, path) }
  }
}
