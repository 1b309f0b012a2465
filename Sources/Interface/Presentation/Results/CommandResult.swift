// What a command found: named fields for machines and for `expect`, text for people. How it is
// shown is not decided here.

package import Drawing
package import Language

/// The result of one command.
package struct CommandResult: Sendable {
  /// What people read, for a place of given abilities.
  package typealias Text = @Sendable (TerminalCapabilities) -> [StyledText]

  /// Ordered fields; `expect` compares `answer` where it names none, or else the first.
  package var fields: [Field]
  /// The field whose records are the rows of this result where it is shown as a table; nil where
  /// all of the fields are one row.
  package var table: String?
  /// What people read; nil for nothing, and then tables show nothing either.
  package var text: Text?
  /// What people read at a prompt in place of `text`; nil where that is the same.
  package var promptText: Text?
  /// Whether the text is the command's whole purpose, so that tables show it as it is.
  package var isVerbatim = false
  /// Whether the result is about the session, not about the model, so that `expect` passes it by.
  package var isAside = false
  /// The code to end with, where what was found is itself a failure: a test that failed.
  package var failure: ExitCode?
  /// Remarks for stderr.
  package var notes: [String] = []
  /// Remarks for stderr where a person is at a prompt.
  package var promptNotes: [String] = []

  /// A result that is read by machines alone.
  package init(_ fields: [Field] = [], notes: [String] = []) {
    self.fields = fields
    self.notes = notes
  }

  /// A result with its text for people; `table` names the field that holds its rows.
  package init(_ fields: [Field], table: String? = nil, text: @escaping Text) {
    self.fields = fields
    self.table = table
    self.text = text
  }

  /// A result with text that is the same everywhere.
  package init(_ fields: [Field], lines: [StyledText]) {
    self.init(fields) { _ in lines }
  }

  /// What is left of a command that failed.
  package init(_ error: Diagnostic) {
    self.init([
      Field("error", .string(error.message)), Field("status", .integer(Int(error.code.rawValue))),
    ])
  }

  /// A field's value.
  package subscript(name: String) -> Value? { fields.first { $0.name == name }?.value }

  /// The same result, saying whether it covers only the first `count` of `total` questions because
  /// the command was interrupted.
  package func interrupted(after count: Int, of total: Int) -> CommandResult {
    var result = self
    result.fields.append(Field("interrupted", .bool(count < total)))
    if count < total {
      result.notes.append("interrupted after \(count) of \(total) questions")
    }
    return result
  }

  /// The same result with a line that only a person at a prompt reads.
  package func atPrompt(_ line: StyledText) -> CommandResult {
    var result = self
    result.promptText = { _ in [line] }
    return result
  }

  /// What people read, at a prompt or not.
  package func shownText(atPrompt: Bool) -> Text? { atPrompt ? promptText ?? text : text }

  /// What people read, without colors, on lines of `width` columns.
  package func plainText(width: Int, atPrompt: Bool) -> String {
    (shownText(atPrompt: atPrompt)?(TerminalCapabilities(width: width)) ?? []).map(\.text).joined(
      separator: "\n")
  }

  /// The result as a table: names of columns, and rows of a value each.
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
