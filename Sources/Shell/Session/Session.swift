// What stays between two lines: the model, the settings, the variables, the last result. It reads
// and prints nothing.

internal import Drawing
internal import Network
internal import Puzzles

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The state that commands work on.
final class Session {
  /// The settings of today.
  var settings = Settings()
  /// What `let` made.
  var variables: [String: String] = [:]
  /// The model in memory.
  var model: LoadedModel? {
    didSet { thinker = nil }
  }
  /// The result of the last command, which `expect` reads.
  var lastResult: CommandResult?
  /// What was asked last, which `again` and `trace` repeat.
  var lastQuestion: Question?
  /// The last answer, which is `$ans`.
  var lastAnswer = ""
  /// The last command's exit code, which is `$status`.
  var status: Int32 = 0
  /// Sources that are being read, the innermost last.
  var places: [Place] = []
  /// Set by `quit`.
  var exitCode: Int32?
  /// Whether a person types at a prompt.
  var isInteractive = false
  /// What shows results, notes and progress.
  let output: Output
  /// Runs lines; `source` calls it.
  var runner: ((_ text: String, _ source: Source) throws -> Void)?
  private var thinker: (any Engine)?

  init(output: Output) { self.output = output }

  /// The innermost source.
  var source: Source {
    places.last?.source ?? Source(name: nil, directory: ".", origin: .prompt)
  }

  /// A variable's value, the built-in ones included.
  func variable(_ name: String) -> String? {
    switch name {
    case "ans": lastAnswer
    case "status": String(status)
    case "model": model?.path ?? model?.name ?? ""
    case "file": source.name ?? ""
    case "dir": source.directory
    default: variables[name]
    }
  }

  /// The model.
  ///
  /// - Throws: `ShellError` if none is loaded.
  func requireModel() throws -> LoadedModel {
    guard let model else {
      throw ShellError(
        .failure, "no model is loaded", hint: "load FILE, or make one with: new arithmetic")
    }
    return model
  }

  /// The model's puzzle.
  ///
  /// - Throws: `ShellError` if no model is loaded or it doesn't say what its tokens mean.
  func requirePuzzle() throws -> any Puzzle {
    guard let puzzle = try requireModel().puzzle else {
      throw ShellError(
        .failure, "the checkpoint doesn't say which puzzle it answers",
        hint: "a checkpoint made by trm says it in its metadata")
    }
    return puzzle
  }

  /// An engine for one question at a time, kept until the weights or the setting change.
  func engine() throws -> any Engine {
    let weights = try requireModel().weights
    let wantsReference = settings.word("engine") == "reference"
    if let thinker, thinker.weights === weights, (thinker is ReferenceEngine) == wantsReference {
      return thinker
    }
    let engine: any Engine =
      wantsReference ? ReferenceEngine(weights) : FastEngine(weights, capacity: 1)
    thinker = engine
    return engine
  }
}

/// Refuses work that this machine has no memory for, before it is begun.
///
/// - Throws: `ShellError` that says how much it would take.
func requireMemory(floats: Double, hint: String) throws {
  let installed = Double(sysconf(Int32(_SC_PHYS_PAGES))) * Double(sysconf(Int32(_SC_PAGESIZE)))
  let needed = floats * 4
  guard needed < installed * 0.7 else {
    func gigabytes(_ bytes: Double) -> String { Numbers.digits(bytes / 0x1p30, significant: 3) }
    throw ShellError(
      .failure,
      "this takes \(gigabytes(needed)) GiB of memory; the machine has \(gigabytes(installed))",
      hint: hint)
  }
}
