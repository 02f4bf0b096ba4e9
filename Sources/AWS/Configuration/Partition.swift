/// A part of AWS with accounts and host names of its own (botocore, `partitions.json`).
struct Partition: Sendable {
  let name: String
  let suffix: String
  let dualStackSuffix: String
  /// Where the partition's IAM signs.
  let globalRegion: String
  let iamHost: String
  let prefixes: [String]

  static let all = [
    Partition(
      name: "aws-cn", suffix: "amazonaws.com.cn", dualStackSuffix: "api.amazonwebservices.com.cn",
      globalRegion: "cn-north-1", iamHost: "iam.cn-north-1.amazonaws.com.cn", prefixes: ["cn-"]),
    Partition(
      name: "aws-us-gov", suffix: "amazonaws.com", dualStackSuffix: "api.aws", globalRegion: "us-gov-west-1",
      iamHost: "iam.us-gov.amazonaws.com", prefixes: ["us-gov-"]),
    Partition(
      name: "aws-iso", suffix: "c2s.ic.gov", dualStackSuffix: "api.aws.ic.gov", globalRegion: "us-iso-east-1",
      iamHost: "iam.us-iso-east-1.c2s.ic.gov", prefixes: ["us-iso-"]),
    Partition(
      name: "aws-iso-b", suffix: "sc2s.sgov.gov", dualStackSuffix: "api.aws.scloud", globalRegion: "us-isob-east-1",
      iamHost: "iam.us-isob-east-1.sc2s.sgov.gov", prefixes: ["us-isob-"]),
    Partition(
      name: "aws-iso-e", suffix: "cloud.adc-e.uk", dualStackSuffix: "api.cloud-aws.adc-e.uk",
      globalRegion: "eu-isoe-west-1", iamHost: "iam.eu-isoe-west-1.cloud.adc-e.uk", prefixes: ["eu-isoe-"]),
    Partition(
      name: "aws-iso-f", suffix: "csp.hci.ic.gov", dualStackSuffix: "api.aws.hci.ic.gov",
      globalRegion: "us-isof-south-1", iamHost: "iam.us-isof-south-1.csp.hci.ic.gov", prefixes: ["us-isof-"]),
    Partition(
      name: "aws-eusc", suffix: "amazonaws.eu", dualStackSuffix: "api.amazonwebservices.eu",
      globalRegion: "eusc-de-east-1", iamHost: "iam.eusc-de-east-1.amazonaws.eu", prefixes: ["eusc-"]),
  ]

  static let commercial = Partition(
    name: "aws", suffix: "amazonaws.com", dualStackSuffix: "api.aws", globalRegion: "us-east-1",
    iamHost: "iam.amazonaws.com", prefixes: [])

  /// The partition a region belongs to; unknown regions are taken for commercial ones, as AWS's rules do.
  static func of(_ region: String) -> Partition {
    all.first { $0.prefixes.contains { region.hasPrefix($0) } } ?? commercial
  }
}
