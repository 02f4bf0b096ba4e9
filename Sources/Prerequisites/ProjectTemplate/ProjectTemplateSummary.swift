import Basics
import Checklist
import JSONDocument

/// What CloudFormation says of a template in the bucket.
struct ProjectTemplateSummary: Hashable, Sendable {
  /// Why it is no template, in CloudFormation's words; the rest is empty then.
  var mistake: String?
  var parameters: [String] = []
  /// What the caller of CreateStack has to acknowledge.
  var capabilities: [String] = []
  var description: String?

  /// CloudFormation reads the object with our rights.
  static func look(at key: String, _ world: World, _ context: Context) async -> Look<ProjectTemplateSummary> {
    let call = Call("cloudformation", "GetTemplateSummary", ["TemplateURL": .string(context.templateURL(of: key))])
    let seen = await world.look(call, absent: ["ValidationError"])
    guard seen.isAbsent, case .failure(let refusal) = await world.answer(to: call) else {
      return seen.map { json in
        ProjectTemplateSummary(
          parameters: json["Parameters"]?.array?.compactMap { $0["ParameterKey"]?.string } ?? [],
          capabilities: json["Capabilities"]?.strings ?? [], description: json["Description"]?.string)
      }
    }
    // It has not seen the template then, so nothing is said of it.
    guard !refusal.message.hasPrefix("S3 error") else {
      let obstacle = Obstacle(
        .denied, refusal.message, code: refusal.code, permission: "s3:GetObject", requestID: refusal.requestID,
        host: refusal.host, status: refusal.status)
      return Look(seen.source, .hidden(obstacle.met(by: call)))
    }
    return Look(seen.source, .seen(ProjectTemplateSummary(mistake: refusal.message)))
  }
}

/// An object as it lies in the bucket.
struct StoredText: Hashable, Sendable {
  let text: String
  let contentType: String?
  /// The id of its version, where versions are kept, and its entity tag: as the answer to its upload named it.
  let identity: String?

  /// Whether the text is the object byte by byte, so that it can be put back: what is no UTF-8 is not.
  var isExact: Bool { !text.unicodeScalars.contains("\u{FFFD}") }

  /// - Parameter version: nil for the present one.
  static func look(
    at key: String, version: String? = nil, _ world: World, _ context: Context
  ) async -> Look<StoredText> {
    var input: JSONObject = ["Key": .string(key)]
    if let version { input["VersionId"] = .string(version) }
    return await world.look(
      Call(.s3, "GetObject", context.bucketInput(input)), absent: ["NoSuchKey", "NoSuchVersion", "NoSuchBucket"]
    ).reading { json in
      json["Body"]?.string.map { text in
        let identity = uploaded.compactMap { json[$0]?.string }.joined(separator: " ")
        return StoredText(
          text: text, contentType: json["ContentType"]?.string, identity: identity.isEmpty ? nil : identity)
      }
    }
  }

  /// The members of an answer that name the version which was uploaded, or was read.
  static let uploaded = ["VersionId", "ETag"]
}

extension Context {
  /// The address by which SageMaker and CloudFormation know an object of the bucket.
  func templateURL(of key: String) -> String {
    let host = "s3.\(region)." + (partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com")
    let path = Percent.encode(key, keeping: "/")
    // A name with dots fits no certificate of S3.
    return bucket.contains(".") ? "https://\(host)/\(bucket)/\(path)" : "https://\(bucket).\(host)/\(path)"
  }
}
