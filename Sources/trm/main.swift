// The program's entry point; everything else is in Shell.

internal import Platform
internal import Shell

exit(start(Array(CommandLine.arguments.dropFirst())))
