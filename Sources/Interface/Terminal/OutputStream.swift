// What a stream can show: found from the environment, the terminal and the settings.

package import Drawing
internal import Platform

/// Whether a stream is colored.
package enum ColorChoice: Sendable {
  /// Where it is a terminal that shows colors and the environment doesn't say otherwise.
  case auto
  case always, never
}

/// A stream that text is written to.
package struct OutputStream {
  /// Where it is written.
  package let descriptor: Int32
  /// Whether it is a terminal.
  package let isTerminal: Bool
  /// What can be shown there.
  package private(set) var capabilities = TerminalCapabilities()
  /// The terminal's rows, where they are known.
  package private(set) var height: Int?
  private var color = ColorChoice.auto
  private var width = 0

  /// The stream of a descriptor under the setting `color`.
  package init(_ descriptor: Int32, color: ColorChoice) {
    self.descriptor = descriptor
    isTerminal = isatty(descriptor) == 1
    let names = ["LC_ALL", "LC_CTYPE", "LANG"]
    let locale = names.lazy.compactMap { environment($0) }.first ?? "C.UTF-8"
    capabilities.unicode = locale.uppercased().contains("UTF")
    follow(color: color, width: 0)
  }

  /// Asks the terminal for its size once more.
  package mutating func measure() {
    if isTerminal { follow(color: color, width: width) }
  }

  /// Follows the settings `color` and `width` (0 for the terminal's own) and the terminal's size.
  package mutating func follow(color: ColorChoice, width: Int) {
    (self.color, self.width) = (color, width)
    capabilities.color = isColored(color) ? Self.bestColor : .none
    var size = winsize()
    // Nobody's lines are cut where a program reads them.
    capabilities.width = isTerminal ? 80 : 1000
    if isTerminal, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 {
      if size.ws_col > 0 { capabilities.width = Int(size.ws_col) }
      if size.ws_row > 0 { height = Int(size.ws_row) }
    }
    if width > 0 { capabilities.width = width }
  }

  private func isColored(_ color: ColorChoice) -> Bool {
    switch color {
    case .always: return true
    case .never: return false
    case .auto:
      let isForced = ["CLICOLOR_FORCE", "FORCE_COLOR"].contains {
        environment($0).map { $0 != "0" } ?? false
      }
      return environment("NO_COLOR") == nil
        && (isForced || isTerminal && environment("TERM") != "dumb")
    }
  }

  /// The most colors that the terminal says it has.
  private static var bestColor: TerminalCapabilities.Color {
    if let term = environment("COLORTERM"), ["truecolor", "24bit"].contains(term) {
      return .trueColor
    }
    return environment("TERM")?.contains("256") == true ? .ansi256 : .ansi16
  }
}
