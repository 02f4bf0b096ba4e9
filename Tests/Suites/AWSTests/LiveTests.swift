import AWS
import Basics
import Checklist
import JSONDocument
import Testing
import Transport

/// Calls against the endpoint the environment names, such as the project's sandbox; asked for with
/// `ONRAMP_LIVE_TESTS`, because they write.
@Suite(
  "Live", .enabled(if: Environment.current()["ONRAMP_LIVE_TESTS"] != nil, "they write: ONRAMP_LIVE_TESTS is not set"),
  .serialized)
struct LiveTests {
  private let client: AWSClient

  init() throws {
    client = AWSClient(try AWSConfiguration(), transport: try HTTPTransport())
  }

  @Test("the caller is known, and a role that is not there is refused by its code")
  func thinPath() async throws {
    let caller = try await client.send(Call(.sts, "GetCallerIdentity"))
    #expect(caller["Account"]?.string?.count == 12)
    await #expect { try await client.send(Call(.iam, "GetRole", ["RoleName": "no-such-role"])) } throws: {
      guard let refusal = $0 as? Obstacle, refusal.status == 404, let code = refusal.code else { return false }
      return code == "NoSuchEntity"
    }
  }

  @Test("a role is made, read with its policy decoded, listed with all the others and deleted")
  func role() async throws {
    let name: JSON = "onramp-live-test"
    let trust =
      #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"#
      + #""Action":"sts:AssumeRole"}]}"#
    _ = try await client.send(
      Call(
        .iam, "CreateRole",
        [
          "RoleName": name, "AssumeRolePolicyDocument": .string(trust),
          "Tags": [["Key": "a b", "Value": "ü+=/-"], ["Key": "empty", "Value": ""]],
        ]))
    let role = try await client.send(Call(.iam, "GetRole", ["RoleName": name]))
    let document = try #require(role["Role"]?["AssumeRolePolicyDocument"]?.string)
    #expect(try JSON(parsing: document) == JSON(parsing: trust))
    #expect(role["Role"]?["Tags"]?[0]?["Value"] == "ü+=/-")
    #expect(role["Role"]?["CreateDate"]?.string.flatMap { Moment($0) } != nil)
    let listed = try await client.all(Call(.iam, "ListRoles", ["MaxItems": 1]))
    #expect(listed["Roles"]?.array?.contains { $0["RoleName"] == name } == true)
    #expect(try await client.send(Call(.iam, "DeleteRole", ["RoleName": name])) == [:])
  }

  @Test("a bucket's settings and objects go through the XML protocol")
  func bucket() async throws {
    let bucket: JSON = "onramp-live-test-bucket"
    _ = try await client.send(Call(.s3, "CreateBucket", ["Bucket": bucket]))
    let head = try await client.send(Call(.s3, "HeadBucket", ["Bucket": bucket]))
    #expect(head.object != nil)
    await #expect { try await client.send(Call(.s3, "GetBucketCors", ["Bucket": bucket])) } throws: {
      guard let refusal = $0 as? Obstacle, refusal.code == "NoSuchCORSConfiguration" else { return false }
      return true
    }
    let rules: JSON = ["CORSRules": [["AllowedMethods": ["GET", "PUT"], "AllowedOrigins": ["*"]]]]
    _ = try await client.send(Call(.s3, "PutBucketCors", ["Bucket": bucket, "CORSConfiguration": rules]))
    let cors = try await client.send(Call(.s3, "GetBucketCors", ["Bucket": bucket]))
    #expect(cors["CORSRules"]?[0]?["AllowedMethods"] == ["GET", "PUT"])
    let key: JSON = "a b/../ü+%.yaml"
    _ = try await client.send(Call(.s3, "PutObject", ["Bucket": bucket, "Key": key, "Body": "Ünï: <x>\n"]))
    let object = try await client.send(Call(.s3, "GetObject", ["Bucket": bucket, "Key": key]))
    #expect(object["Body"] == "Ünï: <x>\n")
    // Bytes that are no text come back as they went.
    let bytes = Artifact("lambda.zip", Array(0...255))
    let package = Call(.s3, "PutObject", ["Bucket": bucket, "Key": key], blanks: ["Body": .artifact(bytes)])
    _ = try await client.send(Filled(package, ["Body": JSON(blob: bytes.content)]))
    #expect(
      try await client.send(Call(.s3, "GetObject", ["Bucket": bucket, "Key": key]))["Body"]?.blob == bytes.content)
    let listed = try await client.all(Call(.s3, "ListObjectsV2", ["Bucket": bucket]))
    #expect(listed["Contents"]?[0]?["Key"] == key)
    _ = try await client.send(Call(.s3, "DeleteObjects", ["Bucket": bucket, "Delete": ["Objects": [["Key": key]]]]))
    await #expect { try await client.send(Call(.s3, "HeadObject", ["Bucket": bucket, "Key": key])) } throws: {
      guard let refusal = $0 as? Obstacle, refusal.code == "NotFound" else { return false }
      return true
    }
    _ = try await client.send(Call(.s3, "DeleteBucket", ["Bucket": bucket]))
  }

  @Test("a secret is made and read through the JSON protocol")
  func secret() async throws {
    let name: JSON = "onramp/live-test"
    _ = try await client.send(Call("secretsmanager", "CreateSecret", ["Name": name, "SecretString": "s3cret"]))
    let secret = try await client.send(Call("secretsmanager", "DescribeSecret", ["SecretId": name]))
    #expect(secret["Name"] == name)
    #expect(secret["CreatedDate"]?.string?.hasSuffix("Z") == true)
    _ = try await client.send(
      Call("secretsmanager", "DeleteSecret", ["SecretId": name, "ForceDeleteWithoutRecovery": true]))
    await #expect(throws: Obstacle.self) {
      try await client.send(Call("secretsmanager", "DescribeSecret", ["SecretId": name]))
    }
  }

  @Test("domains, stacks, connections and repositories can be listed")
  func lists() async throws {
    #expect(try await client.all(Call(.sagemaker, "ListDomains"))["Domains"]?.array != nil)
    #expect(try await client.all(Call("cloudformation", "DescribeStacks"))["Stacks"]?.array != nil)
    #expect(try await client.all(Call("codeconnections", "ListConnections")).object != nil)
    #expect(try await client.all(Call("ecr", "DescribeRepositories"))["repositories"]?.array != nil)
  }
}
