// What `help` explains beside commands and settings.

internal import Drawing

/// A page of help on something that is no command.
struct Topic: Sendable {
  let name: String
  let title: String
  /// Paragraphs, each on a line; indented lines stay as they are.
  let text: String

  /// The text in lines of at most `width` columns, and of 80 at most.
  func lines(width: Int) -> [StyledText] {
    let limit = max(min(width, 80), 20)
    return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
      guard !line.hasPrefix(" "), line.count > limit else { return [StyledText(String(line))] }
      var lines: [String] = [""]
      for word in line.split(separator: " ") {
        let last = lines[lines.count - 1]
        if last.isEmpty {
          lines[lines.count - 1] = String(word)
        } else if last.count + 1 + word.count <= limit {
          lines[lines.count - 1] += " " + word
        } else {
          lines.append(String(word))
        }
      }
      return lines.map { StyledText($0) }
    }
  }

  /// Every topic.
  static let all: [Topic] = [
    Topic(
      name: "language", title: "how a line is written",
      text: """
        A line is a question, a command or empty. What starts with a digit, '(' or a sign before \
        one of them is a question. '#' begins a comment, '\\' at the end continues the line.

          'as it is'   "with $name, \\" \\\\ \\n \\t \\$"   words may be quoted
          $name ${name}                      a variable; an unknown one is an error
          ~/file                             in the home folder
          @file                              what a file holds, for ask and expect
          <<END                              the lines up to END; <<'END' fills nothing in
          time COMMAND                       tells how long it took
          fails COMMAND                      succeeds only if the command fails
          ! LINE                             runs a line of sh

        ask, trace, echo and alias take options first and then the rest of the line as it stands.
        """),
    Topic(
      name: "variables", title: "values for use as $name",
      text: """
        'let name = value' makes one; 'let' shows all. Built in:

          $ans      the last answer
          $status   the exit code of the last command
          $model    the model's file, or its name
          $file     the script that is running
          $dir      the folder of that script
        """),
    Topic(
      name: "states", title: "addresses of what a run computes",
      text: """
        A run takes s supervision steps of t cycles; a cycle makes n updates of z, then one of y.

          y@s.t       the answer's latent after a cycle
          z@s.t.n     the reasoning latent after an update
          logits@s    the answer's logits after a step
          halt@s      the halting head's logits after a step

        Each place is a number from 1, a range 2..4, * for all, or last; places left out are last. \
        In a paused run, last is the newest so far. y@0 and z@0 are what a run starts from.

          z@2.1.3[5]      the position 5 alone; positions count from 0, as in Python
          z@2.1.3[0:4]    the positions 0 to 3
          #1:z@2.1.3      a state of run #1; #0 is the last question answered at once

        Without a run, the selected one is meant, or else #0. The setting 'keep' decides which \
        states an answered question leaves; others are computed again when they are asked for.
        """),
    Topic(
      name: "debugger", title: "going through a run update by update",
      text: """
        'think QUESTION' prepares a run and computes nothing. At the prompt, %@ shows where it stands.

          step [N]         one update of z or y, or N
          next [N]         to the next y
          continue         to a break or the end; Ctrl-C stops it behind an update
          finish           to the end, past all breaks
          back [N]         back to what was, to the bit; step computes again
          break WHEN       stop there: halt > 0, |dz| < 0.1, answer changed, z@3.1.2
          where            where it stands: answer so far, halt, how far y and z moved
          runs [N]         all runs; take up run N

          latent show z@last           the newest z
          latent patch z@last[3] = zero            change it, then continue
          latent patch z@last = #2:z@2.1.3         put another run's there
          latent attribute             which positions the answer hangs on
          state save FILE              keep the run; state load FILE goes on with it

        'man -l man/trm-tutorial.7' leads through all of it in five minutes.

        An empty line repeats nothing: 'alias n next' makes a short name. A run keeps the depth, \
        cycles, inner and halting it began with, and ends when its weights do.
        """),
    Topic(
      name: "expressions", title: "what expect compares",
      text: """
        expect [FIELD] [OP] VALUE [tol X], on the last result

          == != < <= > >=   numbers, or text for the first two
          ~=                numbers within tol X, 1e-6 if left out; tol goes with == and != too
          =~ !~             regular expressions
          contains          text within text

        FIELD is 'answer' where it is left out, or the result's first. Every result also has \
        'status' and 'output', its text. VALUE may be @file or <<END. 'help COMMAND' lists fields.
        """),
    Topic(
      name: "scripts", title: "running lines from files",
      text: """
        trm FILE.trm, trm -f FILE, trm -c LINE and standard input run the same language. The first \
        error stops it; -k goes on. The exit code is that of the first failure. Paths in 'source' \
        start from the script, all others from the current folder: $dir/name is beside the script.

        'trm test FILE.trm...' runs each script in a session of its own and counts what 'expect' \
        and 'fails' claim. 'trm --check FILE.trm' reads a script and runs nothing.
        """),
    Topic(
      name: "codes", title: "exit codes",
      text: """
          0    all well
          1    a command failed
          2    an expectation failed
          64   a malformed line or a bad option
          65   bad data or a bad checkpoint
          66   input can't be opened
          73   output can't be made
          74   an I/O error
          130  ended by Ctrl-C
          143  ended by SIGTERM
        """),
    Topic(
      name: "keys", title: "keys at the prompt",
      text: """
        Lines are edited by GNU readline: ~/.inputrc applies, with '$if trm' for this program alone.

          Tab      completes commands, options, settings, values, addresses and files
          Up, Down, Ctrl-R   earlier lines
          Ctrl-C   drops the line; while work runs, stops it; twice within a second, leaves
          Ctrl-D   leaves
          Ctrl-Z   suspends
        """),
  ]
}
