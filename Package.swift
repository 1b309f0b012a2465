// swift-tools-version: 6.2
// The map of the house: which target may import which. Arrows point down only.

import PackageDescription

/// Warnings are errors where `CI` is set (`scripts/test`, `scripts/check`), so that a newer
/// compiler's new warning never stops a user's build.
let strict = Context.environment["CI"] != nil

let strictness: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
  ] + (strict ? [.treatAllWarnings(as: .error)] : [])

/// The vector kernels are optimised in every configuration: debug loops would run 50 times slower.
let optimised: [SwiftSetting] = strictness + [.unsafeFlags(["-O"])]

/// The same for processors with more instructions: a definition for the source, flags for clang.
func instructions(_ name: String, _ flags: [String]) -> [SwiftSetting] {
  #if arch(x86_64)
    let all = ["-O"] + flags.flatMap { ["-Xcc", "-m" + $0] }
  #else
    let all = ["-O"]
  #endif
  return strictness + [.define(name), .unsafeFlags(all)]
}
let fused = instructions("FUSED", ["avx2", "fma"])
let wide = instructions("WIDE", ["avx2", "fma", "avx512f", "avx512dq", "avx512bw", "avx512vl"])

let package = Package(
  name: "trm",
  platforms: [.macOS(.v26)],
  products: [.executable(name: "trm", targets: ["trm"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")
  ],
  targets: [
    .systemLibrary(name: "CReadline", providers: [.apt(["libreadline-dev"])]),
    .systemLibrary(name: "CProcessor"),
    .target(name: "Lanes", swiftSettings: optimised),
    .target(name: "LanesFused", swiftSettings: fused),
    .target(name: "LanesWide", swiftSettings: wide),
    .target(
      name: "Kernels", dependencies: ["CProcessor", "Lanes", "LanesFused", "LanesWide"],
      swiftSettings: strictness),
    .target(name: "Network", dependencies: ["Kernels"], swiftSettings: strictness),
    .target(name: "Checkpoints", dependencies: ["Network", "Kernels"], swiftSettings: strictness),
    .target(name: "Puzzles", swiftSettings: strictness),
    .target(
      name: "Training", dependencies: ["Network", "Kernels", "Puzzles"],
      swiftSettings: strictness),
    .target(name: "Drawing", swiftSettings: strictness),
    .target(
      name: "Shell",
      dependencies: [
        "CReadline", "Checkpoints", "Drawing", "Kernels", "Network", "Puzzles", "Training",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strictness),
    .executableTarget(name: "trm", dependencies: ["Shell"], swiftSettings: strictness),
    .target(name: "Support", path: "Tests/Support", swiftSettings: strictness),
  ]
    + tests(of: "Kernels") + tests(of: "Network", with: ["Kernels", "Checkpoints"])
    + tests(of: "Checkpoints", with: ["Network", "Kernels"], excluding: ["Fixtures"])
    + tests(of: "Puzzles") + tests(of: "Drawing")
    + tests(
      of: "Training", with: ["Network", "Kernels", "Puzzles", "Checkpoints"],
      excluding: ["Golden"])
    + tests(
      of: "Shell", with: ["Network", "Kernels", "Puzzles", "Training", "Drawing", "Checkpoints"])
)

/// The test target of one target, in `Tests/` under the same name.
func tests(
  of target: String, with others: [String] = [], excluding excluded: [String] = []
) -> [Target] {
  [
    .testTarget(
      name: target + "Tests",
      dependencies: [.byName(name: target), "Support"] + others.map { .byName(name: $0) },
      path: "Tests/" + target, exclude: excluded, swiftSettings: strictness)
  ]
}
