// What views look at: the selected run as it is, patches included, or a question that is run for
// them. Every view takes its states from here.

internal import Language
package import Network
package import Puzzles
internal import Settings

/// What a view looks at: a copy of a run, which itself stays where it is, or a question.
package struct ViewedRun: Sendable {
  package let question: Question
  /// The options of the run, or those that the question is run with.
  package let inference: InferenceOptions
  /// The number of the run; 0 for a question that is run.
  package let number: Int
  /// The run that `think` began; nil for a question that is run.
  package let debugRun: DebugRun?
  /// The setting `engine` when the run began.
  private let engine: EngineKind?

  /// A question, which is run for the view.
  package init(_ question: Question, _ inference: InferenceOptions) {
    (self.question, self.inference) = (question, inference)
    (number, debugRun, engine) = (0, nil, nil)
  }

  /// A run as it is now.
  package init(_ session: DebugSession) {
    (question, inference) = (session.question, session.debugRun.options)
    (number, debugRun, engine) = (session.number, session.debugRun, session.engine)
  }

  /// The states that were patched, in the order of the run.
  package var patched: [StateID] { debugRun?.editedStates ?? [] }

  /// What the run's last update computed, if later states are what `continue` would compute; nil
  /// for a run that is over, and for a question.
  package var continuedFrom: String? {
    guard let debugRun, !debugRun.isAtEnd, !debugRun.isDone else { return nil }
    return debugRun.place
  }

  /// The engine that computes it.
  fileprivate func engine(on workbench: ModelWorkbench) throws -> any Engine {
    try workbench.engine(kind: engine)
  }
}

extension DebugRun {
  /// What the last update computed, such as `z@2.1.3`; `start` before the first one.
  package var place: String { position == 0 ? "start" : stateID(after: position).description }
}

extension ModelWorkbench {
  /// What a view without a question or options looks at: the selected run, or else the question
  /// asked last with the current settings.
  ///
  /// - Throws: `Diagnostic` if there is neither, or if the last question was asked of another model.
  package func viewed() throws -> ViewedRun {
    guard let session = runs.selected else {
      return ViewedRun(try requireQuestion(), try currentOptions())
    }
    if let last = lastQuestion, last == runs.answered?.question, last != session.question {
      reporter.note(
        "this is run #\(session.number); 'runs 0' selects the last question, \(last.text)")
    }
    return ViewedRun(session)
  }

  /// What a view looks at, given a question and options: either makes it another run than the
  /// selected one.
  ///
  /// - Throws: `PuzzleError` and `Diagnostic` as ``parseQuestion(_:)`` and ``viewed()``.
  package func viewed(_ text: String, _ given: InferenceOptions?) throws -> ViewedRun {
    if text.isEmpty && given == nil { return try viewed() }
    let question =
      try text.isEmpty
      ? questionToRunAgain("with these options") : parseQuestion(text, given)
    return ViewedRun(question, try given ?? currentOptions())
  }

  /// The run that an address of a view names: a numbered one, or with #0 the last answered question
  /// as it was asked.
  ///
  /// - Throws: `Diagnostic` if there is no such run.
  package func viewed(run number: Int) throws -> ViewedRun {
    if number > 0 { return ViewedRun(try requireRun(number)) }
    guard let answered = runs.answered else {
      return ViewedRun(try requireQuestion(), try currentOptions())
    }
    return ViewedRun(answered.question, answered.inference)
  }

  /// The options of the settings for the model in memory.
  private func currentOptions() throws -> InferenceOptions {
    settings.inferenceOptions(try requireModel())
  }

  /// Shows an observer every update of what a view looks at, to its end.
  ///
  /// A question is run, and is run #0 afterwards; of a run, a copy continues.
  ///
  /// - Throws: `Diagnostic` if it was stopped.
  package func watch(_ view: ViewedRun, observer: Observer?) throws -> RunResult {
    guard view.debugRun != nil else {
      return try watch(view.question, view.inference, observer: observer)
    }
    return try replay(
      view, observer: { $0.step == 0 || (observer?($0, $1) ?? true) })
  }

  /// Records each step of what a view looks at, as ``watch(_:observer:)`` runs it; a question's
  /// states are kept as the setting `keep` says.
  ///
  /// - Throws: `Diagnostic` if it was stopped.
  package func trace(_ view: ViewedRun) throws -> (outcome: RunResult, steps: [StepRecord]) {
    var steps: [StepRecord] = []
    guard view.debugRun != nil else {
      let outcome = try answer(view.question, view.inference, recorder: { steps.append($0) })
      return (outcome, steps)
    }
    return (try replay(view, recorder: { steps.append($0) }), steps)
  }

  /// Plays a run from y₀ and z₀ to its end; what it answers is the last answer afterwards.
  ///
  /// - Throws: `Diagnostic` if it was stopped.
  func replay(
    _ view: ViewedRun, recorder: ((StepRecord) -> Void)? = nil, observer: Observer? = nil
  ) throws -> RunResult {
    let progress = longProgress(
      "steps", total: view.inference.depth, updates: view.inference.updates)
    defer { progress?.finish() }
    var step = 0
    let outcome = try view.debugRun?.replay(
      on: view.engine(on: self), observer: observer, recorder: recorder,
      onStep: {
        step += 1
        progress?.report(step) { .none }
      }, while: goesOn)
    guard let outcome else { throw Diagnostic.interrupted }
    lastTokens = outcome.tokens
    lastAnswer = try requirePuzzle().decode(outcome.tokens)
    return outcome
  }
}
