import Blueprints
import JSONDocument
import Policy
import Testing

@Suite struct CORSTests {
  let foreign: JSON = [
    "ID": "portal", "AllowedMethods": ["GET"], "AllowedOrigins": ["https://portal.example.com"], "MaxAgeSeconds": 60,
  ]

  private func studio(_ change: (inout JSON) -> Void) -> JSON {
    var rule = CORS.rule
    change(&rule)
    return rule
  }

  private func checks(_ rules: [JSON]) -> [String] { CORS.remarks(rules).map(\.check) }

  @Test func theDocumentedRuleSatisfies() {
    #expect(CORS.satisfied([CORS.rule]))
    #expect(CORS.satisfied([foreign, CORS.rule]))
  }

  @Test func oneDefectRaisesOneCheck() {
    #expect(checks([]) == ["S3-05"])
    #expect(checks([foreign]) == ["S3-06"])
    #expect(checks([studio { $0["AllowedOrigins"] = ["http://*.sagemaker.aws"] }]) == ["S3-06"])
    #expect(checks([studio { $0["AllowedOrigins"] = ["https://sagemaker.aws"] }]) == ["S3-06"])
    #expect(checks([studio { $0["AllowedMethods"] = ["GET"] }]) == ["S3-07"])
    #expect(checks([studio { $0["AllowedHeaders"] = ["content-type"] }]) == ["S3-07"])
    #expect(checks([studio { $0["AllowedHeaders"] = nil }]) == ["S3-07"])
    #expect(checks([studio { $0["ExposeHeaders"] = ["etag"] }]) == ["S3-08"])
  }

  @Test func aRemarkSaysWhatIsLackingAndWhatStandsThere() throws {
    let remark = try #require(CORS.remarks([studio { $0["AllowedMethods"] = ["GET", "PUT"] }]).first)
    #expect(remark.found == ["GET", "PUT"])
    #expect(remark.needed == ["POST", "HEAD", "DELETE"])
  }

  @Test func anEarlierRuleForEveryoneHidesStudios() {
    let open: JSON = ["AllowedMethods": ["GET"], "AllowedOrigins": ["*"], "AllowedHeaders": ["*"]]
    #expect(checks([open, CORS.rule]) == ["S3-08"])
    #expect(CORS.merged([open, CORS.rule]) == [CORS.rule, open])
  }

  @Test func mergingKeepsForeignRulesAndIsIdempotent() {
    let partial = studio { rule in
      rule["ID"] = "studio"
      rule["AllowedMethods"] = ["GET"]
    }
    for rules in [[], [foreign], [foreign, partial], [partial, foreign]] as [[JSON]] {
      let merged = CORS.merged(rules)
      #expect(CORS.satisfied(merged))
      #expect(CORS.merged(merged) == merged)
      #expect(merged.contains(foreign) == rules.contains(foreign))
    }
    #expect(CORS.merged([foreign, partial])[1]["ID"] == "studio")
  }

  @Test func withdrawalRestoresOrTakesOutOnlyOurs() {
    let written = CORS.merged([foreign])
    let later: JSON = ["AllowedMethods": ["PUT"], "AllowedOrigins": ["https://new.example.com"]]
    #expect(CORS.withdrawn(written, written: written, previous: [foreign]) == .previous([foreign]))
    #expect(CORS.withdrawn(written + [later], written: written, previous: [foreign]) == .edited([foreign, later]))
    #expect(CORS.withdrawn([foreign], written: written, previous: [foreign]) == .nothing)
    #expect(CORS.withdrawn([later], written: written, previous: [foreign]) == .nothing)
  }

  @Test func withdrawalPutsBackWhatWasCompletedInPlace() {
    let partial = studio { $0["AllowedMethods"] = ["GET"] }
    let written = CORS.merged([partial, foreign])
    #expect(
      CORS.withdrawn(written + [foreign], written: written, previous: [partial, foreign])
        == .edited([partial, foreign, foreign]))
    let edited = [studio { $0["MaxAgeSeconds"] = 5 }, foreign]
    guard case .impossible = CORS.withdrawn(edited, written: written, previous: [partial, foreign]) else {
      Issue.record("an edited rule must not be guessed about")
      return
    }
  }

  @Test(
    "an origin narrowed to Studio's in the Region is a remark of its own, and stays",
    arguments: [
      "https://*.studio.us-east-1.sagemaker.aws", "https://d-*.studio.us-east-1.sagemaker.aws",
      "https://d-abc123.studio.us-east-1.sagemaker.aws",
    ]) func narrowOrigin(_ origin: String)
  {
    let narrow = studio { $0["AllowedOrigins"] = [.string(origin)] }
    let remarks = CORS.remarks([foreign, narrow], region: "us-east-1")
    #expect(remarks.map(\.check) == ["S3-06"] && remarks.map(\.isNarrow) == [true])
    #expect(CORS.merged([foreign, narrow], region: "us-east-1") == [foreign, narrow])
    // Elsewhere it admits nobody who is wanted.
    let elsewhere = CORS.remarks([narrow], region: "eu-west-1")
    #expect(elsewhere.map(\.check) == ["S3-06"] && elsewhere.map(\.isNarrow) == [false])
    // What its rule lacks is completed without widening the origin.
    let lacking = studio { ($0["AllowedOrigins"], $0["AllowedMethods"]) = ([.string(origin)], ["GET"]) }
    #expect(CORS.remarks([lacking], region: "us-east-1").map(\.check) == ["S3-07", "S3-06"])
    let merged = CORS.merged([lacking], region: "us-east-1")
    #expect(merged.count == 1 && merged[0]["AllowedOrigins"] == [.string(origin)])
    #expect(CORS.remarks(merged, region: "us-east-1").map(\.isNarrow) == [true])
  }

  @Test(
    "an origin that only looks like Studio's is none",
    arguments: [
      "http://*.studio.us-east-1.sagemaker.aws", "https://x.studio.us-east-1.sagemaker.aws",
      "https://*.studio.us-east-1.sagemaker.aws.example", "https://studio.us-east-1.sagemaker.aws",
    ]) func looksNarrow(_ origin: String)
  {
    let rule = studio { $0["AllowedOrigins"] = [.string(origin)] }
    #expect(CORS.remarks([rule], region: "us-east-1").map(\.isNarrow) == [false])
  }

  @Test func anOpenRuleThatIsMeantStaysWhenStudiosIsAdded() {
    let open: JSON = ["AllowedOrigins": ["*"], "AllowedMethods": ["PUT"]]
    #expect(CORS.merged([open, foreign], closing: false).contains(open))
    #expect(!CORS.merged([open, foreign]).contains(open))
  }
}
