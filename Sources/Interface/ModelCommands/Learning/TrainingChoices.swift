// Combinations of training options, for `ablate --train`.

internal import ArgumentParser
internal import CommandCore
internal import Language
internal import Network
internal import Training
internal import Workbench

/// Combinations of the options of `train`, under their names.
struct TrainingChoices {
  /// Deep supervision: without it a training has one step.
  static let supervision = "supervision"
  /// The options of a training.
  private static let known = CommandParameter.shown(of: TrainingOptions.self)

  let sweep: Sweep
  /// Optimizer steps where the sweep doesn't say.
  let steps: Int?
  let seed: UInt64

  /// The option's name without dashes.
  ///
  /// - Throws: `Diagnostic` with a suggestion if there is no such option.
  static func canonical(_ name: String) throws -> String {
    if name == supervision || parameter(name) != nil { return name }
    if let now = TrainingOptions.formerNames["--" + name] { return String(now.dropFirst(2)) }
    let names = known.flatMap(\.names).map { String($0.drop { $0 == "-" }) } + [supervision]
    throw Diagnostic(
      .usage, "'train' has no option '\(name)'", about: .argument(name),
      hint: closest(to: name, among: names).map { "did you mean '\($0)'?" } ?? "help train")
  }

  private static func parameter(_ name: String) -> CommandParameter? {
    known.first { $0.names.first == "--" + name }
  }

  /// The configuration of each combination.
  ///
  /// - Throws: `Diagnostic` naming the first value that can't be.
  func recipes(_ network: Configuration, _ workbench: ModelWorkbench) throws
    -> [TrainingConfiguration]
  {
    for axis in sweep.axes {
      for value in axis.values { _ = try Self.arguments(axis.name, value) }
    }
    return try sweep.combinations.map { values in
      let pairs = Array(zip(sweep.axes.map(\.name), values))
      var options = try Self.parsed(pairs)
      options.steps = options.steps ?? steps
      options.seed = options.seed ?? seed
      var configuration = try options.configuration(network, workbench)
      if pairs.contains(where: { $0 == (Self.supervision, "off") }) { configuration.depth = 1 }
      return configuration
    }
  }

  private static func parsed(_ pairs: [(String, String)]) throws -> TrainingOptions {
    try TrainingOptions.parse(pairs.flatMap { try arguments($0, $1) })
  }

  /// The arguments for `train`; none for what it has no option for.
  ///
  /// - Throws: `Diagnostic` where the option can't have this value.
  private static func arguments(_ name: String, _ value: String) throws -> [String] {
    func refused(_ hint: String) -> Diagnostic {
      Diagnostic(
        .usage, "invalid value '\(value)' for '\(name)'", about: .argument(value), hint: hint)
    }
    guard let parameter = parameter(name), parameter.valueName != nil else {
      guard value == "on" || value == "off" else { throw refused("use on or off") }
      guard let names = parameter(name)?.names else { return [] }
      return value == "on" ? [names[0]] : names.count > 1 ? [names[1]] : []
    }
    let argument = "--\(name)=\(value)"
    if (try? TrainingOptions.parse([argument])) == nil {
      guard case .words(let words) = parameter.values else { throw refused("help train") }
      throw refused("use one of \(words.joined(separator: ", "))")
    }
    return [argument]
  }
}
