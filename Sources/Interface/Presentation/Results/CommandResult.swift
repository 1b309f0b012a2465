// Command results: named fields for programs and `expect`, and text for people. Rendering is
// separate.

package import Drawing
package import Language
internal import Wording

/// The result of one command.
package struct CommandResult: Sendable {
  /// Makes the text for a terminal with given capabilities.
  package typealias Text = @Sendable (TerminalCapabilities) -> [StyledText]

  /// Ordered fields; `expect` without a field name compares `answer`, else the first.
  package var fields: [Field]
  /// The field whose records are the rows in CSV and Markdown; nil if all fields make one row.
  package var table: String?
  /// The text; nil for none, and then CSV and Markdown omit the result too.
  package var text: Text?
  /// The text at a prompt; nil if it is the same as `text`.
  package var promptText: Text?
  /// Whether CSV and Markdown show the text verbatim, as for `help`.
  package var isVerbatim = false
  /// Whether lines longer than the terminal's are folded; not for text that belongs to the user.
  package var isFoldable = true
  /// Whether `expect` skips the result because it is about the session, not the model.
  package var isAside = false
  /// The error that `fails` expected and got.
  package var expectedError: Diagnostic?
  /// The exit code if the result itself is a failure, such as a failed test.
  package var failure: ExitCode?
  /// Notes for stderr.
  package var notes: [String] = []
  /// Notes for stderr, shown only at a prompt.
  package var promptNotes: [String] = []
  /// Notes for stderr, shown only beside text that isn't at a prompt.
  package var scriptNotes: [String] = []

  /// A result without text.
  package init(_ fields: [Field] = [], notes: [String] = []) {
    self.fields = fields
    self.notes = notes
  }

  /// A result with text; `table` names the field that holds its rows.
  package init(_ fields: [Field], table: String? = nil, text: @escaping Text) {
    self.fields = fields
    self.table = table
    self.text = text
  }

  /// A result whose text doesn't depend on the terminal.
  package init(_ fields: [Field], lines: [StyledText]) {
    self.init(fields) { _ in lines }
  }

  /// The result of a failed command: its message and exit code.
  package init(_ error: Diagnostic) {
    self.init([
      Field("error", .string(error.message)), Field("status", .integer(Int(error.code.rawValue))),
    ])
    expectedError = error
  }

  /// The value of the field called `name`; nil if there is none.
  package subscript(name: String) -> Value? { fields.first { $0.name == name }?.value }

  /// The same result, saying whether it covers only the first `count` of `total` questions because
  /// the command was interrupted.
  package func interrupted(after count: Int, of total: Int) -> CommandResult {
    var result = self
    result.fields.append(Field("interrupted", .bool(count < total)))
    if count < total {
      result.notes.append("interrupted after \(count) of \(counted(total, "question"))")
    }
    return result
  }

  /// The same result with lines that only a person at a prompt reads.
  package func atPrompt(_ lines: StyledText...) -> CommandResult { atPrompt(lines) }

  /// The same result with lines that only a person at a prompt reads.
  package func atPrompt(_ lines: [StyledText]) -> CommandResult {
    var result = self
    result.promptText = { _ in lines }
    return result
  }

  /// The text to show, at a prompt or elsewhere.
  package func shownText(atPrompt: Bool) -> Text? { atPrompt ? promptText ?? text : text }

  /// The text without colors, on lines of at most `width` columns.
  package func plainText(width: Int, atPrompt: Bool) -> String {
    (shownText(atPrompt: atPrompt)?(TerminalCapabilities(width: width)) ?? []).map(\.text).joined(
      separator: "\n")
  }

  /// The result as a table: column names, and rows with one value per column.
  package var rows: (columns: [String], rows: [[Value]]) {
    guard let table, case .list(let list)? = self[table] else {
      return (fields.map(\.name), [fields.map(\.value)])
    }
    let records = list.map { value in
      if case .record(let fields) = value { fields } else { [Field(table, value)] }
    }
    var columns: [String] = []
    for field in records.joined() where !columns.contains(field.name) {
      columns.append(field.name)
    }
    let rows = records.map { record in
      columns.map { name in record.first { $0.name == name }?.value ?? .nothing }
    }
    return (columns, rows)
  }
}
