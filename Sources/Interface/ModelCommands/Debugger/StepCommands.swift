// step, next, continue, finish and back: move a paused run forward or back.

internal import ArgumentParser
internal import CommandCore
internal import Network
internal import Presentation
internal import Workbench

/// `step [N]`.
struct StepCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "step", abstract: "Run the paused run on by one update, or by N.",
    discussion: """
      An update is one of z, or of y at the end of a cycle. A break stops it earlier. At the \
      prompt an empty line does not repeat it, so that nothing is computed by accident.
      """)
  static let examples = ["think 3 + 7", "step", "step 3"]
  static let fields = RunStatus.fields

  @Argument(help: "How many updates.") var count = 1

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    let run = try workbench.requireUnfinished(count)
    return try workbench.status(
      of: run, workbench.advance(run, by: count, halts: false))
  }
}

/// `next [N]`.
struct NextCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "next", abstract: "Run on to the next update of y, or to the Nth.",
    discussion: "A break stops it before.")
  static let examples = ["think 3 + 7", "next", "next 2"]
  static let fields = RunStatus.fields

  @Argument(help: "How many updates of y.") var count = 1

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    let run = try workbench.requireUnfinished(count)
    let cycle = run.debugRun.options.inner + 1
    let (whole, overflow) = count.multipliedReportingOverflow(by: cycle)
    let updates = overflow ? run.debugRun.updates : whole - run.debugRun.position % cycle
    return try workbench.status(
      of: run, workbench.advance(run, by: updates, halts: false))
  }
}

/// `continue`.
struct ContinueCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "continue", abstract: "Run on to a break or to the end.",
    discussion: """
      The end is the run's depth, or where halting or tolerance ends it, with the settings it \
      started with. Ctrl-C stops it after the next update; continue resumes it.
      """)
  static let examples = ["think 3 + 7", "break answer changed", "continue", "break --delete all"]
  static let fields = RunStatus.fields

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    let run = try workbench.requireUnended()
    return try workbench.status(of: run, workbench.advance(run, by: .max, halts: true))
  }
}

/// `finish`.
struct FinishCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "finish",
    abstract: "Run on to the end, ignoring breaks.")
  static let examples = ["think 3 + 7", "finish"]
  static let fields = RunStatus.fields

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    let run = try workbench.requireUnended()
    return try workbench.status(
      of: run, workbench.advance(run, by: .max, halts: true, stopsAtBreaks: false))
  }
}

/// `back [N]`.
struct BackCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "back", abstract: "Step the paused run back by one update, or by N.",
    discussion: """
      Restores the recorded states bit for bit, patches among them; later states are dropped, \
      and step computes them again. To undo a patch, step back to before it. It can go back as \
      far as states are recorded: to the start, unless 'keep-limit' dropped the oldest.
      """)
  static let examples = ["think 3 + 7", "step 5", "back 3", "step 3"]
  static let fields = RunStatus.fields

  @Argument(help: "How many updates.") var count = 1

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    let (session, notes) = try workbench.stepBack(by: count)
    return try workbench.status(of: session, notes: notes)
  }
}
