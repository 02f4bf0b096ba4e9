import Checklist
import JSONDocument

/// The IAM actions that a call needs, by the operation's own action and by what its input asks for besides.
public enum Permission {
  /// `iam:CreateRole`, `iam:TagRole` for a role that is made with tags; empty for what the table does not know.
  public static func needed(for call: Call) -> [String] {
    do {
      guard let operation = try ServiceModel.named(call.door.name)?.operations[call.operation] else { return [] }
      return [operation.action] + more(call)
    } catch { return [] }
  }

  /// What the service reference lists as dependent actions of the operation, where the input uses them.
  private static func more(_ call: Call) -> [String] {
    let service = call.door.name
    switch (service, call.operation) {
    case ("s3", "PutObject"): return call.input["Tagging"] == nil ? [] : ["s3:PutObjectTagging"]
    case ("s3", "DeleteObject"), ("s3", "DeleteObjects"):
      let named = [call.input["VersionId"]] + (call.input["Delete"]?["Objects"]?.array ?? []).map { $0["VersionId"] }
      return named.contains { $0 != nil } ? ["s3:DeleteObjectVersion"] : []
    case ("iam", _) where call.input["Tags"] != nil && call.operation.hasPrefix("Create"):
      return ["iam:Tag" + call.operation.dropFirst("Create".count)]
    case ("sagemaker", _) where call.input["Tags"] != nil && call.operation.hasPrefix("Create"):
      return ["sagemaker:AddTags"]
    case ("secretsmanager", "CreateSecret") where call.input["Tags"] != nil: return ["secretsmanager:TagResource"]
    case ("ecr", "CreateRepository") where call.input["tags"] != nil: return ["ecr:TagResource"]
    case ("cloudformation", "CreateStack"), ("cloudformation", "UpdateStack"):
      return call.input["RoleARN"] == nil ? [] : ["iam:PassRole"]
    default: return []
    }
  }
}
