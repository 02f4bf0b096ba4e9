import Testing

@testable import Policy

@Suite struct ARNTests {
  @Test(arguments: [
    "arn:aws:iam::111122223333:role/path/name", "arn:aws:s3:::bucket/key:with:colons", "arn:*:*:*:*:*", "arn::::::",
    "arn:aws-cn:secretsmanager:cn-north-1:111122223333:secret:a-AbCdEf",
  ]) func anARNPrintsAsItWasRead(text: String) {
    #expect(ARN(text)?.description == text)
  }

  @Test func thePartsAreWhatStandsBetweenColons() throws {
    let arn = try #require(ARN("arn:aws:secretsmanager:eu-west-1:111122223333:secret:a-AbCdEf"))
    #expect(arn.partition == "aws" && arn.service == "secretsmanager" && arn.region == "eu-west-1")
    #expect(arn.account == "111122223333" && arn.resource == "secret:a-AbCdEf")
  }

  @Test(arguments: [
    "", "*", "arn", "arn:aws:iam::1", "ARN:aws:iam::1:root", " arn:aws:iam::1:root", "x:aws:iam::1:root",
  ])
  func whatIsNoARNIsNone(text: String) { #expect(ARN(text) == nil) }
}
