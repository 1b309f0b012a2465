// Values of the settings for output and error handling.

/// How results are written.
package enum OutputFormat: String, CaseIterable, Sendable {
  case text, json, csv, md
}

/// Whether text is colored.
package enum ColorMode: String, CaseIterable, Sendable {
  case auto, always, never
}

/// What a script does after an error.
package enum ErrorPolicy: String, CaseIterable, Sendable {
  case stop
  case goOn = "continue"
}
