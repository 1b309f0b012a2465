// The context in which commands run: the workbench, the script's state, and the console.

package import Settings
package import Workbench

/// The context of a command; most commands need only the workbench.
package struct CommandContext {
  /// The models, settings and runs.
  package let workbench: ModelWorkbench
  /// The variables, aliases and places of the running script.
  package let script: ScriptState
  /// Where results and notes go.
  package let console: any Console

  package init(workbench: ModelWorkbench, script: ScriptState, console: any Console) {
    self.workbench = workbench
    self.script = script
    self.console = console
  }
}

/// What commands can do with the output.
package protocol Console: AnyObject {
  /// How results are written.
  var format: OutputFormat { get }
  /// Whether results are discarded, as in a script that runs as a test.
  var isSilent: Bool { get }
  /// Whether results go to a file of their own.
  var isRedirected: Bool { get }
  /// The lines typed in this session; empty unless interactive.
  var typedLines: [String] { get }
  /// The same, after those of earlier sessions.
  var historyLines: [String] { get }
  /// Follows the settings that say how results are shown.
  func follow(_ settings: SettingValues)
  /// Sends results to a file from now on, or with nil back to standard output.
  ///
  /// - Throws: `Diagnostic` if the file can't be opened.
  func redirect(to path: String?, appending: Bool) throws
}
