// Files of rows: their formats, quoting, and control characters.

import Language
import Presentation
import Testing

@Suite struct RowFileTests {
  private let fields = [
    Field("index", .integer(0)), Field("question", .string("a,\"b\"\tc\\\r\nd\u{1B}[2J\u{9B}")),
    Field("right", .nothing), Field("p", .number(0.25)), Field("halted", .bool(true)),
  ]

  @Test("the end of the file's name decides the format")
  func formats() throws {
    #expect(try RowFormat(path: "a.csv") == .csv)
    #expect(try RowFormat(path: "x.jsonl/a.b.TSV") == .tsv)
    #expect(try RowFormat(path: "./.jsonl") == .jsonl)
    for path in ["csv", "a.json", "a.csv.gz", "x.csv/rows", "", "a."] {
      #expect {
        try RowFormat(path: path)
      } throws: { error in
        let error = error as? Diagnostic
        return error?.code == .usage && error?.message.contains(".csv, .tsv or .jsonl") == true
      }
    }
  }

  @Test("CSV quotes, and JSON Lines writes, what the other can't hold as it is")
  func rows() throws {
    #expect(RowFormat.csv.header(["index", "right"]) == "index,right\n")
    #expect(RowFormat.jsonl.header(["index", "right"]) == "")
    let plain = [Field("a", .string("3 + 7")), Field("b", .nothing), Field("c", .bool(false))]
    #expect(RowFormat.csv.row(plain) == "3 + 7,,false\n")
    #expect(RowFormat.tsv.row(plain) == "3 + 7\t\tfalse\n")
    #expect(RowFormat.jsonl.row(plain) == "{\"a\":\"3 + 7\",\"b\":null,\"c\":false}\n")
    #expect(RowFormat.csv.row([Field("a", .string("x,\"y\""))]) == "\"x,\"\"y\"\"\"\n")
  }

  @Test("a tab or a line end in a cell doesn't end it in TSV")
  func tabs() {
    let row = RowFormat.tsv.row(fields)
    #expect(row.split(separator: "\t", omittingEmptySubsequences: false).count == 5)
    #expect(row.hasPrefix("0\ta,\"b\"\\tc\\\\\\r\\nd"))
    #expect(row.unicodeScalars.count { $0 == "\n" } == 1 && row.hasSuffix("\t0.25\ttrue\n"))
  }

  @Test(
    "no format writes a control character that a terminal acts on", arguments: RowFormat.allCases)
  func controls(format: RowFormat) {
    for scalar in format.row(fields).unicodeScalars {
      let isControl = scalar.properties.generalCategory == .control
      #expect(!isControl || scalar == "\t" || scalar == "\n", "\(scalar.value)")
    }
  }
}
