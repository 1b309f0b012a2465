// The list of commands that work with models. The tree of all commands begins with it.

package import CommandCore

/// The commands that work with models, their questions, states and training.
package enum ModelCommandGroups {
  /// The commands in the groups that help shows; a new one is its file and its name here.
  package static let all: [(title: String, commands: [any ShellCommand.Type])] = [
    (
      "model",
      [
        NewCommand.self, LoadCommand.self, SaveCommand.self, InfoCommand.self, UndoCommand.self,
        CheckpointsCommand.self,
      ]
    ),
    ("inference", [AskCommand.self, AgainCommand.self, TraceCommand.self, SampleCommand.self]),
    (
      "debugger",
      [
        ThinkCommand.self, StepCommand.self, NextCommand.self, ContinueCommand.self,
        FinishCommand.self, BackCommand.self, BreakCommand.self, WhereCommand.self,
        RunsCommand.self,
        StateSaveCommand.self, StateLoadCommand.self,
      ]
    ),
    (
      "latents",
      [
        LatentListCommand.self, LatentShowCommand.self, LatentStatsCommand.self,
        LatentDiffCommand.self, LatentDumpCommand.self, LatentPatchCommand.self,
        LatentAttributeCommand.self, LensCommand.self, DynamicsCommand.self, PlotCommand.self,
        StabilityCommand.self, ReportCommand.self,
      ]
    ),
    (
      "learning",
      [
        TrainCommand.self, TeachCommand.self, EvalCommand.self, AblateCommand.self,
        CompareCommand.self, CalibrateCommand.self, BenchCommand.self, GenerateCommand.self,
      ]
    ),
  ]

  /// The command that runs a bare question.
  package static let question: any ShellCommand.Type = AskCommand.self
}
