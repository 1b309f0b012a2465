// Tasks of ARC in their files: one task, or many with their solutions in a file of their own.

package import Puzzles
internal import Storage
internal import Wording

/// The tests of one task.
package struct ARCTask: Sendable {
  /// A pair of grids; the answer is nil where it isn't known.
  package struct Pair: Sendable {
    /// The question.
    package let input: ARCGrid
    /// The answer.
    package let output: ARCGrid?

    /// A pair from its grids.
    package init(input: ARCGrid, output: ARCGrid?) { (self.input, self.output) = (input, output) }
  }

  /// Its name: that of its file, or its key among many.
  package let name: String
  /// What shows the rule.
  package let examples: [Pair]
  /// What is to be answered.
  package let tests: [Pair]

  /// A task in JSON: lists `train` and `test` of `input` and `output`.
  ///
  /// `solutions` are the outputs of the tests, if they are elsewhere.
  ///
  /// - Throws: `TaskError` that says what is wrong.
  init(_ json: JSON, name: String, solutions: [JSON]? = nil) throws(TaskError) {
    func grid(_ json: JSON, _ place: String) throws(TaskError) -> ARCGrid {
      let rows = json.array?.map { $0.array?.compactMap(\.integer) ?? [] } ?? []
      guard let grid = ARCGrid(rows), json.array?.allSatisfy({ $0.array != nil }) == true else {
        throw TaskError(reason: "\(place) of task '\(legible(name))' isn't a grid of colors")
      }
      return grid
    }
    func pairs(_ list: String) throws(TaskError) -> [Pair] {
      guard let pairs = json[list]?.array else {
        throw TaskError(reason: "task '\(legible(name))' has no list '\(list)'")
      }
      var result: [Pair] = []
      for (index, pair) in pairs.enumerated() {
        guard let input = pair["input"] else {
          throw TaskError(
            reason: "\(list) \(index + 1) of task '\(legible(name))' has no 'input'")
        }
        let known = solutions.flatMap { index < $0.count ? $0[index] : nil }
        let output = pair["output"] ?? (list == "test" ? known : nil)
        result.append(
          Pair(
            input: try grid(input, "the input of \(list) \(index + 1)"),
            output: try output.map { output throws(TaskError) in
              try grid(output, "the output of \(list) \(index + 1)")
            }))
      }
      return result
    }
    self.name = name
    examples = try pairs("train")
    tests = try pairs("test")
  }

  /// Why a file isn't one of tasks.
  package struct TaskError: Error {
    /// What is wrong.
    package let reason: String
    /// What to do; nil if that is plain.
    package var hint: String?
  }
}
