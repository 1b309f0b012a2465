// test: runs scripts as tests, each in its own session.

internal import ArgumentParser
internal import CommandCore
internal import Drawing
internal import Language
internal import Platform
internal import Presentation
internal import Wording
internal import Workbench

/// `test FILE...`.
struct TestCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Run scripts as tests and count their assertions.",
    discussion: """
      Each script runs in a session of its own, with the model that trm was started with, and \
      stops at its first error. Results are not shown. A script without assertions is reported \
      as empty. --format tap and --format junit write what continuous integration reads: a test \
      a script, with its first error.
      """)
  static let examples = ["test smoke.trm", "test --format junit smoke.trm"]
  static let fields: KeyValuePairs = [
    "failed": "scripts that failed", "errors": "those that failed otherwise than by an expectation",
    "scripts": "scripts that were run", "claims": "assertions of expect and fails that held",
    "results": "each script's file, ok, claims, seconds, and first error with its place",
  ]

  @Option(help: "How the outcome is written: text, tap (version 14) or junit (XML).")
  var format = TestFormat.text
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
    let (all, format) = (outcomes, format)
    try context.workbench.checkInterruption()
    let failures = outcomes.compactMap(\.failure)
    var result = CommandResult(
      [
        Field("failed", .integer(failures.count)),
        Field("errors", .integer(failures.count { $0 != .expectation })),
        Field("scripts", .integer(outcomes.count)),
        Field("claims", .integer(outcomes.reduce(0) { $0 + $1.assertions })),
        Field("results", .list(outcomes.map(Self.record))),
      ], table: "results"
    ) { _ in
      switch format {
      case .text: Self.lines(all)
      case .tap: TestReport(all).tap.map { StyledText($0) }
      case .junit: TestReport(all).junit.map { StyledText($0) }
      }
    }
    result.isVerbatim = format != .text
    result.isFoldable = format == .text
    result.failure = failures.contains(.expectation) ? .expectation : failures.first
    return result
  }

  private static func record(_ outcome: ScriptOutcome) -> Value {
    .record([
      Field("file", .string(outcome.file)), Field("ok", .bool(outcome.failure == nil)),
      Field("claims", .integer(outcome.assertions)),
      Field("seconds", .number((outcome.seconds * 1e3).rounded() / 1e3)),
      Field("error", outcome.error.map { .string($0.message) } ?? .nothing),
      Field("at", outcome.error?.location.map { .string($0) } ?? .nothing),
    ])
  }

  private static func lines(_ outcomes: [ScriptOutcome]) -> [StyledText] {
    var lines = outcomes.map { outcome -> StyledText in
      let details =
        " \(outcome.file)  \(counted(outcome.assertions, "assertion"))"
        + "  \(NumberFormat.digits(outcome.seconds, significant: 2)) s"
      if outcome.failure != nil { return StyledText("failed", .bad) + StyledText(details) }
      guard outcome.assertions > 0 else {
        return StyledText("empty ", .warning) + StyledText(" \(outcome.file)  no assertions")
      }
      return StyledText("ok    ", .good) + StyledText(details)
    }
    let failed = outcomes.count { $0.failure != nil }
    let claims = outcomes.reduce(0) { $0 + $1.assertions }
    let held = "\(counted(outcomes.count, "script")), \(counted(claims, "assertion")) held, "
    lines.append(
      StyledText(held, .strong) + StyledText("\(failed) failed", failed > 0 ? .bad : .strong))
    return lines
  }
}

/// How `test` writes its outcome.
enum TestFormat: String, CaseIterable, ExpressibleByArgument {
  case text, tap, junit
}
