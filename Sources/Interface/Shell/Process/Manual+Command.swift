// The manual page of one command, such as trm-ask(1), generated from its help.

internal import ArgumentParser
internal import CommandCore
internal import Commands

extension Manual {
  /// The name of a command's page, such as `trm-ask`; that of `!` is `trm-shell`.
  static func title(of command: any ShellCommand.Type) -> String {
    "trm-" + (command == CommandTree.shellEscape ? "shell" : command.name.replacing(" ", with: "-"))
  }

  /// A command's page.
  static func page(of command: any ShellCommand.Type) -> String {
    let configuration = command.configuration
    let abstract = configuration.abstract
    var page = Mdoc(title: title(of: command), section: 1)
    page.lines(".Sh NAME\n.Nm \(title(of: command))")
    page.lines(".Nd \(abstract.prefix(1).lowercased() + abstract.dropFirst().dropLast())")
    page.lines(".Sh SYNOPSIS")
    page.word(configuration.usage ?? usage(of: command))
    page.lines(".Sh DESCRIPTION")
    page.text(abstract)
    for line in configuration.discussion.split(separator: "\n") { page.text(String(line)) }
    if !configuration.aliases.isEmpty {
      page.text("Aliases: \(configuration.aliases.joined(separator: ", ")).")
    }
    let options = CommandParameter.shown(of: command).filter { !$0.names.isEmpty }
    if !options.isEmpty {
      page.lines(".Pp\nThe options are:")
      page.list { for option in options { add(option, to: &$0) } }
    }
    page.lines(".Ss Result")
    page.text("The result has these fields:")
    page.list("-width \"vocabulary\" -compact") { list in
      for (name, meaning) in command.fields {
        list.item(name)
        list.phrase(meaning)
      }
    }
    page.lines(".Sh EXAMPLES")
    page.literal(command.examples)
    page.lines(".Sh SEE ALSO\n.Xr trm 1 ,")
    for second in CommandTree.secondWords[command.name] ?? [] {
      page.lines(".Xr \(title(of: command))-\(second) 1 ,")
    }
    page.lines(".Xr trm 5")
    return page.text
  }

  private static func add(_ option: CommandParameter, to list: inout Mdoc) {
    list.item(options: option.names, value: option.valueName)
    list.text(option.summary)
    if case .words(let words) = option.values {
      list.text("One of \(words.joined(separator: ", ")).")
    }
    if let standard = option.standard { list.text("Default: \(standard).") }
  }

  private static func usage(of command: any ShellCommand.Type) -> String {
    let parameters = CommandParameter.shown(of: command)
    let positionals = parameters.filter(\.names.isEmpty).map { parameter in
      let name = (parameter.valueName ?? "").uppercased() + (parameter.isRepeating ? "..." : "")
      return parameter.isOptional ? "[\(name)]" : name
    }
    let hasOptions = positionals.count < parameters.count
    return ([command.name] + (hasOptions ? ["[OPTIONS]"] : []) + positionals).joined(separator: " ")
  }
}
