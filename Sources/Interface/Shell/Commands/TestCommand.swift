// test: scripts as tests, each in a session of its own.

internal import ArgumentParser
internal import Drawing
internal import Platform

/// `test FILE...`.
struct TestCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Run scripts as tests and count what they expect.",
    discussion: """
      Each script runs in a session of its own, with the model that trm was started with, and \
      stops at its first error. Results are not shown. A script that expects nothing is told of.
      """)
  static let examples = ["test smoke.trm"]
  static let fields: KeyValuePairs = [
    "failed": "scripts that failed", "scripts": "scripts that ran",
    "claims": "claims of expect and fails that held",
    "results": "each script's file, ok, claims and seconds",
  ]

  @Argument(help: "Scripts.", completion: .file(extensions: ["trm"])) var files: [String]

  /// What became of one script.
  private struct Outcome {
    let file: String
    let claims: Int
    let failure: ExitCode?
    let seconds: Double
  }

  mutating func run(in session: Session) throws -> CommandResult {
    guard session.testDepth < 8 else {
      throw ShellError(
        .usage, "scripts test each other more than 8 deep",
        hint: "does '\(files[0])' test itself?")
    }
    var outcomes: [Outcome] = []
    let folder = currentFolder()
    for file in files where !Interrupt.isRequested {
      outcomes.append(Self.run(file, in: session))
      chdir(folder)
    }
    let all = outcomes
    if Interrupt.isRequested { throw ShellError(.interrupted, "interrupted") }
    let failures = outcomes.compactMap(\.failure)
    var result = CommandResult(
      [
        Field("failed", .integer(failures.count)), Field("scripts", .integer(outcomes.count)),
        Field("claims", .integer(outcomes.reduce(0) { $0 + $1.claims })),
        Field("results", .list(outcomes.map(Self.record))),
      ], table: "results"
    ) { _ in Self.lines(all) }
    result.failure = failures.contains(.expectation) ? .expectation : failures.first
    return result
  }

  /// Runs one script; its errors are shown on stderr.
  private static func run(_ file: String, in session: Session) -> Outcome {
    let output = Output()
    output.isSilent = true
    output.isQuiet = true
    output.hidesErrors = session.output.hidesErrors
    let own = Session(output: output, model: session.defaultModel)
    own.isSafe = session.isSafe
    own.keepsGoing = session.keepsGoing
    own.testDepth = session.testDepth + 1
    own.variables = session.variables
    own.settings = session.settings
    // How this command's own result is written is not the script's business.
    if let format = try? Setting.named("format") { own.settings.reset(format) }
    output.follow(own.settings)
    let interpreter = Interpreter(own)
    let started = Clock.now
    interpreter.run(file: file)
    // To leave with a code other than 0 is to fail, whatever the code.
    let code = own.exitCode.map { ExitCode(rawValue: $0) ?? .failure }
    let failure = own.firstFailure ?? (code == .success ? nil : code)
    return Outcome(
      file: file, claims: own.claims, failure: failure, seconds: Clock.now - started)
  }

  private static func record(_ outcome: Outcome) -> Value {
    .record([
      Field("file", .string(outcome.file)), Field("ok", .bool(outcome.failure == nil)),
      Field("claims", .integer(outcome.claims)),
      Field("seconds", .number((outcome.seconds * 1e3).rounded() / 1e3)),
    ])
  }

  private static func lines(_ outcomes: [Outcome]) -> [StyledText] {
    var lines = outcomes.map { outcome -> StyledText in
      let details =
        " \(outcome.file)  \(count(outcome.claims, "claim"))"
        + "  \(Numbers.digits(outcome.seconds, significant: 2)) s"
      if outcome.failure != nil { return StyledText("failed", .bad) + StyledText(details) }
      guard outcome.claims > 0 else {
        return StyledText("empty ", .warning) + StyledText(" \(outcome.file)  no assertions")
      }
      return StyledText("ok    ", .good) + StyledText(details)
    }
    let failed = outcomes.count { $0.failure != nil }
    let claims = outcomes.reduce(0) { $0 + $1.claims }
    let held = "\(count(outcomes.count, "script")), \(count(claims, "claim")) held, "
    lines.append(
      StyledText(held, .strong) + StyledText("\(failed) failed", failed > 0 ? .bad : .strong))
    return lines
  }

  private static func count(_ number: Int, _ thing: String) -> String {
    "\(number) \(thing)\(number == 1 ? "" : "s")"
  }
}
