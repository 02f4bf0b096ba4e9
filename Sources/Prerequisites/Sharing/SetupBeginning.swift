import Checklist

/// Since when a setup has been at work, as its role tells.
///
/// Nothing on GitHub carries a tag. What tells, when the journal was lost or cut, is the setup's own role: its tag names
/// this setup, and IAM says when it was made. What came into being at GitHub since, and stands as onramp writes it, is
/// onramp's; what stood there before is somebody's.
struct SetupBeginning {
  let role: Look<IAMRole.Role>
  let context: Context

  /// Whether something at GitHub came into being since.
  /// - Parameter created: in seconds since 1970; nil where GitHub does not say.
  func covers(_ created: Double?) -> Bool {
    guard let role = role.value, context.owns(role.tags), let begun = role.created, let created else { return false }
    // Both services tell whole seconds.
    return created >= begun.rounded(.down)
  }
}
