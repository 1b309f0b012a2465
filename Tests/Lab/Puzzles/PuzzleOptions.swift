// Creating puzzles by name and options.

import Puzzles
import Testing

@Suite("Puzzle options")
struct PuzzleOptions {
  @Test("a puzzle's options create an equal puzzle")
  func roundTrip() throws {
    let arithmetic = try Arithmetic(
      digits: 7, operators: [.minus], mix: .init(chains: 0.25, fullChains: 0.1, negatives: 0),
      layout: .columns)
    let again = try PuzzleList.make(name: arithmetic.name, options: arithmetic.options)
    #expect(again as? Arithmetic == arithmetic)
    #expect(arithmetic.options["operators"] == "-")
    #expect(arithmetic.options["digits"] == "7")
  }

  @Test("missing options have the listed defaults")
  func standards() throws {
    for kind in PuzzleList.kinds {
      let standards = kind.options.map { ($0.name, $0.defaultValue) }
      #expect(try kind.make().options == Dictionary(uniqueKeysWithValues: standards))
    }
  }

  @Test(
    "an invalid option is refused by name",
    arguments: [
      (["digits": "13"], "invalid value '13' for 'digits'", "give a number from 1 to 12"),
      (["digits": "0"], "invalid value '0' for 'digits'", "give a number from 1 to 12"),
      (["digits": "four"], "invalid value 'four' for 'digits'", "give a number from 1 to 12"),
      (
        ["digits": "99999999999999999999"], "invalid value '99999999999999999999' for 'digits'",
        "give a number from 1 to 12"
      ),
      (
        ["shortest": "3", "longest": "2"], "shortest 3 is greater than longest 2",
        "change one of them"
      ),
      (
        ["longest": "5"], "can't generate questions with 1 to 5 digits",
        "give shortest and longest from 1 to digits (4)"
      ),
      (["longest": "x"], "invalid value 'x' for 'longest'", "give a number from 1 to 12"),
      (["operators": ""], "missing operators", "give +, - or +-"),
      (["operators": "+*"], "invalid operator '*'", "give +, - or +-"),
      (["chains": "1.5"], "invalid value '1.5' for 'chains'", "give a fraction from 0 to 1"),
      (["chains": "nan"], "invalid value 'nan' for 'chains'", "give a fraction from 0 to 1"),
      (
        ["negatives": "some"], "invalid value 'some' for 'negatives'", "give a fraction from 0 to 1"
      ),
      (
        ["layout": "rows"], "invalid value 'rows' for 'layout'",
        "give fields, columns or signed-columns"
      ),
      (
        ["chains": "0.8", "full-chains": "0.3"],
        "chains 0.8 and full-chains 0.3 add up to more than 1",
        "give fractions that add up to at most 1"
      ),
      (
        ["digit": "4"], "unknown option 'digit' for puzzle 'arithmetic'",
        "the options are digits, shortest, longest, operators, chains, full-chains, near, passing, "
          + "negatives, shifted, layout"
      ),
    ] as [([String: String], String, String)])
  func refused(options: [String: String], message: String, hint: String) {
    #expect(throws: PuzzleError(message, hint: hint)) {
      try PuzzleList.make(name: "arithmetic", options: options)
    }
  }

  @Test("an unknown puzzle is refused with the known names")
  func unknown() {
    let names = PuzzleList.kinds.map(\.name).joined(separator: ", ")
    #expect(names.contains("arithmetic, "))
    let expected = PuzzleError("unknown puzzle 'chess'", hint: "the puzzles are \(names)")
    #expect(throws: expected) { try PuzzleList.make(name: "chess") }
  }
}
