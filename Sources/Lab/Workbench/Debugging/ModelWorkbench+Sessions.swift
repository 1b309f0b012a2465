// Debug sessions of the workbench: selecting, starting and ending them.

internal import Language
package import Network
package import Puzzles
package import Settings

extension ModelWorkbench {
  /// The run that is selected.
  ///
  /// - Throws: `Diagnostic` if there is none.
  package func requireRun() throws -> DebugSession {
    if let run = runs.selected { return run }
    let hint =
      runs.all.isEmpty
      ? "'think QUESTION' starts a run" : "'runs N' selects one; 'runs' lists them"
    throw Diagnostic(.failure, "no run is paused", hint: hint)
  }

  /// The run of a number.
  ///
  /// - Throws: `Diagnostic` if there is none.
  package func requireRun(_ number: Int) throws -> DebugSession {
    if let run = runs[number] { return run }
    let known = runs.all.map { "#\($0.number)" }.joined(separator: ", ")
    throw Diagnostic(
      .failure, "there is no run #\(number)",
      hint: runs.all.isEmpty ? "'think QUESTION' starts a run" : "there are \(known)")
  }

  /// The question asked last, for a view that runs it again for a `reason`.
  ///
  /// Such a view doesn't show the selected run: if that is patched, a note says so.
  ///
  /// - Throws: `Diagnostic` as ``requireQuestion()``.
  package func questionToRunAgain(_ reason: String) throws -> Question {
    let question = try requireQuestion()
    if let run = runs.selected, !run.debugRun.edits.isEmpty {
      reporter.note(
        "\(reason) this is a new run of \(question.text), without the patches of run #\(run.number)"
      )
    }
    return question
  }

  /// The engine that a run began with.
  package func engine(of run: DebugSession) throws -> any Engine {
    try engine(kind: run.engine)
  }

  /// Prepares a run of a question and selects it.
  package func begin(_ question: Question, _ options: InferenceOptions) throws -> DebugSession {
    let weights = try requireModel().weights
    let kind = settings.engine
    noteExcess(options, longest: question.longest)
    let debugRun = DebugRun(
      try tokens(of: question), answerRange: question.asked, options: options,
      on: try engine(kind: kind), limit: settings.keepLimitBytes)
    lastQuestion = question
    return runs.begin(question, debugRun, weights: weights, engine: kind)
  }

  /// Ends the runs of weights that the model no longer has, with a note.
  package func endRuns() {
    let ended = runs.end(unlessOf: model?.weights)
    guard let run = ended.first else { return }
    let numbers = ended.map { "#\($0.number)" }.joined(separator: ", ")
    reporter.note(
      ended.count == 1
        ? "run #\(run.number) (\(run.question.text)) has ended: its weights were replaced"
        : "runs \(numbers) have ended: their weights were replaced")
  }
}

extension ModelWorkbench {
  /// What to say where a setting changes that a paused run doesn't follow.
  package func noteForRun(_ setting: Setting) -> String? {
    let followed = InferenceOptions.settingNames + ["engine", "seed", "temperature", "hold"]
    guard let run = runs.selected, !run.isOver, followed.contains(setting.name) else { return nil }
    return "paused run #\(run.number) keeps the \(setting.name) it began with"
  }

  /// What to say of the memory that the setting `keep` lets a run take; nil where it is off.
  package func noteOnMemory(_ setting: Setting) -> String? {
    guard ["keep", "keep-limit"].contains(setting.name), settings.keep != .off else { return nil }
    return "recorded states may take up to \(settings.keepLimit) MiB per run (keep-limit)"
  }
}

extension InferenceOptions {
  /// The settings that say how a model runs.
  package static let settingNames = [
    "depth", "cycles", "inner", "halt", "patience", "tolerance", "breadth", "noise", "pick",
  ]

  /// What to say where one of several rollouts is watched.
  package var watchNote: String? {
    breadth > 1 ? "breadth is \(breadth); only the first rollout is shown" : nil
  }
}

extension ModelWorkbench {
  /// The run that a file holds, which is selected.
  ///
  /// - Throws: `FileError`, and `Diagnostic` naming the file and what doesn't fit.
  package func resume(from path: String) throws -> DebugSession {
    let model = try requireModel()
    let saved = try RunFile(path, for: model)
    let debugRun: DebugRun
    do {
      debugRun = try DebugRun(
        saved.record, of: tokens(of: saved.question), answerRange: saved.question.asked,
        options: saved.inference, limit: settings.keepLimitBytes, for: model.weights.configuration)
    } catch let error as ConfigurationError {
      throw Diagnostic(
        .data, "\(path): \(error)", about: .file(path), hint: "'state save FILE' writes a new one")
    }
    lastQuestion = saved.question
    return runs.begin(saved.question, debugRun, weights: model.weights, engine: saved.engine)
  }
}
