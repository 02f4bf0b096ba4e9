import Checklist
import JSONDocument
import Testing

/// What is filled in only when a call is sent.
@Suite struct BlankTests {
  private static let stored = Call(
    .secretsManager, "PutSecretValue", ["SecretId": "s"], blanks: ["SecretString": .secret(.token)])
  private static let zip = Artifact("lambda.zip", [0x50, 0x4B, 0xFF, 0x00])

  @Test func theSecretStandsInACallOnlyWhenItIsSent() throws {
    #expect(Self.stored.needsSecret && Self.stored.input["SecretString"] == nil)
    #expect(Self.stored.json["input"] == ["SecretId": "s", "SecretString": "<secret>"])
    let filled = try Filled(Self.stored, ["SecretString": "x"])
    #expect(filled.call == Self.stored)
    #expect(filled.input() == ["SecretId": "s", "SecretString": "x"])
    #expect(!Call(.secretsManager, "DescribeSecret", ["SecretId": "s"]).needsSecret)
  }

  @Test func nothingIsSentWithABlankInIt() {
    #expect(throws: Obstacle.unexpected("nothing is there to fill SecretString with")) {
      _ = try Filled(Self.stored).call
    }
  }

  @Test func aBlankWithinAStructureIsFilledThere() throws {
    let call = Call(
      "lambda", "CreateFunction", ["FunctionName": "f", "Code": ["S3Bucket": "b"]],
      blanks: ["Code/ZipFile": .artifact(Self.zip)])
    let filled = try Filled(call, ["Code/ZipFile": JSON(blob: Self.zip.content)])
    #expect(filled.input()["Code"] == ["S3Bucket": "b", "ZipFile": ["base64": "UEv/AA=="]])
    #expect(
      call.json["input"]?["Code"]?["ZipFile"]?.string == "<lambda.zip, SHA-256 \(Self.zip.digest)>",
      "the plan names it, and holds none of it")
  }

  @Test func equalCallsAreCalledWithEqualBlanks() {
    func call(_ blank: Blank) -> Call { Call("lambda", "UpdateFunctionCode", [:], blanks: ["ZipFile": blank]) }
    #expect(call(.artifact(Self.zip)) == call(.artifact(Artifact("lambda.zip", Self.zip.content))))
    #expect(call(.artifact(Self.zip)) != call(.artifact(Artifact("lambda.zip", [0]))))
    // What a box is sealed into differs each time; what is sealed does not.
    #expect(call(.sealed(.token)) == call(.sealed(.token)) && call(.sealed(.token)) != call(.secret(.token)))
  }

  @Test(arguments: [[], [0x41], Array("ü\n".utf8), [0xFF, 0x00], [0xC3], Array(0...255)] as [[UInt8]])
  func noByteOfABlobIsLost(_ bytes: [UInt8]) {
    #expect(JSON(blob: bytes).blob == bytes)
    #expect((JSON(blob: bytes).string == nil) == (String(validating: bytes, as: UTF8.self) == nil))
  }

  @Test(arguments: [1, true, ["base64": "?"], ["base64": "QQ==", "more": 1], ["QQ=="], [:]] as [JSON])
  func whatIsNoBlobHasNoBytes(_ value: JSON) { #expect(value.blob == nil) }
}
