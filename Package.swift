// swift-tools-version: 6.1
import PackageDescription

/// Every target of ours: Swift 6, and imports say what they use. Warnings are errors where a submission is tried
/// (`.ci/run`), and nowhere else: another compiler's new warning is no reason for a user's build to fail.
let strict: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
  ] + (Context.environment["ONRAMP_STRICT"] == nil ? [] : [.unsafeFlags(["-warnings-as-errors"])])

/// Swift's own libraries, linked in. Modules that were compiled for shared ones do not name what Foundation rests on.
let withinTheProgram =
  ["-static-stdlib", "-Xlinker", "--start-group"]
  + ["Foundation", "CoreFoundation", "_FoundationICU", "_FoundationCShims", "_FoundationCollections"].map { "-l" + $0 }
  + ["-Xlinker", "--end-group"]

/// Values and rules are optimised in debug builds too: the tests that try every situation spend their time there.
let quick: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

func module(
  _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = [], plugins: [Target.PluginUsage] = [],
  also settings: [SwiftSetting] = []
) -> Target {
  .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict + settings, plugins: plugins)
}

func tests(
  _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [], resources: [Resource] = [],
  plugins: [Target.PluginUsage] = []
) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: dependencies, path: "Tests/Suites/" + name + "Tests", exclude: exclude,
    resources: resources, swiftSettings: strict, plugins: plugins)
}

let fuzzed: [Target.Dependency] = ["AWS", "Basics", "JSONDocument", "Policy", "TextUI", "Transport", "YAML"]

let package = Package(
  name: "onramp",
  products: [.executable(name: "onramp", targets: ["onramp"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // Values and rules: nothing here does I/O.
    module("Basics", ["CCrypto"], also: quick),
    module("JSONDocument", also: quick),
    module("Checklist", ["Basics", "JSONDocument"], also: quick),
    module("Policy", ["Basics", "JSONDocument"], also: quick),
    .target(name: "CYAML", linkerSettings: [.linkedLibrary("yaml")]),
    module("YAML", ["CYAML"]),
    module("Workflows", ["JSONDocument", "Policy", "YAML"]),
    module(
      "Blueprints", ["Basics", "JSONDocument", "Policy"],
      exclude: ["mlops-github-actions.yaml", "projects-roles.yaml", "repository", "trigger", "workflows", "embed"]),

    // What the operator reads, compiled from the screens folder.
    module("ScreenForm"),
    .executableTarget(
      name: "ScreenCompiler", dependencies: ["ScreenForm", "YAML"],
      swiftSettings: strict),
    .plugin(
      name: "ScreenPlugin", capability: .buildTool(), dependencies: ["ScreenCompiler"], path: "Sources/ScreenPlugin"),
    .target(
      name: "Screens", dependencies: ["ScreenForm"], path: "screens", exclude: ["README.md"], swiftSettings: strict,
      plugins: ["ScreenPlugin"]),

    // The prerequisites: a file each, and a screen each.
    module(
      "Prerequisites",
      ["Basics", "Blueprints", "Checklist", "JSONDocument", "Policy", "ScreenForm", "Screens", "Workflows"],
      plugins: ["ScreenPlugin"], also: quick),
    module("SetupFile", ["Basics", "Checklist", "JSONDocument", "YAML"]),

    // The screen: values in, cells out; the wizard as a function; and the one place that knows ncurses.
    module("TextUI", ["Basics"]),
    module("Wizard", ["Basics", "Checklist", "JSONDocument", "TextUI"]),
    .target(
      name: "CTerminal", linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    module("Terminal", ["Basics", "CTerminal", "TextUI", "Wizard"]),

    tests("TextUI", ["TextUI"]),
    tests("Wizard", ["Checklist", "JSONDocument", "TextUI", "Wizard", "WizardSamples"], exclude: ["Snapshots"]),
    // What the steps say of an account in memory, for the wizard's tests and for trying the screen without any account.
    .target(
      name: "WizardSamples",
      dependencies: [
        "AWS", "Checklist", "JSONDocument", "Prerequisites", "ScreenForm", "Screens", "TestAccount", "TextUI", "Wizard",
      ],
      path: "Tests/Fixtures/WizardSamples", swiftSettings: strict),
    .executableTarget(
      name: "wizard-demo", dependencies: ["Checklist", "Terminal", "TextUI", "Wizard", "WizardSamples"],
      path: "Tests/Programs/WizardDemo", swiftSettings: strict),

    // The doors: thin, and each behind a handful of functions.
    .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),
    .target(name: "CCrypto", linkerSettings: [.linkedLibrary("crypto")]),
    module("Files", ["Basics"]),
    module("Transport", ["Basics", "CCurl", "Checklist", "Files"]),
    module(
      "AWS", ["Basics", "CCrypto", "Checklist", "Files", "JSONDocument", "Transport"],
      exclude: ["models/condense.py", "models/operations.txt", "models/NOTICE"]),

    .target(name: "CSodium", linkerSettings: [.linkedLibrary("sodium")]),
    module("GitHub", ["Basics", "CSodium", "Checklist", "Files", "JSONDocument", "Transport"]),

    tests("Transport", ["Transport"], exclude: ["loopback.py"]),
    tests("GitHub", ["Basics", "CSodium", "Checklist", "Files", "GitHub", "JSONDocument", "Transport"]),
    tests(
      "AWS", ["AWS", "Basics", "Checklist", "Files", "JSONDocument", "Transport"],
      exclude: ["oracle.py", "answer-models.json"]),

    // Acting: one run through what was agreed to, with its journal; and all that is around it, with the reports.
    module("Runs", ["Basics", "Checklist", "Files", "JSONDocument", "Prerequisites"]),
    module(
      "Shell",
      [
        "AWS", "Basics", "Blueprints", "Checklist", "Files", "GitHub", "JSONDocument", "Prerequisites", "Runs",
        "ScreenForm", "Screens", "SetupFile", "TextUI", "Transport", "Wizard",
      ]),
    .executableTarget(
      name: "onramp",
      dependencies: [
        "Checklist", "Shell", "Terminal", "Wizard", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict,
      // Swift's libraries within the program: it starts in a third of the time, in half the memory, and needs no Swift.
      linkerSettings: [.unsafeFlags(withinTheProgram, .when(configuration: .release))]),

    // 10,000 calls, for counting what is left of them.
    .systemLibrary(name: "CAllocator", path: "Tests/Fixtures/CAllocator"),
    .executableTarget(
      name: "many-calls", dependencies: ["AWS", "CAllocator", "Checklist", "Files", "JSONDocument", "Transport"],
      path: "Tests/Programs/ManyCalls", swiftSettings: strict),

    // The pure parts, and the house rules.
    .target(
      name: "TestAccount", dependencies: ["Basics", "Checklist", "JSONDocument"], path: "Tests/Fixtures/TestAccount",
      swiftSettings: strict + quick, plugins: ["FolderListPlugin"]),
    // An account in memory, a journal on disk, and a run over both.
    .target(
      name: "TestBench", dependencies: ["Checklist", "JSONDocument", "Prerequisites", "Runs", "TestAccount"],
      path: "Tests/Fixtures/TestBench", swiftSettings: strict),
    // What is a file a service or a step is found by its folder.
    .executableTarget(name: "FolderList", path: "Tests/Programs/FolderList", swiftSettings: strict),
    .plugin(
      name: "FolderListPlugin", capability: .buildTool(), dependencies: ["FolderList"],
      path: "Tests/Programs/FolderListPlugin"),
    tests("Basics", ["Basics"]),
    tests("Files", ["Files"]),
    tests("JSONDocument", ["JSONDocument"]),
    tests("YAML", ["YAML"]),
    tests("Workflows", ["JSONDocument", "Policy", "Workflows", "YAML"], exclude: ["files", "oracle.py", "tools.py"]),
    tests("Checklist", ["Checklist", "JSONDocument"]),
    tests(
      "Prerequisites",
      [
        "AWS", "Blueprints", "Checklist", "GitHub", "JSONDocument", "Policy", "Prerequisites", "ScreenForm", "Screens",
        "TestAccount",
      ], plugins: ["FolderListPlugin"]),
    tests("SetupFile", ["Checklist", "JSONDocument", "SetupFile"]),
    tests(
      "Runs",
      [
        "Basics", "Checklist", "JSONDocument", "Prerequisites", "Runs", "ScreenCompiler", "ScreenForm", "TestAccount",
        "TestBench",
      ]),
    tests(
      "Shell",
      [
        "Basics", "Checklist", "Files", "JSONDocument", "Prerequisites", "Runs", "ScreenForm", "Shell", "TestAccount",
        "TestBench", "TextUI", "Transport", "Wizard",
      ]),
    tests("Screens", ["Checklist", "Prerequisites", "ScreenCompiler", "ScreenForm", "Screens"]),
    tests("House", []),

    // The parsers' fuzz targets, over the kept corpus.
    .testTarget(
      name: "FuzzTests", dependencies: fuzzed, path: "Tests/Programs/Fuzz",
      exclude: ["Driver.swift", "README.md", "corpus", "fuzz.py", "words"], swiftSettings: strict),
    tests("Policy", ["JSONDocument", "Policy"], exclude: ["oracle.py", "request_oracle.py"]),
    tests("Blueprints", ["Basics", "Blueprints", "JSONDocument", "Policy"]),
  ]
)

// `make fuzz`: the same targets as a program that libFuzzer drives, and nothing that it does not need.
if Context.environment["ONRAMP_FUZZ"] != nil {
  let needed = [
    "AWS", "Basics", "CCrypto", "CCurl", "CYAML", "Checklist", "Files", "JSONDocument", "Policy", "TextUI", "Transport",
    "YAML",
  ]
  package.products = []
  package.dependencies = []
  package.targets.removeAll { !needed.contains($0.name) }
  package.targets.append(
    .executableTarget(
      name: "fuzz", dependencies: fuzzed, path: "Tests/Programs/Fuzz",
      exclude: ["CorpusTests.swift", "README.md", "corpus", "fuzz.py", "words"], swiftSettings: strict))
}
