import Blueprints
import Testing

@testable import Prerequisites

/// Archives that are written as APPNOTE has them, for reading and for spoiling.
enum Archives {
  /// The file in onramp's own package.
  static let content = Array(TriggerPackage.text.utf8)

  static func little(_ number: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  /// The checksums are 1: nobody unpacks what is only listed.
  static func archive(_ files: [(name: String, content: [UInt8])], comment: String = "") -> [UInt8] {
    var (bytes, directory) = ([UInt8](), [UInt8]())
    for (name, content) in files {
      let facts =
        little(20, 2) + little(0, 8) + little(1, 4) + little(content.count, 4) + little(content.count, 4)
        + little(name.utf8.count, 2) + little(0, 2)
      directory += little(0x0201_4b50, 4) + little(20, 2) + facts + little(0, 10) + little(bytes.count, 4)
      directory += Array(name.utf8)
      bytes += little(0x0403_4b50, 4) + facts + Array(name.utf8) + content
    }
    let end = little(files.count, 2) + little(files.count, 2) + little(directory.count, 4) + little(bytes.count, 4)
    return bytes + directory + little(0x0605_4b50, 4) + little(0, 4) + end + little(comment.utf8.count, 2)
      + Array(comment.utf8)
  }
}

@Suite struct ArchiveListingTests {
  private static let two = Archives.archive([("a.py", [1, 2]), ("b/c.so", [3])])

  private static func names(_ reading: ArchiveListing.Reading) -> [String]? {
    if case .listing(let listing) = reading { listing.names } else { nil }
  }

  private static func read(_ bytes: [UInt8]) -> ArchiveListing.Reading { ArchiveListing.read(bytes, of: bytes.count) }

  @Test func filesAreListed() {
    #expect(Self.names(Self.read(Self.two)) == ["a.py", "b/c.so"])
    #expect(Self.names(Self.read(TriggerPackage.bytes)) == ["lambda_function.py"])
  }

  @Test func theEndIsEnoughAndAComment() {
    let bytes = Archives.archive([("a.py", Array(repeating: 0, count: 5000))], comment: "PK\u{5}\u{6} of a comment")
    #expect(Self.names(ArchiveListing.read(Array(bytes.suffix(200)), of: bytes.count)) == ["a.py"])
  }

  @Test func aDirectoryBeforeWhatWasReadIsNotRead() {
    guard case .unread = ArchiveListing.read(Array(Self.two.suffix(30)), of: Self.two.count) else {
      Issue.record("it was read")
      return
    }
  }

  @Test func noBytesAreNoArchive() {
    #expect(Self.read([]) == .noArchive("it is empty"))
    #expect(Self.read(Array("PK\u{3}\u{4} and nothing else".utf8)) == .noArchive("no end of a central directory"))
  }

  /// Every number of the directory and of the end set to values that lead out of the archive: nothing is read there.
  @Test(arguments: [0x00, 0x01, 0x7F, 0xFF] as [UInt8]) func aNumberThatLiesLeadsNowhere(_ byte: UInt8) {
    let names = Self.names(Self.read(Self.two))
    for place in Self.two.indices {
      var spoilt = Self.two
      spoilt[place] = byte
      guard let listed = Self.names(Self.read(spoilt)) else { continue }
      #expect(listed.count == names?.count, "\(place)")
    }
  }

  @Test func everyBeginningAndEveryEndIsReadOrRefused() {
    for count in 0..<Self.two.count { #expect(Self.names(Self.read(Array(Self.two.prefix(count)))) == nil) }
    for count in 0..<22 { #expect(Self.names(Self.read(Array(Self.two.suffix(count)))) == nil) }
  }

  @Test func archivesBeyondFourGigabytesAreNotGuessedAt() {
    var bytes = Self.two
    for place in bytes.count - 12..<bytes.count - 10 { bytes[place] = 0xFF }
    #expect(Self.read(bytes) == .unread("it is in ZIP64"))
  }
}
