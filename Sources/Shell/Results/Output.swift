// The one place that writes to stdout and stderr: results, notes, errors.

internal import Checkpoints
internal import Drawing

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Where results and remarks go.
final class Output {
  /// What a stream can show.
  struct Stream {
    let descriptor: Int32
    var abilities: Abilities
    var isTerminal: Bool
  }

  /// Results.
  private(set) var results: Stream
  /// Notes, errors and progress.
  private(set) var remarks: Stream
  /// No notes: `--quiet`.
  var isQuiet = false
  /// Set when stdout can't be written any more.
  private(set) var isBroken = false

  init(color: String = "auto") {
    results = Self.stream(STDOUT_FILENO, color: color)
    remarks = Self.stream(STDERR_FILENO, color: color)
  }

  /// Follows the setting `color`.
  func setColor(_ color: String) {
    results.abilities.colour = Self.stream(results.descriptor, color: color).abilities.colour
    remarks.abilities.colour = Self.stream(remarks.descriptor, color: color).abilities.colour
  }

  private static func stream(_ descriptor: Int32, color: String) -> Stream {
    let isTerminal = isatty(descriptor) == 1
    let forced = ["CLICOLOR_FORCE", "FORCE_COLOR"].contains {
      environment($0).map { $0 != "0" } ?? false
    }
    let coloured =
      switch color {
      case "always": true
      case "never": false
      default:
        environment("NO_COLOR") == nil
          && (forced || isTerminal && environment("TERM") != "dumb")
      }
    let term = environment("TERM") ?? ""
    let best: Abilities.Colour =
      environment("COLORTERM").map { $0 == "truecolor" || $0 == "24bit" } ?? false
      ? .trueColour : term.contains("256") ? .ansi256 : .ansi16
    let names = ["LC_ALL", "LC_CTYPE", "LANG"]
    let locale = names.lazy.compactMap { environment($0) }.first ?? "C.UTF-8"
    let unicode = locale.uppercased().contains("UTF")
    var size = winsize()
    // Nobody's lines are cut where a program reads them.
    var width = isTerminal ? 80 : 1000
    if isTerminal, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
      width = Int(size.ws_col)
    }
    return Stream(
      descriptor: descriptor,
      abilities: Abilities(colour: coloured ? best : .none, unicode: unicode, width: width),
      isTerminal: isTerminal)
  }

  /// Shows a result.
  func show(_ result: CommandResult, command: String, line: Int, asJSON: Bool) {
    if asJSON {
      var members = [JSON.Member("command", .string(command)), .init("line", .integer(line))]
      members.append(.init("ok", .bool(true)))
      members += result.fields.map { .init($0.name, $0.value.json) }
      write(JSON.object(members).text + "\n", to: results.descriptor)
    } else {
      write(
        result.lines.map { $0.encoded(for: results.abilities) + "\n" }.joined(),
        to: results.descriptor)
    }
    for text in result.notes { note(text) }
  }

  /// Shows a failure: an object on stdout for machines, and the message on stderr always.
  func show(
    _ error: ShellError, command: String, text: String, place: Place, outer: [Place], asJSON: Bool
  ) {
    if asJSON {
      var members: [JSON.Member] = [
        .init("code", .integer(Int(error.code.rawValue))), .init("message", .string(error.message)),
      ]
      if let columns = error.columns {
        members.append(.init("column", .integer(columns.lowerBound)))
      }
      if let hint = error.hint { members.append(.init("hint", .string(hint))) }
      let object = JSON.object([
        .init("command", .string(command)), .init("line", .integer(place.line)),
        .init("ok", .bool(false)), .init("error", .object(members)),
      ])
      write(object.text + "\n", to: results.descriptor)
    }
    for line in diagnostic(error, text: text, place: place, outer: outer) { remark(line) }
  }

  /// Shows an error that belongs to no line.
  func show(_ error: ShellError) {
    remark(StyledText("trm: ") + StyledText("error: ", .bad) + StyledText(error.message))
    if let hint = error.hint { remark(StyledText("hint: ", .hint) + StyledText(hint)) }
  }

  /// A remark on stderr, unless they are not wanted.
  func note(_ text: String) {
    if !isQuiet { remark(StyledText("note: ", .dim) + StyledText(text)) }
  }

  /// A line on stderr.
  func remark(_ line: StyledText) {
    write(line.encoded(for: remarks.abilities) + "\n", to: remarks.descriptor)
  }

  /// Writes all of a text, or remembers that nobody reads any more.
  func write(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
        if count < 0 {
          if errno == EINTR { continue }
          guard descriptor == STDOUT_FILENO, !isBroken else { return }
          isBroken = true
          // A reader that has left is no error to tell of.
          if errno != EPIPE {
            let reason = String(cString: strerror(errno))
            remark(StyledText("error: ", .bad) + StyledText("stdout can't be written: \(reason)"))
          }
          return
        }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
  }
}
