// break: conditions that stop runs.

internal import ArgumentParser
internal import CommandCore
internal import Drawing
internal import Language
internal import Presentation
internal import Workbench

/// `break [WHEN]`.
struct BreakCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "break", abstract: "Stop runs when a condition holds; list or delete breaks.",
    usage: "break [WHEN] | break --delete N|all",
    discussion: """
      WHEN compares one of these with a number by ==, !=, <, <=, > or >=: halt, the halting \
      head's logit (above 0 it takes the answer to be right); p(halt), the same as a \
      probability; |dy| and |dz|, how far the last update moved y or z; s, t and n, the step, \
      the cycle and the update of z. Or it is 'answer changed', 'answer == TEXT', or the address \
      of an update, such as z@3.1.2 or y@*.1. Join conditions with 'and'. They are checked after \
      each update. A comparison stops a run when it begins to hold, and again only after it has \
      ceased to hold; the others stop it each time. Breaks apply to every run until they are \
      deleted; finish ignores them.
      """)
  static let style = ArgumentStyle.tail(taking: ["--delete"])
  static let examples = [
    "break halt > 0", "break |dz| < 0.1 and s >= 2", "break answer changed", "break",
    "break --delete 1", "break --delete all",
  ]
  static let fields: KeyValuePairs = [
    "break": "the new break's number", "when": "the condition",
    "breaks": "each one's number, when and hits", "deleted": "with --delete: how many were deleted",
  ]

  static func completions(
    after given: [String], in context: CommandContext
  ) -> CompletionOffer? {
    if given.isEmpty { return CompletionOffer(words: BreakCondition.subjects + ["--delete"]) }
    if given == ["--delete"] {
      let numbers = context.workbench.runs.breaks.all.map { String($0.number) }
      return CompletionOffer(words: numbers + ["all"])
    }
    return given.last == "answer" ? CompletionOffer(words: ["changed", "==", "!="]) : nil
  }

  @Option(help: "Delete break N, or all.") var delete: String?
  @Argument(parsing: .postTerminator, help: "The condition, to the end of the line.")
  var when: [String] = []

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    let text = when.joined(separator: " ")
    if let delete {
      guard text.isEmpty else {
        throw Diagnostic(.usage, "--delete takes no condition", hint: "break --delete 1")
      }
      return try remove(delete, on: workbench)
    }
    guard !text.isEmpty else { return list(workbench.runs.breaks.all) }
    let condition = try BreakCondition(text)
    let number = workbench.runs.breaks.add(condition)
    let remark = condition.explanation.map { " (\($0))" } ?? ""
    var result = CommandResult([
      Field("break", .integer(number)), Field("when", .string(condition.description)),
    ])
    result.promptText = { _ in
      [StyledText("break \(number): \(condition.description)") + StyledText(remark, .dim)]
    }
    return result
  }

  private func remove(_ text: String, on workbench: ModelWorkbench) throws -> CommandResult {
    let before = workbench.runs.breaks.all.count
    guard text == "all" || Int(text) != nil, workbench.runs.breaks.remove(Int(text)) else {
      throw Diagnostic(
        .failure, "there is no break '\(text)'", about: .argument(text), hint: "'break' lists them")
    }
    return CommandResult([Field("deleted", .integer(before - workbench.runs.breaks.all.count))])
  }

  private func list(_ breaks: [BreakList.Break]) -> CommandResult {
    let rows = breaks.map {
      Value.record([
        Field("break", .integer($0.number)), Field("when", .string($0.condition.description)),
        Field("hits", .integer($0.hits)),
      ])
    }
    return CommandResult([Field("breaks", .list(rows))], table: "breaks") { capabilities in
      guard !breaks.isEmpty else { return [StyledText("there are no breaks", .dim)] }
      var table = Table([.init("break", .right), .init("when"), .init("hits", .right)])
      for point in breaks {
        table.add([
          StyledText(String(point.number)), StyledText(point.condition.description, .accent),
          StyledText(String(point.hits)),
        ])
      }
      return table.lines(width: capabilities.width)
    }
  }
}
