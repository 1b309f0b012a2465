// Addresses of states, and conditions that stop runs.

import Language
import Testing

@Suite struct StateAddressTests {
  @Test("places that are left out are last; ranges, * and positions are read")
  func forms() throws {
    let z = try StateAddress("z@2.1..3")
    #expect(z.kind == .z && z.parts == [.range(2...2), .range(1...3), .last] && z.positions == nil)
    #expect(try StateAddress("y").parts == [.last, .last])
    #expect(try StateAddress("logits@*").parts == [.all])
    #expect(try StateAddress("halt@last").parts == [.last])
    #expect(try StateAddress("z@0").parts == [.range(0...0), .last, .last])
    let whole = try StateAddress("#3:z@2.1.last[0:4]")
    #expect(whole.run == 3 && whole.positions == 0..<4)
    #expect(try StateAddress("1:y@1[5]").run == 1)
    #expect(try StateAddress("y@1[5]").positions == 5..<6)
    #expect(StateAddress.text(of: 5..<6) == "[5]" && StateAddress.text(of: 0..<4) == "[0:4]")
  }

  @Test(
    "an invalid address is refused with a reason",
    arguments: [
      ("q@1", "'q@1' is not a state address: expected y, z, logits or halt"),
      ("z@0.1", "invalid place '0' in 'z@0.1'"), ("z@a", "invalid place 'a' in 'z@a'"),
      ("z@3..2", "invalid place '3..2' in 'z@3..2'"),
      ("y@1.2.3", "'y@1.2.3' has 3 places; y has 2: step.cycle"),
      ("x:z@1", "invalid run 'x' in 'x:z@1'"),
      ("z@1[4:2]", "'[4:2]' in 'z@1[4:2]' are not positions"),
      ("z@1[a]", "'[a]' in 'z@1[a]' are not positions"),
      ("", "'' is not a state address: expected y, z, logits or halt"),
    ])
  func refusals(text: String, message: String) {
    do {
      _ = try StateAddress(text)
      Issue.record("'\(text)' was read")
    } catch {
      #expect((error as? Diagnostic)?.message == message)
    }
  }

  @Test("an address with every step replaces 'last' by all steps")
  func everyStep() throws {
    #expect(try StateAddress("z@last.2").atEveryStep.parts == [.all, .range(2...2), .last])
    #expect(try StateAddress("z@3").atEveryStep.parts == [.range(3...3), .last, .last])
  }

  @Test("conditions are read into clauses, in any spelling of their quantities")
  func conditions() throws {
    #expect(try BreakCondition("halt > 0").clauses == [.number(.halt, .more, 0)])
    #expect(
      try BreakCondition("|dz|<=0.1  and step >= 2").clauses
        == [.number(.dz, .atMost, 0.1), .number(.step, .atLeast, 2)])
    #expect(
      try BreakCondition("p(halt) != 0.5").clauses == [.number(.probability, .different, 0.5)])
    #expect(try BreakCondition("answer == 10 + 2").clauses == [.answer(isWanted: true, "10 + 2")])
    #expect(try BreakCondition("answer changed").clauses == [.changed])
    #expect(try BreakCondition("z@3.1.2").clauses == [.moment(StateAddress("z@3.1.2"))])
    #expect(try BreakCondition("halt  >   0").description == "halt > 0")
  }

  @Test(
    "an invalid condition is refused",
    arguments: [
      ("foo > 1", "'foo' can't be compared in a break condition"),
      ("halt > x", "invalid number 'x' in 'halt > x'"),
      ("halt > nan", "invalid number 'nan' in 'halt > nan'"),
      ("nothing", "'nothing' is not a break condition"),
      ("answer < 3", "'answer < 3' is not a break condition"),
      ("logits@1", "'logits@1' is not a break condition"),
      ("halt > 0 and", "'' is not a break condition"),
    ])
  func badConditions(text: String, message: String) {
    do {
      _ = try BreakCondition(text)
      Issue.record("'\(text)' was read")
    } catch {
      #expect((error as? Diagnostic)?.message == message)
    }
  }

  @Test("comparisons hold as they say")
  func comparisons() {
    let holds = BreakCondition.Comparison.allCases.map { [$0.holds(1, 2), $0.holds(2, 2)] }
    #expect(
      holds == [
        [false, true], [true, false], [true, true], [false, true], [true, false], [false, false],
      ])
  }
}
