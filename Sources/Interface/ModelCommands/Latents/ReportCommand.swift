// report: writes a run as an HTML page.

internal import ArgumentParser
internal import CommandCore
internal import Drawing
internal import Language
internal import Network
internal import Presentation
internal import Puzzles
internal import Storage
internal import Wording
internal import Workbench

/// `report FILE.html [QUESTION]`.
struct ReportCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Write a run as an HTML page.",
    usage: "report [--force] [--depth N] [--cycles T] [--inner n] [--halt P] "
      + "[--tokens TEXT | --from DIR#N] [--puzzle P] FILE.html [QUESTION]",
    discussion: """
      Without a question and options, the selected run, patches included: beyond where it is, a \
      copy continues. Without a run, the last question. --tokens and --from as for 'ask'. The page \
      is a single file that loads nothing else: the answer at each update under a slider, what y \
      and z decode to, the halting head, how far each update moves y and z, their trajectories in \
      the first two principal components, y and z themselves, and the model's configuration. To \
      keep the file small, long runs are shown with the last y and z of each step, and wide states \
      with some of their features; the page says so.
      """)
  static let style = ArgumentStyle.tail(
    taking: InferenceArguments.taking + QuestionArguments.taking, question: true)
  static let examples = ["report run.html 999 + 1", "report --depth 3 --force run.html"]
  static let fields: KeyValuePairs = [
    "path": "the file", "answer": "the last answer", "question": "the question",
    "correct": "whether it is right", "steps": "supervision steps taken",
    "updates": "updates on the page", "bytes": "the file's size",
    "run": ViewedRun.help.run, "patched": ViewedRun.help.patched,
    "continued": ViewedRun.help.continued,
  ]

  @Flag(help: "Replace an existing file.") var force = false
  @OptionGroup var inference: InferenceArguments
  @OptionGroup var source: QuestionArguments
  @Argument(
    parsing: .postTerminator,
    help: ArgumentHelp(
      "The file, and the question to the end of the line.", valueName: "file question"))
  var rest: [String] = []

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    let (path, text) = try Self.split(rest.joined(separator: " "))
    let view = try source.view(text, inference, of: Self.name, on: workbench)
    try AtomicFile.requireReplaceable(path, force: force)
    let recording = try RunRecording(view, on: workbench)
    let page = RunPage.html(recording)
    try AtomicFile.write(page, to: path)
    let (puzzle, count) = (recording.model.puzzle, recording.frames.count)
    let answer = puzzle.decode(recording.outcome.tokens)
    var result = CommandResult(
      [
        Field("path", .string(path)), Field("answer", .string(answer)),
        Field("question", .string(view.question.text)),
        Field("correct", .optional(puzzle.verdict(of: answer, for: view.question))),
        Field("steps", .integer(recording.outcome.steps)), Field("updates", .integer(count)),
        Field("bytes", .integer(page.utf8.count)),
      ] + view.fields
    ).atPrompt(StyledText("wrote \(counted(count, "update")) to \(path): open it in a browser"))
    result.notes = [view.inference.watchNote].compactMap { $0 } + recording.notes
    return result
  }

  /// The file's name, which may be quoted, and the rest of the line.
  private static func split(_ text: String) throws -> (path: String, question: String) {
    var lexer = Lexer(text) { "$" + $0 }
    guard let word = try lexer.next(), !word.text.isEmpty else {
      throw Diagnostic(.usage, "'report' needs a file", hint: "for example: report run.html 3 + 7")
    }
    guard word.text.hasSuffix(".html") || word.text.hasSuffix(".htm") else {
      throw Diagnostic(
        .usage, "expected an .html file, got '\(word.text)'", about: .argument("\(word.text)"),
        hint: "for example: report run.html 3 + 7")
    }
    let question = String(lexer.characters[lexer.position...])
    return (word.text, String(question.drop { $0.isWhitespace }))
  }
}
