import Checklist
import JSONDocument

/// The IAM actions that a call needs, by the operation's own action and by what its input asks for besides.
public enum Permission {
  /// `iam:CreateRole`, `iam:TagRole` for a role that is made with tags; empty for what the table does not know.
  public static func needed(for call: Call) -> [String] {
    do {
      guard let operation = try ServiceModel.named(call.door.name)?.operations[call.operation] else { return [] }
      return [own(operation, call)] + more(call)
    } catch { return [] }
  }

  /// The action that allows the operation: of a version of an object it is another than of the object.
  static func own(_ operation: Operation, _ call: Call) -> String {
    guard call.door.name == "s3", call.input["VersionId"] != nil else { return operation.action }
    switch operation.name {
    case "GetObject", "HeadObject": return "s3:GetObjectVersion"
    case "GetObjectTagging": return "s3:GetObjectVersionTagging"
    case "PutObjectTagging": return "s3:PutObjectVersionTagging"
    case "DeleteObject": return "s3:DeleteObjectVersion"
    default: return operation.action
    }
  }

  /// What the service reference lists as dependent actions of the operation, where the input uses them.
  private static func more(_ call: Call) -> [String] {
    let service = call.door.name
    switch (service, call.operation) {
    case ("s3", "PutObject"): return call.input["Tagging"] == nil ? [] : ["s3:PutObjectTagging"]
    case ("s3", "DeleteObjects"):
      let objects = call.input["Delete"]?["Objects"]?.array ?? []
      return objects.contains { $0["VersionId"] != nil } ? ["s3:DeleteObjectVersion"] : []
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
