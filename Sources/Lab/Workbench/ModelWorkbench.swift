// The workbench: models, settings, runs and the last answer. It doesn't use a terminal or print.

internal import Language
package import Puzzles
package import Settings

/// The models, settings and runs in memory, and everything that is done with them.
package final class ModelWorkbench {
  /// The current settings.
  package var settings = SettingValues()
  /// The question asked last, which `again` and `trace` repeat, and the puzzle that it was asked
  /// of.
  private var asked: (question: Question, puzzle: any Puzzle, expression: Expression?)?
  /// The last answer as tokens.
  package var lastTokens: [Int32] = []
  /// The last answer as text.
  package var lastAnswer = ""
  /// The runs that can be stepped through and inspected.
  package let runs = DebugSessions()
  /// The model in memory and those before it.
  package let models: ModelStore
  /// The checkpoint that it starts with.
  package let defaultModel: String?
  /// Receives notes and progress.
  package let reporter: any Reporter
  /// Whether work should continue; if not, it stops after the current part.
  package let goesOn: @Sendable () -> Bool
  package var engines = EngineCache()
  /// Whether standard input is a script, which no command may read from.
  package var isInputScript = false
  /// Which notes on runs beyond a model's training were given already.
  package var notedExcesses: Set<String> = []

  /// A workbench with a model to load as soon as one is needed.
  package init(
    reporter: any Reporter = SilentReporter(), model path: String? = nil,
    goesOn: @escaping @Sendable () -> Bool = { true }
  ) {
    self.reporter = reporter
    self.goesOn = goesOn
    defaultModel = path
    models = ModelStore(path) { reporter.note($0) }
    models.changed = { [unowned self] in endRuns() }
  }

  /// The question asked last.
  package var lastQuestion: Question? {
    get { asked?.question }
    set {
      let expression = newValue == asked?.question ? asked?.expression : nil
      asked = newValue.flatMap { question in model.map { (question, $0.puzzle, expression) } }
    }
  }

  /// The expression of which the question asked last is the last part; nil for any other question.
  package var lastExpression: Expression? {
    get { asked?.expression }
    set { asked?.expression = newValue }
  }

  /// The question asked last, as the model reads it.
  ///
  /// - Throws: `Diagnostic` if there is none, or if it was asked of another model, whose puzzle
  ///   this
  ///   one doesn't read.
  package func requireQuestion() throws -> Question {
    guard let (question, puzzle, expression) = asked else {
      throw Diagnostic(.failure, "no question has been asked yet", hint: "for example: ask 3 + 7")
    }
    let own = try requirePuzzle()
    if puzzle.name == own.name && puzzle.options == own.options && puzzle.length == own.length {
      if let expression { noteLastPart(question, of: expression) }
      return question
    }
    guard let read = try? own.parse(question.text) else {
      throw Diagnostic(
        .failure, "the last question was asked of another model: \(question.text)",
        hint: "first ask this model a question")
    }
    return read
  }

  /// The model in memory, or nil if there is none.
  package var model: LoadedModel? { try? models.current() }

  /// The model.
  ///
  /// - Throws: `Diagnostic` if none is loaded.
  package func requireModel() throws -> LoadedModel {
    guard let model = try models.current() else {
      throw Diagnostic(
        .failure, "no model is loaded", hint: "'load FILE' loads one, 'new arithmetic' creates one")
    }
    try model.requireUnchangedFiles()
    return model
  }

  /// The model's puzzle.
  ///
  /// - Throws: `Diagnostic` if no model is loaded.
  package func requirePuzzle() throws -> any Puzzle { try requireModel().puzzle }

  /// The model's puzzle, if it can generate questions.
  ///
  /// - Throws: `Diagnostic` if no model is loaded or its puzzle is unknown.
  package func requireGenerator() throws -> any Puzzle {
    let puzzle = try requirePuzzle()
    guard puzzle.canGenerate else {
      guard puzzle.isUninterpreted else {
        throw Diagnostic(
          .failure, "questions of '\(puzzle.name)' can't be generated",
          hint: "use a data set with --data DIR")
      }
      throw Diagnostic(
        .failure, "the checkpoint doesn't say which puzzle it solves",
        hint: "use a data set with --data DIR, or load it with --puzzle NAME")
    }
    return puzzle
  }

  /// The model's puzzle with other options, as `NAME=VALUE` texts.
  ///
  /// - Throws: `Diagnostic` where they would give it another shape than the model's.
  package func puzzle(changing options: [String]) throws -> any Puzzle {
    let puzzle = try requireGenerator()
    guard !options.isEmpty else { return puzzle }
    let changed = try pairs(options)
    let made = try PuzzleList.make(
      name: puzzle.name, options: puzzle.options.merging(changed) { $1 })
    guard made.length == puzzle.length, made.vocabulary == puzzle.vocabulary else {
      throw Diagnostic(
        .usage, "these options give the puzzle another shape than the model's",
        about: .option("--option"),
        hint: "leave out options that change the number of positions or tokens, such as digits")
    }
    return made
  }

  /// Throws if work was interrupted.
  package func checkInterruption() throws {
    if !goesOn() { throw Diagnostic.interrupted }
  }
}
