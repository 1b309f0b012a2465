// Results in four formats: text, JSON, CSV and Markdown.

package import Drawing
package import Language
package import Settings
internal import Storage

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
      let lines = result.shownText(atPrompt: atPrompt)?(capabilities) ?? []
      return (result.isFoldable ? lines.folded(for: capabilities) : lines).encoded(
        for: capabilities)
    case .json:
      var members = [JSON.Member("command", .string(command)), .init("line", .integer(line))]
      members.append(.init("ok", .bool(result.failure == nil)))
      if let error = result.expectedError {
        members.append(.init("error", .object(Self.members(of: error))))
      } else {
        members += result.fields.map { .init($0.name, $0.value.json) }
      }
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

  /// A failure as a JSON object; `command` is empty for one that belongs to no line.
  package static func failure(
    _ error: Diagnostic, command: String = "", at place: SourceLocation? = nil
  ) -> String {
    // A name such as <stdin> isn't that of a file.
    let name = place?.name.flatMap { $0.hasPrefix("<") ? nil : $0 }
    let file = name.map { [JSON.Member("file", .string($0))] } ?? []
    let object = JSON.object(
      [
        .init("command", command.isEmpty ? .null : .string(command)),
        .init("line", place.map { .integer($0.line) } ?? .null),
      ] + file + [.init("ok", .bool(false)), .init("error", .object(members(of: error)))])
    return object.text + "\n"
  }

  /// What an error says, as members of an object.
  private static func members(of error: Diagnostic) -> [JSON.Member] {
    var members: [JSON.Member] = [
      .init("code", .integer(Int(error.code.rawValue))), .init("message", .string(error.message)),
    ]
    if !error.details.isEmpty {
      members.append(.init("details", .array(error.details.map { .string($0) })))
    }
    if let columns = error.columns {
      members.append(.init("column", .integer(columns.lowerBound)))
    }
    if let hint = error.hint { members.append(.init("hint", .string(hint))) }
    return members
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
