// swift-format-ignore-file
// Made by condense.py from operations.txt; do not edit.

/// The condensed models as JSON text in botocore's own form, read when a service is first used.
enum ModelText {
  static let services = ["sts", "iam", "s3", "sagemaker", "secretsmanager", "cloudformation", "kms", "account", "sso", "sso-oidc", "codeconnections", "ecr"]

  static func text(of service: String) -> String? {
    switch service {
    case "sts": sts
    case "iam": iam
    case "s3": s3
    case "sagemaker": sagemaker
    case "secretsmanager": secretsmanager
    case "cloudformation": cloudformation
    case "kms": kms
    case "account": account
    case "sso": sso
    case "sso-oidc": sso_oidc
    case "codeconnections": codeconnections
    case "ecr": ecr
    default: nil
    }
  }
}
