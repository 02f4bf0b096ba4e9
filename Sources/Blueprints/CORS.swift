import JSONDocument
import Policy

/// The template bucket's CORS rules: SageMaker Studio loads templates from the operator's browser.
///
/// S3 answers a browser by the first rule that allows its origin and method, so what a rule says counts only
/// when no earlier rule hides it. A rule is the JSON object `PutBucketCors` takes.
public enum CORS {
  public static let studioOrigin = "https://*.sagemaker.aws"
  public static let methods = ["POST", "PUT", "GET", "HEAD", "DELETE"]
  public static let exposedHeaders = [
    "ETag", "x-amz-delete-marker", "x-amz-id-2", "x-amz-request-id", "x-amz-server-side-encryption",
    "x-amz-version-id",
  ]

  /// The rule Studio needs.
  public static let rule: JSON = [
    "AllowedHeaders": ["*"], "AllowedMethods": JSON(methods), "AllowedOrigins": [.string(studioOrigin)],
    "ExposeHeaders": JSON(exposedHeaders),
  ]

  /// What is wrong with a bucket's rules, the first defect only that explains the rest: without rules nothing
  /// is said about origins, without the origin nothing about methods.
  public struct Remark: Hashable, Sendable {
    /// S3-05, S3-06, S3-07, S3-08 or S3-09.
    public let check: String
    /// What stands in the rules, verbatim.
    public let found: [String]
    /// What is lacking.
    public let needed: [String]
  }

  public static func satisfied(_ rules: [JSON]) -> Bool { remarks(rules).isEmpty }

  public static func remarks(_ rules: [JSON]) -> [Remark] { lacking(rules) + open(rules) }

  /// Rules that let pages of any origin write (S3-09).
  private static func open(_ rules: [JSON]) -> [Remark] {
    let open = rules.filter(isOpen)
    guard !open.isEmpty else { return [] }
    let found = open.map { rule -> String in
      let (methods, origins) = (rule["AllowedMethods"]?.strings ?? [], rule["AllowedOrigins"]?.strings ?? [])
      return "\(methods.joined(separator: " ")) for origin \(origins.joined(separator: " "))"
    }
    return [
      Remark(check: "S3-09", found: found, needed: ["\(readingMethods.joined(separator: " ")) at most for any origin"])
    ]
  }

  private static let readingMethods = ["GET", "HEAD"]
  private static let anyOrigin: Set<String> = ["*", "http://*", "https://*"]

  private static func isOpen(_ rule: JSON) -> Bool {
    (rule["AllowedOrigins"]?.strings ?? []).contains(where: anyOrigin.contains)
      && (rule["AllowedMethods"]?.strings ?? []).contains { !readingMethods.contains($0) }
  }

  /// The rule without the methods that write for any origin; its other origins keep theirs in a rule of their
  /// own.
  private static func narrowed(_ rule: JSON) -> [JSON] {
    guard isOpen(rule) else { return [rule] }
    let (origins, methods) = (rule["AllowedOrigins"]?.strings ?? [], rule["AllowedMethods"]?.strings ?? [])
    let (named, reading) = (origins.filter { !anyOrigin.contains($0) }, methods.filter(readingMethods.contains))
    var rules: [JSON] = []
    if !named.isEmpty {
      var own = rule
      own["AllowedOrigins"] = JSON(named)
      rules.append(own)
    }
    if !reading.isEmpty {
      var rest = rule
      rest["AllowedMethods"] = JSON(reading)
      // S3 wants every ID once.
      if !named.isEmpty { (rest["AllowedOrigins"], rest["ID"]) = (JSON(origins.filter(anyOrigin.contains)), nil) }
      rules.append(rest)
    }
    return rules
  }

  private static func lacking(_ rules: [JSON]) -> [Remark] {
    guard !rules.isEmpty else { return [Remark(check: "S3-05", found: [], needed: [studioOrigin])] }
    let reachable = rules.filter(admitsStudio)
    guard !reachable.isEmpty else {
      return [
        Remark(check: "S3-06", found: rules.flatMap { $0["AllowedOrigins"]?.strings ?? [] }, needed: [studioOrigin])
      ]
    }
    let answers = methods.map { method in (method, reachable.first { allows($0, method: method) }) }
    let lacking = answers.filter { $0.1 == nil }.map(\.0)
    let narrow = answers.contains { rule in rule.1.map { !admitsEveryHeader($0) } ?? false }
    if !lacking.isEmpty || narrow {
      let found = reachable.flatMap { $0["AllowedMethods"]?.strings ?? [] }
      let headers = reachable.flatMap { $0["AllowedHeaders"]?.strings ?? [] }
      return [
        Remark(
          check: "S3-07", found: lacking.isEmpty ? headers : found,
          needed: lacking + (narrow ? ["AllowedHeaders *"] : []))
      ]
    }
    let hidden = exposedHeaders.filter { header in
      answers.contains { _, rule in
        !(rule?["ExposeHeaders"]?.strings ?? []).contains { $0.lowercased() == header.lowercased() }
      }
    }
    guard !hidden.isEmpty else { return [] }
    return [Remark(check: "S3-08", found: reachable.flatMap { $0["ExposeHeaders"]?.strings ?? [] }, needed: hidden)]
  }

  /// The rules with Studio's among them; every other rule in its order, and unchanged unless it lets any origin
  /// write.
  ///
  /// A rule that is only for Studio's origin is completed where it stands, keeping what else it says. When
  /// there is none, or an earlier rule would still hide it, Studio's rule goes first.
  public static func merged(_ rules: [JSON]) -> [JSON] {
    let closed = rules.flatMap(narrowed)
    guard !satisfied(closed) else { return closed }
    guard let index = closed.firstIndex(where: isForStudioOnly) else { return [rule] + closed }
    var merged = closed
    merged[index] = completed(closed[index])
    if !satisfied(merged) { merged.insert(merged.remove(at: index), at: 0) }
    return merged
  }

  /// Takes back what `merged` added: given what stands now, what we wrote, and what stood before.
  public static func withdrawn(_ current: [JSON], written: [JSON], previous: [JSON]) -> Withdrawal<[JSON]> {
    Withdrawal.list(current: current, written: written, previous: previous, meaning: meaning)
  }

  private static func isForStudioOnly(_ rule: JSON) -> Bool { rule["AllowedOrigins"]?.strings == [studioOrigin] }

  private static func admitsStudio(_ rule: JSON) -> Bool {
    (rule["AllowedOrigins"]?.strings ?? []).contains { $0 == studioOrigin || $0 == "*" || $0 == "https://*" }
  }

  private static func allows(_ rule: JSON, method: String) -> Bool {
    rule["AllowedMethods"]?.strings.contains(method) ?? false
  }

  private static func admitsEveryHeader(_ rule: JSON) -> Bool { rule["AllowedHeaders"]?.strings.contains("*") ?? false }

  private static func completed(_ rule: JSON) -> JSON {
    var rule = rule
    for (name, wanted) in [("AllowedMethods", methods), ("ExposeHeaders", exposedHeaders)] {
      let present = rule[name]?.strings ?? []
      let known = Set(present.map { $0.lowercased() })
      rule[name] = JSON(present + wanted.filter { !known.contains($0.lowercased()) })
    }
    if !admitsEveryHeader(rule) { rule["AllowedHeaders"] = ["*"] }
    return rule
  }

  /// A rule in one spelling: S3 keeps the order of lists, but it means nothing.
  private static func meaning(_ rule: JSON) -> JSON {
    guard let members = rule.object else { return rule }
    return .object(
      JSONObject(
        members.members.map { name, value in
          (name, value.array == nil ? value : JSON(value.strings.map { $0.lowercased() }.sorted()))
        }))
  }
}
