// ARC: grids, their tokens, the crop of answers, and transforms.

import Puzzles
import Testing

@Suite("ARC") struct ARCTests {
  private let wide = ARCGrid(rows: 2, columns: 3, cells: [0, 1, 2, 3, 4, 5])

  @Test("grids are read as rows of digits and as JSON")
  func parsing() throws {
    for text in [
      "012/345", "012 345", "012\n345\n", " 012 / 345 ", "[[0,1,2],[3,4,5]]",
      "[[0, 1, 2],\n [3, 4, 5]]",
    ] {
      #expect(try ARCGrid(parsing: text) == wide, "\(text)")
    }
    #expect(wide.text == "012/345")
    #expect(try ARCGrid(parsing: "[[7]]").cells == [7])
  }

  @Test(
    "what isn't a grid is refused with its column",
    arguments: [
      ("", "there is no grid", nil), ("[]", "there is no grid", nil),
      ("012/34", "a row has 2 cells, the first has 3", nil),
      ("01x", "invalid color 'x'", 2), ("[[0,10]]", "invalid color '10'", 4),
      ("[[0,-1]]", "invalid color '-1'", 4), ("[0,1]", "a row isn't a list", 2),
      ("[[[0]]]", "'[' is one too many", 2), ("[[0]", "a ']' is missing", nil),
      ("[[0]]]", "']' is one too many", 5), ("{}[", "invalid '{' in a grid", 0),
      (
        String(repeating: "0", count: 31), "the grid has 1 row of 31 cells", nil
      ),
    ] as [(String, String, Int?)])
  func refusals(text: String, message: String, column: Int?) {
    do throws(PuzzleError) {
      _ = try ARCGrid(parsing: text)
      Issue.record("'\(text)' was read")
    } catch {
      #expect(error.message == message && error.column == column)
    }
  }

  @Test("tokens have the grid in their corner, its ends below and to the right of it")
  func tokens() {
    let tokens = wide.tokens()
    #expect(tokens.count == 900)
    #expect(Array(tokens[0..<5]) == [2, 3, 4, 1, 0])
    #expect(Array(tokens[30..<35]) == [5, 6, 7, 1, 0])
    #expect(Array(tokens[60..<65]) == [1, 1, 1, 0, 0])
    #expect(tokens[65...].allSatisfy { $0 == 0 })
    // The largest grid has no room for its ends.
    let full = ARCGrid(rows: 30, columns: 30, cells: [UInt8](repeating: 9, count: 900))
    #expect(full.tokens().allSatisfy { $0 == 11 })
    #expect(ARCGrid(in: wide.tokens(row: 27, column: 4)) == wide)
    #expect(ARCGrid(in: full.tokens()) == full)
  }

  @Test("an answer is the rectangle of colors with the largest area from its corner on")
  func cropping() {
    // Rows of 4, 4, 2, 2 and 2 colors: 4 x 2 = 8, 2 x 5 = 10.
    var tokens = [Int32](repeating: 1, count: 900)
    for (row, count) in [4, 4, 2, 2, 2].enumerated() {
      for column in 0..<count { tokens[row * 30 + column] = 2 }
    }
    #expect(ARCGrid.place(in: tokens) == ARCGrid.Place(rows: 0..<5, columns: 0..<2))
    tokens[4 * 30] = 1
    // Rows of 4, 4, 2 and 2: 4 x 2 = 8 and 2 x 4 = 8; the first counts.
    #expect(ARCGrid.place(in: tokens) == ARCGrid.Place(rows: 0..<2, columns: 0..<4))
    // A gap ends a row.
    tokens[1] = 0
    #expect(ARCGrid.place(in: tokens) == ARCGrid.Place(rows: 0..<4, columns: 0..<1))
    #expect(ARCGrid.place(in: [Int32](repeating: 1, count: 900)) == nil)
    #expect(ARC().decode([Int32](repeating: 0, count: 900)) == "")
  }

  @Test("an answer's p is the product over its cells and ends")
  func probability() throws {
    let arc = ARC()
    let positions = arc.answerPositions(in: wide.tokens())
    #expect(Set(positions) == [0, 1, 2, 30, 31, 32, 3, 33, 60, 61, 62])
    let p = arc.answerProbability(of: wide.tokens()) { $0 < 3 ? 0.5 : $0 == 4 ? 0 : 1 }
    #expect(p == 0.125)
  }

  @Test("questions have labels where the answer is; an answer is right if the grids are equal")
  func judging() throws {
    let question = try ARC().question("012/345", answer: "77")
    #expect(question.text == "012/345" && question.answer == "77")
    #expect(question.labels.indices.filter { question.labels[$0] >= 0 } == [0, 1, 2, 30, 31])
    let right = ARCGrid(rows: 1, columns: 2, cells: [7, 7]).tokens()
    #expect(ARC().verdict(of: right, for: question) == true)
    var noisy = right
    noisy[500] = 9
    #expect(ARC().verdict(of: noisy, for: question) == true)
    noisy[2] = 9
    #expect(ARC().verdict(of: noisy, for: question) == false)
    #expect(ARC().wrongPositions(noisy, of: question) == [2])
  }

  @Test("the symmetries are turns and reflections, and each is undone by its inverse")
  func symmetries() {
    func turned(_ symmetry: Int) -> String {
      ARCTransform(symmetry: symmetry, colors: Array(0...9))(wide).text
    }
    #expect(
      (0..<8).map(turned) == [
        "012/345", "25/14/03", "543/210", "30/41/52", "210/543", "345/012", "03/14/25", "52/41/30",
      ])
    let colors: [UInt8] = [0, 3, 1, 2, 9, 8, 7, 6, 5, 4]
    for symmetry in 0..<8 {
      let transform = ARCTransform(symmetry: symmetry, colors: colors)
      #expect(transform.inverse(transform(wide)) == wide)
    }
    #expect(ARCTransform(symmetry: 0, colors: colors)(wide).text == "031/298")
  }

  @Test("transforms are read from the names of puzzles and written there")
  func names() {
    let name = "007bbfb7|||t3|||0312987654"
    let (puzzle, transform) = ARCTransform.parse(name)
    #expect(puzzle == "007bbfb7" && transform.symmetry == 3)
    #expect(transform.colors == [0, 3, 1, 2, 9, 8, 7, 6, 5, 4])
    #expect(transform.name(of: puzzle) == name)
    for plain in [
      "007bbfb7", "a|||t8|||0123456789", "a|||t1|||0123456788", "a|||x1|||0123456789", "a|||t1", "",
      "a|||t1|||01234567890",
    ] {
      let (puzzle, transform) = ARCTransform.parse(plain)
      #expect(puzzle == plain && transform == .identity)
    }
    #expect(ARCTransform.identity.name(of: "a") == "a")
  }
}
