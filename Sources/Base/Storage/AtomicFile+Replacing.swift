// The rule that decides whether an existing file may be replaced.

internal import Platform

extension AtomicFile {
  /// Checks that writing to `path` replaces no regular file, unless `force` is true.
  ///
  /// Devices and pipes are always allowed: they are written to, not replaced.
  ///
  /// - Throws: `FileError`, `.exists`.
  package static func requireReplaceable(_ path: String, force: Bool) throws(FileError) {
    guard force || !isRegularFile(path) else {
      throw FileError(path, .exists, "already exists; use --force to replace it")
    }
  }
}
