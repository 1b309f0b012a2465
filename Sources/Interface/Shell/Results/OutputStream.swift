// What a stream can show: found from the environment, the terminal and the settings.

internal import Drawing
internal import Platform

/// An open file that is closed when nobody writes to it any more.
final class FileDescriptor {
  /// The system's number.
  let number: Int32
  /// The file as the person named it.
  let path: String

  init(_ number: Int32, path: String) {
    self.number = number
    self.path = path
  }

  deinit { close(number) }
}

/// A stream that text is written to.
struct OutputStream {
  /// Where it is written.
  let descriptor: Int32
  /// Whether it is a terminal.
  let isTerminal: Bool
  /// What can be shown there.
  private(set) var abilities = Abilities()
  /// The terminal's rows, where they are known.
  private(set) var height: Int?

  /// The stream of a descriptor under the setting `color`.
  init(_ descriptor: Int32, color: String) {
    self.descriptor = descriptor
    isTerminal = isatty(descriptor) == 1
    let names = ["LC_ALL", "LC_CTYPE", "LANG"]
    let locale = names.lazy.compactMap { environment($0) }.first ?? "C.UTF-8"
    abilities.unicode = locale.uppercased().contains("UTF")
    follow(color: color, width: 0)
  }

  /// Follows the settings `color` and `width` (0 for the terminal's own) and the terminal's size.
  mutating func follow(color: String, width: Int) {
    abilities.colour = isColoured(color) ? Self.bestColour : .none
    var size = winsize()
    // Nobody's lines are cut where a program reads them.
    abilities.width = isTerminal ? 80 : 1000
    if isTerminal, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 {
      if size.ws_col > 0 { abilities.width = Int(size.ws_col) }
      if size.ws_row > 0 { height = Int(size.ws_row) }
    }
    if width > 0 { abilities.width = width }
  }

  private func isColoured(_ color: String) -> Bool {
    switch color {
    case "always": return true
    case "never": return false
    default:
      let isForced = ["CLICOLOR_FORCE", "FORCE_COLOR"].contains {
        environment($0).map { $0 != "0" } ?? false
      }
      return environment("NO_COLOR") == nil
        && (isForced || isTerminal && environment("TERM") != "dumb")
    }
  }

  /// The most colours that the terminal says it has.
  private static var bestColour: Abilities.Colour {
    if let term = environment("COLORTERM"), ["truecolor", "24bit"].contains(term) {
      return .trueColour
    }
    return environment("TERM")?.contains("256") == true ? .ansi256 : .ansi16
  }
}
