// One setting without its type: its name, the possible values, its default.

internal import Language

/// A setting's description.
package struct Setting: Sendable {
  package let name: String
  /// The paper's and the official code's names.
  package let aliases: [String]
  package let kind: SettingKind
  /// The default; nil where the model decides.
  package let standard: SettingValue?
  package let summary: String

  /// The default as a person would type it.
  package var standardText: String? { standard?.text }

  /// Every setting, in the order of their declarations.
  package static let all: [Setting] = SettingKeys.shared.all

  /// The setting of a name or alias; case matters: `n` and `T` differ from `N` and `t`.
  ///
  /// - Throws: `Diagnostic` with a suggestion.
  package static func named(_ name: String) throws -> Setting {
    func matches(_ setting: Setting) -> Bool {
      setting.name == name || setting.aliases.contains(name)
    }
    if let found = all.first(where: matches) { return found }
    let guess = closest(to: name, among: all.flatMap { [$0.name] + $0.aliases })
    throw Diagnostic(
      .usage, "unknown setting '\(name)'", about: .argument(name),
      hint: guess.map { "did you mean '\($0)'?" } ?? "'show' lists the settings")
  }
}
