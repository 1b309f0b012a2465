// Output streams and their capabilities, from the environment, the terminal and the settings.

package import Drawing
internal import Platform

/// When a stream is colored.
package enum ColorChoice: Sendable {
  /// On terminals with colors, unless the environment says otherwise.
  case auto
  case always, never
}

/// An output stream and what it can show.
package struct OutputStream {
  /// The file descriptor.
  package let descriptor: Int32
  /// Whether it is a terminal.
  package let isTerminal: Bool
  /// Its width, colors and character set.
  package private(set) var capabilities = TerminalCapabilities()
  /// The terminal's number of rows, if known.
  package private(set) var height: Int?
  private var color = ColorChoice.auto
  private var width = 0

  /// The stream of a file descriptor with the setting `color`.
  package init(_ descriptor: Int32, color: ColorChoice) {
    self.descriptor = descriptor
    isTerminal = isatty(descriptor) == 1
    let names = ["LC_ALL", "LC_CTYPE", "LANG"]
    let locale = names.lazy.compactMap { environment($0) }.first ?? "C.UTF-8"
    capabilities.unicode = locale.uppercased().contains("UTF")
    follow(color: color, width: 0)
  }

  /// Updates the size of the terminal.
  package mutating func measure() {
    if isTerminal { follow(color: color, width: width) }
  }

  /// `COLUMNS` as the program was started with it, which stands for the terminal's width; readline
  /// sets it later.
  private static let givenColumns = environment("COLUMNS").flatMap { Int($0) }.flatMap {
    $0 > 0 ? $0 : nil
  }

  /// Applies the settings `color` and `width` (0 for the terminal's) and updates the size.
  package mutating func follow(color: ColorChoice, width: Int) {
    (self.color, self.width) = (color, width)
    capabilities.color = isColored(color) ? Self.bestColor : .none
    var size = winsize()
    // Lines that programs read aren't cut or folded.
    capabilities.width = isTerminal ? 80 : 1000
    capabilities.folds = isTerminal || width > 0
    if isTerminal, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 {
      if size.ws_col > 0 { capabilities.width = Int(size.ws_col) }
      if size.ws_row > 0 { height = Int(size.ws_row) }
    }
    if isTerminal, let columns = Self.givenColumns { capabilities.width = columns }
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

  /// The most colors that the environment announces.
  private static var bestColor: TerminalCapabilities.Color {
    if let term = environment("COLORTERM"), ["truecolor", "24bit"].contains(term) {
      return .trueColor
    }
    return environment("TERM")?.contains("256") == true ? .ansi256 : .ansi16
  }
}
