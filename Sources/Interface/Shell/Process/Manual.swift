// The manual pages, generated from the options, settings and commands: trm(1) and one per command.

internal import ArgumentParser
internal import CommandCore
internal import Commands
internal import Platform
internal import Settings
internal import Storage
internal import Workbench

/// The pages in mdoc.
enum Manual {
  /// Writes all pages to an existing folder.
  ///
  /// - Throws: `FileError` for a page that can't be written.
  static func write(to folder: String) throws {
    try AtomicFile.write(page, to: folder + "/trm.1")
    for command in CommandTree.all {
      try AtomicFile.write(page(of: command), to: "\(folder)/\(title(of: command)).1")
    }
  }

  /// The page trm(1).
  private static var page: String {
    var page = Mdoc(title: "trm", section: 1)
    page.lines(
      """
      .Sh NAME
      .Nm trm
      .Nd a shell for tiny recursive reasoning models
      .Sh SYNOPSIS
      .Nm
      .Op Ar options
      .Nm
      .Op Ar options
      .Ar file.trm ...
      .Nm
      .Op Ar options
      .Ar command
      .Op Ar arguments
      .Nm
      .Cm test
      .Ar file.trm ...
      .Sh DESCRIPTION
      .Nm
      loads a Tiny Recursive Model, asks it questions, shows how its answer changes
      step by step, and trains it.
      The model is one small network, applied repeatedly: it updates a latent z
      from the question x, the answer y and z, then y from y and z.
      .Pp
      On a terminal it shows a prompt; otherwise it runs a script from standard
      input.
      .Xr trm 5
      describes the language of the prompt and of scripts.
      .Pp
      The options are:
      """)
    page.list {
      for option in ProcessOption.all {
        $0.item(options: option.names, value: option.valueName)
        $0.text(option.summary)
      }
    }
    page.lines(".Sh COMMANDS")
    page.lines(
      "Each command has its own page, such as\n.Xr \(Self.title(of: CommandTree.question)) 1 .")
    page.lines(
      "The page for\n.Ic \\&!\nis\n.Xr \(Self.title(of: CommandTree.shellEscape)) 1 .")
    for (title, commands) in CommandTree.groups {
      page.lines(".Ss \(title.prefix(1).uppercased() + title.dropFirst())")
      page.list("-width \"checkpoints\" -compact") { list in
        for command in commands {
          list.item(([command.name] + command.configuration.aliases).joined(separator: ", "))
          list.text(command.configuration.abstract)
        }
      }
    }
    page.lines(".Sh SETTINGS")
    page.lines(
      "Use\n.Ic set\nto change a setting and\n.Ic show\nto list all with their current values.")
    page.list {
      for setting in Setting.all {
        $0.item(([setting.name] + setting.aliases).joined(separator: ", "))
        $0.text(setting.summary)
        $0.text("Values: \(setting.kind.summary).")
        // The default of `threads` depends on the machine.
        if let standard = setting.standardText, setting.name != "threads" {
          $0.text("Default: \(standard).")
        }
      }
    }
    page.lines(ending)
    return page.text
  }

  private static let ending = """
    .Sh ENVIRONMENT
    .Bl -tag -width Ds
    .It Ev NO_COLOR , CLICOLOR_FORCE , FORCE_COLOR , TERM , COLORTERM
    Whether text is colored, and in how many colors;
    .Fl -color
    takes precedence.
    .It Ev LC_ALL , LC_CTYPE , LANG
    Whether output may contain characters beyond ASCII.
    .It Ev COLUMNS
    The width of a terminal, if it differs from what the terminal says;
    the setting
    .Cm width
    takes precedence.
    .It Ev PAGER
    The pager for long output;
    .Ql less -FRX
    if unset.
    .It Ev INPUTRC
    The file with key bindings;
    .Pa ~/.inputrc
    if unset.
    .It Ev XDG_STATE_HOME , XDG_CONFIG_HOME , HOME
    The locations of the history and the startup file.
    .El
    .Sh FILES
    .Bl -tag -width Ds
    .It Pa $XDG_STATE_HOME/trm/history
    The history of typed lines, readable only by its owner;
    .Pa ~/.local/state/trm/history
    if the variable is unset.
    .It Pa $XDG_CONFIG_HOME/trm/trmrc
    Lines to run before the first prompt;
    .Pa ~/.config/trm/trmrc
    if the variable is unset.
    .It Pa ~/.inputrc
    Key bindings; those between
    .Ql $if trm
    and
    .Ql $endif
    apply to
    .Nm
    only.
    .It Pa checkpoints/arithmetic.safetensors
    The default model.
    .El
    .Sh EXIT STATUS
    .Bl -tag -width Ds -compact
    .It 0
    success
    .It 1
    a command failed
    .It 2
    an
    .Ic expect
    failed
    .It 64
    a bad option or a malformed line
    .It 65
    bad data or a bad checkpoint
    .It 66
    input can't be opened
    .It 73
    output can't be created
    .It 74
    an I/O error
    .It 129
    ended by SIGHUP: its terminal was closed
    .It 130
    ended by Ctrl-C
    .It 143
    ended by SIGTERM
    .El
    .Sh EXAMPLES
    Ask one question:
    .Pp
    .Dl trm ask 3 + 7
    .Pp
    Ask many, one answer per line:
    .Pp
    .Dl seq 9 | sed 's/$/ + 7/' | trm
    .Pp
    See the effect of depth, as JSON:
    .Pp
    .Dl trm --json -c 'trace --depth 4 488 - 380'
    .Pp
    Measure a checkpoint and write a table:
    .Pp
    .Dl trm -m mine.safetensors --format md eval --by-depth
    .Pp
    Complete words in bash:
    .Pp
    .Dl source <(trm --completions bash)
    .Sh SEE ALSO
    .Xr readline 3 ,
    .Xr trm 5 ,
    .Xr trm-tutorial 7
    .Pp
    .Rs
    .%A Alexia Jolicoeur-Martineau
    .%T Less is More: Recursive Reasoning with Tiny Networks
    .%R arXiv:2510.04871
    .%D 2025
    .Re

    """
}
