// The program: arguments in, exit code out. Everything else is in Shell.

internal import Platform
internal import Shell

exit(start(Array(CommandLine.arguments.dropFirst())))
