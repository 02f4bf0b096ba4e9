/// AWS's own host for a service in a region, by the service's published endpoint rules.
///
/// Nearly all services follow one rule, prefix, region, suffix; the exceptions stand here by name.
enum ServiceHost {
  static func name(service: String, prefix: String, region: String, fips: Bool, dual: Bool) -> String {
    let partition = Partition.of(region)
    switch service {
    case "iam": return iam(partition, fips: fips, dual: dual)
    case "s3":
      return "s3" + (fips ? "-fips" : "") + (dual ? ".dualstack" : "") + ".\(region).\(partition.suffix)"
    case "sts" where region == "aws-global": return "sts.amazonaws.com"
    case "sts" where isGovernment(partition) && !dual, "cloudformation" where isGovernment(partition) && !dual:
      return "\(prefix).\(region).\(partition.suffix)"
    case "sagemaker" where fips && !dual && ["aws", "aws-us-gov"].contains(partition.name):
      return "api-fips.sagemaker.\(region).\(partition.suffix)"
    case "ecr" where dual: return "ecr\(fips ? "-fips" : "").\(region).\(partition.dualStackSuffix)"
    case "secretsmanager" where secretsKeepSuffix(partition, fips: fips):
      return "\(prefix)\(fips ? "-fips" : "").\(region).\(partition.suffix)"
    default:
      let suffix = dual ? partition.dualStackSuffix : partition.suffix
      return "\(prefix)\(fips ? "-fips" : "").\(region).\(suffix)"
    }
  }

  /// Its FIPS endpoints are the ordinary ones for some services.
  private static func isGovernment(_ partition: Partition) -> Bool { partition.name == "aws-us-gov" }

  private static func secretsKeepSuffix(_ partition: Partition, fips: Bool) -> Bool {
    ["aws", "aws-us-gov"].contains(partition.name) || partition.name == "aws-cn" && !fips
  }

  /// One host a partition, whatever the region.
  private static func iam(_ partition: Partition, fips: Bool, dual: Bool) -> String {
    let prefix = fips ? "iam-fips" : "iam"
    switch (partition.name, dual) {
    case ("aws-us-gov", _): return "iam.us-gov.\(dual ? partition.dualStackSuffix : partition.suffix)"
    case ("aws", true): return "\(prefix).global.\(partition.dualStackSuffix)"
    case ("aws-cn", true) where !fips: return "iam.global.\(partition.dualStackSuffix)"
    case (_, true): return "\(prefix).\(partition.dualStackSuffix)"
    case ("aws-iso", _) where fips, ("aws-iso-b", _) where fips:
      return "iam-fips.\(partition.globalRegion).\(partition.suffix)"
    case (_, _) where fips: return "iam-fips.\(partition.suffix)"
    default: return partition.iamHost
    }
  }
}
