// break: where runs stop.

internal import ArgumentParser
internal import Drawing

/// `break [WHEN]`.
struct BreakCommand: ShellCommand {
  static let configuration = CommandConfiguration(
    commandName: "break", abstract: "Stop runs where something holds; list or delete such breaks.",
    usage: "break [WHEN] | break --delete N|all",
    discussion: """
      WHEN compares one of these with a number by ==, !=, <, <=, > or >=: halt, the halting head's \
      logit (above 0 it says that the answer is right); p(halt), the same as a probability; |dy| and \
      |dz|, how far the last update of y or z moved it; s, t and n, the step, cycle and update of z. \
      Or it is 'answer changed', 'answer == TEXT', or the address of an update, such as z@3.1.2 or \
      y@*.1. Parts are joined by 'and'. It is looked at after each update. A comparison stops a run \
      when it begins to hold, and once more only after it has ceased to; the others each time. \
      Breaks hold for every run, until they are deleted; finish passes them by.
      """)
  static let style = ArgumentStyle.tail(taking: ["--delete"])
  static let examples = [
    "break halt > 0", "break |dz| < 0.1 and s >= 2", "break answer changed", "break",
    "break --delete 1", "break --delete all",
  ]
  static let fields: KeyValuePairs = [
    "break": "the new one's number", "when": "what it waits for",
    "breaks": "each one's number, when and hits", "deleted": "with --delete: how many are gone",
  ]

  @Option(help: "Delete the break of a number, or all.") var delete: String?
  @Argument(parsing: .postTerminator, help: "What to wait for, to the end of the line.")
  var when: [String] = []

  mutating func run(in session: Session) throws -> CommandResult {
    let text = when.joined(separator: " ")
    if let delete {
      guard text.isEmpty else {
        throw ShellError(.usage, "--delete stands alone", hint: "break --delete 1")
      }
      return try remove(delete, in: session)
    }
    guard !text.isEmpty else { return list(session.runs.breaks.all) }
    let condition = try BreakCondition(text)
    let number = session.runs.breaks.add(condition)
    let remark = condition.explanation.map { " (\($0))" } ?? ""
    var result = CommandResult([
      Field("break", .integer(number)), Field("when", .string(condition.description)),
    ])
    if session.isInteractive {
      result.text = { _ in
        [StyledText("break \(number): \(condition.description)") + StyledText(remark, .dim)]
      }
    }
    return result
  }

  private func remove(_ text: String, in session: Session) throws -> CommandResult {
    let before = session.runs.breaks.all.count
    guard text == "all" || Int(text) != nil, session.runs.breaks.remove(Int(text)) else {
      throw ShellError(.failure, "there is no break '\(text)'", hint: "break lists them")
    }
    return CommandResult([Field("deleted", .integer(before - session.runs.breaks.all.count))])
  }

  private func list(_ breaks: [Breaks.Break]) -> CommandResult {
    let rows = breaks.map {
      Value.record([
        Field("break", .integer($0.number)), Field("when", .string($0.condition.description)),
        Field("hits", .integer($0.hits)),
      ])
    }
    return CommandResult([Field("breaks", .list(rows))], table: "breaks") { abilities in
      guard !breaks.isEmpty else { return [StyledText("there are no breaks", .dim)] }
      var table = Table([.init("break", .right), .init("when"), .init("hits", .right)])
      for point in breaks {
        table.add([
          StyledText(String(point.number)), StyledText(point.condition.description, .accent),
          StyledText(String(point.hits)),
        ])
      }
      return table.lines(width: abilities.width)
    }
  }
}
