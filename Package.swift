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

/// The vector kernels are optimized in every configuration: debug loops would run 50 times slower.
///
/// Their loops start on a cache line, so that their speed doesn't depend on the code around them, and
/// have addresses that don't depend on each other, which loop strength reduction would make.
let optimization = [
  "-O", "-Xllvm", "-align-all-nofallthru-blocks=6", "-Xllvm", "-disable-lsr",
]
let optimized: [SwiftSetting] = strictness + [.unsafeFlags(optimization)]

/// The same for processors with more instructions: a definition for the source, flags for clang.
func instructions(_ name: String, _ flags: [String]) -> [SwiftSetting] {
  #if arch(x86_64)
    let all = optimization + flags.flatMap { ["-Xcc", "-m" + $0] }
  #else
    let all = optimization
  #endif
  return strictness + [.define(name), .unsafeFlags(all)]
}
let avx2 = instructions("FUSED", ["avx2", "fma"])
let avx512 = instructions("WIDE", ["avx2", "fma", "avx512f", "avx512dq", "avx512bw", "avx512vl"])

/// A module of a floor: the folder `Sources/FLOOR/NAME`.
func module(
  _ name: String, on floor: String, _ dependencies: [Target.Dependency] = [],
  settings: [SwiftSetting] = strictness, resources: [Resource] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "Sources/\(floor)/\(name)",
    resources: resources, swiftSettings: settings)
}

/// The tests of a module: the folder `Tests/FLOOR/NAME`.
func tests(
  of name: String, on floor: String, with others: [Target.Dependency] = [],
  excluding excluded: [String] = []
) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: [.byName(name: name), "Support"] + others,
    path: "Tests/\(floor)/\(name)", exclude: excluded, swiftSettings: strictness)
}

let base: [Target] = [
  module("Platform", on: "Base"),
  .systemLibrary(name: "CFiles", path: "Sources/Base/CFiles"),
  module("Storage", on: "Base", ["CFiles", "Platform"]),
  module("Drawing", on: "Base"),
  module("Wording", on: "Base"),
]

let engine: [Target] = [
  .systemLibrary(name: "CProcessor", path: "Sources/Engine/CProcessor"),
  .systemLibrary(name: "CKernelTable", path: "Sources/Engine/CKernelTable"),
  module("SIMDKernels", on: "Engine", ["CKernelTable"], settings: optimized),
  module("SIMDKernelsAVX2", on: "Engine", ["CKernelTable"], settings: avx2),
  module("SIMDKernelsAVX512", on: "Engine", ["CKernelTable"], settings: avx512),
  module(
    "Kernels", on: "Engine",
    [
      "CKernelTable", "CProcessor", "Platform", "SIMDKernels", "SIMDKernelsAVX2",
      "SIMDKernelsAVX512",
    ]),
  module("Network", on: "Engine", ["Kernels", "Platform", "Wording"]),
]

let lab: [Target] = [
  module("Puzzles", on: "Lab", ["Wording"]),
  .systemLibrary(name: "CYAML", path: "Sources/Lab/CYAML"),
  .systemLibrary(name: "CZlib", path: "Sources/Lab/CZlib"),
  module(
    "Checkpoints", on: "Lab",
    ["CYAML", "CZlib", "Kernels", "Network", "Platform", "Storage", "Wording"]),
  module("Training", on: "Lab", ["Kernels", "Network", "Platform", "Puzzles", "Wording"]),
  module(
    "ARCTasks", on: "Lab", ["Checkpoints", "Kernels", "Platform", "Puzzles", "Storage", "Wording"]),
  module(
    "Records", on: "Lab",
    ["Checkpoints", "Drawing", "Kernels", "Network", "Storage", "Training", "Wording"]),
  module("Settings", on: "Lab", ["Kernels", "Language", "Network", "Platform", "Records"]),
  module(
    "Workbench", on: "Lab",
    [
      "ARCTasks", "Checkpoints", "Drawing", "Kernels", "Language", "Network", "Platform", "Puzzles",
      "Records",
      "Settings", "Storage", "Training", "Wording",
    ]),
]

let interface: [Target] = [
  module("Language", on: "Interface", ["Wording"]),
  module(
    "Presentation", on: "Interface",
    [
      "ARCTasks", "Drawing", "Kernels", "Language", "Network", "Platform", "Puzzles", "Records",
      "Settings", "Storage", "Training", "Wording", "Workbench",
    ], resources: [.embedInCode("Page/Resources")]),
  module(
    "CommandCore", on: "Interface",
    [
      "Language", "Platform", "Presentation", "Settings", "Storage", "Workbench",
      .product(name: "ArgumentParser", package: "swift-argument-parser"),
    ]),
  module(
    "ModelCommands", on: "Interface",
    [
      "Checkpoints", "CommandCore", "Drawing", "Kernels", "Language", "Network", "Platform",
      "Presentation", "Puzzles", "Records", "Settings", "Storage", "Training", "Wording",
      "Workbench", "ARCTasks",
      .product(name: "ArgumentParser", package: "swift-argument-parser"),
    ]),
  module(
    "Commands", on: "Interface",
    [
      "CommandCore", "Drawing", "Language", "ModelCommands", "Network", "Platform",
      "Presentation", "Puzzles", "Settings", "Storage", "Wording", "Workbench",
      .product(name: "ArgumentParser", package: "swift-argument-parser"),
    ]),
  module("Terminal", on: "Interface", ["CReadline", "Drawing", "Platform"]),
  .target(
    name: "CReadline", path: "Sources/Interface/CReadline",
    linkerSettings: [.linkedLibrary("readline")]),
  module(
    "Shell", on: "Interface",
    [
      "CommandCore", "Commands", "Drawing", "Language", "ModelCommands", "Network", "Platform",
      "Presentation", "Puzzles", "Settings", "Storage", "Terminal", "Workbench",
      .product(name: "ArgumentParser", package: "swift-argument-parser"),
    ]),
]

let package = Package(
  name: "trm",
  products: [.executable(name: "trm", targets: ["trm"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")
  ],
  targets: base + engine + lab + interface + [
    .executableTarget(name: "trm", dependencies: ["Platform", "Shell"], swiftSettings: strictness),
    .target(name: "Support", path: "Tests/Support", swiftSettings: strictness),
    // Attacks the program in a process of its own; scripts/attack builds and runs it.
    .executableTarget(
      name: "trm-attack",
      dependencies: [
        "CReadline", "CZlib", "Checkpoints", "CommandCore", "Commands", "Kernels", "Language",
        "Network", "Platform", "Puzzles", "Settings", "Shell", "Storage", "Support", "Terminal",
        "Training", "Workbench",
      ], path: "Tests/Attack", swiftSettings: strictness),
    tests(of: "Drawing", on: "Base"),
    tests(of: "Wording", on: "Base"),
    tests(of: "Kernels", on: "Engine"),
    tests(
      of: "Network", on: "Engine", with: ["Checkpoints", "Kernels", "Storage"],
      excluding: ["Golden"]),
    tests(
      of: "Checkpoints", on: "Lab", with: ["Kernels", "Network", "Storage"],
      excluding: ["Fixtures"]),
    tests(of: "Puzzles", on: "Lab"),
    tests(
      of: "ARCTasks", on: "Lab", with: ["Checkpoints", "Kernels", "Puzzles", "Storage"]),
    tests(
      of: "Training", on: "Lab",
      with: ["Checkpoints", "Kernels", "Network", "Puzzles", "Storage"], excluding: ["Golden"]),
    tests(
      of: "Workbench", on: "Lab",
      with: [
        "Checkpoints", "Kernels", "Language", "Network", "Puzzles", "Records", "Settings",
        "Storage", "Training",
      ]),
    tests(of: "Language", on: "Interface"),
    tests(
      of: "Presentation", on: "Interface",
      with: [
        "Drawing", "Language", "Network", "Puzzles", "Settings", "Storage", "Training", "Workbench",
      ]),
    tests(of: "Terminal", on: "Interface", with: ["Drawing", "Platform"]),
    tests(
      of: "Commands", on: "Interface",
      with: [
        "CommandCore", "Language", "Network", "Presentation", "Puzzles", "Settings", "Workbench",
      ]),
    tests(
      of: "Shell", on: "Interface",
      with: [
        "Checkpoints", "CommandCore", "Commands", "Drawing", "Kernels", "Network", "Puzzles",
        "Settings", "Storage", "Training",
      ]),
  ]
)
