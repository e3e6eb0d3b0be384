// swift-tools-version: 6.2
import PackageDescription

// A course in six programs. Run one: swift run -c release --package-path Examples 01-xor
let package = Package(
  name: "Examples",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "Descent", path: "..")],
  targets: ["01-xor", "02-digits", "03-own-layer", "04-own-loop", "05-continue", "06-augmentation"]
    .map { name in
      .executableTarget(
        name: name, dependencies: [.product(name: "Descent", package: "Descent")], path: name,
        swiftSettings: [.treatAllWarnings(as: .error)])
    },
  swiftLanguageModes: [.v6]
)
