// A Python with NumPy, for tests that read with it what the program wrote.

import Foundation

/// The machine's own Python, where it has NumPy.
public enum Python {
  /// `python3` of the path, or nil if there is none or it lacks NumPy.
  public static let withNumPy: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    for folder in folders {
      let path = "\(folder)/python3"
      guard FileManager.default.isExecutableFile(atPath: path),
        let run = try? Transcript.run(
          ["-c", "import numpy"], program: path, in: NSTemporaryDirectory()),
        run.code == 0
      else { continue }
      return path
    }
    return nil
  }()
}
