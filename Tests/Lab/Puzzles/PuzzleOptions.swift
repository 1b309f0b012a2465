// Puzzles made by name from options as text.

import Puzzles
import Testing

@Suite("Puzzle options")
struct PuzzleOptions {
  @Test("a puzzle's own options make an equal puzzle")
  func roundTrip() throws {
    let arithmetic = try Arithmetic(
      digits: 7, operators: [.minus], mix: .init(chains: 0.25, fullChains: 0.1, negatives: 0),
      layout: .columns)
    let again = try PuzzleList.make(name: arithmetic.name, options: arithmetic.options)
    #expect(again as? Arithmetic == arithmetic)
    #expect(arithmetic.options["operators"] == "-")
    #expect(arithmetic.options["digits"] == "7")
  }

  @Test("options that nobody sets are as the list says")
  func standards() throws {
    for kind in PuzzleList.kinds {
      let standards = kind.options.map { ($0.name, $0.standard) }
      #expect(try kind.make().options == Dictionary(uniqueKeysWithValues: standards))
    }
  }

  @Test(
    "an option that can't be so is named",
    arguments: [
      (["digits": "13"], "digits can't be 13", "give a number from 1 to 12"),
      (["digits": "0"], "digits can't be 0", "give a number from 1 to 12"),
      (["digits": "four"], "digits can't be 'four'", "give a number from 1 to 12"),
      (
        ["digits": "99999999999999999999"], "digits can't be '99999999999999999999'",
        "give a number from 1 to 12"
      ),
      (
        ["shortest": "3", "longest": "2"], "shortest 3 is more than longest 2",
        "set both, or the other one"
      ),
      (
        ["longest": "5"], "questions can't be generated with 1 to 5 digits",
        "give shortest and longest from 1 to digits, which is 4"
      ),
      (["longest": "x"], "longest can't be 'x'", "give a number from 1 to 12"),
      (["operators": ""], "operators can't be empty", "give +, - or +-"),
      (["operators": "+*"], "operators can't have '*'", "give +, - or +-"),
      (["chains": "1.5"], "chains can't be 1.5", "give a share from 0 to 1"),
      (["chains": "nan"], "chains can't be nan", "give a share from 0 to 1"),
      (["negatives": "some"], "negatives can't be 'some'", "give a share from 0 to 1"),
      (["layout": "rows"], "layout can't be 'rows'", "give fields, columns or signed-columns"),
      (
        ["chains": "0.8", "full-chains": "0.3"],
        "chains 0.8 and full-chains 0.3 are more than all questions",
        "give shares that add up to at most 1"
      ),
      (
        ["digit": "4"], "the puzzle 'arithmetic' has no option 'digit'",
        "it has digits, shortest, longest, operators, chains, full-chains, near, passing, "
          + "negatives, shifted, layout"
      ),
    ] as [([String: String], String, String)])
  func refused(options: [String: String], message: String, hint: String) {
    #expect(throws: PuzzleError(message, hint: hint)) {
      try PuzzleList.make(name: "arithmetic", options: options)
    }
  }

  @Test("an unknown puzzle is refused with the names there are")
  func unknown() {
    let expected = PuzzleError(
      "there is no puzzle 'chess'", hint: "the puzzles are arithmetic, digit-sum, sudoku, maze")
    #expect(throws: expected) { try PuzzleList.make(name: "chess") }
  }
}
