// Where the fixtures beside the checkout are, for tests that compare with the official
// implementation.

public import Foundation

/// The folder `shared` beside the checkout, with golden numbers and the seed; it may be missing.
public enum Shared {
  /// The checkout's top folder, found from this file's own place.
  public static let checkout = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// `../shared`, seen from the checkout.
  public static let directory = checkout.deletingLastPathComponent().appending(path: "shared")

  /// Whether the golden files are there.
  public static let isPresent = FileManager.default.fileExists(
    atPath: directory.appending(path: "golden/README.md").path)
}
