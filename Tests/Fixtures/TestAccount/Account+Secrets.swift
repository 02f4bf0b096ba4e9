import Checklist
import JSONDocument

extension Account.State {
  func secret(_ call: Call) -> Result<JSON, Obstacle>? {
    let name = call.text("SecretId")
    guard let secret = secrets[name] else { return .missing("ResourceNotFoundException") }
    switch call.operation {
    case "DescribeSecret": return .success(description(name, secret))
    case "GetResourcePolicy":
      return .success(secret.policy.map { ["ResourcePolicy": .string($0)] } ?? ["Name": .string(name)])
    case "GetSecretValue":
      guard secret.deletion == nil else { return .missing("InvalidRequestException") }
      guard let version = secret.current, let value = secret.values[version] else {
        return .missing("ResourceNotFoundException")
      }
      var answer: JSON = ["VersionId": .string(version), "CreatedDate": .number(String(secret.stored))]
      if let value {
        answer["SecretString"] = .string(value)
        answer["IsOffered"] = .bool(offered.map { value.contains($0) } ?? false)
      } else {
        answer["SecretBinary"] = "bytes"
      }
      return .success(answer)
    default: return nil
    }
  }

  private func description(_ name: String, _ secret: Account.Secret) -> JSON {
    var stages: [(String, JSON)] = []
    if let current = secret.current { stages.append((current, ["AWSCURRENT"])) }
    if let previous = secret.previous { stages.append((previous, ["AWSPREVIOUS"])) }
    return [
      "ARN": .string("arn:aws:secretsmanager:\(region):\(id):secret:\(name)-AbCdEf"), "Name": .string(name),
      "Tags": secret.tags.tagList, "VersionIdsToStages": .object(JSONObject(stages)),
      "DeletedDate": secret.deletion.map { .number(String($0)) } ?? .null,
      "KmsKeyId": secret.key.map { .string($0) } ?? .null, "LastChangedDate": .number(String(secret.stored)),
      "ReplicationStatus": .array(secret.replicas.map { ["Region": .string($0)] }),
      "PrimaryRegion": secret.primaryRegion.map { .string($0) } ?? .null,
    ]
  }

  /// GitHub, asked with the stored token or with the one to be stored.
  func token(_ call: Call) -> Result<JSON, Obstacle>? {
    if call.operation == "Describe" {
      if let offeredProblem { return .success(["origin": "token.json", "problem": .string(offeredProblem)]) }
      return offered == nil ? .missing("NoToken") : .success(["origin": "token.json"])
    }
    let secret = secrets["sagemaker-github-token"]
    let stored = secret?.current.flatMap { secret?.values[$0] ?? nil }
    let known = tokens.first { token, _ in
      call.service == .offeredToken ? token == offered : stored?.contains(token) == true
    }
    return .success(known?.value[call.operation] ?? ["status": 401])
  }

  mutating func changeSecret(_ call: Call) -> Result<JSON, Obstacle>? {
    if call.operation == "CreateSecret" {
      let name = call.text("Name")
      guard secrets[name] == nil, let value = value(of: call) else { return .missing("ResourceExistsException") }
      var made = Account.Secret(tags: call.input["Tags"]?.tagged ?? [:])
      (made.values, made.current) = ([call.text("ClientRequestToken"): value], call.text("ClientRequestToken"))
      secrets[name] = made
      return .done
    }
    let name = call.text("SecretId")
    guard var secret = secrets[name] else { return .missing("ResourceNotFoundException") }
    switch call.operation {
    case "DeleteSecret":
      // What has our tag was made here, and counts as gone; what a person made is only scheduled.
      secret.deletion = Int(Account.now) + 86_400 * (call.input["RecoveryWindowInDays"]?.integer ?? 30)
      secrets[name] = secret.tags["onramp:setup"] == nil ? secret : nil
      return .done
    case "RestoreSecret": secret.deletion = nil
    case "PutSecretValue":
      guard let value = value(of: call) else { return .missing("InvalidParameterException") }
      let version = call.text("ClientRequestToken")
      if secret.values[version] == nil {
        secret.values = secret.values.filter { $0.key == secret.current }
        (secret.previous, secret.current) = (secret.current, version)
        secret.values[version] = value
        secret.stored = Int(Account.now)
      }
    case "UpdateSecretVersionStage":
      guard secret.current == call.text("RemoveFromVersionId"), secret.values[call.text("MoveToVersionId")] != nil
      else {
        return .missing("InvalidParameterException")
      }
      (secret.previous, secret.current) = (secret.current, call.text("MoveToVersionId"))
    default: return nil
    }
    secrets[name] = secret
    return .done
  }

  /// The value as it is sent: the door puts the token in.
  private func value(of call: Call) -> String? {
    let text = call.text("SecretString")
    return text == "<secret>" ? offered.map { #"{"token":"\#($0)"}"# } : text
  }
}
