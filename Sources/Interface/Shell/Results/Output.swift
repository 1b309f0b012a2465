// The one place that writes to stdout and stderr: results, notes, errors.

internal import Checkpoints
internal import Drawing
internal import Platform

/// Where results and remarks go.
final class Output {
  /// Results.
  private(set) var results: OutputStream
  /// Notes, errors and progress.
  private(set) var remarks: OutputStream
  /// No notes: `--quiet`.
  var isQuiet = false
  /// Results are shown to nobody: a script that is run as a test.
  var isSilent = false
  /// Above 0 while errors are what is wanted: `fails`.
  var hidesErrors = 0
  /// How results are written.
  var format = Format.text
  /// What shows long text a screen at a time; nil for none.
  var pager: String?
  /// Whether nothing outside of this program may be started, a pager neither.
  var isSafe = false
  /// Set when the file that results went to can't be written; they go to stdout again.
  var hasLostFile = false
  /// Set when stdout can't be written any more.
  private(set) var isBroken = false
  private var renderer = Renderer()
  /// The file that results go to instead of stdout.
  private var redirection: FileDescriptor?
  private var color = "auto"
  private var width = 0

  init() {
    results = OutputStream(STDOUT_FILENO, color: "auto")
    remarks = OutputStream(STDERR_FILENO, color: "auto")
  }

  /// Follows the settings that are about showing.
  func follow(_ settings: Settings) {
    color = settings.word("color")
    width = settings.integer("width") ?? 0
    format = Format(rawValue: settings.word("format")) ?? .text
    pager = settings.word("pager") == "off" ? nil : environment("PAGER") ?? "less -FRX"
    results.follow(color: color, width: width)
    remarks.follow(color: color, width: width)
  }

  /// Asks the terminals for their size once more.
  func measure() {
    if results.isTerminal { results.follow(color: color, width: width) }
    if remarks.isTerminal { remarks.follow(color: color, width: width) }
  }

  /// Sends results to a file from now on, or back to stdout.
  func redirect(to file: FileDescriptor?) {
    redirection = file
    results = OutputStream(file?.number ?? STDOUT_FILENO, color: color)
    results.follow(color: color, width: width)
    renderer = Renderer()
  }

  /// Whether results go to a file of their own.
  var isRedirected: Bool { redirection != nil }

  /// Shows a result.
  func show(_ result: CommandResult, command: String, line: Int) {
    defer { for text in result.notes { note(text) } }
    guard !isSilent || isRedirected else { return }
    measure()
    let text = renderer.render(
      result, command: command, line: line, as: format, for: results.abilities)
    guard !text.isEmpty else { return }
    if format == .text, !isSafe, let pager, needsPager(text), page(text, through: pager) { return }
    write(text, to: results.descriptor)
  }

  /// Shows a failure: an object for programs where they read, and the message on stderr always.
  func show(_ error: ShellError, command: String, text: String, place: Place, outer: [Place]) {
    guard hidesErrors == 0 else { return }
    if format == .json && !isSilent {
      write(
        Renderer.failure(error, command: command, line: place.line), to: results.descriptor)
    }
    measure()
    for line in diagnostic(error, text: text, place: place, outer: outer) { remark(line) }
  }

  /// Shows an error that belongs to no line.
  func show(_ error: ShellError) {
    guard hidesErrors == 0 else { return }
    if format == .json && !isSilent {
      write(Renderer.failure(error, command: "", line: 0), to: results.descriptor)
    }
    remark(StyledText("trm: ") + StyledText("error: ", .bad) + StyledText(error.message))
    if let hint = error.hint { remark(StyledText("hint: ", .hint) + StyledText(hint)) }
  }

  /// A remark on stderr, unless they are not wanted.
  func note(_ text: String) {
    if !isQuiet { remark(StyledText("note: ", .dim) + StyledText(text)) }
  }

  /// A line on stderr.
  func remark(_ line: StyledText) {
    write(line.encoded(for: remarks.abilities) + "\n", to: remarks.descriptor)
  }

  /// Writes all of a text, or remembers that nobody reads any more.
  func write(_ text: String, to descriptor: Int32) {
    guard let failure = writeAll(text, to: descriptor) else { return }
    guard descriptor == results.descriptor, !isBroken else { return }
    let name = redirection?.path ?? "stdout"
    if isRedirected {
      hasLostFile = true
      redirect(to: nil)
    } else {
      isBroken = true
      // A reader that has left is no error to tell of.
      if failure == EPIPE { return }
    }
    let reason = String(cString: strerror(failure))
    remark(StyledText("error: ", .bad) + StyledText("\(name) can't be written: \(reason)"))
  }

  /// Whether text is longer than the screen on which a person would read it.
  private func needsPager(_ text: String) -> Bool {
    guard results.isTerminal, isatty(STDIN_FILENO) == 1, let height = results.height else {
      return false
    }
    return text.utf8.count { $0 == 10 } >= height
  }

  /// Shows text through a program; false if it can't be started.
  private func page(_ text: String, through pager: String) -> Bool {
    guard let status = try? ShellProcess.run(pager, input: text) else { return false }
    return status != 127
  }
}

/// Writes all of a text; the code of the error that stopped it, or nil.
func writeAll(_ text: String, to descriptor: Int32) -> Int32? {
  var text = text
  return text.withUTF8 { bytes in
    var rest = UnsafeRawBufferPointer(bytes)
    while !rest.isEmpty {
      let count = write(descriptor, rest.baseAddress, rest.count)
      if count < 0 {
        if errno == EINTR { continue }
        return errno
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
    return nil
  }
}
