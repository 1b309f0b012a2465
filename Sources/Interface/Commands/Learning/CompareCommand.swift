// compare: several models on the same questions.

internal import ArgumentParser
internal import Drawing
internal import Language
internal import Network
internal import Presentation
internal import Puzzles
internal import Training
internal import Workbench

/// `compare FILE...`.
struct CompareCommand: WorkbenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Measure the model and other checkpoints side by side.",
    discussion: """
      All get the same questions: 1000 held-out ones of the model's puzzle, or those of --data. \
      Each runs at the depth it was made for, unless an option or a setting gives another.
      """)
  static let examples = ["save mine.safetensors", "compare mine.safetensors --count 100"]
  static let fields: KeyValuePairs = [
    "best": "the model with the most right answers", "count": "questions asked of each",
    "models": "each one's model, parameters, exact, low, high, accuracy, steps and ms",
  ]

  @Argument(help: "Checkpoints.", completion: .file(extensions: ["safetensors"]))
  var files: [String]
  @OptionGroup var questions: EvaluationSetArguments
  @OptionGroup var inference: InferenceArguments

  mutating func run(on workbench: ModelWorkbench) throws -> CommandResult {
    let own = try workbench.requireModel()
    let set = try questions.set(on: workbench, default: 1000)
    let puzzle = set.puzzle
    var models = [own]
    var notes: [String] = []
    for file in files {
      let model = try LoadedModel.read(CheckpointLibrary.path(file))
      notes += model.notes.map { "\(file): \($0)" }
      let other = model.weights.configuration
      guard other.length == puzzle.length, other.vocabulary == puzzle.vocabulary.count else {
        throw Diagnostic(
          .data,
          "\(file): shapes differ: \(other.length) positions and \(other.vocabulary) tokens; the "
            + "model in memory has \(puzzle.length) and \(puzzle.vocabulary.count)",
          about: .file(file),
          hint: "load a model of the same puzzle first")
      }
      models.append(model)
    }
    var rows: [[Field]] = []
    for model in models {
      let inference = try inference.inferenceOptions(
        on: workbench, for: model.weights.configuration)
      let (score, seconds) = try workbench.score(model.weights, set, inference, title: model.name)
      rows.append([
        Field("model", .string(model.path ?? model.name)),
        Field("parameters", .integer(model.weights.table.count)),
        Field("exact", .number(score.exact)), Field("low", .number(score.interval.lowerBound)),
        Field("high", .number(score.interval.upperBound)),
        Field("accuracy", .number(score.accuracy)), Field("steps", .number(score.steps)),
        Field("ms", .number((seconds * 1e6 / Double(score.count)).rounded() / 1e3)),
      ])
    }
    let best = rows.max { ($0[2].value.double ?? 0) < ($1[2].value.double ?? 0) }
    let found = rows
    var result = CommandResult(
      [
        Field("best", best?[0].value ?? .nothing), Field("count", .integer(set.count)),
        Field("models", .list(rows.map { .record($0) })),
      ], table: "models"
    ) { capabilities in
      var table = Table(
        [.init("model")] + found[0].dropFirst().map { Table.Column($0.name, .right) })
      for row in found {
        table.add(
          row.map { field in
            guard case .number(let value) = field.value else { return StyledText(field.value.text) }
            return StyledText(NumberFormat.digits(value, significant: 4))
          })
      }
      return table.lines(width: capabilities.width)
    }
    result.notes = notes
    return result
  }
}
