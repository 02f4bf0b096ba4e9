import Checklist
import Foundation
import Prerequisites
import ScreenForm
import Screens
import Testing

@Suite struct ScreensTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The Swift files below a folder of the project, as text.
  static func sources(_ folder: String) throws -> String {
    let files = FileManager.default.enumerator(at: root.appending(path: folder), includingPropertiesForKeys: nil)
    return try (files?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }
      .map { try String(contentsOf: $0, encoding: .utf8) }.joined(separator: "\n")
  }

  static func checkIDs(in text: String) -> Set<String> {
    Set(text.matches(of: /"([A-Z0-9]+-[0-9]{2})"/).map { String($0.1) })
  }

  @Test func everyYAMLFileOfTheFolderIsAScreenAndAStep() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.root.appending(path: "screens").path)
    let names = Set(files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) })
    #expect(names.count >= 8)
    #expect(Set(Screens.all.map(\.id)) == names)
    #expect(Prerequisites().all.map(\.id.rawValue) == Screens.all.map(\.id))
    #expect(Screens.all.map(\.order) == Screens.all.map(\.order).sorted())
  }

  @Test func idsAreUnique() {
    let ids = Screens.all.flatMap { $0.checks.map(\.id) }
    #expect(Set(ids).count == ids.count && ids.count >= 45)
    #expect(Set(Screens.all.map(\.order)).count == Screens.all.count)
    #expect(Screens.screen("domain")?.id == "domain" && Screens.screen("nothing") == nil)
  }

  /// What a step judges has its words, and what has words is judged.
  @Test func everyCheckOfTheCodeHasAScreenAndEveryCheckOfAScreenHasCode() throws {
    let declared = Set(Screens.all.flatMap { $0.checks.map(\.id) })
    // What a message may mean is told whether or not this version looks at it.
    let named = Self.checkIDs(in: try Self.sources("Sources/Prerequisites/Messages"))
    let judged = Self.checkIDs(in: try Self.sources("Sources/Prerequisites")).subtracting(named.subtracting(declared))
    #expect(judged.subtracting(declared) == [], "in the code, without a screen")
    let elsewhere = try Self.sources("Sources/Blueprints") + Self.sources("Sources/Policy")
    let known = judged.union(Self.checkIDs(in: elsewhere))
    #expect(declared.subtracting(known) == [], "in a screen, without code")
  }

  @Test func titlesFitAndSayTheGoodCondition() {
    for screen in Screens.all {
      #expect((1...44).contains(screen.title.count), "\(screen.id)")
      for check in screen.checks {
        #expect((1...44).contains(check.title.count), "\(check.id): \(check.title)")
        #expect(check.title.first?.isUppercase == true && check.title.last != ".", "\(check.id): \(check.title)")
      }
      for field in screen.fields { #expect(field.label.count <= 18 && !field.help.isEmpty, "\(field.key)") }
    }
  }

  @Test func whyIsOneSentence() {
    for check in Screens.all.flatMap(\.checks) {
      #expect(check.why.last == "." && check.why.matches(of: /[.!?](\s|$)/).count == 1, "\(check.id): \(check.why)")
      #expect(!check.why.contains("\n"), "\(check.id)")
    }
  }

  @Test func everyCheckThatCanBeRedSaysHowAPersonRepairsIt() {
    for check in Screens.all.flatMap(\.checks) where check.severity != "info" {
      #expect(check.console?.steps.isEmpty == false, "\(check.id)")
      for step in check.console?.steps ?? [] { #expect(step.last == ".", "\(check.id): \(step)") }
    }
  }

  @Test func linksLeadToTheConsoleToGitHubOrToTheDocuments() {
    let hosts: Set<String> = [
      "us-east-1.console.aws.amazon.com", "github.com", "docs.aws.amazon.com", "docs.github.com",
    ]
    for check in Screens.all.flatMap(\.checks) {
      guard let console = check.console else { continue }
      let link = Placeholder.fill(console.url) { $0 == "console" ? "us-east-1.console.aws.amazon.com" : "x" }
      #expect(link.hasPrefix("https://") && !link.contains("{"), "\(check.id): \(link)")
      #expect(hosts.contains(URL(string: link)?.host() ?? "?"), "\(check.id): \(link)")
    }
  }

  @Test func aFieldIsAKeyOfTheSetupFileAndAskedForOnce() {
    let keys = Screens.all.flatMap { $0.fields.map(\.key) }
    #expect(Set(keys).count == keys.count)
    for key in keys {
      #expect(SetupKey.at(key)?.reach != SetupKey.Reach.none, "\(key) is not in this version, and cannot be asked for")
      switch SetupKey.at(key)?.kind {
      case .map, .blocks: Issue.record("\(key) cannot be typed on one line")
      default: break
      }
    }
  }

  @Test func everyStepSaysWhatItCostsWhatTeardownDoesAndWhatItRestsOn() {
    for screen in Screens.all {
      #expect(
        !screen.about.isEmpty && !screen.teardown.isEmpty && !screen.cost.isEmpty && !screen.sources.isEmpty,
        "\(screen.id)")
      #expect(Track(rawValue: screen.track) != nil)
      for check in screen.checks { #expect(Severity(rawValue: check.severity) != nil) }
    }
  }
}

@Suite struct PlaceholderTests {
  @Test(arguments: [
    ("{bucket}/{key}", "B/K"), ("no braces", "no braces"), ("", ""), ("{bucket", "{bucket"), ("bucket}", "bucket}"),
    ("${region}", "${region}"), ("{ \"a\": {} }", "{ \"a\": {} }"), ("{{bucket}}", "{B}"), ("{Bucket}", "{Bucket}"),
    ("{bucket}{key}", "BK"), ("{nobody}", "{nobody}"), ("{a.b} {a-b} ${a.b}", "AB {a-b} ${a.b}"),
  ]) func onlyAKnownLowerCaseWordInBracesIsFilled(_ text: String, _ wanted: String) {
    #expect(Placeholder.fill(text) { ["bucket": "B", "key": "K", "a.b": "AB"][$0] } == wanted)
  }

  @Test func aValueThatLooksLikeAPlaceholderIsNotFilledAgain() {
    #expect(Placeholder.fill("{key}") { _ in "{bucket}" } == "{bucket}")
  }

  @Test func theNamesOfATextAreThoseInBraces() {
    #expect(
      Placeholder.names(in: "{bucket} {project.domain} ${var} {\"a\"} {role_name}") == [
        "bucket", "project.domain", "role_name",
      ])
  }

  /// What the compiler of the screens reads from the table's source is what the program knows.
  @Test func aContextNameIsNoSetupKeyWithADot() {
    for name in ContextName.allCases { #expect(!name.rawValue.contains("."), "\(name)") }
  }
}
