import Glibc
import JSONDocument
import Testing

@testable import Policy

/// Thousands of random policies and tokens, judged here and by an evaluator in Python that shares nothing with this.
@Suite struct OracleTests {
  struct Case: Sendable {
    let document: JSON
    let token: JSON
    let outcome: Outcome
  }

  /// The cases that the oracle makes of a seed.
  private static func cases(seed: String, count: Int) throws -> [Case] {
    try lines("oracle.py", seed: seed, count: count).map { json in
      try Case(
        document: #require(json["document"]), token: #require(json["token"]),
        outcome: outcome(#require(json["allowed"])))
    }
  }

  private static func outcome(_ json: JSON) -> Outcome {
    json.isNull ? .undecided : json == true ? .holds : .fails
  }

  private static func lines(_ name: String, seed: String, count: Int) throws -> [JSON] {
    let script = "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/") + "/" + name
    let pipe = try #require(popen("python3 '\(script)' \(seed) \(count)", "r"))
    var output: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while case let size = fread(&part, 1, part.count, pipe), size > 0 { output += part[..<size] }
    try #require(pclose(pipe) == 0)
    return try output.split(separator: 0x0A).map { try JSON(parsing: $0) }
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
    for outcome in [Outcome.holds, .fails, .undecided] { #expect(cases.count { $0.outcome == outcome } > 50) }
    for one in cases {
      let answer = TrustPolicy.evaluate(
        try PolicyDocument(one.document), token: Self.token(one.token), provider: Example.provider)
      try #require(
        answer.outcome == one.outcome, "\(one.document.compact) for \(one.token.compact): \(answer.reason)")
    }
  }

  /// Policies of identities, resources and roles, and requests of which a part is not known.
  @Test(arguments: ["onramp", "2", "2026-11-28"]) func bothSayTheSameOfWhatIsPartlyKnown(seed: String) throws {
    let lines = try Self.lines("request_oracle.py", seed: seed, count: 3000)
    try #require(lines.count == 3000)
    var seen: [Outcome: Int] = [:]
    for line in lines {
      let documents = try #require(line["documents"]?.array).map { try PolicyDocument($0) }
      let request = try Self.request(try #require(line["request"]))
      let outcome = Self.outcome(try #require(line["allowed"]))
      let decision = Decision(documents, request)
      try #require(decision.outcome == outcome, "\(line.compact): \(decision)")
      seen[outcome, default: 0] += 1
    }
    for outcome in [Outcome.holds, .fails, .undecided] { #expect(seen[outcome, default: 0] > 300, "\(outcome)") }
  }

  private static func request(_ json: JSON) throws -> Request {
    func values(_ member: String) -> [String: [String]] {
      (json[member]?.object?.members ?? []).reduce(into: [:]) { $0[$1.name] = $1.value.strings }
    }
    let (kind, id) = (json["who"]?["kind"]?.string ?? "", json["who"]?["id"]?.string ?? "")
    let who: Requester? =
      switch kind {
      case "role": .role(id)
      case "service": .service(id)
      case "provider": .provider(id)
      case "somebody": .somebody(account: id)
      default: nil
      }
    return Request(
      try #require(json["action"]?.string), on: json["resource"]?.string, by: who,
      context: ConditionContext(
        values("known"), forms: values("forms"), unknown: json["unknown"]?.strings ?? []),
      forEvery: json["every"] == true)
  }
}
