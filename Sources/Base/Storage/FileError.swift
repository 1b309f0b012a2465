// What can go wrong with a file, in one type: which file, what kind of trouble, and a sentence.

internal import Platform

/// A file that can't be used, named, with what to do about it.
package struct FileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The kinds of trouble that a program tells apart by its exit code.
  package enum Kind: Equatable, Sendable {
    /// There is no such file.
    case missing
    /// There is one, but it can't be opened or isn't a plain file.
    case unreadable
    /// It was read, and what it holds is wrong.
    case badData
    /// It can't be made: a missing folder, no permission, not a plain file.
    case cannotWrite
    /// Reading or writing failed half-way: a full or broken disk.
    case inputOutput
  }

  /// The file as the caller named it.
  package let path: String
  /// The kind of trouble.
  package let kind: Kind
  /// What is wrong and what to do, without the file's name.
  package let reason: String

  /// The sentence for the user: the file, what is wrong, what to do.
  package var description: String { "\(legible(path)): \(reason)" }

  /// An error about the file at `path`; `reason` ends with what to do.
  package init(_ path: String, _ kind: Kind, _ reason: String) {
    self.path = path
    self.kind = kind
    self.reason = reason
  }
}

extension FileError {
  /// An error of a system call that has just failed: `what` happened, the system's words, `advice`.
  package static func system(
    _ path: String, _ kind: Kind, _ what: String, code: Int32, advice: String
  ) -> FileError {
    FileError(path, kind, "\(what): \(String(cString: strerror(code))); \(advice)")
  }

  /// Refuses a path that C would read as another one.
  package static func check(_ path: String, _ kind: Kind) throws {
    if path.isEmpty { throw FileError(path, kind, "the file's name is empty; name a file") }
    if path.utf8.contains(0) {
      throw FileError(path, kind, "a file's name can't hold the character NUL; name another file")
    }
  }
}

/// Text from a file as it may appear in a message: without control characters, not too long.
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
