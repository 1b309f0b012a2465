// Small networks of the other kinds.

import Network

extension Kind {
  static let relatives = [
    Kind(testDescription: "hrm, H deeper than L", configuration: relative(.hrm, inner: 1)),
    Kind(testDescription: "singlez", configuration: relative(.singlez, inner: 3)),
    Kind(testDescription: "hier6", configuration: relative(.hier6, inner: 6)),
    Kind(
      testDescription: "hier6, three of its latents unused",
      configuration: relative(.hier6, inner: 3)),
    Kind(testDescription: "baseline", configuration: relative(.baseline, inner: 0)),
    Kind(
      testDescription: "singlez, mixer",
      configuration: relative(.singlez, inner: 2, mixing: .mixer)),
  ]

  private static func relative(
    _ network: NetworkKind, inner: Int, mixing: Configuration.Mixing = .attention
  ) -> Configuration {
    Configuration(
      vocabulary: 5, length: 4, width: 8, layers: 1, innerWidth: 6, mixing: mixing,
      mixerWidth: mixing == .mixer ? 3 : 0, heads: 2,
      positions: mixing == .mixer ? .none : .rotary, rotaryBase: 100, prefix: 1, puzzleWidth: 7,
      puzzles: 3, inner: inner, cycles: network == .baseline ? 1 : 2, depth: 3,
      network: network, highLayers: network == .hrm ? 2 : 0)
  }
}
