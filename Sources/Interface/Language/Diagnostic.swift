// The error that is shown to the user: one type for every cause.

/// A line that failed: the exit code, a sentence that names the thing, what it is about, a hint.
package struct Diagnostic: Error, Equatable, Sendable {
  /// What an error is about: where the caret goes.
  package enum Subject: Equatable, Sendable {
    /// An argument with this text, or an option or assignment with this value.
    case argument(String)
    /// An option of this name, `--count`, with its value.
    case option(String)
    /// The argument that names this file, as `FILE` or `@FILE`.
    case file(String)
    /// A column of the question, from 0; nil for all of it.
    case question(column: Int?)
    /// Columns of the line, from 1.
    case columns(Range<Int>)
  }

  /// The exit code.
  package var code: ExitCode
  /// What is wrong, without a full stop.
  package var message: String
  /// What it is about; nil for the whole line.
  package var subject: Subject?
  /// What to do instead, if there is a good guess.
  package var hint: String?
  /// More lines, such as expected and got.
  package var details: [String] = []

  /// An error about a subject.
  package init(
    _ code: ExitCode, _ message: String, about subject: Subject? = nil, hint: String? = nil,
    details: [String] = []
  ) {
    self.code = code
    self.message = message
    self.subject = subject
    self.hint = hint
    self.details = details
  }

  /// The columns of the line it is about, from 1; nil if unknown or the whole line.
  package var columns: Range<Int>? {
    if case .columns(let columns)? = subject { columns } else { nil }
  }

  /// Whether a signal stopped the command.
  package var isInterruption: Bool { code == .interrupted || code == .terminated }

  /// The error of work that Ctrl-C stopped.
  package static let interrupted = Diagnostic(.interrupted, "interrupted")
}
