// The model in memory and those before it; the settings.

import Language
import Kernels
import Network
import Puzzles
import Settings
import Storage
import Support
import Testing
import Workbench

@Suite struct ModelStoreTests {
  @Test("undo restores the models in reverse order, with what replaced each")
  func undo() throws {
    let workbench = try Tiny.workbench()
    let first = workbench.values
    workbench.models.replace(by: try Tiny.model(seed: 2), cause: "load")
    workbench.models.replace(by: try Tiny.model(seed: 3), cause: "train")
    #expect(workbench.models.undo() == "train")
    #expect(workbench.models.undo() == "load" && workbench.values == first)
    #expect(workbench.models.undo() == nil && workbench.values == first)
  }

  @Test("a saved model isn't unsaved; an earlier one of the same file is again")
  func saved() throws {
    let workbench = ModelWorkbench()
    var model = try Tiny.model()
    (model.path, model.isUnsaved) = ("/a.safetensors", false)
    workbench.models.replace(by: model, cause: "load")
    var other = try Tiny.model(seed: 2)
    other.isUnsaved = true
    workbench.models.replace(by: other, cause: "train")
    workbench.models.saved(to: "/a.safetensors")
    #expect(workbench.model?.isUnsaved == false && workbench.model?.path == "/a.safetensors")
    _ = workbench.models.undo()
    #expect(workbench.model?.isUnsaved == true)
  }

  @Test("without a model, what needs one says so")
  func missing() {
    let workbench = ModelWorkbench()
    #expect(workbench.model == nil)
    #expect(throws: Diagnostic.self) { try workbench.requireModel() }
    #expect(throws: Diagnostic.self) { try workbench.parseQuestion("3 + 7") }
  }

  @Test("a model written and read again is the same, with its puzzle")
  func files() throws {
    try withTemporaryFolder { folder in
      let model = try Tiny.model()
      try model.write(to: folder + "/m.safetensors")
      let read = try LoadedModel.read(folder + "/m.safetensors")
      #expect(read.weights.values.array == model.weights.values.array)
      #expect(read.puzzle.name == "arithmetic" && read.puzzle.options == model.puzzle.options)
      #expect(throws: FileError.self) { try LoadedModel.read(folder + "/none.safetensors") }
    }
  }
}

@Suite struct SettingsTests {
  @Test("every default is a value that can be set, and reading it gives it back")
  func defaults() throws {
    for setting in Setting.all {
      guard let standard = setting.standard else { continue }
      var settings = SettingValues()
      try settings.set(setting.name, to: standard.text, origin: .prompt)
      #expect(settings.value(setting, model: nil) == standard, "\(setting.name)")
      #expect(settings.origin(setting) == .prompt)
      settings.reset(setting)
      #expect(settings.origin(setting) == .standard)
    }
    #expect(Set(Setting.all.flatMap { [$0.name] + $0.aliases }).count > Setting.all.count)
  }

  @Test("typed keys read what was set")
  func typed() throws {
    var settings = SettingValues()
    #expect(settings.depth == nil && settings.engine == .fast && settings.halt == nil)
    for (name, text) in [
      ("N_sup", "7"), ("engine", "reference"), ("halt", "on"), ("tolerance", "0.5"),
      ("pager", "off"), ("keep-limit", "2"), ("pick", "halt"), ("prompt", "> "),
    ] { try settings.set(name, to: text, origin: .script) }
    #expect(settings.depth == 7 && settings.engine == .reference && settings.halt == .at(0.5))
    #expect(settings.tolerance == 0.5 && !settings.pager && settings.keepLimitBytes == 2 << 20)
    #expect(settings.pick == .halt && settings.prompt == "> ")
  }

  @Test("the model decides depth, cycles and inner until they are set")
  func model() throws {
    let model = try Tiny.model()
    var settings = SettingValues()
    let depth = try Setting.named("depth")
    #expect(
      settings.origin(depth) == .model && settings.value(depth, model: model) == .integer(3))
    try settings.set("cycles", to: "5", origin: .prompt)
    let options = settings.inferenceOptions(model)
    #expect(options.depth == 3 && options.cycles == 5 && options.inner == 2)
  }

  @Test(
    "values out of range are refused by name",
    arguments: [
      ("depth", "0"), ("depth", "x"), ("tolerance", "2"), ("halt", "1"), ("engine", "gpu"),
    ])
  func refusals(name: String, text: String) {
    var settings = SettingValues()
    do {
      try settings.set(name, to: text, origin: .prompt)
      Issue.record("\(text) was accepted")
    } catch {
      let error = error as? Diagnostic
      #expect(error?.message == "invalid value '\(text)' for '\(name)'")
      #expect(error?.subject == .argument(text))
    }
  }

  @Test("an unknown setting is suggested; case matters")
  func unknown() throws {
    #expect(throws: Diagnostic.self) { try Setting.named("t") }
    #expect(try Setting.named("T").name == "cycles" && Setting.named("n").name == "inner")
    do {
      _ = try Setting.named("deph")
    } catch { #expect((error as? Diagnostic)?.hint == "did you mean 'depth'?") }
  }
}
