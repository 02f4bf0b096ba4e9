import Checklist
import JSONDocument

/// What could be said about a token's secret and to its token, for rehearsals: a sample that fits the model but
/// contradicts itself would not show what the step sends.
enum SampleToken {
  /// Nil for calls that are not about the token.
  static func answer(to call: Call, choice: (_ place: String) -> UInt64) -> JSON? {
    switch (call.service, call.operation) {
    case (.storedToken, _), (.offeredToken, _): return said(choice)
    case (.kms, "DescribeKey"):
      return ["KeyMetadata": ["KeyState": choice("key") % 3 == 0 ? "Disabled" : "Enabled"]]
    case (.secretsManager, "GetResourcePolicy"): return [:]
    case (.secretsManager, "GetSecretValue"):
      let texts = [#"{"token":"ghp_0123456789012345678901234567890123456"}"#, #"{"token":"your-token"}"#, "sample"]
      return [
        "VersionId": .string(version), "CreatedDate": .number("1767225600"),
        "SecretString": .string(texts[Int(choice("text") % 3)]), "IsOffered": .bool(choice("offered") % 4 == 0),
      ]
    case (.secretsManager, "DescribeSecret"):
      let name = call.input["SecretId"]?.string ?? ""
      var secret: JSON = [
        "ARN": .string("arn:aws:secretsmanager:us-east-1:123456789012:secret:\(name)-AbCdEf"), "Name": .string(name),
        "VersionIdsToStages": [version: ["AWSCURRENT"]],
      ]
      if choice("deleted") % 3 == 0 { secret["DeletedDate"] = .number("1767225600") }
      if choice("key") % 2 == 0 { secret["KmsKeyId"] = "sample" }
      return secret
    default: return nil
    }
  }

  private static let version = "00000000-0000-0000-0000-000000000000"

  private static func said(_ choice: (_ place: String) -> UInt64) -> JSON {
    [
      "origin": "sample", "status": choice("status") % 4 == 0 ? 401 : 200, "login": "sample", "push": true,
      "scopes": choice("scopes") % 2 == 0 ? ["repo"] : [],
    ]
  }
}
