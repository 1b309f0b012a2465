// The one place that writes to stdout and stderr: results, notes, errors, progress.

internal import Commands
internal import Drawing
internal import Language
internal import Platform
internal import Presentation
internal import Terminal
internal import Workbench

/// Where results and remarks go.
final class ShellConsole {
  /// What is shown at all.
  struct Policy {
    /// No notes and no progress: `--quiet`.
    var isQuiet = false
    /// Whether results are discarded, as in a script that runs as a test.
    var isSilent = false
    /// No other program may be started, not even a pager.
    var isSafe = false
    /// A person is at a prompt.
    var isInteractive = false
    /// Above 0 while errors are what is wanted: `fails`.
    var hiddenErrors = 0
  }

  /// What is shown.
  var policy = Policy()
  /// Set when the file that results went to can't be written; they go to stdout again.
  var hasLostFile = false
  /// What was typed, where somebody types.
  var history: History?
  /// The settings that say how results are shown.
  private var settings = Settings()
  /// Where results go.
  private(set) var results: OutputStream
  /// Where notes, errors and progress go.
  private(set) var remarks: OutputStream
  /// Set when stdout can't be written any more.
  private(set) var isBroken = false
  private var renderer = Renderer()
  /// The file that results go to instead of stdout.
  private var redirection: FileDescriptor?

  init() {
    results = OutputStream(STDOUT_FILENO, color: .auto)
    remarks = OutputStream(STDERR_FILENO, color: .auto)
  }

  /// Asks the terminals for their size once more.
  func measure() {
    results.measure()
    remarks.measure()
  }

  /// Shows a result.
  func show(_ result: CommandResult, command: String, line: Int) {
    defer {
      for text in result.notes + (policy.isInteractive ? result.promptNotes : []) { note(text) }
    }
    guard !policy.isSilent || isRedirected else { return }
    measure()
    let text = renderer.render(
      result, command: command, line: line, as: format, for: results.capabilities,
      atPrompt: policy.isInteractive)
    guard !text.isEmpty else { return }
    if format == .text, !policy.isSafe, let pager, needsPager(text), page(text, through: pager) {
      return
    }
    write(text, to: results.descriptor)
  }

  /// Shows a failure: an object for programs where they read, and the message on stderr always.
  func show(_ error: Diagnostic, command: String, text: String, place: Place, outer: [Place]) {
    guard policy.hiddenErrors == 0 else { return }
    if format == .json && !policy.isSilent {
      write(
        Renderer.failure(error, command: command, line: place.line), to: results.descriptor)
    }
    measure()
    for line in diagnosticLines(
      error, text: text, place: place.location, outer: outer.map(\.location))
    { remark(line) }
  }

  /// Shows an error that belongs to no line.
  func show(_ error: Diagnostic) {
    guard policy.hiddenErrors == 0 else { return }
    if format == .json && !policy.isSilent {
      write(Renderer.failure(error, command: "", line: 0), to: results.descriptor)
    }
    remark(StyledText("trm: ") + StyledText("error: ", .bad) + StyledText(error.message))
    if let hint = error.hint { remark(StyledText("hint: ", .hint) + StyledText(hint)) }
  }

  /// A remark on stderr, unless they are not wanted.
  func note(_ text: String) {
    if !policy.isQuiet { remark(StyledText("note: ", .dim) + StyledText(text)) }
  }

  /// The columns of a line on stderr.
  var remarkWidth: Int { remarks.capabilities.width }

  /// A line on stderr.
  func remark(_ line: StyledText) {
    write(line.encoded(for: remarks.capabilities) + "\n", to: remarks.descriptor)
  }

  /// Writes all of a text, or notes that the reader is gone.
  func write(_ text: String, to descriptor: Int32) {
    guard let failure = writeAll(text, to: descriptor) else { return }
    guard descriptor == results.descriptor, !isBroken else { return }
    let name = redirection?.path ?? "stdout"
    if isRedirected {
      hasLostFile = true
      redirect(to: Optional<FileDescriptor>.none)
    } else {
      isBroken = true
      // A closed pipe isn't reported.
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
    guard let status = try? Subprocess.run(pager, input: text) else { return false }
    return status != 127
  }
}

extension ShellConsole: Console {
  var format: OutputFormat { settings.format }
  var isSilent: Bool { policy.isSilent }
  var isRedirected: Bool { redirection != nil }
  var typedLines: [String] { history?.typed ?? [] }
  var historyLines: [String] { history?.all ?? [] }

  func follow(_ settings: Settings) {
    self.settings = settings
    results.follow(color: color, width: settings.width)
    remarks.follow(color: color, width: settings.width)
  }

  func redirect(to path: String?, appending: Bool) throws {
    guard let path else { return redirect(to: Optional<FileDescriptor>.none) }
    let how = appending ? O_APPEND : O_TRUNC
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | how, 0o666)
    guard descriptor >= 0 else {
      throw Diagnostic(.output, "\(path): \(systemMessage(errno))", about: .file(path))
    }
    redirect(to: FileDescriptor(descriptor, path: path))
  }

  /// Sends results to an open file from now on, or back to stdout.
  private func redirect(to file: FileDescriptor?) {
    redirection = file
    results = OutputStream(file?.number ?? STDOUT_FILENO, color: color)
    results.follow(color: color, width: settings.width)
    renderer = Renderer()
  }

  private var color: ColorChoice {
    switch settings.color {
    case .auto: .auto
    case .always: .always
    case .never: .never
    }
  }

  /// The program that shows long text a screen at a time; nil for none.
  private var pager: String? {
    settings.pager ? environment("PAGER") ?? "less -FRX" : nil
  }
}

extension ShellConsole: Reporter {
  var showsNotes: Bool { !policy.isSilent }

  func beginProgress(_ title: String, total: Int) -> any ProgressReporter {
    guard settings.progress, !policy.isQuiet else { return SilentReporter() }
    return ConsoleProgress(
      ProgressLine(title, total: total, on: remarks) { [unowned self] in
        write($0, to: remarks.descriptor)
      })
  }
}

/// Progress of the workbench as a line of the terminal.
private final class ConsoleProgress: ProgressReporter {
  private let line: ProgressLine

  init(_ line: ProgressLine) { self.line = line }

  func report(_ done: Int, _ detail: () -> ProgressDetail) {
    line.report(done) { detail().text($0) }
  }

  func finish() { line.finish() }
}
