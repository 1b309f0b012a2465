// A model whose puzzle has other options, of another size among them, or whose network has another depth.

internal import Language
internal import Network
internal import Puzzles
internal import Wording

extension LoadedModel {
  /// The model with some of its puzzle's options changed, for questions of another length if they
  /// say so.
  ///
  /// - Throws: `PuzzleError` for an invalid option; `Diagnostic` where the network can't follow.
  package func changing(_ options: [String: String]) throws -> LoadedModel {
    let own = puzzle
    guard !own.isUninterpreted else {
      throw Diagnostic(
        .usage, "the checkpoint doesn't say which puzzle it is for", about: .option("--option"),
        hint: "--puzzle NAME")
    }
    let made = try PuzzleList.make(
      name: own.name, options: own.options.merging(options) { $1 })
    var result = self
    guard made.vocabulary == own.vocabulary else {
      throw Diagnostic(
        .usage, "with these options '\(own.name)' has other tokens than the network",
        about: .option("--option"), hint: "help new")
    }
    if made.length != own.length {
      do {
        let calibration = calibration
        result.weights = try weights.resized(length: made.length, gridWidth: made.gridWidth)
        result.calibration = calibration
      } catch let error as ConfigurationError {
        throw Diagnostic(
          .usage, error.description, about: .option("--option"), hint: "help new")
      }
      (result.path, result.isUnsaved, result.state) = (nil, true, nil)
      result.notes.append(
        "made for \(counted(own.length, "position")), not \(made.length): answers can take more "
          + "steps, and p isn't calibrated for them")
    }
    result.puzzle = made
    return result
  }

  /// Gives the network another depth of its own.
  ///
  /// Its numbers stay, and so do the files that they may be borrowed from and the calibration.
  ///
  /// - Throws: `ConfigurationError` if there are too few or too many steps.
  package mutating func setDepth(_ depth: Int) throws {
    guard depth != weights.configuration.depth else { return }
    let kept = (sources, calibration)
    weights = try weights.withDepth(depth)
    (sources, calibration) = kept
  }
}
