// The outcome of test scripts as continuous integration reads it: TAP and JUnit XML.

internal import CommandCore
internal import Drawing
internal import Language
internal import Storage

/// Outcomes of scripts in the formats of other programs.
struct TestReport {
  private let outcomes: [ScriptOutcome]

  init(_ outcomes: [ScriptOutcome]) { self.outcomes = outcomes }

  /// The lines of TAP, version 14: a test point a script, and a block of YAML for a failure.
  var tap: [String] {
    var lines = ["TAP version 14", "1..\(outcomes.count)"]
    for (index, outcome) in outcomes.enumerated() {
      let verdict = outcome.failure == nil ? "ok" : "not ok"
      let name = oneLine(outcome.file).replacing("\\", with: "\\\\").replacing("#", with: "\\#")
      lines.append("\(verdict) \(index + 1) - \(name)")
      if let failure = outcome.failure {
        lines.append("  ---")
        lines.append("  message: \(yaml(message(outcome, failure)))")
        if let place = outcome.error?.location { lines.append("  at: \(yaml(place))") }
        lines.append("  exitcode: \(failure.rawValue)")
        lines.append("  ...")
      }
    }
    return lines
  }

  /// The lines of JUnit's XML: a test case a script; a failed expectation is a failure, all else
  /// an error.
  var junit: [String] {
    let failures = outcomes.count { $0.failure == .expectation }
    let errors = outcomes.count { $0.failure != nil } - failures
    let seconds = outcomes.reduce(0) { $0 + $1.seconds }
    var lines = [
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
      "<testsuite name=\"trm\" tests=\"\(outcomes.count)\" failures=\"\(failures)\" "
        + "errors=\"\(errors)\" skipped=\"0\" time=\"\(decimals(seconds))\">",
    ]
    for outcome in outcomes {
      let head =
        "  <testcase classname=\"trm\" name=\"\(xml(outcome.file))\" file=\"\(xml(outcome.file))\" "
        + "assertions=\"\(outcome.assertions)\" time=\"\(decimals(outcome.seconds))\""
      guard let failure = outcome.failure else {
        lines.append(head + "/>")
        continue
      }
      let tag = failure == .expectation ? "failure" : "error"
      let text = message(outcome, failure)
      let first = text.split(separator: "\n").first.map(String.init) ?? ""
      let place = outcome.error?.location.map { $0 + ": " } ?? ""
      lines.append(head + ">")
      lines.append(
        "    <\(tag) type=\"\(failure)\" message=\"\(xml(first))\">\(xml(place + text))</\(tag)>")
      lines.append("  </testcase>")
    }
    return lines + ["</testsuite>"]
  }

  private func message(_ outcome: ScriptOutcome, _ failure: ExitCode) -> String {
    outcome.error?.message ?? "left with the exit code \(failure.rawValue)"
  }

  private func decimals(_ seconds: Double) -> String { NumberFormat.decimals(seconds, places: 3) }

  private func oneLine(_ text: String) -> String {
    String(text.map { $0.isNewline ? " " : $0 })
  }

  /// A double-quoted scalar: a string of JSON is one of YAML, too.
  private func yaml(_ text: String) -> String { JSON.string(text).text }

  /// Text for XML 1.0, which has no control characters but tabs and line ends.
  private func xml(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n", "\t", "\r": result += "&#\(scalar.value);"
      case _ where isControl(scalar) || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
        result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
  }
}
