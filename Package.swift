// swift-tools-version: 6.1
import PackageDescription

/// Every target of ours: Swift 6, warnings are errors, imports say what they use.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
  .unsafeFlags(["-warnings-as-errors"]),
]

func module(
  _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = [], plugins: [Target.PluginUsage] = []
) -> Target {
  .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict, plugins: plugins)
}

func tests(
  _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [], resources: [Resource] = []
) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: dependencies, path: "Tests/" + name + "Tests", exclude: exclude,
    resources: resources, swiftSettings: strict)
}


let package = Package(
  name: "onramp",
  products: [.executable(name: "onramp", targets: ["onramp"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    // Values and rules: nothing here does I/O.
    module("JSONDocument"),
    module("Checklist", ["JSONDocument"]),
    module("Policy", ["JSONDocument"]),

    // The doors: thin, and each behind a handful of functions.
    .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),
    .target(name: "CCrypto", linkerSettings: [.linkedLibrary("crypto")]),
    module("Transport", ["CCurl"]),
    module(
      "AWS", ["CCrypto", "Checklist", "JSONDocument", "Transport"],
      exclude: ["models/condense.py", "models/operations.txt", "models/NOTICE"]),

    module("GitHub", ["Checklist", "JSONDocument", "Transport"]),

    tests("Transport", ["Transport"], exclude: ["loopback.py"]),
    tests("GitHub", ["Checklist", "GitHub", "JSONDocument", "Transport"]),
    tests("AWS", ["AWS", "Checklist", "JSONDocument", "Transport"], exclude: ["oracle.py"]),

    .executableTarget(name: "onramp", dependencies: ["Checklist", "AWS"], swiftSettings: strict),
  ]
)
