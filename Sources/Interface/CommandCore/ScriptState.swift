// The state of a script between two lines: variables, aliases, places, the last result.

package import Language
package import Presentation
internal import Settings
package import Workbench

/// The state of a running script, or of what is typed at a prompt.
package final class ScriptState {
  /// How lines are run, from the process's options.
  package struct Policy: Sendable {
    /// Whether a person types at a prompt.
    package var isInteractive = false
    /// Whether lines go on after an error: `--keep-going`.
    package var keepsGoing = false
    /// Whether Ctrl-C returns to the prompt instead of exiting: `--interactive`.
    package var returnsToPrompt = false
    /// How deep scripts run as tests are nested.
    package var testDepth = 0

    package init() {}
  }

  /// How lines are run.
  package var policy = Policy()
  /// What `let` set.
  package var variables = Variables()
  /// The aliases: replacements by name.
  package var aliases: [String: String] = [:]
  /// The result of the last command, which `expect` reads.
  package var lastResult: CommandResult?
  /// The last command's exit code, which is `$status`.
  package var status: Int32 = 0
  /// The stack of running lines, innermost last.
  package var places: [Place] = []
  /// Set by `quit`.
  package var exitCode: Int32?
  /// The first failure.
  package var firstError: ScriptError?
  /// How many assertions of `expect` and `fails` held so far.
  package var assertions = 0
  /// The current section's title.
  package var section: String?
  /// The folder before the last `cd`.
  package var previousFolder: String?
  /// Runs lines and test scripts.
  package weak var runner: (any ScriptRunner)?

  package init() {}

  /// The first failure's code.
  package var firstFailure: ExitCode? { firstError?.code }

  /// Remembers a failure if it is the first.
  package func fail(_ error: Diagnostic, at place: SourceLocation? = nil) {
    firstError = firstError ?? ScriptError(error, at: place)
  }

  /// The innermost source.
  package var source: Source {
    places.last?.source ?? Source(name: nil, directory: ".", origin: .prompt)
  }

  /// A variable's value, the built-in ones included.
  package func variable(_ name: String, on workbench: ModelWorkbench) -> String? {
    switch name {
    case "ans": workbench.lastAnswer
    case "status": String(status)
    case "model": workbench.model?.path ?? workbench.model?.name ?? ""
    case "file": source.name ?? ""
    case "dir": source.directory
    default: variables[name]
    }
  }
}

/// Runs lines for the commands that run lines.
package protocol ScriptRunner: AnyObject {
  /// Runs the lines of a text.
  ///
  /// - Throws: the error that stopped it, which was shown already.
  func run(_ text: String, from source: Source) throws
  /// Runs a script as a test, in its own session with the same policy and variables.
  func test(_ file: String) -> ScriptOutcome
}

/// The outcome of a script that was run as a test.
package struct ScriptOutcome: Sendable {
  package let file: String
  /// Assertions that held.
  package let assertions: Int
  /// The code of its failure; nil if it passed.
  package let failure: ExitCode?
  /// The first error; nil if it passed, or left with a code of its own.
  package let error: ScriptError?
  package let seconds: Double

  package init(
    file: String, assertions: Int, failure: ExitCode?, error: ScriptError?, seconds: Double
  ) {
    self.file = file
    self.assertions = assertions
    self.failure = failure
    self.error = error
    self.seconds = seconds
  }
}

/// What went wrong in a script, and where.
package struct ScriptError: Sendable {
  /// The exit code.
  package let code: ExitCode
  /// The message, with its details on further lines.
  package let message: String
  /// The file and line, such as `a.trm:3`; nil if it isn't about a line.
  package let location: String?

  package init(_ error: Diagnostic, at place: SourceLocation?) {
    code = error.code
    message = ([error.message] + error.details).joined(separator: "\n")
    location = place.map { "\($0.name ?? "prompt"):\($0.line)" }
  }
}
