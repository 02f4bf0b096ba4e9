import Checklist
import Files
import Foundation
import JSONDocument
import ScreenForm
import TestBench
import Testing
import Wizard

@testable import Shell

@Suite struct SetupLoaderTests {
  private func loader(_ text: String?, _ change: (inout Options) -> Void = { _ in }) throws -> (
    SetupLoader, TemporaryFolder
  ) {
    let folder = try TemporaryFolder()
    if let text { folder.write(Array(text.utf8), "onramp.yaml") }
    var options = Options()
    options.setupPath = folder.file("onramp.yaml")
    change(&options)
    return (try SetupLoader(options) { _ in nil }, folder)
  }

  private func failure(_ text: String) throws -> Failure {
    try #require(#expect(throws: Failure.self) { _ = try loader(text).0.complete() })
  }

  private static let whole = "github:\n  owner: octo-org\n  repository: sagemaker-churn\n"

  @Test func theCommandLineIsLaidOverTheFile() throws {
    let (loader, _) = try loader(Self.whole + "tracks: [access]\n") { options in
      options.tracks = ["project"]
      options.githubAPI = "https://host/api/v3"
    }
    let setup = try loader.complete()
    #expect(setup.tracks == [.project] && setup.githubAPI == "https://host/api/v3" && setup.owner == "octo-org")
  }

  @Test func aFileThatIsNamedMustBeThere() throws {
    let failure = try #require(#expect(throws: Failure.self) { _ = try loader(nil) })
    #expect(failure.code == 2 && failure.lines[0].hasPrefix("onramp: no setup file at "))
  }

  @Test func theVariableNamesItWhereTheOptionDoesNot() throws {
    let folder = try TemporaryFolder()
    folder.write(Array(Self.whole.utf8), "x.yaml")
    #expect(
      try SetupLoader(Options()) { $0 == "ONRAMP_SETUP" ? folder.file("x.yaml") : nil }.path == folder.file("x.yaml"))
    #expect(try SetupLoader(Options()) { $0 == "ONRAMP_SETUP" ? "" : nil }.path == "onramp.yaml")
  }

  @Test func everyMissingAnswerHasALineWithItsKey() throws {
    let failure = try failure("region: us-east-1\n")
    #expect(failure.code == 2)
    #expect(failure.lines.dropFirst().map { $0.split(separator: ":")[0] } == ["  github.owner", "  github.repository"])
  }

  @Test func everyMistakeHasALineWithItsPlace() throws {
    let failure = try failure("regoin: x\ngithub:\n  owner: a/b\n")
    #expect(failure.code == 2 && failure.lines.count == 2)
    #expect(
      failure.lines[0].contains("onramp.yaml:1:1: unknown key regoin")
        && failure.lines[1].contains("onramp.yaml:3:10: github.owner"))
    #expect(failure.lines.allSatisfy { $0.hasPrefix("onramp: ") })
  }

  @Test func whatIsNoTextIsRefused() throws {
    let folder = try TemporaryFolder()
    folder.write([0xFF, 0xFE], "onramp.yaml")
    var options = Options()
    options.setupPath = folder.file("onramp.yaml")
    let failure = try #require(#expect(throws: Failure.self) { _ = try SetupLoader(options) { _ in nil } })
    #expect(failure.code == 2 && failure.lines[0].contains("it is not UTF-8 text"))
  }

  @Test func aFileIsReplacedAsAWholeWithTheModeGiven() throws {
    let folder = try TemporaryFolder()
    try "one".write(toFile: folder.file("f"), mode: 0o600)
    try "two".write(toFile: folder.file("f"), mode: 0o600)
    #expect(folder.bytes("f") == Array("two".utf8) && TemporaryFolder.mode(folder.file("f")) == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["f"])
    #expect(throws: FileProblem.self) { try "x".write(toFile: folder.file("no/f"), mode: 0o600) }
  }
}

@Suite struct LogFileTests {
  @Test func theLogIsTheOwnersAndOneJSONLineAnEvent() throws {
    let folder = try TemporaryFolder()
    let log = LogFile(folder.file("a/onramp.log"))
    #expect(!FileManager.default.fileExists(atPath: folder.file("a")), "nothing is made before the first line")
    for number in 0..<3 { log.write(line: ["n": .number(String(number)), "text": "a\nb"]) }
    let lines = folder.bytes("a/onramp.log").split(separator: 0x0A)
    #expect(try lines.map { try JSON(parsing: $0)["n"] } == [0, 1, 2])
    #expect(
      TemporaryFolder.mode(folder.file("a/onramp.log")) == 0o600 && TemporaryFolder.mode(folder.file("a")) == 0o700)
  }

  @Test func aLogThatCannotBeWrittenStopsNobody() throws {
    let folder = try TemporaryFolder()
    folder.write([], "file")
    LogFile(folder.file("file/onramp.log")).write(line: [:])
    #expect(folder.bytes("file") == [])
  }
}

@Suite struct HelpTopicsTests {
  @Test func theHelpOfTheSetupFileNamesEveryKeyAndItsSchemaIsJSON() throws {
    let text = try #require(HelpTopics.text(["help", "setup-file"]))
    for key in SetupKey.all {
      let row = text.split(separator: "\n").first { $0.hasPrefix(key.path + " ") }
      #expect(row?.contains("in this version") == (key.reach != .whole), "\(key.path)")
    }
    #expect(try JSON(parsing: #require(HelpTopics.text(["help", "setup-file", "--schema"])))["type"] == "object")
    #expect(HelpTopics.text(["help"]) == nil && HelpTopics.text(["check"]) == nil)
  }
}

@Suite struct StepOutlineTests {
  @Test func whatAStepIsAboutReachesTheWizardWithTheSetupsOwnValues() {
    let screen = Screen(
      id: "domain", order: 1, step: "S", title: "T", track: "project", needs: [],
      about: "The bucket {bucket} of account {account}.", fields: [], checks: [], permissions: PermissionText(),
      teardown: "", cost: "", sources: [])
    func about(_ setup: Setup?) -> String { StepOutline(screen, .unseen(setup, region: nil)).about }
    #expect(
      about(Setup(["account": "111122223333", "project.bucket": "b"])) == "The bucket b of account 111122223333.")
    #expect(about(nil) == "The bucket BUCKET of account ACCOUNT.")
  }
}
