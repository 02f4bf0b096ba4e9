import Checklist
import JSONDocument
import Policy

/// The parts of a role, each of which is set and taken back by itself.
enum RolePart: Hashable, Sendable {
  case trust
  /// The longest session, in seconds.
  case session
  /// The ARN of the managed policy that bounds the role.
  case boundary
  /// The inline policy of this name.
  case inline(String)
  /// The managed policy with this ARN.
  case attached(String)
}

/// A role of IAM as a step keeps it: how it is made, what is set in it, and what teardown leaves of that.
struct RoleKeep {
  let step: StepID
  /// Without its path.
  let name: String
  /// Of a role that is still to be made, the ARN it will have.
  let arn: String
  let seen: IAMRole
  let context: Context
  /// The policies that onramp gives it; any other was given to it by others.
  let own: [RolePart]
  /// What it stands on, which goes after it.
  var uses: [ItemKey] = []
  /// The inline policy whose item is called `permissions`; the items of the others have their names in them.
  var permissions: String?
  /// The check that says whether the role is bounded as the setup wants it.
  var bounding: CheckID?
  /// Whether a statement says by itself that onramp wrote it for this setup; nil where its policies say no such thing.
  var isSigned: ((PolicyStatement) -> Bool)?
  /// Whether a statement has a Sid that onramp gives for this setup, whatever else it says: anybody can write that.
  var hasOurSid: (RolePart, PolicyStatement) -> Bool = { _, _ in false }
  /// Whether a statement says by itself that it is somebody else's.
  var isOthers: (RolePart, PolicyStatement) -> Bool = { _, _ in false }
  /// What others have of the trust policy, when this setup's statements come out of it; nil where nobody has anything.
  var othersTrust: (PolicyDocument) -> PolicyDocument? = { _ in nil }
  /// The checks that call a value unsafe, should it be put back.
  var unsafe: (RolePart, JSON) -> [CheckID] = { _, _ in [] }
  /// Whether a trust policy that stood there before may go back as it was.
  var former: (PolicyDocument) -> FormerTrust = { _ in .fits }

  /// How a role is made that is not there.
  struct Making {
    let description: String
    /// Seconds; nil for IAM's own hour.
    var session: Int?
    /// Its value is the text of the trust policy.
    let wish: Wish
  }

  var key: ItemKey { ItemKey(rawValue: "\(step)/role") }

  func key(_ part: RolePart) -> ItemKey {
    let name =
      switch part {
      case .trust: "trust"
      case .session: "session"
      case .boundary: "boundary"
      case .inline(permissions): "permissions"
      case .inline(let policy): "inline/\(policy)"
      case .attached(let policy): "attached/\(policy)"
      }
    return ItemKey(rawValue: "\(step)/\(name)")
  }

  /// The part whose item this is; nil for the role itself, and for what is no part of a role.
  func part(of key: ItemKey) -> RolePart? {
    let words = key.rawValue.split(separator: "/", maxSplits: 2).dropFirst().map(String.init)
    switch (words.first, words.dropFirst().first) {
    case ("trust", nil): return .trust
    case ("session", nil): return .session
    case ("boundary", nil): return .boundary
    case ("permissions", nil): return permissions.map { .inline($0) }
    case ("inline", let policy?): return .inline(policy)
    case ("attached", let policy?): return .attached(policy)
    default: return nil
    }
  }

  /// Whether onramp made it for this setup.
  var isMade: Bool { marked.isMade }

  /// The role, and which setups of onramp its tags name.
  var marked: MarkedThing {
    MarkedThing(
      key: ItemKey(rawValue: "\(step)/mark"), resource: arn, tags: seen.role.value?.tags ?? [:],
      tagging: .each(.iam, "Role", input()), context: context, item: key, identity: seen.role.value?.id)
  }

  /// Why teardown leaves it though onramp made it; nil when nobody else gave it anything.
  var whyItStays: String? {
    guard let inline = seen.inline.value, let attached = seen.attached.value else {
      return "its policies could not be looked at"
    }
    let foreign =
      inline.keys.sorted().filter { !own.contains(.inline($0)) }
      + attached.map(\.arn).filter { !own.contains(.attached($0)) }
    if !foreign.isEmpty { return "others gave it \(foreign.joined(separator: ", "))" }
    guard let profiles = seen.profiles?.value else { return "its instance profiles could not be looked at" }
    // IAM says so only once its policies are gone, and then for ever.
    guard let profile = profiles.first else { return nil }
    let command = "aws iam remove-role-from-instance-profile --instance-profile-name \(profile) --role-name \(name)"
    return "instance profile \(profile) holds it; this frees it: \(command)"
  }

  /// - Parameters:
  ///   - wishes: what is to be set, in this order.
  ///   - stays: why teardown would leave it besides; asked only of a role that onramp made.
  ///   - isSpokenOf: whether teardown says of somebody's role that it stays.
  func thing(
    making: Making? = nil, _ wishes: [(RolePart, Wish)], stays: @autoclosure () -> String? = nil,
    isSpokenOf: Bool = true
  ) -> Thing {
    // In a role that could not be looked at nothing is set, for nobody knows whose it is.
    let wished = (seen.role.obstacle == nil ? wishes : []).map { part($0, context.ledger[key($0), arn], $1) }
    let keys = Set(wished.map(\.key))
    let told = items.compactMap { item in part(of: item.key).map { part($0, item) } }
    let untold = (own + [.trust]).filter { one in !items.contains { part(of: $0.key) == one } }.map { part($0, nil) }
    let touched = untold.reversed() + told
    return Thing(
      step: step, resource: arn, name: "role \(name)", isMade: seen.role.isAbsent || isMade,
      fate: fate(stays, isSpokenOf), uses: uses, users: isMade ? trustUsers : [],
      marked: seen.role.value.map { _ in marked }, whole: whole(making),
      parts: wished + (isMade ? ownParts : touched.reversed().filter { !keys.contains($0.key) }))
  }

  /// What the journal tells of the role and its parts.
  var items: [Ledger.Item] { context.ledger.all.filter { $0.resource == arn } }

  private func fate(_ stays: () -> String?, _ isSpokenOf: Bool) -> Thing.Fate {
    guard let role = seen.role.value else { return .absent }
    guard isMade else { return .others(because: isSpokenOf ? marked.whyForeign : nil) }
    // What another setup uses is handed over to it, whatever others gave it besides.
    if marked.handover == nil, let reason = whyItStays ?? stays() { return .stays(.shared, because: reason) }
    // IAM deletes no role that has policies yet.
    let parts =
      (seen.attached.value ?? []).map { RolePart.attached($0.arn) }
      + (seen.inline.value ?? [:]).keys.sorted().map { RolePart.inline($0) }
    return .goes(
      because: context.reason(tags: role.tags), parts.map { call($0, .null) } + [Call(.iam, "DeleteRole", input())])
  }

  private func whole(_ making: Making?) -> Part {
    Part(
      key: key, name: "", present: seen.role.value.map { .string($0.trustPolicy.text) } ?? .null,
      set: { _, trust in
        guard !trust.isNull else { return Call(.iam, "DeleteRole", input()) }
        var more: JSONObject = ["AssumeRolePolicyDocument": trust]
        // An ARN ends with path and name.
        let path = String(arn.drop { $0 != "/" }.dropLast(name.count))
        if path != "/" { more["Path"] = .string(path) }
        if let description = making?.description { more["Description"] = .string(description) }
        if let session = making?.session { more["MaxSessionDuration"] = .number(String(session)) }
        if let boundary = context.setup.boundary { more["PermissionsBoundary"] = .string(boundary) }
        more["Tags"] = JSON(tagList: context.tags)
        return Call(.iam, "CreateRole", input(more))
      }, identity: ["Role/RoleId"], wish: making?.wish)
  }

  /// - Parameter item: what the journal says of it.
  func part(_ part: RolePart, _ item: Ledger.Item?, _ wish: Wish? = nil) -> Part {
    let present = present(part)
    let (withdrawal, why) = timely(withdrawal(part, present, item), part, present, item)
    return Part(
      key: item?.key ?? key(part), name: title(part), present: present.value ?? .null, set: { call(part, $1) },
      wish: wish, withdrawal: withdrawal, isOwn: !isMade && isOwn(part),
      isUnproven: item == nil && !isMade && !marked.isMarked, whyForeign: item == nil ? whyForeign(part, present) : nil,
      reason: reason(part, item) + (why.map { "; \($0)" } ?? ""), unsafe: { unsafe(part, $0) })
  }

  /// Statements are each setup's own; everything else in a role stands for all who use it.
  private func isOwn(_ part: RolePart) -> Bool {
    switch part {
    case .trust: true
    case .inline: isSigned != nil
    case .session, .boundary, .attached: false
    }
  }

  private func title(_ part: RolePart) -> String {
    switch part {
    case .trust: "Trust policy"
    case .session: "Session length"
    case .boundary: "Permissions boundary"
    case .inline(permissions): "Permissions"
    case .inline(let policy): "Inline policy \(policy)"
    case .attached: "Managed policy"
    }
  }

  /// What stands in a part; null where nothing does, as in a role that is not there.
  func present(_ part: RolePart) -> Look<JSON> {
    switch part {
    case .trust: seen.role.map { .string($0.trustPolicy.text) }
    case .session: seen.role.map { .number(String($0.maxSession)) }
    case .boundary: seen.role.map { $0.boundary.map { .string($0) } ?? .null }
    case .inline(let policy): seen.inline.map { $0[policy].map { .string($0.text) } ?? .null }
    case .attached(let policy): seen.attached.map { $0.contains { $0.arn == policy } ? .string(policy) : .null }
    }
  }

  func input(_ more: JSONObject = [:]) -> JSONObject {
    JSONObject([("RoleName", .string(name))]).adding(more)
  }

  func call(_ part: RolePart, _ value: JSON) -> Call {
    switch part {
    case .trust: return Call(.iam, "UpdateAssumeRolePolicy", input(["PolicyDocument": value]))
    case .session:
      var more: JSONObject = ["MaxSessionDuration": value]
      // It goes along, so that it is kept whatever is made of its absence.
      if let description = seen.role.value?.description { more["Description"] = .string(description) }
      return Call(.iam, "UpdateRole", input(more))
    case .boundary:
      return value.isNull
        ? Call(.iam, "DeleteRolePermissionsBoundary", input())
        : Call(.iam, "PutRolePermissionsBoundary", input(["PermissionsBoundary": value]))
    case .inline(let policy):
      return value.isNull
        ? Call(.iam, "DeleteRolePolicy", input(["PolicyName": .string(policy)]))
        : Call(.iam, "PutRolePolicy", input(["PolicyName": .string(policy), "PolicyDocument": value]))
    case .attached(let policy):
      return Call(
        .iam, value.isNull ? "DetachRolePolicy" : "AttachRolePolicy", input(["PolicyArn": .string(policy)]))
    }
  }
}
