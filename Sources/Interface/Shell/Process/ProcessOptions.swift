// Parses the process's command line; the words after its options are one command.

internal import Language

/// The parsed command line.
struct ProcessOptions {
  /// A line or script to run.
  enum Job: Equatable {
    case command(String)
    case file(String)
  }

  /// The options that are on or off.
  struct Switches {
    var isInteractive = false
    var keepsGoing = false
    var checksOnly = false
    var echoes = false
    var isQuiet = false
    var isSafe = false
    var readsStartFile = true
    var keepsHistory = true
  }

  var jobs: [Job] = []
  var model: String?
  var settings: [(name: String, value: String)] = []
  var variables: [(name: String, value: String)] = []
  var switches = Switches()
  /// What to print instead of running anything, such as for `--help`.
  var request: Request?
  /// The words of a command given directly; empty for none.
  var command: [String] = []

  /// Information that the program prints or writes about itself.
  enum Request: Equatable {
    case help
    case version
    case manual(String)
    case completions(String)
    case complete([String])
  }

  /// Parses the arguments, without the program's name.
  ///
  /// - Throws: `Diagnostic`, `.usage`, about the argument.
  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" {
        command = Array(rest)
        return
      }
      let isOption = argument.hasPrefix("-") && argument.count > 1
      guard isOption, !Statement.isQuestion(Array(argument)[...]) else {
        if argument.hasSuffix(".trm") {
          jobs.append(.file(argument))
          continue
        }
        command = [argument] + rest
        return
      }
      var (name, value) = (argument, String?.none)
      if argument.hasPrefix("--"), let equals = argument.firstIndex(of: "=") {
        name = String(argument[..<equals])
        value = String(argument[argument.index(after: equals)...])
      }
      if name == "--complete" {
        request = .complete(Array(rest))
        return
      }
      guard let option = ProcessOption.all.first(where: { $0.names.contains(name) }) else {
        let guess = closest(
          to: name, among: ProcessOption.all.flatMap(\.names).filter { $0.count > 2 })
        throw Diagnostic(
          .usage, "unknown option '\(name)'", about: .argument(name),
          hint: guess.map { "did you mean '\($0)'?" } ?? "trm --help")
      }
      switch option.effect {
      case .flag(let apply):
        guard value == nil else {
          throw Diagnostic(
            .usage, "option '\(name)' takes no value", about: .argument(name), hint: "trm --help")
        }
        apply(&self)
      case .value(let apply):
        guard let given = value ?? rest.popFirst() else {
          throw Diagnostic(
            .usage, "option '\(name)' needs a value", about: .argument(name), hint: "trm --help")
        }
        try apply(&self, given)
      }
    }
  }
}
