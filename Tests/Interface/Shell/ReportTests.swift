// The page of `report`: it holds the run's data, escapes them, and loads no other file.

import Foundation
import Support
import Testing

@Suite struct ReportTests {
  let sandbox: Sandbox
  init() throws { sandbox = try Sandbox() }

  /// The text of a page and its parsed data.
  private func page(_ name: String) throws -> (text: String, data: [String: Any]) {
    let text = String(decoding: try #require(sandbox.bytes(name)), as: UTF8.self)
    let start = try #require(text.range(of: "id=\"data\">"))
    let end = try #require(text.range(of: "</script>", range: start.upperBound..<text.endIndex))
    let json = Data(text[start.upperBound..<end.lowerBound].utf8)
    return (text, try #require(JSONSerialization.jsonObject(with: json) as? [String: Any]))
  }

  @Test("the page's data match the run: answers, probabilities, halting and states")
  func data() throws {
    let run = try sandbox.trm(
      "--json", "-c", "report page.html 9999 + 1", "-c", "latent lens", "-c",
      "latent show y@* z@*.*.*", "-c", "trace")
    #expect(run.code == 0, "\(run.errors)")
    let objects = run.objects
    try #require(objects.count == 4)
    #expect(objects[0]["updates"] as? Int ?? 0 > 5 && objects[0]["answer"] as? String == "10000")
    #expect(objects[0]["bytes"] as? Int == sandbox.bytes("page.html")?.count)
    let (text, data) = try page("page.html")
    #expect(data["question"] as? String == "9999 + 1")
    let updates = try #require(data["updates"] as? [[String: Any]])
    let lens = try #require(objects[1]["updates"] as? [[String: Any]])
    #expect(updates.count == objects[0]["updates"] as? Int && lens.count == updates.count)
    for (update, reading) in zip(updates, lens) {
      #expect(update["state"] as? String == reading["state"] as? String)
      #expect(update["tokens"] as? [Int] == reading["tokens"] as? [Int])
      let shown = try #require(update["p"] as? [Double])
      let read = try #require(reading["probabilities"] as? [Double])
      #expect(
        zip(shown, read).allSatisfy { abs($0 - $1) < 1e-6 } && !shown.isEmpty
          && shown.count == read.count)
    }
    let states = try #require(objects[2]["states"] as? [[String: Any]])
    var compared = 0
    for state in states {
      guard
        let update = updates.first(where: { $0["state"] as? String == state["state"] as? String })
      else { continue }
      let shown = try #require(update["values"] as? [Double])
      let kept = try #require(state["values"] as? [Double])
      #expect(shown.count == kept.count && zip(shown, kept).allSatisfy { Float($0) == Float($1) })
      compared += 1
    }
    #expect(compared == updates.count)
    let trace = try #require(objects[3]["trace"] as? [[String: Any]])
    let halts = trace.compactMap { $0["halt"] as? Double }
    let halting = try #require(data["halting"] as? [Double])
    #expect(data["steps"] as? Int == halts.count && halts.count > 2)
    #expect(halting.count == halts.count && zip(halting, halts).allSatisfy { abs($0 - $1) < 1e-6 })
    // The only URL is that of the SVG namespace, which browsers don't load.
    let addresses = text.components(separatedBy: "http").dropFirst().map { "http" + $0.prefix(22) }
    #expect(addresses.allSatisfy { $0.hasPrefix("http://www.w3.org/2000") }, "\(addresses)")
    for word in [" src=", " href=", "@import", "url(", "fetch(", "XMLHttpRequest"] {
      #expect(!text.contains(word), "\(word)")
    }
  }

  @Test("a file name can't end the data or the script early")
  func breakout() throws {
    // File names are the only text from outside.
    let name = "<img src=x onerror=alert(1)> & <!-- <script>"
    try FileManager.default.copyItem(
      atPath: ShippedModelTests.path, toPath: sandbox.path + "/\(name).safetensors")
    let run = try sandbox.trm(
      "-m", "\(name).safetensors", "-c", "report --depth 1 page.html 3 + 7")
    #expect(run.code == 0, "\(run.errors)")
    let (text, data) = try page("page.html")
    #expect(!text.contains("<img") && !text.contains("<!--"))
    #expect(text.components(separatedBy: "<script").count == 3)
    #expect(text.components(separatedBy: "</script>").count == 3)
    let model = try #require(data["model"] as? [[String]])
    #expect(model.contains(["model", name]))
  }

  @Test("an existing file is replaced only with --force, and a page has a bounded size")
  func files() throws {
    try sandbox.write("page.html", "mine")
    #expect(try sandbox.trm("-c", "report page.html 3 + 7").code == 73)
    #expect(sandbox.bytes("page.html") == Data("mine".utf8))
    #expect(try sandbox.trm("-c", "report --force --depth 2 page.html 3 + 7").code == 0)
    #expect(try page("page.html").data["steps"] as? Int == 2)
    let long = try sandbox.trm("-c", "report --depth 400 long.html 3 + 7")
    #expect(long.code == 0 && long.errors.contains("last y and z of each step"), "\(long.errors)")
    #expect(try #require(sandbox.bytes("long.html")).count < 12_000_000)
    #expect(try sandbox.trm("-c", "report no/such/folder.html 3 + 7").code == 73)
  }
}
