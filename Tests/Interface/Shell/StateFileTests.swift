// Files of states: other programs and our own readers find the model's exact values.

import Checkpoints
import Foundation
import Kernels
import Storage
import Support
import Testing

@Suite struct StateFileTests {
  let sandbox: Sandbox
  init() throws { sandbox = try Sandbox() }

  /// A run of 18 updates, with its states written in every format.
  private static let script = """
    set keep all
    ask --depth 3 --cycles 2 --inner 2 488 - 380
    latent dump z@*.*.* y@*.* logits@* halt@* -o all.npz
    latent dump z@*.*.* y@*.* logits@* halt@* -o all.safetensors
    latent dump z@*.*.* y@*.* logits@* halt@* -o all.json
    latent dump z@*.*.* -o z.npy
    latent dump z@*.*.* -o z.tsv
    set keep off
    ask --depth 3 --cycles 2 --inner 2 488 - 380
    latent dump z@*.*.* y@*.* logits@* halt@* -o again.npz
    """

  @Test("all formats hold the same numbers, bit for bit, and a new run gives them again")
  func forms() throws {
    let run = try sandbox.trm(input: Self.script)
    #expect(run.code == 0 && run.errors.contains("up to 256 MiB"), "\(run.errors)")
    let archive = try NumPyArchive.read(sandbox.path + "/all.npz")
    let tensors = try Safetensors.read(sandbox.path + "/all.safetensors")
    let again = try NumPyArchive.read(sandbox.path + "/again.npz")
    let json = try JSON(
      parsing: String(decoding: #require(sandbox.bytes("all.json")), as: UTF8.self))
    let listed = try #require(json["states"]?.array)
    #expect(archive.arrays.count == 12 + 6 + 3 + 3 && listed.count == 24)
    var stacked: [Float] = []
    for (array, object) in zip(archive.arrays, listed) {
      let values = array.array.floats().array
      let name = array.name
      #expect(
        try #require(tensors[name]).floats().array.map(\.bitPattern) == values.map(\.bitPattern))
      #expect(try #require(again[name]).floats().array == values)
      #expect(object["state"]?.string == name)
      #expect(object["shape"]?.array?.compactMap(\.integer) == array.array.shape)
      let numbers = try #require(object["values"]?.array)
      #expect(numbers.compactMap { $0.double.map { Float($0) } } == values)
      if name.hasPrefix("z") { stacked += values }
    }
    let one = try NumPyArray.read(sandbox.path + "/z.npy")
    let shape = try #require(archive.arrays.first).array.shape
    #expect(one.shape == [12] + shape && one.floats().array == stacked)
    let lines = try #require(sandbox.bytes("z.tsv").map { String(decoding: $0, as: UTF8.self) })
    let cells = lines.split(separator: "\n").map { $0.split(separator: "\t").map { Float($0) } }
    #expect(cells.count == 12 * shape[0] && cells.joined().elementsEqual(stacked))
    let labels = String(decoding: try #require(sandbox.bytes("z.meta.tsv")), as: UTF8.self)
      .split(separator: "\n")
    #expect(labels.count == 1 + 12 * shape[0] && labels[0] == "state\tposition\ttoken")
    #expect(labels[1].hasPrefix("z@1.1.1\t0\t"))
  }

  @Test("NumPy and safetensors read the same numbers")
  func python() throws {
    guard let python = Python.withNumPy else {
      print("skipped: no python3 with NumPy in the path, so it read no states")
      return
    }
    #expect(try sandbox.trm(input: Self.script).code == 0)
    let reader = """
      import json, struct, numpy as np
      archive = np.load("all.npz")
      raw = open("all.safetensors", "rb").read()
      size = struct.unpack("<Q", raw[:8])[0]
      header = json.loads(raw[8:8 + size])
      again = np.load("again.npz")
      for name in archive: assert np.abs(archive[name] - again[name]).max() <= 1e-5, name
      listed = json.load(open("all.json"))["states"]
      for state in listed:
          name, values = state["state"], archive[state["state"]]
          begin, end = header[name]["data_offsets"]
          assert raw[8 + size + begin:8 + size + end] == values.tobytes(), name
          assert values.dtype == np.float32 and list(values.shape) == state["shape"], name
          assert np.array(state["values"], np.float32).tobytes() == values.tobytes(), name
      z = np.load("z.npy")
      assert z.tobytes() == b"".join(archive[s["state"]].tobytes() for s in listed if s["state"][0] == "z")
      assert np.loadtxt("z.tsv", dtype=np.float32, delimiter="\\t").tobytes() == z.tobytes()
      try:
          from safetensors.numpy import load_file
          for name, values in load_file("all.safetensors").items():
              assert values.tobytes() == archive[name].tobytes(), name
      except ImportError:
          pass
      print(len(listed))
      """
    try sandbox.write("reader.py", reader)
    let run = try Transcript.run(["reader.py"], program: python, in: sandbox.path)
    #expect(run.output == "24\n" && run.code == 0, "\(run.errors)")
  }
}
