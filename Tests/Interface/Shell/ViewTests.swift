// Views of a patched run through the shell: in JSON, each has the numbers of the run's own states.

import Foundation
import Support
import Testing

@Suite struct ViewTests {
  let sandbox: Sandbox
  init() throws { sandbox = try Sandbox() }

  private typealias Object = [String: Any]

  /// Results of lines by their commands, each command's in order.
  private func results(_ lines: String...) throws -> [String: [Object]] {
    let run = try sandbox.trm("--json", input: lines.joined(separator: "\n") + "\n")
    try #require(run.code == 0, "\(run.errors)")
    return Dictionary(grouping: run.objects) { $0["command"] as? String ?? "" }
  }

  /// The values of states by their addresses.
  private func values(_ object: Object) throws -> [String: [Double]] {
    let states = try #require(object["states"] as? [Object])
    return try states.reduce(into: [:]) {
      $0[try #require($1["state"] as? String)] = try #require($1["values"] as? [Double])
    }
  }

  private func norm(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }

  @Test("every view of a patched run has the numbers that show gives once the run has continued")
  func numbers() throws {
    let all = try results(
      "set halt off", "set depth 6", "set cycles 1", "set inner 2", "think 99999999 + 1", "step 7",
      "latent patch z@last = zero", "latent stats z@*.*.* y@*.*", "latent diff z@*.*.*",
      "trace", "latent lens", "latent plot z@*.*.* --of norm", "latent plot z@*.*.* --of change",
      "report page.html", "latent attribute z@last", "where", "finish",
      "latent show y@0 z@0 y@*.* z@*.*.* halt@*")
    let shown = try #require(all["latent show"]?.first)
    let own = try values(shown)
    #expect(all["where"]?[0]["at"] as? String == "z@3.1.1")
    #expect(own["z@3.1.1"]?.allSatisfy { $0 == 0 } == true)
    for name in ["trace", "latent lens", "latent plot", "report", "latent attribute"] {
      for object in all[name] ?? [[:]] {
        #expect(object["run"] as? Int == 1 && object["patched"] as? [String] == ["z@3.1.1"])
      }
    }
    for state in try #require(all["latent stats"]?[0]["states"] as? [Object]) {
      let name = try #require(state["state"] as? String)
      #expect(abs(norm(try #require(own[name])) - (state["norm"] as? Double ?? -1)) < 1e-9)
      #expect(state["patched"] as? Bool == (name == "z@3.1.1") && state["run"] as? Int == 1)
    }
    let steps = try #require(all["trace"]?[0]["trace"] as? [Object])
    #expect(steps.count == 6)
    for (index, step) in steps.enumerated() {
      let halt = try #require(own["halt@\(index + 1)"]?.first)
      #expect(abs(1 / (1 + exp(-halt)) - (step["halt"] as? Double ?? -1)) < 1e-6)
      let before = try #require(own[index == 0 ? "z@0" : "z@\(index).1.2"])
      let after = try #require(own["z@\(index + 1).1.2"])
      #expect(abs(norm(zip(after, before).map { $0 - $1 }) - (step["dz"] as? Double ?? -1)) < 1e-9)
    }
    let plots = try #require(all["latent plot"])
    let points = try plots.map { try #require($0["points"] as? [Object]) }
    #expect(points.map(\.count) == [12, 12])
    var before: [Double]?
    for (first, second) in zip(points[0], points[1]) {
      let name = try #require(first["state"] as? String)
      let values = try #require(own[name])
      #expect(abs(norm(values) - (first["norm"] as? Double ?? -1)) < 1e-9)
      if let before {
        let change = norm(zip(values, before).map { $0 - $1 })
        #expect(abs(change - (second["change"] as? Double ?? -1)) < 1e-9)
      }
      before = values
    }
    let readings = try #require(all["latent lens"]?[0]["updates"] as? [Object])
    #expect(readings.count == 18)
    for reading in readings {
      #expect(reading["patched"] as? Bool == (reading["state"] as? String == "z@3.1.1"))
    }
    #expect(readings.last?["answer"] as? String == all["finish"]?[0]["answer"] as? String)
    let page = String(decoding: try #require(sandbox.bytes("page.html")), as: UTF8.self)
    let start = try #require(page.range(of: "id=\"data\">")).upperBound
    let end = try #require(page.range(of: "</script>", range: start..<page.endIndex)).lowerBound
    let data = try #require(
      JSONSerialization.jsonObject(with: Data(page[start..<end].utf8)) as? Object)
    #expect(data["run"] as? Int == 1)
    #expect((data["remark"] as? String)?.hasPrefix("patched: z@3.1.1; after") == true)
    for update in try #require(data["updates"] as? [Object]) {
      let name = try #require(update["state"] as? String)
      let shown = try #require(update["values"] as? [Double])
      #expect(shown.map { Float($0) } == (own[name] ?? []).map { Float($0) })
      #expect(update["patched"] as? Bool == (name == "z@3.1.1"))
    }
  }

  @Test("a view of a run without patches, or behind them, has the numbers of the question's run")
  func unpatched() throws {
    let views = [
      "trace", "latent lens", "latent plot z@*.*.* --of norm", "latent plot",
      "latent attribute z@2",
    ]
    func numbers(_ lines: [String]) throws -> [String] {
      let run = try sandbox.trm(
        "--json",
        input: (["set halt off", "set depth 6", "set cycles 1", "set inner 2"] + lines + views)
          .joined(
            separator: "\n") + "\n")
      try #require(run.code == 0, "\(run.errors)")
      return try run.objects.suffix(views.count).map { object in
        var object = object
        for name in ["run", "continued", "line"] { object[name] = nil }
        return String(
          decoding: try JSONSerialization.data(withJSONObject: object, options: .sortedKeys),
          as: UTF8.self)
      }
    }
    let asked = try numbers(["ask 99999999 + 1"])
    #expect(try numbers(["think 99999999 + 1", "step 8"]) == asked)
    #expect(
      try numbers([
        "think 99999999 + 1", "step 8", "latent patch z@last = zero", "step 3", "back 4", "step 4",
      ]) == asked)
    let patched = try numbers(["think 99999999 + 1", "step 8", "latent patch z@last = zero"])
    #expect(zip(patched, asked).allSatisfy { $0 != $1 })
  }
}
