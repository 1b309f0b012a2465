// The temporary file that replaces the target of a write, and those that ended processes left.

internal import Platform

extension AtomicFile {
  /// A file in a folder whose writing goes on, or was ended before it was complete; nil if none.
  package static func unfinishedFile(in folder: String) -> String? {
    Temporary.names(in: folder).first
  }

  /// The new file, before it replaces the target; it is locked as long as its process lives.
  struct Temporary {
    let descriptor: Int32
    private let path: String

    private static let prefix = ".trm-"
    private static let suffix = ".tmp"

    init(beside target: Target, path named: String) throws {
      Self.sweep(target.folder)
      for _ in 0..<100 {
        let path = target.folder + "/" + Self.newName()
        TemporaryPaths.add(path)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        if descriptor >= 0 {
          if Self.lock(descriptor) {
            self.descriptor = descriptor
            self.path = path
            return
          }
          close(descriptor)
          TemporaryPaths.remove(path)
          continue
        }
        let code = errno
        TemporaryPaths.remove(path)
        guard code == EEXIST || code == EINTR else {
          throw AtomicFile.createError(named, code: code)
        }
      }
      throw AtomicFile.createError(named, code: EEXIST)
    }

    /// A random name.
    static func newName() -> String {
      var generator = SystemRandomNumberGenerator()
      return prefix + String(generator.next() as UInt64, radix: 16) + suffix
    }

    /// Locks a new file or folder; false if another process's sweep took it.
    static func lock(_ descriptor: Int32) -> Bool {
      // Some file systems have no locks; nobody sweeps there.
      if flock(descriptor, LOCK_EX | LOCK_NB) != 0 { return errno != EWOULDBLOCK }
      var status = stat()
      return fstat(descriptor, &status) == 0 && status.st_nlink > 0
    }

    /// Removes the temporary files in a folder that no process has locked: theirs have ended.
    private static func sweep(_ folder: String) {
      for name in names(in: folder) { remove(folder + "/" + name) }
    }

    /// The names of the temporary files in a folder, sorted.
    static func names(in folder: String) -> [String] {
      (namesInFolder(folder) ?? []).filter(isTemporary)
    }

    /// Whether a name is one that `init` gives.
    static func isTemporary(_ name: String) -> Bool {
      guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return false }
      let number = name.dropFirst(prefix.count).dropLast(suffix.count)
      return (1...16).contains(number.utf8.count) && UInt64(number, radix: 16) != nil
    }

    /// Removes a temporary file of this user whose process has ended.
    private static func remove(_ path: String) {
      let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
      guard descriptor >= 0 else { return }
      defer { close(descriptor) }
      if isAbandoned(descriptor, kind: S_IFREG) { unlink(path) }
    }

    /// Whether an open file or folder is of this kind and user, and its process has ended; locks it.
    static func isAbandoned(_ descriptor: Int32, kind: mode_t) -> Bool {
      var status = stat()
      return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == kind
        && status.st_uid == geteuid() && flock(descriptor, LOCK_EX | LOCK_NB) == 0
    }

    /// Copies the old file's mode and, if permitted, its owner.
    func adopt(_ status: stat) {
      _ = fchown(descriptor, status.st_uid, status.st_gid)
      _ = fchmod(descriptor, status.st_mode & 0o777)
    }

    /// Syncs the file and renames it over the target.
    func commit(to target: String, path named: String) throws {
      guard fsync(descriptor) == 0 else { throw FileWriter.writeError(named, code: errno) }
      guard rename(path, target) == 0 else { throw AtomicFile.createError(named, code: errno) }
      TemporaryPaths.remove(path)
      close(descriptor)
    }

    /// Deletes the file.
    func discard() {
      unlink(path)
      TemporaryPaths.remove(path)
      close(descriptor)
    }
  }
}
