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
    /// Whether Studio in the Region is admitted all the same: an origin that was narrowed on purpose.
    public var isNarrow = false
    /// What stands in the rules, verbatim.
    public let found: [String]
    /// What is lacking.
    public let needed: [String]
  }

  public static func satisfied(_ rules: [JSON]) -> Bool { remarks(rules).isEmpty }

  /// - Parameter region: where Studio runs; without it only its origin of all Regions is looked for.
  public static func remarks(_ rules: [JSON], region: String? = nil) -> [Remark] {
    lacking(rules, region) + open(rules)
  }

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

  private static func lacking(_ rules: [JSON], _ region: String?) -> [Remark] {
    guard !rules.isEmpty else { return [Remark(check: "S3-05", found: [], needed: [studioOrigin])] }
    let origins = Remark(
      check: "S3-06", found: rules.flatMap { $0["AllowedOrigins"]?.strings ?? [] }, needed: [studioOrigin])
    let reachable = rules.filter(admitsStudio)
    guard reachable.isEmpty else { return lacking(rules, reachable: reachable) }
    let narrow = region.map { region in rules.filter { admitsStudio($0, in: region) } } ?? []
    guard !narrow.isEmpty else { return [origins] }
    var remark = origins
    remark.isNarrow = true
    return lacking(rules, reachable: narrow) + [remark]
  }

  /// What the rules that Studio meets lack for it.
  private static func lacking(_ rules: [JSON], reachable: [JSON]) -> [Remark] {
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
  /// - Parameters:
  ///   - region: where Studio runs; a rule that is for Studio there alone stays so.
  ///   - closing: false where that any origin may write is meant.
  public static func merged(_ rules: [JSON], region: String? = nil, closing: Bool = true) -> [JSON] {
    func isRight(_ rules: [JSON]) -> Bool { lacking(rules, region).allSatisfy(\.isNarrow) }
    let closed = closing ? rules.flatMap(narrowed) : rules
    guard !isRight(closed) else { return closed }
    guard let index = closed.firstIndex(where: { isForStudioOnly($0, in: region) }) else { return [rule] + closed }
    var merged = closed
    merged[index] = completed(closed[index])
    if !isRight(merged) { merged.insert(merged.remove(at: index), at: 0) }
    return merged
  }

  /// Takes back what `merged` added: given what stands now, what we wrote, and what stood before.
  public static func withdrawn(_ current: [JSON], written: [JSON], previous: [JSON]) -> Withdrawal<[JSON]> {
    Withdrawal.list(current: current, written: written, previous: previous, meaning: meaning)
  }

  private static func isForStudioOnly(_ rule: JSON, in region: String?) -> Bool {
    guard let origins = rule["AllowedOrigins"]?.strings, !origins.isEmpty else { return false }
    return origins == [studioOrigin]
      || region.map { region in origins.allSatisfy { isStudio($0, in: region) } } ?? false
  }

  private static func admitsStudio(_ rule: JSON) -> Bool {
    (rule["AllowedOrigins"]?.strings ?? []).contains { $0 == studioOrigin || $0 == "*" || $0 == "https://*" }
  }

  private static func admitsStudio(_ rule: JSON, in region: String) -> Bool {
    (rule["AllowedOrigins"]?.strings ?? []).contains { isStudio($0, in: region) }
  }

  /// Whether an origin is Studio's in the Region, of all domains or of one: `https://d-….studio.us-east-1.sagemaker.aws`
  /// (`Url` of DescribeDomain).
  private static func isStudio(_ origin: String, in region: String) -> Bool {
    let host = ".studio.\(region).sagemaker.aws"
    guard origin.hasPrefix("https://"), origin.hasSuffix(host) else { return false }
    let domain = origin.dropFirst("https://".count).dropLast(host.count)
    return domain == "*" || domain == "d-*"
      || domain.hasPrefix("d-") && domain.utf8.count > 2 && !domain.contains { ".*/".contains($0) }
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
