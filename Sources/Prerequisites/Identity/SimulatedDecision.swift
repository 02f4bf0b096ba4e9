import JSONDocument

/// What IAM's simulation says of one action on one resource.
///
/// Asked about several resources it gives one result an action, with the results of each resource inside and the most
/// restrictive decision on top; asked about one, the decision is on top (IAM API Reference, EvaluationResult). What is
/// not in the answer was not decided.
enum SimulatedDecision: Hashable {
  case allowed
  /// The condition keys are those that onramp's call would come without.
  case refused(CallerRights.Refused.Fence?, asksFor: [String] = [])
  /// Nothing was said, or it hangs on condition keys whose values were not sent along.
  case untold(missing: [String])

  init(of action: String, on resource: String, in results: [JSON]) {
    let own = results.filter { $0["EvalActionName"]?.string?.lowercased() == action.lowercased() }
    let specific = own.lazy.compactMap { result in
      result["ResourceSpecificResults"]?.array?.first { $0["EvalResourceName"]?.string == resource }.map {
        (result, $0)
      }
    }.first
    if let (whole, result) = specific {
      self.init(result["EvalResourceDecision"], whole, result)
    } else if let result = own.first(where: { $0["EvalResourceName"]?.string == resource }) {
      self.init(result["EvalDecision"], result, result)
    } else if let whole = own.first, own.count == 1 {
      // What is allowed on all resources together is allowed on each; what is not may be refused on another one.
      let isOnlyOne =
        whole["ResourceSpecificResults"]?.array?.isEmpty != false && whole["EvalResourceName"]?.string == "*"
      self =
        whole["EvalDecision"] == "allowed" || isOnlyOne
        ? Self(whole["EvalDecision"], whole, whole) : .untold(missing: [])
    } else {
      self = .untold(missing: [])
    }
  }

  /// - Parameters:
  ///   - whole: the result of the action, which alone tells of the organization.
  ///   - result: the one of the resource.
  private init(_ decision: JSON?, _ whole: JSON, _ result: JSON) {
    let missing = result["MissingContextValues"]?.strings ?? []
    let boundary = result["PermissionsBoundaryDecisionDetail"] ?? whole["PermissionsBoundaryDecisionDetail"]
    switch decision?.string {
    case "allowed": self = .allowed
    case nil: self = .untold(missing: missing)
    // A role that onramp makes comes without a boundary unless the setup names one. Whatever else a statement asks for that was not sent along,
    // its denial may be none.
    case _ where missing.contains { $0.lowercased() == "iam:permissionsboundary" }:
      self = .refused(nil, asksFor: missing.sorted())
    case _ where !missing.isEmpty: self = .untold(missing: missing)
    case _ where whole["OrganizationsDecisionDetail"]?["AllowedByOrganizations"]?.bool == false:
      self = .refused(.organization)
    default: self = .refused(boundary?["AllowedByPermissionsBoundary"]?.bool == false ? .boundary : nil)
    }
  }
}
