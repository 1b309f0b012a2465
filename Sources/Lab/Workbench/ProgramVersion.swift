// The version that `--version` prints and that checkpoints record.

/// The program's version.
package let programVersion = "0.2.0"
