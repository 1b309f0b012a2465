// bench --keep: what it costs that a run keeps its states.

internal import Drawing
internal import Kernels
internal import Network

extension BenchCommand {
  /// Whole runs of one question in turn, with each value of the setting `keep`.
  ///
  /// - Throws: `ShellError` if Ctrl-C stopped it.
  func costOfKeeping(
    _ weights: Weights, _ watch: Stopwatch, _ session: Session
  ) throws -> CommandResult {
    let effort = Effort(weights.configuration)
    let engine = FastEngine(weights, capacity: 1, team: session.team)
    let questions = try Self.questions(weights.configuration, count: 1)
    let limit = session.keepLimit
    var bytes = KeepLevel.allCases.map { _ in 0 }
    let costs = try watch.compare(
      KeepLevel.allCases.enumerated().map { index, level in
        {
          let (_, keeping) = Keeping.during(level, effort, limit: limit) {
            Run(engine, effort).answer(questions, observer: $0)
          }
          bytes[index] = keeping.bytes
        }
      })
    let rows = zip(KeepLevel.allCases, zip(costs, bytes)).map { level, figures in
      Value.record([
        Field("keep", .string(level.rawValue)), Field("ms", .number(figures.0.ms)),
        Field("cost", .number(figures.0.cost)), Field("bytes", .integer(figures.1)),
      ])
    }
    let fields = [
      Field("threads", .integer(session.team.count)), Field("rows", .list(rows)),
    ]
    return CommandResult(fields, table: "rows") { [bytes] abilities in
      var table = Table([
        .init("keep"), .init("ms", .right), .init("cost", .right), .init("bytes", .right),
      ])
      for (index, level) in KeepLevel.allCases.enumerated() {
        table.add([
          StyledText(level.rawValue, .accent),
          StyledText(Numbers.digits(costs[index].ms, significant: 3)),
          StyledText(Numbers.decimals(costs[index].cost, places: 3)),
          StyledText(String(bytes[index])),
        ])
      }
      return table.lines(width: abilities.width)
    }
  }
}
