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
}
