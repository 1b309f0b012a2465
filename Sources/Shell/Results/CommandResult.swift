// What a command found: named fields for machines and for `expect`, lines for people.

internal import Drawing

/// The result of one command.
struct CommandResult: Sendable {
  /// Ordered fields; the first is what `expect` compares where no field is named.
  var fields: [Field] = []
  /// What people read; empty for nothing.
  var lines: [StyledText] = []
  /// Remarks for stderr.
  var notes: [String] = []

  init(_ fields: [Field] = [], lines: [StyledText] = [], notes: [String] = []) {
    self.fields = fields
    self.lines = lines
    self.notes = notes
  }

  /// What is left of a command that failed.
  init(_ error: ShellError) {
    self.init([
      Field("error", .string(error.message)), Field("status", .integer(Int(error.code.rawValue))),
    ])
  }

  /// A field's value.
  subscript(name: String) -> Value? { fields.first { $0.name == name }?.value }
}
