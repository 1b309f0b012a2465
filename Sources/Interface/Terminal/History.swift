// What was typed at the prompt, kept in a private file from session to session.

internal import CReadline
internal import Platform

/// The history: lines in memory and, if possible, in the file `$XDG_STATE_HOME/trm/history`, which
/// only its owner can read.
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

  /// A history that is kept in a file if `isKept`; `note` gets a sentence where it can't be.
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

  /// Keeps a line, unless it is blank, very long, or the last one again.
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
