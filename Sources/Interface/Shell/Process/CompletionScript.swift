// Completion in bash, zsh and fish: scripts that call this program with `--complete`.

internal import CommandCore
internal import Commands
internal import Drawing
internal import Language
internal import Settings
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

  // Nothing is evaluated: compgen -W would expand the words, and a file's name could run a command.
  // What is offered is quoted as the typed word is.
  private static let bash = #"""
    # trm completion for bash: source <(trm --completions bash)
    _trm_unquoted() {
      REPLY=$1
      if [[ $REPLY == \'* ]]; then
        REPLY=${REPLY#\'} REPLY=${REPLY%\'}
      else
        REPLY=${REPLY#\"} REPLY=${REPLY%\"}
        REPLY=${REPLY//'\\'/$'\1'} REPLY=${REPLY//'\'/} REPLY=${REPLY//$'\1'/'\'}
      fi
    }
    _trm() {
      local word typed=${COMP_WORDS[COMP_CWORD]} REPLY
      local -a given=()
      for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
        _trm_unquoted "$word"
        given+=("$REPLY")
      done
      COMPREPLY=()
      while IFS= read -r word; do
        if [[ $typed == \'* ]]; then
          word=${word//\'/"'\\''"}
        elif [[ $typed == \"* ]]; then
          word=${word//'\'/'\\'} word=${word//'"'/'\"'}
          word=${word//'$'/'\$'} word=${word//'`'/'\`'} word=${word//'!'/\"\'!\'\"}
        elif [[ $word == *[^[:alnum:]_./:@%+,=-]* ]]; then
          printf -v word %q "$word"
        fi
        COMPREPLY+=("$word")
      done < <("${COMP_WORDS[0]}" --complete "${given[@]}" 2>/dev/null)
    }
    complete -o default -F _trm trm

    """#

  // (Q) removes quotes and expands nothing.
  private static let zsh = """
    #compdef trm
    # trm completion for zsh: source <(trm --completions zsh)
    _trm() {
      local -a given found
      given=("${(@Q)words[2,CURRENT-1]}")
      found=("${(@f)$("${(Q)words[1]}" --complete "${(@)given}" "${(Q)PREFIX}" 2>/dev/null)}")
      if [[ -n ${found[1]} ]]; then compadd -a found; else _files; fi
    }
    compdef _trm trm

    """

  // `string unescape` removes quotes and expands nothing; a quote may still be open. Files are
  // offered where there are no words.
  private static let fish = #"""
    # trm completion for fish: trm --completions fish | source
    function __trm_finds_words
        set -l given (commandline -opc)
        set -l typed (commandline -ct)
        for end in '' \' \"
            if set -l word (string unescape -- "$typed$end")
                set typed $word
                break
            end
        end
        set -g __trm_words (trm --complete $given[2..-1] "$typed" 2>/dev/null)
        set -q __trm_words[1]
    end
    complete -c trm -n __trm_finds_words -f -a '$__trm_words'

    """#

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
    // The scripts read a word from each line, and a terminal would obey what is in some names.
    return found.filter {
      $0.hasPrefix(typed) && (typed != "" || !$0.hasPrefix("-")) && $0 == visible($0)
    }
  }

  /// The possible values of an option.
  private static func values(of option: ProcessOption) -> [String] {
    option.names == ["--set"] ? Setting.all.map { $0.name + "=" } : option.words
  }
}
