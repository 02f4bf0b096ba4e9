import Checklist
import JSONDocument
import Testing
import Transport

@testable import AWS

@Suite("Endpoints")
struct EndpointTests {
  /// What onramp never does, and so has no rules for.
  private static func isForeign(_ parameters: JSON) -> Bool {
    let switches = [
      "Accelerate", "UseObjectLambdaEndpoint", "UseS3ExpressControlEndpoint", "DisableS3ExpressSessionAuth",
    ]
    if switches.contains(where: { parameters[$0] == true }) { return true }
    let bucket = parameters["Bucket"]?.string ?? ""
    return bucket.hasPrefix("arn:") || ["--x-s3", "--xa-s3", "--op-s3"].contains { bucket.hasSuffix($0) }
  }

  @Test(
    "AWS's own endpoints, signing names and Regions are as published",
    .enabled(if: Conformance.isThere, Conformance.absence))
  func rules() async throws {
    // The table of partitions stands among the cases.
    let paths = Conformance.files(below: "endpoint-rules", ending: ".json").filter { $0.stem != "partitions" }
    #expect(!paths.isEmpty)
    for path in paths {
      let rules = try ServiceModel.named(path.stem)?.endpointRules
      try await Conformance.run("endpoint-rules/\(path.stem)", in: path) { each in
        guard let rules else { throw Conformance.Skip(reason: "a service onramp does not call") }
        let parameters = each["params"] ?? [:]
        if Self.isForeign(parameters) {
          throw Conformance.Skip(reason: "access points, Outposts, Express, acceleration")
        }
        let name = "\(path.stem): \(Conformance.title(each)) \(parameters.compact)"
        do throws(EndpointRules.Refusal) {
          let found = try rules.resolve(parameters.object ?? [:])
          #expect(found.url == each["expect"]?["endpoint"]?["url"]?.string, "\(name)")
          let scheme = each["expect"]?["endpoint"]?["properties"]?["authSchemes"]?.array?.first {
            $0["name"] == "sigv4"
          }
          if let region = scheme?["signingRegion"]?.string { #expect(found.signingRegion == region, "\(name)") }
          if let signing = scheme?["signingName"]?.string { #expect(found.signingName == signing, "\(name)") }
          if let plain = scheme?["disableDoubleEncoding"]?.bool { #expect(found.signsPathAsSent == plain, "\(name)") }
        } catch {
          #expect(error.reason == each["expect"]?["error"]?.string, "\(name)")
        }
      }
    }
  }

  @Test("partitions are told by Region, and by pattern where the Region is new")
  func partitions() {
    let rows = [
      ("eu-west-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov"), ("us-iso-east-1", "aws-iso"),
      ("us-isob-east-1", "aws-iso-b"), ("eu-isoe-west-1", "aws-iso-e"), ("us-isof-south-1", "aws-iso-f"),
      ("eusc-de-east-1", "aws-eusc"), ("eu-west-99", "aws"), ("cn-south-7", "aws-cn"), ("mars-north-1", "aws"),
      ("aws-cn-global", "aws-cn"),
    ]
    for (region, partition) in rows { #expect(Partition.of(region)?.name == partition, "\(region)") }
  }

  private static func destination(
    _ service: String, _ variables: [String: String] = [:], _ input: JSONObject = [:]
  ) throws -> Destination {
    try Stage.configuration(variables).destination(of: service, input: input)
  }

  @Test("a bucket stands in the host, or in the path where it must, and is not named twice")
  func buckets() async throws {
    let rows: [(String, [String: String], String)] = [
      ("bucket", [:], "https://bucket.s3.eu-west-1.amazonaws.com/"),
      ("my.bucket", [:], "https://s3.eu-west-1.amazonaws.com/my.bucket"),
      ("bucket", ["AWS_ENDPOINT_URL": "http://127.0.0.1:9000"], "http://127.0.0.1:9000/bucket"),
      ("bucket", ["AWS_USE_DUALSTACK_ENDPOINT": "true"], "https://bucket.s3.dualstack.eu-west-1.amazonaws.com/"),
    ]
    for (bucket, variables, url) in rows {
      let transport = Scripted([.answer(200, "", [("x-amz-request-id", "r-1")])])
      _ = try await Stage().client(transport, variables).send(Call(.s3, "HeadBucket", ["Bucket": .string(bucket)]))
      #expect(transport.requests.first?.url == url)
    }
    let transport = Scripted([.answer(200, "x", [("x-amz-request-id", "r-1")])])
    _ = try await Stage().client(transport).send(Call(.s3, "GetObject", ["Bucket": "bucket", "Key": "a b/../c"]))
    #expect(transport.requests.first?.url == "https://bucket.s3.eu-west-1.amazonaws.com/a%20b/../c")
  }

  @Test("a global service signs for its partition's Region, with an endpoint of one's own too")
  func signing() throws {
    #expect(try Self.destination("iam").signingRegion == "us-east-1")
    #expect(try Self.destination("iam", ["AWS_ENDPOINT_URL": "http://localhost:1"]).signingRegion == "us-east-1")
    #expect(try Self.destination("iam", ["AWS_REGION": "cn-north-1"]).signingRegion == "cn-north-1")
    #expect(try Self.destination("ecr").signingName == "ecr")
    #expect(try Self.destination("ecr").endpoint.host == "api.ecr.eu-west-1.amazonaws.com")
  }

  @Test("FIPS and an endpoint of one's own exclude each other, and plain http to elsewhere is known as such")
  func conflicts() throws {
    #expect(throws: ConfigurationError.self) {
      try Self.destination("sts", ["AWS_USE_FIPS_ENDPOINT": "true", "AWS_ENDPOINT_URL": "https://x.example"])
    }
    #expect(try Self.destination("sts", ["AWS_ENDPOINT_URL": "http://x.example"]).isInTheClear)
    #expect(try !Self.destination("sts", ["AWS_ENDPOINT_URL": "http://127.0.0.1"]).isInTheClear)
  }
}
