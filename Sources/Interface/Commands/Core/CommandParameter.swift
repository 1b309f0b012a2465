// What the argument parser knows of a command's options and arguments. It tells that only as JSON, from
// a function that isn't part of its public interface: this is the one file that calls it.

package import ArgumentParser
internal import Storage

extension CommandTree {
  /// A command's options and arguments, as declared; those that every command has, and hidden ones,
  /// are left out.
  package static func parameters(of type: any ParsableArguments.Type) -> [CommandParameter] {
    allParameters(of: type).filter { !$0.isHidden }
  }

  /// The same with hidden ones: names that go on working for one more version.
  package static func allParameters(of type: any ParsableArguments.Type) -> [CommandParameter] {
    guard let tree = try? JSON(parsing: type._dumpHelp()),
      tree["serializationVersion"]?.integer == CommandParameter.supportedVersion,
      let arguments = tree["command"]?["arguments"]?.array
    else { return [] }
    return arguments.map(CommandParameter.init).filter { !$0.names.contains("--help") }
  }
}

/// An option or argument of a command.
package struct CommandParameter: Sendable {
  /// The version of the parser's JSON that is read here.
  package static let supportedVersion = 0

  /// What can stand for it.
  package enum Values: Equatable, Sendable {
    case words([String])
    case file
    case folder
    case any
  }

  /// `--depth`, `-o`; empty for an argument that is known by its place.
  package let names: [String]
  /// What its value is called; nil for a flag.
  package let valueName: String?
  /// What it means.
  package let summary: String
  /// What it is where it is left out, if there is something.
  package let standard: String?
  /// What can be typed for it.
  package let values: Values
  /// Whether it can stand more than once.
  package let isRepeating: Bool
  /// Whether it can be left out.
  package let isOptional: Bool
  /// Whether help leaves it out.
  package let isHidden: Bool

  /// From the parser's own description.
  fileprivate init(_ json: JSON) {
    let kind = json["kind"]?.string
    names =
      kind == "positional"
      ? []
      : (json["names"]?.array ?? []).map {
        ($0["kind"]?.string == "long" ? "--" : "-") + ($0["name"]?.string ?? "")
      }
    valueName = kind == "flag" ? nil : json["valueName"]?.string ?? "value"
    summary = json["abstract"]?.string ?? ""
    standard = json["defaultValue"]?.string
    isRepeating = json["isRepeating"] == .bool(true)
    isOptional = json["isOptional"] == .bool(true)
    isHidden = json["shouldDisplay"] == .bool(false)
    let completion = json["completionKind"]
    if let words = (json["allValues"] ?? completion?["list"]?["values"])?.array {
      values = .words(words.compactMap(\.string))
    } else if completion?["file"] != nil {
      values = .file
    } else if completion?["directory"] != nil {
      values = .folder
    } else {
      values = .any
    }
  }
}
