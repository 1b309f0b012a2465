// What a command is given: the workbench, the script's own state, and the console.

package import Workbench

/// The three things that commands work on; most need the workbench alone.
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

/// What commands may ask of the place where results are shown.
package protocol Console: AnyObject {
  /// How results are written.
  var format: OutputFormat { get }
  /// Whether results are shown to nobody: a script that is run as a test.
  var isSilent: Bool { get }
  /// Whether results go to a file of their own.
  var isRedirected: Bool { get }
  /// The lines typed in this session; empty where nobody types.
  var typedLines: [String] { get }
  /// The same with those of earlier sessions before them.
  var historyLines: [String] { get }
  /// Follows the settings that say how results are shown.
  func follow(_ settings: Settings)
  /// Sends results to a file from now on, or with nil back to standard output.
  ///
  /// - Throws: `Diagnostic` if the file can't be opened.
  func redirect(to path: String?, appending: Bool) throws
}
