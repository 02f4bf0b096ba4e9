import JSONDocument

/// The policies of one identity, inline and attached together, and what they allow.
///
/// Boundaries, service control policies and sessions are other documents; a caller who has them asks again with them
/// and allows what all allow.
public struct IdentityPolicy: Hashable, Sendable {
  public let documents: [PolicyDocument]
  /// What the policies are called, in the order of the documents; none where nobody asks.
  public let names: [String]

  public init(_ documents: [PolicyDocument], names: [String] = []) {
    self.documents = documents
    self.names = names
  }

  /// Decides a request. `resource` is an ARN; one with wildcards asks whether *some* resource of that form is
  /// allowed (and no Deny covers all of them), for resources that do not exist yet.
  public func decision(
    action: String, resource: String, context: ConditionContext = ConditionContext()
  ) -> Decision {
    Decision(documents, Request(action, on: resource, context: context))
  }

  public func allows(
    action: String, resource: String, context: ConditionContext = ConditionContext()
  ) -> Bool {
    decision(action: action, resource: resource, context: context).isAllowed
  }

  /// Whether a permission is there.
  /// - Parameter everywhere: on *every* resource of its form, such as `stack/SP-*`: one statement covers the whole
  ///   form, and none denies all of it. A name without wildcards is a form of one.
  /// - Parameter surroundings: what is known of every request besides.
  public func decision(
    on permission: Permission, everywhere: Bool = false, also surroundings: ConditionContext = ConditionContext()
  ) -> Decision {
    Decision(documents, permission.request(in: surroundings, everywhere: everywhere))
  }

  /// Whether the action is allowed on *every* resource of a form.
  public func allowsEvery(_ permission: Permission, also surroundings: ConditionContext = ConditionContext()) -> Bool {
    decision(on: permission, everywhere: true, also: surroundings).isAllowed
  }
}

extension Permission {
  func request(in surroundings: ConditionContext, everywhere: Bool = false, by requester: Requester? = nil) -> Request {
    Request(action, on: resource, by: requester, context: surroundings.adding(context), forEvery: everywhere)
  }
}
