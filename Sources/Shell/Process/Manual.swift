// The manual page trm(1), made from the tree of commands, the options and the settings.

internal import ArgumentParser

/// The page in mdoc.
enum Manual {
  /// The day on which the pages were last read through.
  private static let date = "November 24, 2026"

  /// The whole page.
  static var page: String {
    var page = Mdoc()
    page.lines(
      """
      .\\" Made by trm --manual; change the help of what is wrong here.
      .Dd \(date)
      .Dt TRM 1
      .Os
      .Sh NAME
      .Nm trm
      .Nd the shell for tiny recursive reasoning models
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
      keeps a Tiny Recursive Model in memory, asks it questions, shows how its
      answer changes while it thinks, and trains it.
      The model is one small network that is applied again and again: it updates
      a latent z from the question x, the answer y and z, then y from y and z.
      .Pp
      On a terminal it shows a prompt; otherwise it reads a script from standard
      input.
      The language of both, and of
      .Ar file.trm ,
      is described in
      .Xr trm 5 .
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
    for (title, commands) in CommandTree.groups {
      page.lines(".Ss \(title.prefix(1).uppercased() + title.dropFirst())")
      page.list { list in for command in commands { add(command, to: &list) } }
    }
    page.lines(".Sh SETTINGS")
    page.lines(".Ic set\nchanges them,\n.Ic show\nlists them with their values of today.")
    page.list {
      for setting in Setting.all {
        $0.item(([setting.name] + setting.aliases).joined(separator: ", "))
        $0.text(setting.summary)
        $0.text("It can be: \(setting.kind.summary).")
        // How many processors this machine has is not the page's business.
        if let standard = setting.standard?.text, setting.name != "threads" {
          $0.text("Default: \(standard).")
        }
      }
    }
    page.lines(ending)
    return page.text
  }

  private static func add(_ command: any ShellCommand.Type, to page: inout Mdoc) {
    let configuration = command.configuration
    page.item(configuration.usage ?? usage(of: command))
    page.text(configuration.abstract)
    if !configuration.aliases.isEmpty {
      page.text("Also: \(configuration.aliases.joined(separator: ", ")).")
    }
    for line in configuration.discussion.split(separator: "\n") { page.text(String(line)) }
    let parameters = CommandTree.parameters(of: command)
    if parameters.contains(where: { !$0.names.isEmpty }) {
      page.list {
        for parameter in parameters where !parameter.names.isEmpty {
          $0.item(options: parameter.names, value: parameter.valueName)
          $0.text(parameter.summary)
          if case .words(let words) = parameter.values {
            $0.text("One of \(words.joined(separator: ", ")).")
          }
          if let standard = parameter.standard { $0.text("Default: \(standard).") }
        }
      }
    }
    page.lines(".Pp")
    page.text("Fields of its result:")
    page.list("-width \"vocabulary\" -compact") { list in
      for (name, meaning) in command.fields {
        list.item(name)
        list.phrase(meaning)
      }
    }
  }

  private static func usage(of command: any ShellCommand.Type) -> String {
    let parameters = CommandTree.parameters(of: command)
    let places = parameters.filter(\.names.isEmpty).map { place in
      let name = (place.valueName ?? "").uppercased() + (place.isRepeating ? "..." : "")
      return place.isOptional ? "[\(name)]" : name
    }
    let hasOptions = places.count < parameters.count
    return ([command.name] + (hasOptions ? ["[OPTIONS]"] : []) + places).joined(separator: " ")
  }

  private static let ending = """
    .Sh ENVIRONMENT
    .Bl -tag -width Ds
    .It Ev NO_COLOR , CLICOLOR_FORCE , FORCE_COLOR , TERM , COLORTERM
    Whether text is coloured, and in how many colours;
    .Fl -color
    decides first.
    .It Ev LC_ALL , LC_CTYPE , LANG
    Whether more than ASCII is shown.
    .It Ev PAGER
    What shows long text;
    .Ql less -FRX
    if unset.
    .It Ev INPUTRC
    The key bindings, else
    .Pa ~/.inputrc .
    .It Ev XDG_STATE_HOME , XDG_CONFIG_HOME , HOME
    Where the history and the start file are.
    .El
    .Sh FILES
    .Bl -tag -width Ds
    .It Pa $XDG_STATE_HOME/trm/history
    What was typed, else in
    .Pa ~/.local/state/trm .
    Only its owner can read it.
    .It Pa $XDG_CONFIG_HOME/trm/trmrc
    Lines that run before the first prompt, else in
    .Pa ~/.config/trm .
    .It Pa ~/.inputrc
    Keys; what stands between
    .Ql $if trm
    and
    .Ql $endif
    is for
    .Nm
    alone.
    .It Pa checkpoints/arithmetic.safetensors
    The model that is loaded where none is named.
    .El
    .Sh EXIT STATUS
    .Bl -tag -width Ds -compact
    .It 0
    all well
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
    output can't be made
    .It 74
    an I/O error
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
    Ask many, one answer a line:
    .Pp
    .Dl seq 9 | sed 's/$/ + 7/' | trm
    .Pp
    See what depth does, for a program to read:
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
    .Xr trm 5
    .Pp
    .Rs
    .%A Alexia Jolicoeur-Martineau
    .%T Less is More: Recursive Reasoning with Tiny Networks
    .%R arXiv:2510.04871
    .%D 2025
    .Re

    """
}

/// A page in mdoc that is being written.
private struct Mdoc {
  private(set) var text = ""

  /// Lines that are mdoc already.
  mutating func lines(_ lines: String) {
    text += lines
    if !lines.hasSuffix("\n") { text += "\n" }
  }

  /// A list with tags.
  mutating func list(_ layout: String = "-width Ds", _ body: (inout Mdoc) -> Void) {
    lines(".Bl -tag \(layout)")
    body(&self)
    lines(".El")
  }

  /// A tag of a list.
  mutating func item(_ tag: String) { lines(".It Ic \"\(Self.escaped(tag, isQuoted: true))\"") }

  /// A tag that is an option.
  mutating func item(options names: [String], value: String?) {
    let flags = names.map { "Fl " + $0.dropFirst() }
    let shown = value.map { " Ar \"\(Self.escaped($0, isQuoted: true))\"" } ?? ""
    lines(".It " + flags.joined(separator: " , ") + shown)
  }

  /// Sentences, the last one ended by a full stop, each on lines of its own.
  mutating func text(_ text: String) {
    guard let last = text.last else { return }
    // A sentence begins with a capital, unless a symbol such as n begins it.
    let isWord = text.dropFirst().first?.isLetter ?? false
    let start = isWord ? text.prefix(1).uppercased() : String(text.prefix(1))
    let whole = start + text.dropFirst() + (".:?!".contains(last) ? "" : ".")
    for sentence in whole.replacing(". ", with: ".\n").split(separator: "\n") {
      phrase(String(sentence))
    }
  }

  /// Words as they are, in lines that are easy to compare.
  mutating func phrase(_ text: String) {
    var line = ""
    for word in text.split(separator: " ") {
      if line.count + word.count > 70 {
        lines(Self.escaped(line))
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    lines(Self.escaped(line))
  }

  private static func escaped(_ text: String, isQuoted: Bool = false) -> String {
    var escaped = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
    if isQuoted { escaped = escaped.replacing("\"", with: "\\(dq") }
    return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
  }
}
