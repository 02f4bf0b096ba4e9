import Foundation
import Testing

/// Every input that `make fuzz` found worth keeping, again in every test run.
@Suite("The corpus of the fuzz targets")
struct CorpusTests {
  /// One input a line, in base64.
  private func corpus(_ target: FuzzTarget) throws -> [[UInt8]] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "corpus")
    let text = try String(contentsOf: folder.appending(path: "\(target.rawValue).txt"), encoding: .utf8)
    return try text.split(separator: "\n").map { Array(try #require(Data(base64Encoded: String($0)))) }
  }

  @Test("every kept input keeps what its parser promises", arguments: FuzzTarget.allCases)
  func kept(_ target: FuzzTarget) throws {
    let inputs = try corpus(target)
    #expect(inputs.count > 20)
    for input in inputs {
      if let reason = target.broken(input) {
        Issue.record("\(target): \(reason): \(Data(input).base64EncodedString())")
      }
    }
  }
}
