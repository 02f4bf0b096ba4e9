import Foundation
import Testing

/// The compiler as the build runs it: a process, files, and lines that show as compile errors.
@Suite struct ScreenCompilerTests {
  private static let good = """
    order: 1
    step: GoodStep
    title: Good
    track: access
    needs: []
    about: What it is.
    checks:
      GH-01:
        title: It holds
        severity: high
        why: Otherwise nothing works.
        console:
          url: https://{console}/x
          steps:
            - Open it.
    permissions: { look: [] }
    teardown: Removed.
    cost: none
    sources:
      - a document
    """

  struct Outcome {
    let code: Int32
    let errors: [String]
    let output: String
  }

  /// The compiler, which the build puts beside the tests.
  private static var tool: URL? {
    let places = (["/proc/self/exe"] + CommandLine.arguments).map { URL(filePath: $0).resolvingSymlinksInPath() }
    return places.map { $0.deletingLastPathComponent().appending(path: "ScreenCompiler") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }

  /// A folder of screens, compiled as often as a test likes.
  private final class Folder {
    let url = FileManager.default.temporaryDirectory.appending(path: "screens-\(UUID().uuidString)")
    var output: URL { url.appending(path: "out.swift") }

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: url) }

    func compile(_ screens: [String: String], _ mode: String = "screens") throws -> Outcome {
      for (name, text) in screens {
        try text.write(to: url.appending(path: name + ".yaml"), atomically: true, encoding: .utf8)
      }
      let process = Process()
      let tool: URL = try #require(ScreenCompilerTests.tool, "the compiler is not built beside the tests")
      process.executableURL = tool
      process.arguments =
        [mode, output.path, ScreensTests.root.appending(path: "Sources/Checklist/SetupKey+Table.swift").path]
        + screens.keys.map { url.appending(path: $0 + ".yaml").path }
      let errors = Pipe()
      process.standardError = errors
      try process.run()
      let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      return Outcome(
        code: process.terminationStatus,
        errors: said.split(separator: "\n").map { String($0).replacing(url.path + "/", with: "") },
        output: (try? String(contentsOf: output, encoding: .utf8)) ?? "")
    }
  }

  private func compile(_ screens: [String: String], _ mode: String = "screens") throws -> Outcome {
    try Folder().compile(screens, mode)
  }

  private func error(_ text: String) throws -> String {
    let outcome = try compile(["good": text])
    #expect(outcome.code == 1 && outcome.output.isEmpty && outcome.errors.count == 1, "\(outcome.errors)")
    return outcome.errors.first ?? ""
  }

  @Test func aGoodScreenBecomesSwiftAndNothingIsSaid() throws {
    let outcome = try compile(["good": Self.good])
    #expect(outcome.code == 0 && outcome.errors == [])
    #expect(
      outcome.output.contains("id: \"good\"")
        && outcome.output.contains("public static let all: [Screen] = [screen_good]"))
    #expect(try compile(["good": Self.good], "steps").output.contains("\"good\": screen_good,"))
  }

  /// What is not there is reported where a person wrote its name.
  @Test func aStepTypeStandsUnderTheLineOfItsScreen() throws {
    let folder = try Folder()
    let output = try folder.compile(["good": Self.good], "steps").output
    let path = folder.url.appending(path: "good.yaml").path
    #expect(
      output.contains(
        "#sourceLocation(file: \(path.debugDescription), line: 2)\nprivate let screen_good: any Step = GoodStep()\n"))
  }

  /// The build runs the compiler for every variable of the environment that differs; what stands on it is compiled anew
  /// only for another file.
  @Test(arguments: ["screens", "steps"]) func whatStaysAsItIsIsNotWrittenAgain(_ mode: String) throws {
    let folder = try Folder()
    _ = try folder.compile(["good": Self.good], mode)
    let before = Date(timeIntervalSince1970: 1_000_000)
    func written() throws -> Date? {
      try FileManager.default.attributesOfItem(atPath: folder.output.path)[.modificationDate] as? Date
    }
    try FileManager.default.setAttributes([.modificationDate: before], ofItemAtPath: folder.output.path)
    _ = try folder.compile(["good": Self.good], mode)
    #expect(try written() == before)
    _ = try folder.compile(["good": Self.good.replacing("GoodStep", with: "OtherStep")], mode)
    #expect(try written() != before)
  }

  @Test func aTextThatSwiftWouldReadAsCodeStaysAText() throws {
    let outcome = try compile(["good": Self.good.replacing("What it is.", with: "'\\(x) \" \\ #\"'")])
    #expect(outcome.code == 0)
    #expect(outcome.output.contains(#"about: "\\(x) \" \\ #\"""#))
  }

  @Test(arguments: [
    ("title: Good", "titel: Good", "good.yaml:3:1: error: unknown key titel; known: "),
    ("    why: Oth", "    because: Oth", "good.yaml:11:5: error: unknown key because; known: "),
    ("      url: h", "      link: h", "good.yaml:13:7: error: unknown key link; known: steps, url"),
    ("title: Good\n", "", "good.yaml:1:1: error: title is missing"),
    ("    title: It holds\n", "", "good.yaml:9:5: error: title is missing"),
    ("    why: Otherwise nothing works.\n", "", "good.yaml:9:5: error: why is missing"),
    ("cost: none\n", "", "good.yaml:1:1: error: cost is missing"),
    (
      "It holds", "A condition that is much too long for one line",
      "good.yaml:9:12: error: title has 46 characters, 44 fit"
    ),
    (
      "Open it.", "Open {buket}.",
      "good.yaml:15:11: error: {buket} is neither a key of the setup file nor a name of the context"
    ),
    (
      "nothing works", "{project.nothing} works",
      "good.yaml:11:10: error: {project.nothing} is neither a key of the setup file nor a name of the context"
    ),
    // A name that the context has, with a setup key of the same name, has one meaning: the context's.
    ("nothing works", "{name} works", "good.yaml:11:10: error: {name} is neither"),
    ("nothing works", "{project.bucket} in {bucket} works", ""),
    (
      "needs: []", "fields: [{key: project.buket, label: B, help: h}]",
      "good.yaml:5:16: error: the setup file has no key"
    ),
    ("track: access", "track: project ", ""),
    ("track: access", "track: acces", "good.yaml:4:8: error: track is all, access, project or images"),
    ("severity: high", "severity: huge", "good.yaml:10:15: error: severity is critical, high, medium, low or info"),
    ("order: 1", "order: first", "good.yaml:1:8: error: order is a number"),
    ("GH-01", "GH-1", "good.yaml:8:3: error: GH-1 is no check id"),
    ("https://{", "http://{", "good.yaml:13:12: error: a link starts with https://"),
    ("        - Open it.\n", "", "good.yaml:14:13: error: steps is a list"),
    ("needs: []", "needs: identity", "good.yaml:5:8: error: needs is a list"),
    ("needs: []", "fields: none", "good.yaml:5:9: error: fields is a list"),
    (
      "    severity: high", "    uncertain: perhaps\n    severity: high",
      "good.yaml:10:16: error: uncertain is true or false"
    ),
    ("about: What it is.", "about: [What]", "good.yaml:6:8: error: about is a text"),
    ("needs: []", "needs: [", "good.yaml:7:7: error: this is no YAML"),
    (
      "cost: none", "cost: none\ncost: some",
      "good.yaml:19:1: error: this is no YAML: written twice: cost; the first is in line 18, column 1"
    ),
  ]) func aMistakeIsAnErrorAtItsOwnPlace(_ old: String, _ new: String, _ wanted: String) throws {
    let text = Self.good.replacing(old, with: new)
    #expect(text != Self.good)
    if wanted.isEmpty {
      #expect(try compile(["good": text]).code == 0)
    } else {
      let said = try error(text)
      #expect(said.hasPrefix(wanted), "\(said)")
    }
  }

  /// Words for a check nobody declared have no place to stand.
  @Test func aHintOutsideACheckIsAnUnknownKey() throws {
    #expect(
      try error(Self.good + "\nconsole:\n  url: https://x\n").hasPrefix("good.yaml:21:1: error: unknown key console"))
    #expect(try error("- a\n").hasPrefix("good.yaml:1:1: error: a screen is a block of keys"))
    #expect(try error("").hasPrefix("good.yaml:1:1: error: a screen is a block of keys"))
  }

  private func screen(_ check: String, needs: String) -> String {
    Self.good.replacing("GH-01", with: check).replacing("needs: []", with: "needs: [\(needs)]")
  }

  @Test func aNeedWithoutAScreenACircleAndACheckOfTwoStepsAreRefused() throws {
    #expect(
      try error(screen("GH-01", needs: "gone")).hasSuffix("good.yaml:1:1: error: needs gone, which has no screen"))
    let circle = try compile([
      "a": screen("GH-01", needs: "b"), "b": screen("GH-02", needs: "c"), "c": screen("GH-03", needs: "a"),
    ])
    #expect(
      circle.code == 1 && circle.errors.count == 1 && circle.errors[0].hasSuffix("error: needs itself in a circle"))
    #expect(try error(screen("GH-01", needs: "good")).hasSuffix("error: needs itself in a circle"))
    let twice = try compile(["a": screen("GH-01", needs: ""), "b": screen("GH-01", needs: "a")])
    #expect(twice.errors.count == 1 && twice.errors[0].contains("error: GH-01 belongs to a already"))
  }

  @Test func theMistakesOfAllFilesAreToldAtOnce() throws {
    let outcome = try compile([
      "a": Self.good.replacing("title: Good", with: "x: y"),
      "b": Self.good.replacing("track: access", with: "track: x"),
    ])
    #expect(outcome.errors.count == 2)
  }
}
