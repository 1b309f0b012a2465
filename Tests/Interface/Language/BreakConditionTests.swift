// What `break` waits for, as it is typed.

import Language
import Testing

@Suite struct BreakConditionTests {
  typealias Clause = BreakCondition.Clause

  @Test(
    "each quantity has its names, each comparison its sign",
    arguments: [
      ("halt > 0", Clause.number(.halt, .more, 0)), ("halt<-1.5", .number(.halt, .less, -1.5)),
      ("p(halt) >= 0.9", .number(.probability, .atLeast, 0.9)),
      ("|dz| <= 1e-3", .number(.dz, .atMost, 1e-3)), ("|Δz| < 1", .number(.dz, .less, 1)),
      ("dz < 1", .number(.dz, .less, 1)), ("|dy| < 1", .number(.dy, .less, 1)),
      ("dy != 0", .number(.dy, .different, 0)), ("s==3", .number(.step, .equal, 3)),
      ("step == 3", .number(.step, .equal, 3)), ("t > 1", .number(.cycle, .more, 1)),
      ("cycle > 1", .number(.cycle, .more, 1)), ("inner > 1", .number(.inner, .more, 1)),
      ("n > inf", .number(.inner, .more, .infinity)), ("answer changed", .changed),
      ("answer == 10", .answer(isWanted: true, "10")),
      ("answer != a b", .answer(isWanted: false, "a b")),
    ])
  func clauses(_ text: String, _ clause: Clause) throws {
    #expect(try BreakCondition(text).clauses == [clause])
  }

  @Test("clauses are joined by and, blanks are made one")
  func joined() throws {
    let condition = try BreakCondition("  |dz|  < 0.1 and   s >= 2 and answer  changed ")
    #expect(
      condition.clauses == [.number(.dz, .less, 0.1), .number(.step, .atLeast, 2), .changed])
    #expect(condition.description == "|dz| < 0.1 and s >= 2 and answer changed")
  }

  @Test("the address of a y or z is a place to stop at")
  func moments() throws {
    #expect(try BreakCondition("z@3.1.2").clauses == [.moment(StateAddress("z@3.1.2"))])
    #expect(try BreakCondition("y@*").clauses == [.moment(StateAddress("y@*"))])
    for text in ["halt@2", "logits@1", "#1:z@2", "z@2[0]", "z", "x@1"] {
      let error = #expect(throws: Diagnostic.self) { try BreakCondition(text) }
      #expect(error?.subject == .argument(text), "\(text)")
    }
  }

  @Test(
    "what can't be waited for is named",
    arguments: [
      ("foo > 1", "foo"), ("halt > x", "x"), ("halt > nan", "nan"), ("halt >", ""), ("", ""),
      ("halt", "halt"), ("halt > 0 and", ""), ("and halt > 0", ""), ("answer < 3", "answer < 3"),
      ("> 1", ""), ("halt > 0 or s > 1", "0 or s > 1"),
    ])
  func errors(_ text: String, _ subject: String) {
    let error = #expect(throws: Diagnostic.self) { try BreakCondition(text) }
    #expect(error?.subject == .argument(subject))
    #expect(error?.code == .usage)
  }

  @Test("comparisons hold as their signs say")
  func comparisons() {
    typealias Comparison = BreakCondition.Comparison
    let table: [(Comparison, Bool, Bool, Bool)] = [
      // 1 and 2, 2 and 2, 3 and 2.
      (.equal, false, true, false), (.different, true, false, true), (.atMost, true, true, false),
      (.atLeast, false, true, true), (.less, true, false, false), (.more, false, false, true),
    ]
    #expect(table.count == Comparison.allCases.count)
    for (comparison, below, same, above) in table {
      #expect(comparison.holds(1, 2) == below, "\(comparison)")
      #expect(comparison.holds(2, 2) == same, "\(comparison)")
      #expect(comparison.holds(3, 2) == above, "\(comparison)")
    }
  }

  @Test("everything that can begin a condition is offered")
  func subjects() {
    #expect(
      BreakCondition.subjects == ["answer", "halt", "p(halt)", "|dy|", "|dz|", "s", "t", "n"])
  }
}
