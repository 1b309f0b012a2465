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

  /// The size up to which the file is read.
  private static let largest = off_t(4 << 20)
  /// The length in bytes up to which lines are kept.
  private static let longest = 64 << 10

  /// Every line, those of earlier sessions first.
  package var all: [String] {
    (0..<trm_history_count()).compactMap { index in
      trm_history_line(index).map { String(cString: $0) }
    }
  }

  /// A history, kept in a file if `isKept`; `note` is called if that isn't possible.
  package init(isKept: Bool, note: (String) -> Void) {
    guard isKept else { return }
    guard let base = userFolder("XDG_STATE_HOME", else: ".local/state") else {
      note("HOME is not set; history is not saved")
      return
    }
    let folder = base + "/trm"
    for (index, character) in folder.enumerated().dropFirst() where character == "/" {
      mkdir(String(folder.prefix(index)), 0o700)
    }
    mkdir(folder, 0o700)
    let path = folder + "/history"
    // append_history writes nothing to a file that doesn't exist. A pipe must not block the start.
    let file = open(path, O_CREAT | O_APPEND | O_WRONLY | O_CLOEXEC | O_NONBLOCK, 0o600)
    guard file >= 0 else {
      note("history is not saved: \(path): \(String(cString: strerror(errno)))")
      return
    }
    defer { close(file) }
    guard isOwnFile(path) else {
      note("history is not saved: \(path) isn't a file of yours")
      return
    }
    fchmod(file, 0o600)
    self.path = path
    guard lseek(file, 0, SEEK_END) <= Self.largest else {
      note("history is not read: \(path) has more than \(Self.largest >> 20) MiB")
      return
    }
    read_history(path)
  }

  /// Adds a line, unless it is blank or repeats the last one.
  package func add(_ line: String) {
    guard line.utf8.count <= Self.longest, line.contains(where: { !$0.isWhitespace }) else {
      return
    }
    typed.append(line)
    let count = trm_history_count()
    if count > 0, let last = trm_history_line(count - 1), String(cString: last) == line { return }
    add_history(line)
    if let path { append_history(1, path) }
  }
}
