import Basics
import Testing

@testable import Blueprints

@Suite struct TriggerPackageTests {
  @Test func theBytesHaveTheHashThatPythonsWriterGetsToo() {
    #expect(TriggerPackage.sha256 == TriggerPackage.generations.last)
    #expect(TriggerPackage.bytes.starts(with: [0x50, 0x4b, 0x03, 0x04]))
    #expect(TriggerPackage.bytes.count == TriggerPackage.text.utf8.count + 134)
  }

  @Test func aKeyNamesItsHash() {
    #expect(TriggerPackage.key == "lambda-github-workflow-trigger-\(TriggerPackage.sha256.prefix(12)).zip")
    #expect(TriggerPackage.documentedKey == "lambda-github-workflow-trigger.zip")
    #expect(ProjectTemplate.text.contains("Default: \(TriggerPackage.documentedKey)\n"))
  }

  @Test func theChecksumIsThatOfTheStandard() {
    // The check value of CRC-32/ISO-HDLC.
    #expect(TriggerPackage.checksum(Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(TriggerPackage.checksum([]) == 0)
  }
}
