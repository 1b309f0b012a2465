// Atomic folder replacement: a folder is replaced with all its files or not at all.

internal import CFiles
internal import Platform

/// Replaces folders so that readers see either all of the old files or all of the new ones.
package enum AtomicFolder {
  /// Lets `body` fill a new folder beside `path`, and exchanges the two.
  ///
  /// An existing folder keeps its mode. On any error it is unchanged and nothing new is left. What
  /// a process that was killed here leaves is removed by the next write beside it. `isOurs` says
  /// whether a path in the old folder may go; that of a folder ends with "/".
  ///
  /// - Returns: false, with nothing changed, where the folder can't be exchanged: it holds other
  ///   files or the current folder, is a mount point, or is on a file system without exchange.
  /// - Throws: `FileError`, `.cannotWrite` or `.inputOutput`, and whatever `body` throws.
  package static func write(
    to path: String, isOurs: (String) -> Bool, _ body: (_ folder: String) throws -> Void
  ) throws -> Bool {
    try FileError.check(path, .cannotWrite)
    let old = try Existing(path)
    if let old, holdsCurrentFolder(old.path) || files(in: old.path, isOurs) == nil { return false }
    let target = old?.path ?? absolute(withoutSlashes(path))
    let parent = folder(of: target)
    sweep(parent, isOurs)
    guard let new = try make(in: parent, for: path, isOptional: old != nil) else { return false }
    let losses = MappedPages.losses
    let isDone: Bool
    do {
      try body(new.path)
      try MappedFile.requireNoLoss(since: losses)
      if let old { _ = fchmod(new.descriptor, old.mode) }
      guard fsync(new.descriptor) == 0 else { throw FileWriter.writeError(path, code: errno) }
      isDone = try move(new.path, to: target, exchanging: old != nil, path)
    } catch {
      // Closed first: a folder can't be listed where no more files can be opened.
      close(new.descriptor)
      remove(new.path, isOurs)
      throw renamed(error, from: new.path, to: path)
    }
    // What has the temporary name now is the old folder, or the new one if it didn't move.
    close(new.descriptor)
    if old != nil { remove(new.path, isOurs) }
    if isDone { try AtomicFile.syncFolder(parent, path: path) }
    return isDone
  }

  /// An error about a file in the new folder, under the path that the file was to have.
  private static func renamed(_ error: any Error, from new: String, to path: String) -> any Error {
    guard let error = error as? FileError, error.path.hasPrefix(new + "/") else { return error }
    return FileError(path + error.path.dropFirst(new.count), error.kind, error.reason)
  }

  /// An existing folder after following all links.
  private struct Existing {
    let path: String
    let mode: mode_t

    init?(_ named: String) throws {
      var status = stat()
      guard stat(named, &status) == 0, let real = realpath(named, nil) else {
        guard errno == ENOENT else { throw AtomicFile.createError(named, code: errno) }
        return nil
      }
      defer { free(real) }
      guard status.st_mode & S_IFMT == S_IFDIR else {
        throw FileError(named, .cannotWrite, "is not a folder; choose another name")
      }
      path = String(cString: real)
      mode = status.st_mode & 0o7777
    }
  }

  /// Gives the new folder its name; false where the system can't exchange it for the old one.
  private static func move(
    _ new: String, to target: String, exchanging: Bool, _ named: String
  ) throws -> Bool {
    if (exchanging ? trm_exchange(new, target) : rename(new, target)) == 0 { return true }
    let isUnable = [EINVAL, ENOSYS, EBUSY, EXDEV, ENOTSUP, EPERM, EACCES].contains(errno)
    guard exchanging, isUnable else { throw AtomicFile.createError(named, code: errno) }
    return false
  }

  /// Makes a locked folder with a temporary name; nil if it `isOptional` and may not be made.
  private static func make(
    in parent: String, for path: String, isOptional: Bool
  ) throws -> (path: String, descriptor: Int32)? {
    for _ in 0..<100 {
      let new = parent + "/" + AtomicFile.Temporary.newName()
      guard mkdir(new, 0o777) == 0 else {
        if errno == EEXIST || errno == EINTR { continue }
        if isOptional, [EACCES, EPERM, EROFS].contains(errno) { return nil }
        throw AtomicFile.createError(path, code: errno)
      }
      let descriptor = open(new, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      if descriptor >= 0 {
        if AtomicFile.Temporary.lock(descriptor) { return (new, descriptor) }
        close(descriptor)
      }
      rmdir(new)
    }
    throw AtomicFile.createError(path, code: EEXIST)
  }

  /// Removes the temporary folders of this user whose processes have ended.
  private static func sweep(_ parent: String, _ isOurs: (String) -> Bool) {
    for name in AtomicFile.Temporary.names(in: parent) {
      let path = parent + "/" + name
      let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      defer { close(descriptor) }
      if AtomicFile.Temporary.isAbandoned(descriptor, kind: S_IFDIR) { remove(path, isOurs) }
    }
  }

  /// Removes a folder unless anything in it isn't ours.
  private static func remove(_ folder: String, _ isOurs: (String) -> Bool) {
    guard let files = files(in: folder, isOurs) else { return }
    for file in files.reversed() {
      let path = folder + "/" + file
      if file.hasSuffix("/") { rmdir(path) } else { unlink(path) }
    }
    rmdir(folder)
  }

  /// The paths in a folder, folders first and with a "/" at the end; nil if one isn't ours.
  private static func files(in folder: String, _ isOurs: (String) -> Bool) -> [String]? {
    var files: [String] = []
    var folders = [""]
    while let inner = folders.popLast() {
      guard let names = namesInFolder(folder + "/" + inner) else { return nil }
      for name in names where name != "." && name != ".." {
        var status = stat()
        guard lstat(folder + "/" + inner + name, &status) == 0 else { return nil }
        let isFolder = status.st_mode & S_IFMT == S_IFDIR
        let path = inner + name + (isFolder ? "/" : "")
        guard isFolder || status.st_mode & S_IFMT == S_IFREG,
          isOurs(path) || AtomicFile.Temporary.isTemporary(name)
        else { return nil }
        files.append(path)
        if isFolder { folders.append(path) }
      }
    }
    return files
  }

  /// Whether the current folder is this one or in it: it would go with it.
  private static func holdsCurrentFolder(_ path: String) -> Bool {
    (currentFolder() + "/").hasPrefix(path == "/" ? path : path + "/")
  }

  private static func withoutSlashes(_ path: String) -> String {
    var path = path[...]
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return String(path)
  }
}
