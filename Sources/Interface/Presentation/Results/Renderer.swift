// Results in four formats: text, JSON, CSV and Markdown.

package import Drawing
package import Language
internal import Storage
package import Workbench

/// Formats results in sequence.
///
/// In CSV and Markdown, consecutive results with the same columns share a header.
package struct Renderer {
  /// A renderer without a current table.
  package init() {}

  /// The columns of the current table; empty for none.
  private var columns: [String] = []

  /// The formatted result with its line ends; empty if there is nothing to show.
  package mutating func render(
    _ result: CommandResult, command: String, line: Int, as format: OutputFormat,
    for capabilities: TerminalCapabilities,
    atPrompt: Bool
  ) -> String {
    switch format {
    case .text:
      return (result.shownText(atPrompt: atPrompt)?(capabilities) ?? []).encoded(for: capabilities)
    case .json:
      var members = [JSON.Member("command", .string(command)), .init("line", .integer(line))]
      members.append(.init("ok", .bool(result.failure == nil)))
      members += result.fields.map { .init($0.name, $0.value.json) }
      return JSON.object(members).text + "\n"
    case .csv, .md:
      guard let text = result.shownText(atPrompt: atPrompt) else { return "" }
      guard !result.isVerbatim else {
        columns = []
        return text(TerminalCapabilities()).encoded(
          for: TerminalCapabilities(unicode: capabilities.unicode))
      }
      return table(result, format)
    }
  }

  private mutating func table(_ result: CommandResult, _ format: OutputFormat) -> String {
    let (names, rows) = result.rows
    guard !names.isEmpty else { return "" }
    var text = ""
    if names != columns {
      if !columns.isEmpty { text += "\n" }
      columns = names
      text += format == .csv ? csv(names) : markdown(names)
      if format == .md { text += markdown(names.map { _ in "---" }) }
    }
    for row in rows {
      let cells = row.map(\.text)
      text += format == .csv ? csv(cells) : markdown(cells)
    }
    return text
  }

  /// A failure as a JSON object.
  package static func failure(_ error: Diagnostic, command: String, line: Int) -> String {
    var members: [JSON.Member] = [
      .init("code", .integer(Int(error.code.rawValue))), .init("message", .string(error.message)),
    ]
    if let columns = error.columns {
      members.append(.init("column", .integer(columns.lowerBound)))
    }
    if let hint = error.hint { members.append(.init("hint", .string(hint))) }
    let object = JSON.object([
      .init("command", .string(command)), .init("line", .integer(line)),
      .init("ok", .bool(false)), .init("error", .object(members)),
    ])
    return object.text + "\n"
  }
}

/// One row of CSV as in RFC 4180, but with line feeds; control characters are escaped.
package func csv(_ cells: [String]) -> String {
  cells.map { cell in
    let cell = withoutControls(cell)
    let isPlain = !cell.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 10 || $0 == 13 }
    return isPlain ? cell : "\"" + cell.replacing("\"", with: "\"\"") + "\""
  }.joined(separator: ",") + "\n"
}

/// Text with control characters escaped, but for line feeds and tabs.
private func withoutControls(_ text: String) -> String {
  text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
    line.split(separator: "\t", omittingEmptySubsequences: false).map { visible(String($0)) }
      .joined(separator: "\t")
  }.joined(separator: "\n")
}

/// One row of a Markdown table.
package func markdown(_ cells: [String]) -> String {
  let escaped = cells.map { cell in
    visible(cell.replacing("\n", with: "<br>")).replacing("\\", with: "\\\\")
      .replacing("|", with: "\\|")
  }
  return "| " + escaped.joined(separator: " | ") + " |\n"
}
