// Files of tasks: one, or many by name with their solutions in a file beside them.

internal import Storage
internal import Wording

/// The tasks in a JSON text, which is parsed once, as are the solutions beside its file.
package struct ARCTaskFile {
  private let path: String?
  private let json: JSON
  /// The outputs of the tests of each task; null without them.
  private let solutions: JSON

  /// Whether text may hold tasks: a JSON object.
  package static func isTask(_ text: String) -> Bool { text.first { !$0.isWhitespace } == "{" }

  /// The tasks in `text`, that of the file at `path` if it is of one.
  ///
  /// - Throws: `TaskError` if it isn't JSON, and `FileError` if solutions are there but can't be read.
  package init(_ text: String, path: String?) throws {
    self.path = path
    do throws(JSONError) {
      json = try JSON(parsing: text)
    } catch {
      throw ARCTask.TaskError(reason: "it isn't JSON: \(error)")
    }
    solutions = try path.flatMap(Self.solutions) ?? .null
  }

  /// Whether it holds one task without a name.
  private var isSingle: Bool { json["train"] != nil || json["test"] != nil }

  /// The name of a single task: that of its file.
  private var fileName: String {
    let file = path?.split(separator: "/").last.map(String.init) ?? "typed"
    return file.hasSuffix(".json") ? String(file.dropLast(5)) : file
  }

  /// The task, or the one called `wanted` among many.
  ///
  /// - Throws: `TaskError` that says what is wrong.
  package func task(_ wanted: String?) throws(ARCTask.TaskError) -> ARCTask {
    if isSingle {
      guard wanted == nil || wanted == fileName else {
        throw ARCTask.TaskError(
          reason: "it holds one task, '\(fileName)', not '\(legible(wanted ?? ""))'")
      }
      return try ARCTask(json, name: fileName)
    }
    let names = (json.members ?? []).map(\.key)
    guard let wanted = wanted ?? (names.count == 1 ? names[0] : nil) else {
      throw ARCTask.TaskError(
        reason: names.isEmpty ? "it holds no task" : "it holds \(counted(names.count, "task"))",
        hint: names.first.map { "--task \($0)" })
    }
    guard let task = json[wanted] else {
      throw ARCTask.TaskError(
        reason: "it has no task '\(legible(wanted))'",
        hint: names.first.map { "such as --task \($0)" })
    }
    return try ARCTask(task, name: wanted, solutions: solutions[wanted]?.array)
  }

  /// All tasks in order.
  ///
  /// - Throws: `TaskError` that says what is wrong.
  package func tasks() throws(ARCTask.TaskError) -> [ARCTask] {
    if isSingle { return [try task(nil)] }
    guard let members = json.members else {
      throw ARCTask.TaskError(reason: "isn't an object of tasks")
    }
    var tasks: [ARCTask] = []
    for member in members {
      tasks.append(
        try ARCTask(
          member.value, name: member.key, solutions: solutions[member.key]?.array))
    }
    return tasks
  }

  /// The solutions beside a file of challenges; nil if there are none.
  private static func solutions(beside path: String) throws -> JSON? {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let name = path.dropFirst(folder.count)
    guard name.contains("challenges") else { return nil }
    let file = folder + name.replacing("challenges", with: "solutions")
    do {
      return try JSON(parsing: TextFile.read(file))
    } catch let error as FileError where error.kind == .missing {
      return nil
    } catch let error as JSONError {
      throw FileError(file, .badData, "isn't JSON: \(error); move it away or correct it")
    }
  }
}

extension ARCTask {
  /// All tasks in a file; `advice` is what to do if it isn't one of tasks.
  ///
  /// - Throws: `FileError` if it isn't.
  package static func all(
    in path: String, advice: String = "write it again with the data set"
  ) throws -> [ARCTask] {
    let text = try TextFile.read(path)
    do {
      return try ARCTaskFile(text, path: path).tasks()
    } catch let error as TaskError {
      throw FileError(path, .badData, error.reason + "; " + advice)
    }
  }

  /// The tasks in files; of several with one name, the first.
  ///
  /// - Throws: `FileError` if a file isn't one of tasks.
  package static func all(inFiles paths: [String]) throws -> [ARCTask] {
    var seen: Set<String> = []
    return try paths.flatMap { try all(in: $0, advice: "move it away or correct it") }
      .filter { seen.insert($0.name).inserted }
  }
}
