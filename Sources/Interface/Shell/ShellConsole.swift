// All output to stdout and stderr: results, notes, errors and progress.

internal import CommandCore
internal import Commands
internal import Drawing
internal import Language
internal import Platform
internal import Presentation
internal import Settings
internal import Terminal
internal import Workbench

/// The console: writes results to stdout or a file, and notes and errors to stderr.
final class ShellConsole {
  /// Rules for what is shown.
  struct Policy {
    /// Whether to hide notes and progress: `--quiet`.
    var isQuiet = false
    /// Whether to hide results, as in tests.
    var isSilent = false
    /// Whether lines come from the prompt.
    var isInteractive = false
    /// The number of nested `fails`; errors are hidden above 0.
    var hiddenErrors = 0
  }

  /// The rules in effect.
  var policy = Policy()
  /// Set when writing the output file fails; results then go to stdout again.
  var hasLostFile = false
  /// The history of the prompt; nil without a prompt.
  var history: History?
  /// The settings for output.
  private var settings = SettingValues()
  /// The stream for results.
  private(set) var results: OutputStream
  /// The stream for notes, errors and progress.
  private(set) var remarks: OutputStream
  /// Set when writing to stdout fails.
  private(set) var isBroken = false
  private var renderer = Renderer()
  /// The output file; nil for stdout.
  private var redirection: FileDescriptor?

  init() {
    results = OutputStream(STDOUT_FILENO, color: .auto)
    remarks = OutputStream(STDERR_FILENO, color: .auto)
  }

  /// Updates the sizes of the terminals.
  func measure() {
    results.measure()
    remarks.measure()
  }

  /// Shows a result.
  func show(_ result: CommandResult, command: String, line: Int) {
    defer {
      let others =
        policy.isInteractive ? result.promptNotes : format == .text ? result.scriptNotes : []
      for text in result.notes + others { note(text) }
    }
    guard !policy.isSilent || isRedirected else { return }
    measure()
    let text = renderer.render(
      result, command: command, line: line, as: format, for: results.capabilities,
      atPrompt: policy.isInteractive)
    guard !text.isEmpty else { return }
    if format == .text, let pager, needsPager(text), page(text, through: pager) {
      return
    }
    write(text, to: results.descriptor)
  }

  /// Shows a failure: the message on stderr and, in the format json, an object too.
  func show(_ error: Diagnostic, command: String, text: String, place: Place, outer: [Place]) {
    guard policy.hiddenErrors == 0 else { return }
    if format == .json && !policy.isSilent {
      write(
        Renderer.failure(error, command: command, at: place.location), to: results.descriptor)
    }
    measure()
    for line in diagnosticLines(
      error, text: text, place: place.location, outer: outer.map(\.location), width: remarkWidth)
    { remark(line) }
  }

  /// Shows an error that doesn't belong to a line.
  func show(_ error: Diagnostic) {
    guard policy.hiddenErrors == 0 else { return }
    if format == .json && !policy.isSilent {
      write(Renderer.failure(error), to: results.descriptor)
    }
    measure()
    remark(StyledText("trm: ") + StyledText("error: ", .bad) + StyledText(error.message))
    if let hint = error.hint { remark(StyledText("hint: ", .hint) + StyledText(hint)) }
  }

  /// Writes a note to stderr, unless notes are hidden.
  func note(_ text: String) {
    measure()
    if !policy.isQuiet { remark(StyledText("note: ", .dim) + StyledText(text)) }
  }

  /// Writes text of the program itself, such as that of `--help`, to stdout.
  func print(_ text: String) {
    measure()
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    let folded = lines.map { StyledText(String($0)) }.folded(for: results.capabilities)
    write(folded.encoded(for: results.capabilities), to: STDOUT_FILENO)
  }

  /// The columns of a line on stderr.
  var remarkWidth: Int { remarks.capabilities.width }

  /// A line on stderr, folded where it is wider than the terminal, unless it is the user's.
  func remark(_ line: StyledText, isFoldable: Bool = true) {
    let lines = isFoldable ? [line].folded(for: remarks.capabilities) : [line]
    write(lines.encoded(for: remarks.capabilities), to: remarks.descriptor)
  }

  /// Writes a text to a file descriptor, and handles failures of the results' stream.
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
    remark(StyledText("error: ", .bad) + StyledText("can't write to \(name): \(reason)"))
  }

  /// Whether the text is longer than the terminal's screen.
  private func needsPager(_ text: String) -> Bool {
    guard results.isTerminal, isatty(STDIN_FILENO) == 1, let height = results.height else {
      return false
    }
    return text.utf8.count { $0 == 10 } >= height
  }

  /// Shows text in a pager; false if it can't be started.
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

  func follow(_ settings: SettingValues) {
    self.settings = settings
    results.follow(color: color, width: settings.width)
    remarks.follow(color: color, width: settings.width)
  }

  func redirect(to path: String?, appending: Bool) throws {
    guard let path else { return redirect(to: Optional<FileDescriptor>.none) }
    let mode = appending ? O_APPEND : O_TRUNC
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | mode, 0o666)
    guard descriptor >= 0 else {
      throw Diagnostic(.output, "\(path): \(systemMessage(errno))", about: .file(path))
    }
    redirect(to: FileDescriptor(descriptor, path: path))
  }

  /// Sends results to an open file, or to stdout for nil.
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

  /// The pager's command line; nil for none.
  private var pager: String? {
    settings.pager && !Subprocess.isForbidden ? environment("PAGER") ?? "less -FRX" : nil
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

/// Shows the workbench's progress as a progress line.
private final class ConsoleProgress: ProgressReporter {
  private let line: ProgressLine

  init(_ line: ProgressLine) { self.line = line }

  func report(_ done: Int, _ detail: () -> ProgressDetail) {
    line.report(done) { detail().text($0) }
  }

  func finish() { line.finish() }
}
