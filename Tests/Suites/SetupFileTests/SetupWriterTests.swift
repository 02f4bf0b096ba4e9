import Checklist
import JSONDocument
import SetupFile
import Testing

@Suite struct SetupWriterTests {
  private func write(_ text: String, _ answers: [String: JSON?]) throws -> String {
    try SetupWriter.text(text, path: "onramp.yaml", answers: answers)
  }

  private static let file = """
    # Churn: how the team deploys.
    version: 1
    name: churn   # also in the tags

    github:
      # The repository's owner.
      owner: octo-org
      repository: sagemaker-churn
    tracks:
      - access
      - project

    """

  @Test func aNewFileReadsLikeTheContract() throws {
    let text = try write(
      "",
      [
        "github.repository": "sagemaker-churn", "github.owner": "octo-org", "name": "churn", "account": "011122223333",
        "tracks": ["access"],
      ])
    #expect(
      text == """
        version: 1
        name: churn
        account: "011122223333"
        tracks: [access]
        github:
          owner: octo-org
          repository: sagemaker-churn

        """)
  }

  @Test func commentsOrderAndBlankLinesStay() throws {
    let text = try write(Self.file, ["github.owner": "other-org", "region": "us-east-1"])
    #expect(
      text.contains(
        "# Churn: how the team deploys.\nversion: 1\nname: churn   # also in the tags\n\ngithub:\n  # The repository's owner.\n  owner: other-org\n  repository: sagemaker-churn\n"
      ))
    #expect(try SetupFile.parse(text, path: "").region == "us-east-1")
  }

  @Test func aCommentBehindAChangedAnswerStays() throws {
    #expect(try write(Self.file, ["name": "other"]).contains("name: other   # also in the tags\n"))
    let file = "github:\n  branch: \"a #b\"  # it's \"here\"\n"
    #expect(try write(file, ["github.branch": "c"]) == "github:\n  branch: c  # it's \"here\"\n")
    #expect(try write("name: a #b\nregion: us-east-1\n", ["name": Optional<JSON>.none]) == "region: us-east-1\n")
  }

  @Test func nothingNewWritesNothingNew() throws {
    #expect(try write(Self.file, ["github.owner": "octo-org"]) == Self.file)
    #expect(try write(Self.file, [:]) == Self.file)
  }

  @Test func anAnswerTakenBackLeavesTheFile() throws {
    let text = try write(Self.file, ["github.repository": Optional<JSON>.none, "tracks": Optional<JSON>.none])
    let setup = try SetupFile.parse(text, path: "")
    #expect(setup.answers["github.repository"] == nil && setup.answers["tracks"] == nil && setup.owner == "octo-org")
  }

  @Test func aListOverSeveralLinesIsReplacedAsAWhole() throws {
    let text = try write(Self.file, ["tracks": ["project"]])
    #expect(text.contains("tracks: [project]\n") && !text.contains("- access"))
  }

  @Test(arguments: [
    "true", "no", "null", "~", "1", "0x1F", "1e3", "a: b", "a #b", "- a", "[a]", "{a}", "*a", "&a", "!a", "%a", "@a",
    "'a'", "\"a\"", "é ü", "a\\b", " a ",
    "2027-01-01", "y", "=", "<<", "?", ":", "-",
  ]) func aTextThatYAMLWouldReadAsSomethingElseIsQuoted(_ text: String) throws {
    let written = try write("", ["github.branch": .string(text)])
    #expect(try SetupFile.parse(written, path: "").branch == text)
  }

  @Test func aFileThatItDoesNotUnderstandIsRefusedRatherThanSpoilt() throws {
    for text in [
      "{version: 1, github: {owner: a}}\n", "github: {owner: a}\n", "\"github\":\n  owner: a\n",
      "github:\r\n  owner: a\r\n",
    ] {
      let result = try? write(text, ["github.owner": "b"])
      if let result { #expect(try SetupFile.parse(result, path: "").owner == "b") }
    }
    #expect(throws: SetupFile.Problems.self) { try write(Self.file, ["access.method": "keys"]) }
    #expect(throws: SetupFile.Problems.self) { try write("nonsense: 1\n", ["github.owner": "b"]) }
  }
}
