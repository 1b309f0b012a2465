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

extension ARCTask {
  /// Whether text may hold tasks: a JSON object.
  package static func isTask(_ text: String) -> Bool { text.first { !$0.isWhitespace } == "{" }

  /// The task in the text of the file at `path`, if it is of one, or the one called `wanted` among many.
  ///
  /// - Throws: `TaskError` that says what is wrong, and `FileError` if solutions are there but can't be
  ///   read.
  package static func read(_ text: String, path: String?, task wanted: String?) throws -> ARCTask {
    let json: JSON
    do throws(JSONError) {
      json = try JSON(parsing: text)
    } catch {
      throw TaskError(reason: "it isn't JSON: \(error)")
    }
    if json["train"] != nil || json["test"] != nil {
      let file = path?.split(separator: "/").last.map(String.init) ?? "typed"
      let name = file.hasSuffix(".json") ? String(file.dropLast(5)) : file
      guard wanted == nil || wanted == name else {
        throw TaskError(reason: "it holds one task, '\(name)', not '\(legible(wanted ?? ""))'")
      }
      return try ARCTask(json, name: name)
    }
    let names = (json.members ?? []).map(\.key)
    guard let wanted = wanted ?? (names.count == 1 ? names[0] : nil) else {
      throw TaskError(
        reason: names.isEmpty ? "it holds no task" : "it holds \(counted(names.count, "task"))",
        hint: names.first.map { "--task \($0)" })
    }
    guard let task = json[wanted] else {
      throw TaskError(
        reason: "it has no task '\(legible(wanted))'",
        hint: names.first.map { "such as --task \($0)" })
    }
    return try ARCTask(task, name: wanted, solutions: solutions(of: wanted, beside: path))
  }

  /// All tasks in a file that holds them by name.
  ///
  /// - Throws: `FileError` if it isn't one.
  package static func all(in path: String) throws -> [ARCTask] {
    do {
      let json = try JSON(parsing: TextFile.read(path))
      guard let members = json.members else { throw TaskError(reason: "isn't an object of tasks") }
      return try members.map { member throws(TaskError) in
        try ARCTask(member.value, name: member.key)
      }
    } catch let error as TaskError {
      throw FileError(path, .badData, error.reason + "; write it again with the data set")
    } catch let error as JSONError {
      throw FileError(path, .badData, "isn't JSON: \(error); write it again with the data set")
    }
  }

  /// The outputs of a task's tests from the file of solutions beside that of challenges.
  private static func solutions(of task: String, beside path: String?) throws -> [JSON]? {
    guard let path, path.contains("challenges") else { return nil }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let file = folder + path.dropFirst(folder.count).replacing("challenges", with: "solutions")
    do {
      return try JSON(parsing: TextFile.read(file))[task]?.array
    } catch let error as FileError where error.kind == .missing {
      return nil
    }
  }
}
