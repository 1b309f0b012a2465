// A folder for one test's files, gone with the test.

internal import Foundation

/// Calls `body` with the path of an empty folder and removes the folder afterwards.
public func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appending(
    path: "trm-test-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer {
    // A test may have taken the write permission away.
    _ = try? FileManager.default.setAttributes(
      [.posixPermissions: 0o700], ofItemAtPath: folder.path)
    try? FileManager.default.removeItem(at: folder)
  }
  return try body(folder.path)
}

/// The bytes of the file at `path`.
public func contents(of path: String) throws -> [UInt8] {
  Array(try Data(contentsOf: URL(filePath: path)))
}

/// Makes `bytes` the file at `path`.
public func put(_ bytes: [UInt8], at path: String) throws {
  try Data(bytes).write(to: URL(filePath: path))
}

/// The names in the folder at `path`, sorted.
public func names(in path: String) throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: path).sorted()
}
