import Basics
import Checklist
import JSONDocument
import Testing
import Transport

@testable import AWS

@Suite("Client")
struct ClientTests {
  private static func obstacle(_ call: Call, _ answer: Scripted.Answer...) async throws -> Obstacle? {
    do {
      _ = try await Stage().client(Scripted(answer)).send(call)
      return nil
    } catch let obstacle as Obstacle {
      return obstacle
    }
  }

  @Test(
    "denied calls name the action the operator's policy lacks",
    arguments: [
      ("HeadBucket", "s3:ListBucket"), ("GetBucketCors", "s3:GetBucketCORS"),
      ("GetBucketEncryption", "s3:GetEncryptionConfiguration"),
      ("GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock"),
    ])
  func denied(_ operation: String, _ permission: String) async throws {
    let found = try await Self.obstacle(Call(.s3, operation, ["Bucket": "bucket"]), .answer(403))
    #expect(found?.kind == .denied && found?.permission == permission && found?.message == "")
    #expect(found?.code == "Forbidden" && found?.status == 403 && found?.host?.isEmpty == false)
    #expect(found?.door == .aws(.s3) && found?.operation == operation)
  }

  @Test(
    "the right that a service's sentence names is the one that is lacking",
    arguments: [
      (
        "User: arn:aws:sts::1:assumed-role/a/b is not authorized to perform: kms:GenerateDataKey on resource: x",
        "kms:GenerateDataKey"
      ),
      ("User: ana is not authorized to perform: iam:PassRole on resource: arn:aws:iam::1:role/r", "iam:PassRole"),
      ("Access to KMS is not allowed", "kms:Decrypt"), ("no", "secretsmanager:GetSecretValue"),
    ])
  func named(_ message: String, _ permission: String) async throws {
    let answer = Scripted.Answer.answer(400, #"{"__type":"AccessDeniedException","Message":"\#(message)"}"#)
    let found = try await Self.obstacle(Call(.secretsManager, "GetSecretValue", ["SecretId": "s"]), answer)
    #expect(found?.kind == .denied && found?.permission == permission)
  }

  @Test("of its own service a sentence's name for a right does not count, the table's does")
  func ownName() async throws {
    let sentence = "User: ana is not authorized to perform: s3:GetBucketCors on resource: arn:aws:s3:::bucket"
    let body = "<Error><Code>AccessDenied</Code><Message>\(sentence)</Message></Error>"
    let found = try await Self.obstacle(Call(.s3, "GetBucketCors", ["Bucket": "bucket"]), .answer(403, body))
    #expect(found?.permission == "s3:GetBucketCORS")
  }

  @Test("errors of every form become the obstacle that says what to do")
  func forms() async throws {
    let role = Call(.iam, "GetRole", ["RoleName": "r"])
    #expect(
      try await Self.obstacle(role, .queryError(404, "NoSuchEntity", "gone"))
        == Obstacle(
          .refused, "gone", code: "NoSuchEntity", requestID: "r-1", host: "iam.amazonaws.com", status: 404
        ).met(by: role))
    let tags = Call(.sagemaker, "ListTags", ["ResourceArn": "arn:aws:sagemaker:x"])
    let typed = #"{"__type":"com.amazonaws.sagemaker#ResourceNotFound","Message":"no"}"#
    let gone = try await Self.obstacle(tags, .answer(400, typed))
    #expect(gone?.kind == .refused && gone?.code == "ResourceNotFound" && gone?.message == "no")
    let header = [("x-amzn-ErrorType", "AccessDeniedException:http://internal/coral/")]
    let denied = try await Self.obstacle(tags, .answer(400, "{}", header))
    #expect(denied?.permission == "sagemaker:ListTags" && denied?.code == "AccessDeniedException")
    let xml =
      "<ErrorResponse><Errors><Error><Code>AccessDenied</Code><Message>m</Message></Error></Errors></ErrorResponse>"
    let told = try await Self.obstacle(tags, .answer(403, xml))
    #expect(told?.kind == .denied && told?.permission == "sagemaker:ListTags" && told?.message == "m")
    let moved = try await Self.obstacle(Call(.s3, "HeadBucket", ["Bucket": "bucket"]), .answer(301))
    #expect(moved?.kind == .refused && moved?.code == "PermanentRedirect" && moved?.status == 301)
  }

  /// An answer of DeleteObjects in which S3 refused some keys.
  private static func refused(_ errors: (code: String, message: String)...) -> Scripted.Answer {
    .answer(
      200,
      "<?xml version=\"1.0\"?><DeleteResult><Deleted><Key>a</Key></Deleted>"
        + errors.map { "<Error><Key>t.yaml</Key><Code>\($0.code)</Code><Message>\($0.message)</Message></Error>" }
        .joined()
        + "</DeleteResult>", [("x-amz-request-id", "r-9")])
  }

  private static let deletion = Call(
    .s3, "DeleteObjects",
    ["Bucket": "bucket", "Delete": ["Objects": [["Key": "a"], ["Key": "t.yaml"]], "Quiet": true]])

  @Test("a write that says success and lists what it refused is refused, in the service's own words")
  func partial() async throws {
    let locked = try await Self.obstacle(Self.deletion, Self.refused(("AccessDenied", "protected by object lock")))
    #expect(locked?.kind == .denied && locked?.message == "t.yaml: protected by object lock")
    #expect(locked?.permission == "s3:DeleteObject" && locked?.requestID == "r-9")
    let device = try await Self.obstacle(Self.deletion, Self.refused(("InvalidRequest", "MFA is needed")))
    #expect(device?.kind == .refused && device?.code == "InvalidRequest")
    #expect(try await Self.obstacle(Self.deletion, Self.refused()) == nil)
  }

  @Test("what passes by itself inside a success is tried again", arguments: ["InternalError", "SlowDown"])
  func partialAndPassing(_ code: String) async throws {
    let script = Scripted([Self.refused((code, "try again")), Self.refused()])
    _ = try await Stage().client(script).send(Self.deletion)
    #expect(script.requests.count == 2)
  }

  @Test("a page in HTML is no answer of AWS")
  func page() async throws {
    let html = Scripted.Answer.answer(500, "<!doctype html><title>500</title>")
    let found = try await Self.obstacle(RetryTests.who, html, html, html)
    #expect(found?.kind == .unreachable && found?.code == nil)
    #expect(found?.inWords.contains("does not speak this operation") == true)
    let portal = Scripted.Answer.answer(200, "<html><body>Log in</body></html>")
    #expect(try await Self.obstacle(RetryTests.who, portal)?.kind == .unreachable)
  }

  @Test(
    "credentials that are not accepted are tried once and get advice of their own",
    arguments: ["ExpiredToken", "InvalidClientTokenId", "SignatureDoesNotMatch", "IncompleteSignature"])
  func notSignedIn(_ code: String) async throws {
    let found = try await Self.obstacle(RetryTests.who, .queryError(403, code, "Authorization=AWS4-HMAC-SHA256 x"))
    #expect(found?.kind == .notSignedIn && found?.code == code && found?.requestID == "r-1")
    let words = found?.inWords ?? ""
    #expect(words.hasPrefix("not signed in: sts GetCallerIdentity: \(code): ") && words.hasSuffix(" (request r-1)"))
    #expect(!words.contains("AWS4"))
  }

  @Test("nothing secret and no control byte reaches an obstacle")
  func secrets() async throws {
    let echo = "bad \u{1B}[2J request Authorization: AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/x Signature=abc"
    let found = try await Self.obstacle(RetryTests.who, .queryError(400, "ValidationError", echo))
    let message = found?.message ?? ""
    #expect(found?.kind == .refused && message.hasPrefix("bad "))
    #expect(!message.contains("Signature") && !message.contains("AKIA") && !message.contains("\u{1B}"))
    #expect("\(Secret("canary"))" == "••••••")
  }

  @Test("an input that its model does not allow is never sent")
  func validation() async throws {
    let calls = [
      Call(.iam, "GetRole"), Call(.iam, "GetRole", ["RoleName": "r", "Nonsense": 1]),
      Call(.iam, "GetRole", ["RoleName": 1]), Call(.iam, "NoSuchOperation"), Call("nosuchservice", "X"),
    ]
    for call in calls {
      let found = try await Self.obstacle(call)
      #expect(found?.kind == .unexpected && found?.operation == call.operation, "\(call) was sent")
    }
    // What an answer named may be no name.
    let named = try await Self.obstacle(Call(.iam, "GetPolicy", ["PolicyArn": "x"]))
    #expect(named?.kind == .unreadable && named?.message.contains("fewer than 20") == true)
    let written = try await Self.obstacle(Call(.iam, "DeleteRole", ["RoleName": ""]))
    #expect(written?.kind == .unexpected)
  }

  @Test("a reader refuses every write of the table")
  func reader() async throws {
    let reader = AWSReader(try Stage().client(Scripted([])))
    var (reads, writes) = (0, 0)
    for name in ServiceModel.all {
      for operation in try #require(try ServiceModel.named(name)).operations.values {
        let call = Call(Service(rawValue: name), operation.name)
        if AWSReader.allows(call) {
          reads += 1
          #expect(!["Put", "Create", "Delete", "Tag", "Add", "Update"].contains { operation.name.hasPrefix($0) })
        } else {
          writes += 1
          await #expect(throws: Obstacle.self) { try await reader.send(call) }
        }
      }
    }
    #expect(reads > 30 && writes > 30)
  }

  private static func page(_ roles: String, more: Bool, marker: String?) -> Scripted.Answer {
    .answer(
      200,
      "<ListRolesResponse><ListRolesResult><Roles>\(roles)</Roles><IsTruncated>\(more)</IsTruncated>"
        + "\(marker.map { "<Marker>\($0)</Marker>" } ?? "")</ListRolesResult></ListRolesResponse>")
  }

  @Test("all pages are joined, an empty one among them is passed over, and the marker goes back encoded")
  func pages() async throws {
    let one = "<member><RoleName>a</RoleName></member>"
    let transport = Scripted([
      Self.page(one, more: true, marker: "m+/=&amp;%"), Self.page("", more: true, marker: "2"),
      Self.page(one, more: false, marker: nil),
    ])
    let answer = try await Stage().client(transport).all(Call(.iam, "ListRoles"))
    #expect(answer["Roles"]?.array?.count == 2)
    #expect(String(decoding: transport.requests[1].body ?? [], as: UTF8.self).contains("Marker=m%2B%2F%3D%26%25"))
  }

  @Test("a list that the table bounds is read so far and keeps the token of the next page")
  func bounded() async throws {
    let pages = (1...4).map { Scripted.Answer.answer(200, #"{"Events":[{"EventId":"\#($0)"}],"NextToken":"t\#($0)"}"#) }
    let transport = Scripted(pages)
    let answer = try await Stage().client(transport).all(Call(.cloudTrail, "LookupEvents"))
    #expect(answer["Events"]?.array?.compactMap { $0["EventId"]?.string } == ["1", "2", "3", "4"])
    #expect(answer["NextToken"] == "t4" && transport.requests.count == 4)
    // One that ends before that is whole.
    let short = Scripted([pages[0], .answer(200, #"{"Events":[]}"#)])
    let whole = try await Stage().client(short).all(Call(.cloudTrail, "LookupEvents"))
    #expect(whole["Events"]?.array?.count == 1 && whole["NextToken"] == nil)
  }

  @Test("pages that lead in a circle or nowhere are an obstacle, not a short list")
  func circles() async throws {
    let circle = Self.page("", more: true, marker: "same")
    await #expect(throws: Obstacle.self) {
      try await Stage().client(Scripted([circle, circle])).all(Call(.iam, "ListRoles"))
    }
    await #expect(throws: Obstacle.self) {
      try await Stage().client(Scripted([Self.page("", more: true, marker: nil)])).all(Call(.iam, "ListRoles"))
    }
  }

  @Test("a bucket in another region is asked there, once")
  func region() async throws {
    let transport = Scripted([
      .answer(301, "", [("x-amz-bucket-region", "us-west-2")]),
      .answer(200, "", [("x-amz-bucket-region", "us-west-2")]),
    ])
    let answer = try await Stage().client(transport).send(Call(.s3, "HeadBucket", ["Bucket": "bucket"]))
    #expect(answer["BucketRegion"] == "us-west-2")
    #expect(transport.requests[1].url == "https://bucket.s3.us-west-2.amazonaws.com/")
  }
}
