import Glibc
import JSONDocument
import Policy
import Testing

/// Thousands of random policies and tokens, judged here and by an evaluator in Python that shares nothing with this.
@Suite struct OracleTests {
  struct Case: Sendable {
    let document: JSON
    let token: JSON
    let isAllowed: Bool
  }

  /// The cases that the oracle makes of a seed.
  private static func cases(seed: String, count: Int) throws -> [Case] {
    let script = "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/") + "/oracle.py"
    let pipe = try #require(popen("python3 '\(script)' \(seed) \(count)", "r"))
    var output: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while case let size = fread(&part, 1, part.count, pipe), size > 0 { output += part[..<size] }
    try #require(pclose(pipe) == 0)
    return try output.split(separator: 0x0A).map { line in
      let json = try JSON(parsing: line)
      return try Case(
        document: #require(json["document"]), token: #require(json["token"]),
        isAllowed: #require(json["allowed"]) == true)
    }
  }

  private static func token(_ json: JSON) -> Token {
    let claims = (json["claims"]?.object?.members ?? []).map { ($0.name, $0.value.string ?? "") }
    return Token(
      subject: json["sub"]?.string ?? "", audience: json["aud"]?.string ?? "",
      claims: Dictionary(uniqueKeysWithValues: claims))
  }

  @Test(arguments: ["onramp", "1", "2026-11-21"]) func bothEvaluatorsSayTheSame(seed: String) throws {
    let cases = try Self.cases(seed: seed, count: 3000)
    try #require(cases.count == 3000)
    // A generator that only made doors that are shut would prove nothing.
    #expect(cases.count(where: \.isAllowed) > 300 && cases.count { !$0.isAllowed } > 300)
    for one in cases {
      let decision = TrustPolicy.evaluate(
        try PolicyDocument(one.document), token: Self.token(one.token), provider: Example.provider)
      #expect(
        decision.isAllowed == one.isAllowed, "\(one.document.compact) for \(one.token.compact): \(decision.reason)")
      if decision.isAllowed != one.isAllowed { return }
    }
  }
}
