// Every setting, once: its name, its type, its range, its default and what it means.

package import Network
internal import Records

/// Settings of inference.
package struct InferenceKeys: Sendable {
  package let depth = SettingKey.ofModel(
    "depth", ["N_sup", "halt_max_steps"], in: 1...4096, "supervision steps: how long to think")
  package let cycles = SettingKey.ofModel(
    "cycles", ["T", "H_cycles"], in: 1...1024, "cycles in a step, each ending in an update of y")
  package let inner = SettingKey.ofModel(
    "inner", ["n", "L_cycles"], in: 1...1024, "updates of z in a cycle")
  package let halt = SettingKey.halting("halt", "stop when the halting head is this sure")
  package let patience = SettingKey.ofModel(
    "patience", [], in: 0...1024,
    "steps that the answer must stay the same, before halting counts")
  package let tolerance = SettingKey.number(
    "tolerance", in: 0...1, default: 0,
    "stop when y and z change by less than this share in a step; 0 never stops")
  package let breadth = SettingKey.integer(
    "breadth", ["K"], in: 1...4096, default: 1, "rollouts per question, of which one is selected")
  package let noise = SettingKey.number(
    "noise", ["sigma"], in: 0...10, default: 0,
    "std of the noise added to y and z before each step; theirs is 1")
  package let pick = SettingKey.choice(
    "pick", default: SelectionRule.vote,
    "which rollout is selected: the most votes, the surest halting head, the least residual")
  package let temperature = SettingKey.ofModel(
    "temperature", in: Calibration.temperatures,
    "what the answer's logits are divided by before p is computed; see calibrate")
  package let hold = SettingKey.flag(
    "hold", default: true,
    "whether an answer keeps what its question gives: digits of a Sudoku, walls of a maze")
  package let parts = SettingKey.flag(
    "parts", default: true,
    "whether a question with several operators is answered in parts of one operator each")
}

/// Settings of the machinery that runs the network.
package struct MachineryKeys: Sendable {
  package let engine = SettingKey.choice(
    "engine", default: EngineKind.fast, "vector kernels, or plain loops in float64")
  package let keep = SettingKey.choice(
    "keep", default: KeepLevel.off,
    "which states a run records, so that latent need not compute them again")
  package let keepLimit = SettingKey.integer(
    "keep-limit", in: 1...1 << 20, default: 256,
    "MiB of recorded states per run; beyond that the oldest are dropped")
  package let seed = SettingKey.integer(
    "seed", in: 0...Int.max, default: 1,
    "random seed for new, train, eval, noise and latent patch")
  package let threads = SettingKey.integer(
    "threads", in: 1...256, default: processorCount,
    "threads to run on; the results are the same for any number")
}

/// Settings of what is shown, and of the prompt and scripts.
package struct DisplayKeys: Sendable {
  package let format = SettingKey.choice(
    "format", default: OutputFormat.text, "how results are written")
  package let doubt = SettingKey.ofModel(
    "doubt", in: 0...1, "answers whose p is below this are shown as doubtful, with ~")
  package let digits = SettingKey.integer(
    "digits", in: 1...9, default: 3, "significant digits of numbers in text")
  package let color = SettingKey.choice(
    "color", ["colour"], default: ColorMode.auto, "whether text is colored")
  package let width = SettingKey.integer(
    "width", in: 0...10_000, default: 0, "columns of a line of text; 0 for the terminal's")
  package let pager = SettingKey.flag(
    "pager", ("auto", "off"), default: true,
    "whether text longer than the screen goes through $PAGER")
  package let prompt = SettingKey.text(
    "prompt", default: "trm %m%* d%d%@> ",
    "the prompt: %m model, %d depth, %c cycles, %i inner, %* a star if unsaved, "
      + "%@ where the paused run is, %r its number")
  package let history = SettingKey.flag(
    "history", default: true, "whether typed lines are kept in the history")
  package let progress = SettingKey.flag(
    "progress", ("auto", "off"), default: true, "whether long work shows progress on stderr")
  package let timing = SettingKey.flag(
    "timing", default: false, "whether each command's time is shown on stderr")
  package let onError = SettingKey.choice(
    "on-error", default: ErrorPolicy.stop, "what a script does after an error")
}

/// Every setting: `settings.depth` reads one by the name of its key.
package struct SettingKeys: Sendable {
  static let shared = SettingKeys()

  let inference = InferenceKeys()
  let machinery = MachineryKeys()
  let display = DisplayKeys()

  /// The keys of all groups, in the order of their declarations.
  var all: [Setting] {
    [Mirror(reflecting: inference), Mirror(reflecting: machinery), Mirror(reflecting: display)]
      .flatMap(\.children).compactMap { ($0.value as? any AnySettingKey)?.setting }
  }
}

/// Which implementation of the network runs.
package enum EngineKind: String, CaseIterable, Sendable {
  case fast, reference
}

/// When a run stops early.
package enum Halting: Equatable, Sendable {
  /// Never.
  case off
  /// Where the halting head is this sure.
  case at(Double)

  /// How sure it must be; nil for never.
  package var probability: Double? {
    if case .at(let probability) = self { probability } else { nil }
  }
}
