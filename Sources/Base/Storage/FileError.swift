// Errors about files: which file, what kind of problem, where and why, and what to do.

internal import Platform

/// A file that can't be read, written or understood.
package struct FileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The kind of problem, which decides the exit code.
  package enum Kind: Equatable, Sendable {
    /// The file doesn't exist.
    case missing
    /// The file can't be opened or isn't a regular file.
    case unreadable
    /// The file's contents are invalid.
    case badData
    /// The file can't be created: no folder, no permission, or not a regular file.
    case cannotWrite
    /// The file exists and must not be replaced.
    case exists
    /// Reading or writing failed, such as on a full or broken disk.
    case inputOutput
  }

  /// The file as the caller named it.
  package let path: String
  /// The kind of problem.
  package let kind: Kind
  /// What is wrong, where in the file, and, after the last semicolon, what to do.
  package let reason: String

  /// The message for the user: the file, what is wrong, what to do.
  package var description: String {
    kind == .exists ? "\(legible(path)) \(reason)" : "\(legible(path)): \(reason)"
  }

  /// Creates an error about the file at `path`; `reason` ends with `; ` and what to do.
  package init(_ path: String, _ kind: Kind, _ reason: String) {
    self.path = path
    self.kind = kind
    self.reason = reason
  }
}

extension FileError {
  /// An error of a failed system call.
  ///
  /// `what` failed, the system's message for `code` says why, and `advice` what to do.
  package static func system(
    _ path: String, _ kind: Kind, _ what: String, code: Int32, advice: String
  ) -> FileError {
    FileError(path, kind, "\(what): \(String(cString: strerror(code))); \(advice)")
  }

  /// Checks that a path is neither empty nor holds a NUL, at which C would cut it.
  ///
  /// - Throws: `FileError` of `kind`.
  package static func check(_ path: String, _ kind: Kind) throws {
    if path.isEmpty { throw FileError(path, kind, "the file name is empty; give a file name") }
    if path.utf8.contains(0) {
      throw FileError(path, kind, "a file name can't contain NUL; choose another name")
    }
  }
}

/// Text from a file made safe for messages: control characters escaped, at most `limit` characters.
package func legible(_ text: String, limit: Int = 300) -> String {
  var result = ""
  for (index, scalar) in text.unicodeScalars.enumerated() {
    if index == limit { return result + "..." }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
      result += "\\u{\(String(scalar.value, radix: 16))}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}
