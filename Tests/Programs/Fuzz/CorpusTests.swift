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

  /// What a byte more, less or another makes of the kept inputs; the same ones in every run.
  @Test("changed inputs keep it, too", arguments: [FuzzTarget.yaml])
  func changed(_ target: FuzzTarget) throws {
    let inputs = try corpus(target)
    let letters = Array("-:?,[]{}#&*!|>'\"%@`~ \t\n\r0a\u{e9}\u{feff}\u{85}".utf8)
    var state: UInt64 = 11
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(truncatingIfNeeded: state >> 33) % max(1, bound)
    }
    for round in 0..<6000 {
      var input = inputs[round % inputs.count]
      for _ in 0...random(4) {
        let place = random(input.count + 1)
        switch random(4) {
        case 0 where place < input.count: input[place] = letters[random(letters.count)]
        case 1 where place < input.count: input.remove(at: place)
        case 2: input.insert(contentsOf: input.prefix(random(input.count + 1)).suffix(8), at: place)
        default: input.insert(letters[random(letters.count)], at: place)
        }
      }
      if let reason = target.broken(input) {
        Issue.record("\(target): \(reason): \(Data(input).base64EncodedString())")
      }
    }
  }
}
