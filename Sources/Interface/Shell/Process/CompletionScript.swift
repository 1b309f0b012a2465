// Completion in bash, zsh and fish: scripts that call this program with `--complete`.

internal import Commands
internal import Language
internal import Workbench

/// Completion of `trm` in other shells.
enum CompletionScript {
  /// The completion script for a shell.
  ///
  /// - Throws: `Diagnostic` for an unknown shell.
  static func text(for shell: String) throws -> String {
    switch shell {
    case "bash": bash
    case "zsh": zsh
    case "fish": fish
    default:
      throw Diagnostic(
        .usage, "no completion for shell '\(shell)'", about: .argument(shell),
        hint: "bash, zsh or fish")
    }
  }

  // compgen -W would expand the words: a file's name could run a command.
  private static let bash = """
    # trm completion for bash: source <(trm --completions bash)
    _trm() {
      local word
      COMPREPLY=()
      while IFS= read -r word; do
        [[ $word == *[^[:alnum:]_./=:@%+,*#-]* ]] && printf -v word %q "$word"
        COMPREPLY+=("$word")
      done < <("${COMP_WORDS[0]}" --complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
    }
    complete -o default -F _trm trm

    """

  private static let zsh = """
    #compdef trm
    # trm completion for zsh: source <(trm --completions zsh)
    _trm() {
      local -a found
      found=("${(@f)$("${words[1]}" --complete "${(@)words[2,CURRENT]}" 2>/dev/null)}")
      if [[ -n ${found[1]} ]]; then compadd -a found; else _files; fi
    }
    compdef _trm trm

    """

  private static let fish = """
    # trm completion for fish: trm --completions fish | source
    complete -c trm -a '(trm --complete (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)'

    """

  /// The completions for the last of the words after the program's name, which may be empty.
  static func words(for words: [String]) -> [String] {
    let typed = words.last ?? ""
    var rest = words.dropLast()
    while let word = rest.first {
      guard let option = ProcessOption.all.first(where: { $0.names.contains(word) }) else { break }
      rest.removeFirst()
      guard option.valueName != nil else { continue }
      guard !rest.isEmpty else { return values(of: option).filter { $0.hasPrefix(typed) } }
      rest.removeFirst()
    }
    let interpreter = Interpreter(ShellConsole(), model: nil)
    var found = Completer(interpreter.context).offer(after: Array(rest), typed).words
    if rest.isEmpty { found += ProcessOption.all.flatMap(\.names) }
    return found.filter { $0.hasPrefix(typed) && (typed != "" || !$0.hasPrefix("-")) }
  }

  /// The possible values of an option.
  private static func values(of option: ProcessOption) -> [String] {
    option.names == ["--set"] ? Setting.all.map { $0.name + "=" } : option.words
  }
}
