// swift-format-ignore-file
// Made by condense.py from operations.txt; do not edit.

/// The condensed models as JSON text in botocore's own form, read when a service is first used.
enum ModelText {
  static let services = ["sts", "iam", "s3", "sagemaker", "secretsmanager", "cloudformation", "cloudtrail", "kms", "account", "sso", "sso-oidc", "codeconnections", "ecr", "lambda", "events", "codestar-connections"]

  /// The model of a service and AWS's rules for its endpoints.
  static func text(of service: String) -> (model: String, rules: String)? {
    switch service {
    case "sts": (sts, sts_rules)
    case "iam": (iam, iam_rules)
    case "s3": (s3, s3_rules)
    case "sagemaker": (sagemaker, sagemaker_rules)
    case "secretsmanager": (secretsmanager, secretsmanager_rules)
    case "cloudformation": (cloudformation, cloudformation_rules)
    case "cloudtrail": (cloudtrail, cloudtrail_rules)
    case "kms": (kms, kms_rules)
    case "account": (account, account_rules)
    case "sso": (sso, sso_rules)
    case "sso-oidc": (sso_oidc, sso_oidc_rules)
    case "codeconnections": (codeconnections, codeconnections_rules)
    case "ecr": (ecr, ecr_rules)
    case "lambda": (lambda, lambda_rules)
    case "events": (events, events_rules)
    case "codestar-connections": (codestar_connections, codestar_connections_rules)
    default: nil
    }
  }

  static let partitions = #"""
[{"name":"aws","heads":["us-","eu-","ap-","sa-","ca-","me-","af-","il-","mx-"],"outputs":{"dnsSuffix":"amazonaws.com","dualStackDnsSuffix":"api.aws","implicitGlobalRegion":"us-east-1","name":"aws","supportsDualStack":true,"supportsFIPS":true},"regions":{"af-south-1":{},"ap-east-1":{},"ap-east-2":{},"ap-northeast-1":{},"ap-northeast-2":{},"ap-northeast-3":{},"ap-south-1":{},"ap-south-2":{},"ap-southeast-1":{},"ap-southeast-2":{},"ap-southeast-3":{},"ap-southeast-4":{},"ap-southeast-5":{},"ap-southeast-6":{},"ap-southeast-7":{},"aws-global":{},"ca-central-1":{},"ca-west-1":{},"eu-central-1":{},"eu-central-2":{},"eu-north-1":{},"eu-south-1":{},"eu-south-2":{},"eu-west-1":{},"eu-west-2":{},"eu-west-3":{},"il-central-1":{},"me-central-1":{},"me-south-1":{},"mx-central-1":{},"sa-east-1":{},"us-east-1":{},"us-east-2":{},"us-west-1":{},"us-west-2":{}}},{"name":"aws-cn","heads":["cn-"],"outputs":{"dnsSuffix":"amazonaws.com.cn","dualStackDnsSuffix":"api.amazonwebservices.com.cn","implicitGlobalRegion":"cn-northwest-1","name":"aws-cn","supportsDualStack":true,"supportsFIPS":true},"regions":{"aws-cn-global":{},"cn-north-1":{},"cn-northwest-1":{}}},{"name":"aws-eusc","heads":["eusc-de-"],"outputs":{"dnsSuffix":"amazonaws.eu","dualStackDnsSuffix":"api.amazonwebservices.eu","implicitGlobalRegion":"eusc-de-east-1","name":"aws-eusc","supportsDualStack":true,"supportsFIPS":true},"regions":{"eusc-de-east-1":{}}},{"name":"aws-iso","heads":["us-iso-"],"outputs":{"dnsSuffix":"c2s.ic.gov","dualStackDnsSuffix":"api.aws.ic.gov","implicitGlobalRegion":"us-iso-east-1","name":"aws-iso","supportsDualStack":true,"supportsFIPS":true},"regions":{"aws-iso-global":{},"us-iso-east-1":{},"us-iso-west-1":{}}},{"name":"aws-iso-b","heads":["us-isob-"],"outputs":{"dnsSuffix":"sc2s.sgov.gov","dualStackDnsSuffix":"api.aws.scloud","implicitGlobalRegion":"us-isob-east-1","name":"aws-iso-b","supportsDualStack":true,"supportsFIPS":true},"regions":{"aws-iso-b-global":{},"us-isob-east-1":{},"us-isob-west-1":{}}},{"name":"aws-iso-e","heads":["eu-isoe-"],"outputs":{"dnsSuffix":"cloud.adc-e.uk","dualStackDnsSuffix":"api.cloud-aws.adc-e.uk","implicitGlobalRegion":"eu-isoe-west-1","name":"aws-iso-e","supportsDualStack":true,"supportsFIPS":true},"regions":{"aws-iso-e-global":{},"eu-isoe-west-1":{}}},{"name":"aws-iso-f","heads":["us-isof-"],"outputs":{"dnsSuffix":"csp.hci.ic.gov","dualStackDnsSuffix":"api.aws.hci.ic.gov","implicitGlobalRegion":"us-isof-south-1","name":"aws-iso-f","supportsDualStack":true,"supportsFIPS":true},"regions":{"aws-iso-f-global":{},"us-isof-east-1":{},"us-isof-south-1":{}}},{"name":"aws-us-gov","heads":["us-gov-"],"outputs":{"dnsSuffix":"amazonaws.com","dualStackDnsSuffix":"api.aws","implicitGlobalRegion":"us-gov-west-1","name":"aws-us-gov","supportsDualStack":true,"supportsFIPS":true},"regions":{"aws-us-gov-global":{},"us-gov-east-1":{},"us-gov-west-1":{}}}]
"""#
}
