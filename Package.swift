// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target: warnings are errors, existentials are spelled out, imports are explicit.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// On Linux a target that calls `exp` or `squareRoot()` must be linked with the C mathematics library.
let mathematics: [LinkerSetting] = [.linkedLibrary("m", .when(platforms: [.linux]))]

func library(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target
{
  .target(
    name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict,
    linkerSettings: mathematics)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = [])
  -> Target
{
  .testTarget(
    name: name + "Tests", dependencies: dependencies + ["TestSupport"], resources: resources,
    swiftSettings: strict)
}

let package = Package(
  name: "Descent",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Descent", targets: ["Descent"]),
    .executable(name: "descent", targets: ["DescentTool"]),
    // For Fuzz/, which is a package of its own: the command's readers.
    .library(name: "DescentCommands", targets: ["Commands"]),
  ],
  traits: [
    .trait(
      name: "DoublePrecision",
      description: "Compute in Double instead of Float: slower, for sharp gradient checks."),
    .trait(
      name: "Dashboard",
      description: "The live page, `descent dashboard`: fetches and builds a web server."),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    // Fetched only with the trait Dashboard.
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
  ],
  targets: [
    // The library, leaves first. ARCHITECTURE.md draws the arrows; Scripts/check-imports holds them.
    .target(name: "CKernels"),
    .target(name: "CDigest"),
    // dlopen is a part of the C library since glibc 2.34.
    .target(name: "CPictures", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
    .target(name: "CZlib", linkerSettings: [.linkedLibrary("z")]),
    library("Basics", []),
    library("Kernels", ["CKernels", "Basics"]),
    library("Networks", ["Kernels", "Basics"]),
    library("Datasets", ["CDigest", "CZlib", "Basics"]),
    library("DataFiles", ["CZlib", "CPictures", "Datasets", "Basics"]),
    library("Projections", ["Kernels", "Basics"]),
    library("Charts", ["Datasets", "Basics"]),
    library("EventFiles", ["Basics"]),
    library("Training", ["Networks", "Datasets", "Basics"]),
    library("Terminal", ["Training", "Datasets", "Basics"]),
    library("ModelFiles", ["Training", "Networks", "Datasets", "Basics"]),
    library(
      "Reports",
      [
        "Charts", "EventFiles", "Projections", "Kernels", "ModelFiles", "Training", "Networks",
        "Datasets", "Basics",
      ]),
    library(
      "Descent",
      [
        "Reports", "EventFiles", "Projections", "Charts", "ModelFiles", "Training", "Networks",
        "DataFiles",
        "Datasets", "Basics",
      ]),

    // The live page; next to nothing without its trait.
    library(
      "Dashboard",
      [
        "Descent",
        .product(
          name: "Hummingbird", package: "hummingbird", condition: .when(traits: ["Dashboard"])),
      ], exclude: ["Web"]),

    // The command.
    library(
      "Commands",
      [
        "Descent", "Dashboard", "Kernels", "Terminal",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Yams", package: "Yams"),
      ]),
    .executableTarget(name: "DescentTool", dependencies: ["Commands"], swiftSettings: strict),

    // Proof.
    library("TestSupport", ["Descent", "Training", "Networks", "Basics"]),
    tests("Basics", ["Basics"]),
    tests("Kernels", ["Kernels", "CKernels"]),
    tests("Networks", ["Networks"], resources: [.copy("Fixtures")]),
    // And those of DataFiles: the tables that are divided and encoded are read from CSV.
    tests("Datasets", ["Datasets", "DataFiles", "CZlib"]),
    tests("Projections", ["Projections", "Kernels", "DataFiles", "Datasets"]),
    tests("Charts", ["Charts", "Datasets"], resources: [.copy("Fixtures")]),
    tests("EventFiles", ["EventFiles"]),
    tests("Training", ["Training", "DataFiles"], resources: [.copy("Fixtures")]),
    tests("Terminal", ["Terminal", "Training", "Datasets"]),
    tests("Reports", ["Reports", "Charts", "DataFiles"]),
    tests("ModelFiles", ["ModelFiles", "DataFiles"]),
    tests("Dashboard", ["Dashboard"]),
    tests("Commands", ["Commands", "Dashboard"]),
  ],
  swiftLanguageModes: [.v6]
)
