// A Python with NumPy or PyTorch, for tests that read with it what the program wrote.

import Foundation

/// The machine's own Python, where it has what a test needs.
public enum Python {
  /// `python3` of the path with NumPy, or nil if there is none.
  public static let withNumPy = first(that: "import numpy")
  /// `python3` of the path with NumPy and PyTorch, or nil if there is none.
  public static let withTorch = first(that: "import numpy, torch")

  /// The first `python3` of the path that runs a program.
  private static func first(that program: String) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    for folder in folders {
      let path = "\(folder)/python3"
      guard FileManager.default.isExecutableFile(atPath: path),
        let run = try? Transcript.run(["-c", program], program: path, in: NSTemporaryDirectory()),
        run.code == 0
      else { continue }
      return path
    }
    return nil
  }
}
