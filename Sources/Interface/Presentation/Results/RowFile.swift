// Files of rows, written one row after the other: CSV, TSV and JSON Lines.

internal import Drawing
internal import Language
internal import Storage

/// The format of a file of rows, by the end of its name.
package enum RowFormat: String, CaseIterable, Sendable {
  case csv, tsv, jsonl

  /// The format that a file's name asks for.
  ///
  /// - Throws: `Diagnostic` naming the formats if it asks for another one.
  package init(path: String) throws {
    let name = path.split(separator: "/").last ?? ""
    let ending = name.split(separator: ".", omittingEmptySubsequences: false).dropFirst().last
    guard let format = ending.flatMap({ Self(rawValue: $0.lowercased()) }) else {
      throw Diagnostic(
        .usage, "expected a .csv, .tsv or .jsonl file, got '\(path)'", about: .argument(path),
        hint: "for example: rows.csv")
    }
    self = format
  }

  /// The line before the rows: the names of the columns; empty in JSON Lines, whose rows have them.
  package func header(_ names: [String]) -> String {
    switch self {
    case .csv: Presentation.csv(names)
    case .tsv: tabbed(names)
    case .jsonl: ""
    }
  }

  /// One row with its line feed; no control character is written as it is.
  package func row(_ fields: [Field]) -> String {
    switch self {
    case .csv: Presentation.csv(fields.map(\.value.text))
    case .tsv: tabbed(fields.map(\.value.text))
    case .jsonl: JSON.object(fields.map { .init($0.name, $0.value.json) }).text + "\n"
    }
  }
}

/// One row of tab-separated values: a tab is `\t`, a line feed `\n`, a carriage return `\r`, and
/// a backslash `\\`.
private func tabbed(_ cells: [String]) -> String {
  cells.map { cell in
    var text = cell.replacing("\\", with: "\\\\")
    for (control, name) in [("\t", "\\t"), ("\r\n", "\\r\\n"), ("\r", "\\r"), ("\n", "\\n")] {
      text = text.replacing(control, with: name)
    }
    return visible(text)
  }.joined(separator: "\t") + "\n"
}
