// What was typed at the prompt, kept in a private file from session to session.

internal import CReadline

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The history file: `$XDG_STATE_HOME/trm/history`, readable by its owner alone.
struct History {
  /// The file.
  let path: String

  /// Opens the history and reads it; `note` gets a sentence where it can't be kept.
  init?(note: (String) -> Void) {
    let state = environment("XDG_STATE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
    guard let base = state ?? environment("HOME").map({ $0 + "/.local/state" }) else {
      note("there is no HOME, so no history is kept")
      return nil
    }
    let folder = base + "/trm"
    for (index, character) in folder.enumerated().dropFirst() where character == "/" {
      mkdir(String(folder.prefix(index)), 0o700)
    }
    mkdir(folder, 0o700)
    path = folder + "/history"
    // append_history writes nothing to a file that doesn't exist.
    let file = open(path, O_CREAT | O_APPEND | O_WRONLY | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      note("no history is kept: \(path): \(String(cString: strerror(errno)))")
      return nil
    }
    fchmod(file, 0o600)
    close(file)
    read_history(path)
  }

  /// Keeps a line, unless it is blank or the last one again.
  static func add(_ line: String, to history: History?) {
    guard line.contains(where: { !$0.isWhitespace }) else { return }
    if let last = trm_last_history(), String(cString: last) == line { return }
    add_history(line)
    if let history { append_history(1, history.path) }
  }
}
