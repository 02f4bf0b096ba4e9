import Checklist
import JSONDocument
import Testing

@testable import AWS

/// An answer proves something only when it is the service's: what a proxy or the login page of a network says in its
/// place is neither "there" nor "not set".
@Suite("Whose answer it is")
struct AnswerCheckTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let call: Call
    let status: Int
    let body: String
    let headers: [(String, String)]
    /// Whether the answer may count; else it is no answer at all.
    let isGenuine: Bool

    init(
      _ name: String, _ call: Call, _ isGenuine: Bool, _ status: Int = 200, _ body: String = "",
      _ headers: [(String, String)] = []
    ) {
      (testDescription, self.call, self.status) = (name, call, status)
      (self.body, self.headers, self.isGenuine) = (body, headers, isGenuine)
    }
  }

  private static let own = [("x-amz-request-id", "r-1")]
  private static let page = "<html><body>Sign in to the network</body></html>"

  private static func s3(_ operation: String, _ more: JSONObject = [:]) -> Call {
    Call(.s3, operation, JSONObject([("Bucket", "bucket")]).adding(more))
  }

  private static let settings = [
    ("GetBucketTagging", "<Tagging><TagSet/></Tagging>"), ("GetBucketCors", "<CORSConfiguration/>"),
    ("GetPublicAccessBlock", "<PublicAccessBlockConfiguration/>"),
    ("GetBucketEncryption", "<ServerSideEncryptionConfiguration/>"),
    ("GetBucketVersioning", "<VersioningConfiguration/>"), ("GetBucketOwnershipControls", "<OwnershipControls/>"),
    ("ListObjectsV2", "<ListBucketResult/>"), ("ListObjectVersions", "<ListVersionsResult/>"),
    ("GetObjectLockConfiguration", "<ObjectLockConfiguration/>"),
  ]

  private static let tags = Call(.sagemaker, "ListTags", ["ResourceArn": "arn:aws:sagemaker:x"])
  private static let providers = Call(.iam, "ListOpenIDConnectProviders")

  static let rows: [Row] =
    settings.flatMap { operation, body in
      [
        Row("\(operation): its root", s3(operation), true, 200, body),
        Row("\(operation): nothing", s3(operation), false, 200, "", own),
        Row("\(operation): another root", s3(operation), false, 200, "<Nothing/>", own),
        Row("\(operation): a page", s3(operation), false, 200, page, own),
      ]
    } + [
      Row("tags without their list", s3("GetBucketTagging"), false, 200, "<Tagging/>"),
      Row("HEAD of S3", s3("HeadBucket"), true, 200, "", own),
      Row("HEAD of anybody", s3("HeadBucket"), false, 200, "", [("Server", "nginx")]),
      Row("404 of S3 to HEAD", s3("HeadBucket"), true, 404, "", own),
      Row("404 of anybody to HEAD", s3("HeadBucket"), false, 404, "", [("Server", "nginx")]),
      Row("an object of S3", s3("GetObject", ["Key": "k"]), true, 200, "text", own),
      Row("an object of anybody", s3("GetObject", ["Key": "k"]), false, 200, page, [("ETag", "\"1\"")]),
      Row("a policy of anybody", s3("GetBucketPolicy"), false, 200, page),
      Row("no tags", tags, true, 200, #"{"Tags":[]}"#),
      Row("nothing in JSON", tags, false, 200, "{}"),
      Row("others' JSON", tags, false, 200, #"{"status":"ok"}"#),
      Row("tags that are no list", tags, false, 200, #"{"Tags":{"a":"b"}}"#),
      Row("null for a list", tags, false, 200, #"{"Tags":null}"#),
      Row(
        "no providers", providers, true, 200,
        "<ListOpenIDConnectProvidersResponse><ListOpenIDConnectProvidersResult><OpenIDConnectProviderList/>"
          + "</ListOpenIDConnectProvidersResult></ListOpenIDConnectProvidersResponse>"),
      Row(
        "a result that says nothing", providers, false, 200,
        "<ListOpenIDConnectProvidersResponse><ListOpenIDConnectProvidersResult/></ListOpenIDConnectProvidersResponse>"),
      Row(
        "a role without the role", Call(.iam, "GetRole", ["RoleName": "r"]), false, 200,
        "<GetRoleResponse><GetRoleResult><Other/></GetRoleResult></GetRoleResponse>"),
    ]

  @Test("only what the service says counts", arguments: rows)
  func counts(_ row: Row) async throws {
    let answers = Array(repeating: Scripted.Answer.answer(row.status, row.body, row.headers), count: 3)
    do {
      _ = try await Stage().client(Scripted(answers)).send(row.call)
      #expect(row.isGenuine && row.status == 200)
    } catch let obstacle as Obstacle {
      // Of the service's own words absence is one that is refused; of others' nothing follows.
      #expect(obstacle.kind == (row.isGenuine ? .refused : .unreachable), "\(obstacle)")
    }
  }
}
