// The options and arguments of a command, as the argument parser describes them. It does so only in
// JSON, from a function outside its public interface; only this file calls it.

package import ArgumentParser
internal import Storage

/// An option or argument of a command.
package struct CommandParameter: Sendable {
  /// The version of the parser's JSON that is read here.
  package static let supportedVersion = 0

  /// The values that can be typed for it.
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
  /// The default value, if there is one.
  package let standard: String?
  /// Its completions.
  package let values: Values
  /// Whether it is repeatable.
  package let isRepeating: Bool
  /// Whether it is optional.
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

  /// A command's options and arguments, as declared; those that every command has, and hidden ones,
  /// are left out.
  package static func shown(of type: any ParsableArguments.Type) -> [CommandParameter] {
    all(of: type).filter { !$0.isHidden }
  }

  /// The same with hidden ones.
  package static func all(of type: any ParsableArguments.Type) -> [CommandParameter] {
    guard let tree = try? JSON(parsing: type._dumpHelp()),
      tree["serializationVersion"]?.integer == supportedVersion,
      let arguments = tree["command"]?["arguments"]?.array
    else { return [] }
    return arguments.map(CommandParameter.init).filter { !$0.names.contains("--help") }
  }
}
