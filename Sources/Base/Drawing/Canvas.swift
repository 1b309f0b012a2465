// Dots in character cells: eight a cell as braille, one without Unicode. No axes, no scaling.

/// A grid of dots; (0, 0) is at the top left.
struct Canvas {
  /// The size in character cells.
  let columns: Int
  let rows: Int
  /// The size in dots.
  let width: Int
  let height: Int

  private let unicode: Bool
  private var bits: [UInt8]
  private var styles: [Style]
  /// Characters that replace a cell's dots.
  private var letters: [Int: Character] = [:]

  /// The bit of each braille dot: four rows of two.
  private static let braille: [[UInt8]] = [
    [0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80],
  ]

  init(columns: Int, rows: Int, unicode: Bool) {
    self.columns = columns
    self.rows = rows
    self.unicode = unicode
    width = unicode ? columns * 2 : columns
    height = unicode ? rows * 4 : rows
    bits = Array(repeating: 0, count: columns * rows)
    styles = Array(repeating: .plain, count: columns * rows)
  }

  /// Sets the dot at (x, y).
  mutating func dot(_ x: Int, _ y: Int, _ style: Style) {
    let cell = unicode ? y / 4 * columns + x / 2 : y * columns + x
    bits[cell] |= unicode ? Self.braille[y % 4][x % 2] : 1
    styles[cell] = style
  }

  /// Puts a character into the cell that holds the dot (x, y), in place of its dots.
  mutating func letter(_ letter: Character, _ x: Int, _ y: Int, _ style: Style) {
    let cell = unicode ? y / 4 * columns + x / 2 : y * columns + x
    letters[cell] = letter
    styles[cell] = style
  }

  /// Draws a straight line, both ends included.
  mutating func line(from: (x: Int, y: Int), to: (x: Int, y: Int), _ style: Style) {
    let steps = max(abs(to.x - from.x), abs(to.y - from.y))
    guard steps > 0 else { return dot(from.x, from.y, style) }
    for step in 0...steps {
      let part = Double(step) / Double(steps)
      let x = Double(from.x) + part * Double(to.x - from.x)
      let y = Double(from.y) + part * Double(to.y - from.y)
      dot(Int(x.rounded()), Int(y.rounded()), style)
    }
  }

  /// A row of cells without trailing empty cells.
  func text(row: Int) -> StyledText {
    var line = StyledText()
    var empty = 0
    for cell in (row * columns)..<((row + 1) * columns) {
      guard bits[cell] > 0 || letters[cell] != nil else {
        empty += 1
        continue
      }
      line.append(String(repeating: " ", count: empty))
      empty = 0
      if let letter = letters[cell] {
        line.append(String(letter), styles[cell])
        continue
      }
      let dots = Character(Unicode.Scalar(0x2800 + UInt32(bits[cell]))!)
      line.append(unicode ? String(dots) : "*", styles[cell])
    }
    return line
  }
}
