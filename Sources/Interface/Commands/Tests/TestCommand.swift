// test: runs scripts as tests, each in its own session.

internal import ArgumentParser
internal import Drawing
internal import Language
internal import Platform
internal import Presentation
internal import Workbench

/// `test FILE...`.
struct TestCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Run scripts as tests and count their assertions.",
    discussion: """
      Each script runs in a session of its own, with the model that trm was started with, and \
      stops at its first error. Results are not shown. A script without assertions is reported \
      as empty.
      """)
  static let examples = ["test smoke.trm"]
  static let fields: KeyValuePairs = [
    "failed": "scripts that failed", "scripts": "scripts that were run",
    "claims": "assertions of expect and fails that held",
    "results": "each script's file, ok, assertions and seconds",
  ]

  @Argument(help: "Scripts.", completion: .file(extensions: ["trm"])) var files: [String]

  mutating func run(in context: CommandContext) throws -> CommandResult {
    guard context.script.policy.testDepth < 8 else {
      throw Diagnostic(
        .usage, "tests are nested more than 8 deep",
        hint: "does '\(files[0])' test itself?")
    }
    var outcomes: [ScriptOutcome] = []
    let folder = currentFolder()
    for file in files where context.workbench.goesOn() {
      if let outcome = context.script.runner?.test(file) { outcomes.append(outcome) }
      chdir(folder)
    }
    let all = outcomes
    try context.workbench.checkInterruption()
    let failures = outcomes.compactMap(\.failure)
    var result = CommandResult(
      [
        Field("failed", .integer(failures.count)), Field("scripts", .integer(outcomes.count)),
        Field("claims", .integer(outcomes.reduce(0) { $0 + $1.assertions })),
        Field("results", .list(outcomes.map(Self.record))),
      ], table: "results"
    ) { _ in Self.lines(all) }
    result.failure = failures.contains(.expectation) ? .expectation : failures.first
    return result
  }

  private static func record(_ outcome: ScriptOutcome) -> Value {
    .record([
      Field("file", .string(outcome.file)), Field("ok", .bool(outcome.failure == nil)),
      Field("claims", .integer(outcome.assertions)),
      Field("seconds", .number((outcome.seconds * 1e3).rounded() / 1e3)),
    ])
  }

  private static func lines(_ outcomes: [ScriptOutcome]) -> [StyledText] {
    var lines = outcomes.map { outcome -> StyledText in
      let details =
        " \(outcome.file)  \(count(outcome.assertions, "assertion"))"
        + "  \(NumberFormat.digits(outcome.seconds, significant: 2)) s"
      if outcome.failure != nil { return StyledText("failed", .bad) + StyledText(details) }
      guard outcome.assertions > 0 else {
        return StyledText("empty ", .warning) + StyledText(" \(outcome.file)  no assertions")
      }
      return StyledText("ok    ", .good) + StyledText(details)
    }
    let failed = outcomes.count { $0.failure != nil }
    let claims = outcomes.reduce(0) { $0 + $1.assertions }
    let held = "\(count(outcomes.count, "script")), \(count(claims, "assertion")) held, "
    lines.append(
      StyledText(held, .strong) + StyledText("\(failed) failed", failed > 0 ? .bad : .strong))
    return lines
  }

  private static func count(_ number: Int, _ thing: String) -> String {
    "\(number) \(thing)\(number == 1 ? "" : "s")"
  }
}
