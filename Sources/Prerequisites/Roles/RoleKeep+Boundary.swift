import Checklist
import JSONDocument
import Policy

/// The boundary that the setup wants for the roles onramp makes (`access.permissions_boundary`), for organizations that
/// let no role be made without one.
extension RoleKeep {
  /// The boundary that the setup wants for the roles onramp makes, where this one has another or none.
  var lackedBoundary: String? {
    guard let wanted = context.setup.boundary, isMade, let role = seen.role.value, role.boundary != wanted else {
      return nil
    }
    return wanted
  }

  /// What gives it that boundary.
  var bounded: [(RolePart, Wish)] {
    lackedBoundary.map { wanted in
      let wish = Wish(
        value: .string(wanted), summary: "bounded by \(wanted)", repairs: [bounding].compactMap(\.self),
        confidence: .check)
      return [(.boundary, wish)]
    } ?? []
  }

  /// Why IAM would refuse to make it: the policy that is to bound it is not there. Nil where nothing says so.
  func barrier(_ boundary: Look<StoredPolicy?>) -> (found: String, needed: String)? {
    guard let wanted = context.setup.boundary, seen.role.isAbsent, boundary.isAbsent else { return nil }
    return ("no policy \(wanted)", "a policy of that ARN, or another in access.permissions_boundary")
  }

  /// What is wrong with how the role is bounded, whatever the boundary allows; nil where nothing is.
  func unbounded(_ boundary: Look<StoredPolicy?>) -> Verdict? {
    if let barrier = barrier(boundary) { return .broken(found: barrier.found, needed: barrier.needed) }
    return lackedBoundary.map { .broken(found: seen.role.value?.boundary ?? "no boundary", needed: $0) }
  }
}
