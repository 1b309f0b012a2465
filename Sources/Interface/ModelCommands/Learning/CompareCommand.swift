// compare: several models on the same questions.

internal import ArgumentParser
internal import CommandCore
internal import Drawing
internal import Network
internal import Platform
internal import Presentation
internal import Training
internal import Wording
internal import Workbench

/// `compare FILE...`.
struct CompareCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Measure the model and other checkpoints side by side.",
    discussion: """
      All get the same questions: 1000 held-out ones of the model's puzzle, or those of --data or \
      --file, as for 'eval'. Each runs at the depth it was made for, unless an option or a setting \
      gives another. Models of one puzzle in other layouts or sizes get the text of each question \
      and are compared by the text of their answers; only questions that all of them can read are \
      asked, and the others are counted. Accuracy is the share of right tokens in a model's own \
      layout.
      """)
  static let examples = ["save mine.safetensors", "compare mine.safetensors --count 100"]
  static let fields: KeyValuePairs = [
    "best": "the model with the most right answers", "count": "questions asked of each",
    "models":
      "each one's model, parameters, exact, low, high, accuracy, steps, ms and unread: the questions that it can't read",
  ]

  @Argument(help: "Checkpoints.", completion: .file(extensions: ["safetensors"]))
  var files: [String]
  @OptionGroup var questions: EvaluationSetArguments
  @OptionGroup var inference: InferenceArguments

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    let own = try workbench.requireModel()
    let set = try questions.set(on: workbench, default: 1000)
    try set.requireAnswers()
    let others = try files.map { try LoadedModel.read(CheckpointLibrary.path($0)) }
    let comparison = try Comparison(own, zip(files, others).map { ($0, $1) }, set, on: workbench)
    var rows: [[Field]] = []
    for (index, model) in ([own] + others).enumerated() {
      let inference = try inference.inferenceOptions(
        on: workbench, for: model)
      let (score, seconds) = try workbench.score(
        model.weights, comparison.set(for: model), inference, title: model.name)
      rows.append([
        Field("model", .string(model.path ?? model.name)),
        Field("parameters", .integer(model.weights.table.count)),
        Field("exact", .number(score.exact)), Field("low", .number(score.interval.lowerBound)),
        Field("high", .number(score.interval.upperBound)),
        Field("accuracy", .number(score.accuracy)), Field("steps", .number(score.steps)),
        Field("ms", .number((seconds * 1e6 / Double(max(score.asked, 1))).rounded() / 1e3)),
        Field("unread", .integer(comparison.unread[index])),
      ])
    }
    let best = rows.max { ($0[2].value.double ?? 0) < ($1[2].value.double ?? 0) }
    // Without other layouts there is nothing to say about reading.
    let found = comparison.isShared ? rows : rows.map { $0.dropLast() }
    // Names, unless they are the same for models of several folders.
    let models = [own] + others
    let paths = models.map { shownPath($0.path ?? $0.name) }
    let isAmbiguous = Set(models.map(\.name)).count < Set(paths).count
    let names = isAmbiguous ? paths : models.map(\.name)
    var result = CommandResult(
      [
        Field("best", best?[0].value ?? .nothing), Field("count", .integer(comparison.count)),
        Field("models", .list(rows.map { .record($0) })),
      ], table: "models"
    ) { capabilities in
      var table = Table(
        [.init("model", excess: .shortened)]
          + found[0].dropFirst().map { Table.Column($0.name, .right) })
      for (name, row) in zip(names, found) {
        let numbers = row.dropFirst().map { field in
          guard case .number(let value) = field.value else { return StyledText(field.value.text) }
          return StyledText(NumberFormat.digits(value, significant: 4))
        }
        table.add([StyledText(name)] + numbers)
      }
      return table.lines(width: capabilities.width)
    }
    result.notes = zip(files, others).flatMap { file, model in
      model.notes.map { "\(file): \($0)" }
    }
    result.notes += comparison.notes + [set.unknownNote].compactMap { $0 }
    return result
  }
}
