// The rules of Sources/README.md that the compiler can't enforce.

import Foundation
import Support
import Testing

@Suite struct ArchitectureTests {
  private static let sources = Shared.checkout.appending(path: "Sources").path

  /// All Swift files by path below `Sources`, without symbolic links.
  private static let files: [String: String] = {
    var files: [String: String] = [:]
    let all = FileManager.default.enumerator(atPath: sources)
    while let path = all?.nextObject() as? String {
      let type = all?.fileAttributes?[.type] as? FileAttributeType
      guard path.hasSuffix(".swift"), type == .typeRegular, !path.contains("SIMDKernelsAVX"),
        let text = try? String(contentsOfFile: sources + "/" + path, encoding: .utf8)
      else { continue }
      files[path] = text
    }
    return files
  }()

  private func lines(_ text: String) -> Int { text.utf8.count { $0 == 10 } }

  @Test("only Platform has conditions on the operating system")
  func platform() {
    let asking = Self.files.filter {
      $0.value.contains("canImport(Glibc)") || $0.value.contains("import Glibc")
    }
    #expect(asking.keys.allSatisfy { $0.hasPrefix("Base/Platform/") } && !asking.isEmpty)
  }

  @Test("one file reads the argument parser's description of commands")
  func parser() {
    #expect(Self.files.filter { $0.value.contains("_dumpHelp(") }.count == 1)
  }

  @Test("modules have at most 6,000 lines, files below 300, and half of the files at most 110")
  func sizes() {
    var modules: [Substring: Int] = [:]
    for (path, text) in Self.files {
      let module = path.split(separator: "/").prefix(2).joined(separator: "/")
      modules[module[...], default: 0] += lines(text)
      #expect(lines(text) < 300, "\(path)")
    }
    for (module, count) in modules { #expect(count <= 6000, "\(module) has \(count) lines") }
    let sorted = Self.files.values.map(lines).sorted()
    #expect(sorted[sorted.count / 2] <= 110)
  }

  @Test("numbers of things are written with the helper that knows the singular")
  func counts() {
    let things = "step|question|update|cell|state|digit|token|row|line|file|run|head|layer|thread"
    for (path, text) in Self.files where !path.contains("Kernels/") {
      for line in text.split(separator: "\n") where !line.contains(#/^\s*\/\//#) {
        let found = line.firstMatch(
          of: try! Regex(#"\\\([^")]*(\([^")]*\))?\) (\#(things))s\b(?!/)"#))
        // Limits that are never 1 are written as they are.
        let isLimit = line.contains("more than \\(") || line.contains("precondition")
        #expect(found == nil || isLimit, "\(path): \(line)")
      }
    }
  }

  @Test("nothing is public except the re-exports of Platform and Kernels")
  func access() {
    for (path, text) in Self.files where !path.hasPrefix("Base/Platform/") {
      let shown = text.split(separator: "\n").filter {
        $0.contains(#/^\s*(@\w+ )*public /#) && !$0.contains("@_exported")
      }
      #expect(shown.isEmpty, "\(path): \(shown)")
    }
  }

  @Test("only Shell and Terminal print or read a terminal")
  func quiet() {
    for (path, text) in Self.files
    where !path.hasPrefix("Interface/Shell") && !path.hasPrefix("Interface/Terminal")
      && !path.hasPrefix("Base/Platform") && !path.hasPrefix("trm/")
    {
      #expect(!text.contains(#/(?m)^\s*print\(/#) && !text.contains("STDOUT_FILENO"), "\(path)")
      #expect(!text.contains("isatty("), "\(path)")
    }
  }

  @Test("only Subprocess starts other programs, so --safe has one thing to forbid")
  func subprocesses() {
    let starters =
      #/\b(posix_spawnp?|v?fork|popen|exec(l|v|ve|vp|lp|le|vpe)|execveat)\(|[^.]system\("/#
    let files = Self.files.filter { $0.value.contains(starters) }.keys
    #expect(Array(files) == ["Base/Platform/Subprocess.swift"])
  }

  @Test("the map names every module")
  func map() throws {
    let map = try String(contentsOfFile: Self.sources + "/README.md", encoding: .utf8)
    for floor in ["Interface", "Lab", "Engine", "Base"] {
      #expect(map.contains("\n  \(floor)/"))
      for module in try FileManager.default.contentsOfDirectory(atPath: Self.sources + "/" + floor)
      where !module.hasPrefix(".") {
        #expect(map.contains(module), "\(floor)/\(module) is missing from Sources/README.md")
      }
    }
  }

  @Test(
    "no type in Workbench, Commands and Shell has more than twelve stored properties")
  func properties() {
    for (path, text) in Self.files
    where ["Lab/Workbench", "Interface/Command", "Interface/ModelCommands", "Interface/Shell"]
      .contains(where: path.hasPrefix)
    {
      for (name, count) in Self.storedProperties(text) {
        #expect(count <= 12, "\(name) in \(path) has \(count)")
      }
    }
  }

  /// The types in a formatted file, with the number of stored properties of each.
  private static func storedProperties(_ text: String) -> [String: Int] {
    var counts: [String: Int] = [:]
    var open: [(indent: Int, name: String)] = []
    for line in text.split(separator: "\n") {
      let indent = line.prefix { $0 == " " }.count
      if line.drop(while: { $0 == " " }).hasPrefix("}") { open.removeAll { $0.indent >= indent } }
      if let type = line.firstMatch(of: #/^ *(?:\w+ )*(?:struct|class|enum|extension) ([\w.]+)/#) {
        open.removeAll { $0.indent >= indent }
        open.append((indent, line.contains("extension ") ? "" : String(type.1)))
        continue
      }
      guard let type = open.last, indent == type.indent + 2, !type.name.isEmpty,
        !line.contains("static "), line.contains(#/^ *(@.*\) |\) |[\w()]+ )*(let|var) \w/#),
        !line.hasSuffix("{"), !line.contains(#/\{.*\}$/#)
      else { continue }
      counts[type.name, default: 0] += 1
    }
    return counts
  }
}
