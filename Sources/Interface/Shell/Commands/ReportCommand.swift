// report: a run as a page that opens in any browser.

internal import ArgumentParser
internal import Checkpoints
internal import Drawing
internal import Network
internal import Puzzles
internal import Storage

/// `report FILE.html [QUESTION]`.
struct ReportCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Write a run as a page to look at in a browser.",
    usage: "report [--force] [--depth N] [--cycles T] [--inner n] [--halt P] FILE.html [QUESTION]",
    discussion: """
      Without a question, the last one. The page is one file without any address of another: it shows \
      the answer at each update under a slider, what y and z say through the answer head, the halting \
      head, how far each update moves y and z, their way through their first two principal components, \
      y and z themselves, and the model's configuration. Long runs are shown with the last y and z of \
      each step, wide states with some of their features, so that the file stays below some megabytes; \
      the page says so.
      """)
  static let style = ArgumentStyle.tail(taking: EffortOptions.taking)
  static let examples = ["report run.html 999 + 1", "report --depth 3 --force run.html"]
  static let fields: KeyValuePairs = [
    "path": "the file", "answer": "the last answer", "question": "the question",
    "correct": "whether it is right", "steps": "supervision steps taken",
    "updates": "updates on the page", "bytes": "the file's size",
  ]

  @Flag(help: "Replace a file that is there already.") var force = false
  @OptionGroup var effort: EffortOptions
  @Argument(
    parsing: .postTerminator,
    help: ArgumentHelp(
      "The file, and the question to the end of the line.", valueName: "file question"))
  var rest: [String] = []

  mutating func run(in session: Session) throws -> CommandResult {
    let (path, text) = try Self.split(rest.joined(separator: " "))
    let asked = try text.isEmpty ? session.requireQuestion() : session.parseQuestion(text)
    let effort = try effort.effort(in: session)
    try requireNew(path, force: force)
    let model = try session.requireModel()
    let film = try Film(asked, effort, of: model, in: session)
    let page = ReportPage.html(film.json)
    try AtomicFile.write(page, to: path)
    let bytes = page.utf8.count
    var result = CommandResult([
      Field("path", .string(path)), Field("answer", .string(session.lastAnswer)),
      Field("question", .string(asked.text)),
      Field(
        "correct",
        asked.answer == nil ? .nothing : .bool(model.puzzle.check(session.lastAnswer, of: asked))),
      Field("steps", .integer(film.steps)), Field("updates", .integer(film.frames.count)),
      Field("bytes", .integer(bytes)),
    ])
    if session.isInteractive {
      result.text = { [count = film.frames.count] _ in
        [StyledText("wrote \(count) updates to \(path): open it in a browser")]
      }
    }
    result.notes = ([effort.watchNote] + film.notes.map { $0 }).compactMap { $0 }
    return result
  }

  /// The file's name, which may be quoted, and what stands behind it.
  private static func split(_ text: String) throws -> (path: String, question: String) {
    var lexer = Lexer(text) { "$" + $0 }
    guard let word = try lexer.next(), !word.text.isEmpty else {
      throw ShellError(.usage, "'report' needs a file", hint: "for example: report run.html 3 + 7")
    }
    guard word.text.hasSuffix(".html") || word.text.hasSuffix(".htm") else {
      throw ShellError(
        .usage, "'\(word.text)' is no .html file", hint: "for example: report run.html 3 + 7")
    }
    let question = String(lexer.characters[lexer.position...])
    return (word.text, String(question.drop { $0.isWhitespace }))
  }
}
