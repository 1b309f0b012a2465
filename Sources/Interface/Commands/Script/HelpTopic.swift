// What `help` explains beside commands and settings.

internal import CommandCore
internal import Drawing

/// A help page on something other than a command.
struct HelpTopic: Sendable {
  let name: String
  let title: String
  /// Paragraphs, each on a line.
  let text: String

  /// The text in lines of at most `width` columns, and of 80 at most.
  func lines(width: Int) -> [StyledText] {
    let limit = max(min(width, 80), 20)
    return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap {
      StyledText(String($0)).folded(to: limit)
    }
  }

  /// The topics that aren't puzzles.
  static let general: [HelpTopic] = [
    HelpTopic(
      name: "language", title: "how a line is written",
      text: """
        A line is a question, a command or empty. A line that starts with a digit, '(' or a sign \
        before one of them is a question. '#' starts a comment, '\\' at the end continues the line.

          'as it is'   "with $name, \\" \\\\ \\n \\t \\$"   words may be quoted
          $name ${name}                      a variable; an unknown one is an error
          ~/file                             in the home folder
          @file                              what a file holds, for ask and expect
          <<END                              the lines up to END; <<'END' leaves $ alone
          time COMMAND                       shows how long it took
          fails COMMAND                      succeeds only if the command fails
          ! LINE                             runs a line of sh

        ask, trace, echo and alias take options first and then the rest of the line as it stands.
        """),
    HelpTopic(
      name: "variables", title: "variables",
      text: """
        'let name = value' sets one; 'let' lists all. Built in:

          $ans      the last answer
          $status   the exit code of the last command
          $model    the model's file, or its name
          $file     the script that is running
          $dir      the folder of that script
        """),
    HelpTopic(
      name: "states", title: "addresses of states",
      text: """
        A run takes s supervision steps of t cycles; a cycle makes n updates of z, then one of y.

          y@s.t       the answer's latent after a cycle
          z@s.t.n     the reasoning latent after an update
          logits@s    the answer's logits after a step
          halt@s      the halting head's logits after a step

        Each place is a number from 1, a range 2..4, * for all, or last; places left out are last. \
        In a paused run, last is the newest so far. y@0 and z@0 are what a run starts from.

        Networks of other kinds have other states. A network of kind singlez has only z, of which \
        z@s.t.last is read by the heads, and a baseline only y. The six latents of a hier6 are zL1 \
        to zL6, as in zL2@s.t.2; z@s.t.n is any of them.

          z@2.1.3[5]      position 5 only; positions count from 0, as in Python
          z@2.1.3[0:4]    positions 0 to 3
          #1:z@2.1.3      a state of run #1; #0 is the last answered question

        Without a run, an address refers to the selected run, or else to #0. A state that latent \
        patch changed is called patched. The setting 'keep' says which states an answered question \
        records; the others are computed again when needed.
        """),
    HelpTopic(
      name: "debugger", title: "stepping through a run update by update",
      text: """
        'think QUESTION' starts a run and computes nothing yet. In the prompt, %@ shows where it is.

          step [N]         one update of z or y, or N
          next [N]         to the next y
          continue         to a break or the end; Ctrl-C stops it after an update
          finish           to the end, ignoring breaks
          back [N]         back to earlier states, bit for bit
          break WHEN       stop there: halt > 0, |dz| < 0.1, answer changed, z@3.1.2
          where            where the run is: answer so far, halt, how far y and z moved
          runs [N]         list runs, or select run N

          latent show z@last           the newest z
          latent patch z@last[3] = zero            change it, then continue
          latent patch z@last = #2:z@last          use another run's state
          latent attribute             which positions the answer depends on
          trace                        the whole run with its patches: a copy goes on to
                                       the end; latent lens, latent plot, report, too
          state save FILE              save the run; state load FILE resumes it

        'man -l man/trm-tutorial.7' shows all of it in five minutes.

        An empty line repeats nothing: 'alias n next' gives a short name. A run keeps the depth, \
        cycles, inner and halting it started with, and ends when its weights are replaced.
        """),
    HelpTopic(
      name: "expressions", title: "assertions of expect",
      text: """
        expect [FIELD] [OP] VALUE [tol X], on the last result

          == != < <= > >=   numbers, or text for the first two
          ~=                numbers within tol X, 1e-6 if left out; tol goes with == and != too
          =~ !~             regular expressions
          contains          text within text

        FIELD is 'answer' if left out, or the result's first field. Every result also has \
        'status' and 'output', its text. VALUE may be @file or <<END. 'help COMMAND' lists fields.
        """),
    HelpTopic(
      name: "scripts", title: "running scripts",
      text: """
        trm FILE.trm, trm -f FILE, trm -c LINE and standard input run the same language. The first \
        error stops a script; -k continues. The exit code is that of the first failure. Paths in \
        'source' are relative to the script, all others to the current folder: $dir/name is beside \
        the script.

        'trm test FILE.trm...' runs each script in a session of its own and counts the assertions \
        of 'expect' and 'fails'. 'trm --check FILE.trm' checks a script without running it.
        """),
    HelpTopic(
      name: "codes", title: "exit codes",
      text: """
          0    success
          1    a command failed
          2    an expectation failed
          64   a malformed line or a bad option
          65   bad data or a bad checkpoint
          66   input can't be opened
          73   output can't be created
          74   an I/O error
          129  ended by SIGHUP: its terminal was closed
          130  ended by Ctrl-C
          143  ended by SIGTERM
        """),
    HelpTopic(
      name: "keys", title: "keys at the prompt",
      text: """
        Lines are edited by GNU readline: ~/.inputrc applies, with '$if trm' for this program only.

          Tab      completes commands, options, settings, values, addresses and files
          Up, Down, Ctrl-R   earlier lines
          Ctrl-C   discards the line; stops running work; twice within a second, quits,
                   and with unsaved weights asks first
          Ctrl-D   quits
          Ctrl-Z   suspends
        """),
  ]
}
