import JSONDocument

/// AWS's published rules for a service's endpoint: a tree of conditions over the Region, FIPS, dual stack and the
/// like, whose leaves are a URL or the reason why there is none.
struct EndpointRules: Sendable {
  /// A rule's URL and what its leaf says of the signature.
  struct Resolved: Hashable {
    let url: String
    let signingName: String?
    let signingRegion: String?
    /// Whether the path is signed as it is sent.
    let signsPathAsSent: Bool
  }

  /// Why the rules give no endpoint, in AWS's words.
  struct Refusal: Error, Hashable { let reason: String }

  private let rules: [JSON]
  private let defaults: JSONObject
  let parameters: Set<String>

  init(_ json: JSON) {
    rules = json["rules"]?.array ?? []
    let members = json["parameters"]?.object?.members ?? []
    parameters = Set(members.map(\.name))
    defaults = JSONObject(members.compactMap { member in member.value["default"].map { (member.name, $0) } })
  }

  /// Parameters the rules do not know are passed over.
  func resolve(_ values: JSONObject) throws(Refusal) -> Resolved {
    var scope = defaults
    for (name, value) in values.members where parameters.contains(name) { scope[name] = value }
    guard let found = try first(of: rules, scope) else { throw Refusal(reason: "no endpoint rule applies") }
    return found
  }

  private func first(of rules: [JSON], _ scope: JSONObject) throws(Refusal) -> Resolved? {
    for rule in rules {
      var scope = scope
      guard holds(rule["conditions"]?.array ?? [], &scope) else { continue }
      if let error = rule["error"] {
        throw Refusal(reason: EndpointFunctions(scope: scope).value(error)?.string ?? "refused")
      }
      if let endpoint = rule["endpoint"] { return resolved(endpoint, scope) }
      if let found = try first(of: rule["rules"]?.array ?? [], scope) { return found }
    }
    return nil
  }

  /// Whether all conditions hold; what they assign is in `scope` afterwards.
  private func holds(_ conditions: [JSON], _ scope: inout JSONObject) -> Bool {
    for condition in conditions {
      guard let value = EndpointFunctions(scope: scope).value(condition), value != false else { return false }
      if let name = condition["assign"]?.string { scope[name] = value }
    }
    return true
  }

  private func resolved(_ endpoint: JSON, _ scope: JSONObject) -> Resolved? {
    let functions = EndpointFunctions(scope: scope)
    guard let url = endpoint["url"].flatMap({ functions.value($0) })?.string else { return nil }
    let scheme = endpoint["properties"]?["authSchemes"]?.array?.first { $0["name"] == "sigv4" }
    func text(_ name: String) -> String? { scheme?[name].flatMap { functions.value($0) }?.string }
    return Resolved(
      url: url, signingName: text("signingName"), signingRegion: text("signingRegion"),
      signsPathAsSent: scheme?["disableDoubleEncoding"]?.bool ?? false)
  }
}
