// May a file be written over: one rule for every command.

internal import Language
internal import Platform

/// Refuses to write over an existing file unless that was asked for.
///
/// - Throws: `Diagnostic` that names the file.
package func requireReplaceable(_ path: String, force: Bool) throws {
  if fileExists(path) && !force {
    throw Diagnostic(
      .output, "\(path) already exists", about: .file(path), hint: "--force replaces it")
  }
}
