// swift-tools-version: 6.2
import PackageDescription

// Every reader of Descent behind libFuzzer. Build and run it with Scripts/fuzz, which gives the flags that
// link the fuzzer.
let package = Package(
  name: "Fuzz",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "Descent", path: "..")],
  targets: [
    .target(name: "CFuzzer"),
    .executableTarget(
      name: "Fuzz",
      dependencies: [
        "CFuzzer", .product(name: "Descent", package: "Descent"),
        .product(name: "DescentCommands", package: "Descent"),
      ],
      swiftSettings: [.treatAllWarnings(as: .error)],
      linkerSettings: [.unsafeFlags(["-use-ld=lld"], .when(platforms: [.linux]))]),
  ],
  swiftLanguageModes: [.v6]
)
