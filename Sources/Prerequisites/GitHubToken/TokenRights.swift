import Basics
import Checklist
import JSONDocument

/// What GitHub says to a token about the four things the Lambda asks for. Nothing of the token is in it.
struct TokenRights: Hashable, Sendable {
  let user: Look<TokenAnswer>
  let repository: Look<TokenAnswer>
  let workflow: Look<TokenAnswer>
  let branch: Look<TokenAnswer>
  /// Whether the workflow's file is there, as the operator sees it; nil where that was not asked or not told.
  var isFileThere: Bool?

  /// Asks with the stored token or with the one that would be stored.
  static func look(_ world: World, _ bearer: Door.Bearer, _ setup: Setup) async -> TokenRights {
    func ask(_ operation: String, _ name: String? = nil, _ value: String = "") async -> Look<TokenAnswer> {
      var input = operation == "GET /user" ? [:] : setup.repositoryPath
      if let name { input[name] = .string(value) }
      return await world.look(Call(.token(bearer), operation, input)).reading(TokenAnswer.init)
    }
    async let user = ask("GET /user")
    async let repository = ask("GET /repos/{owner}/{repo}")
    async let workflow = ask("GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}", "workflow_id", setup.workflow)
    async let branch = ask("GET /repos/{owner}/{repo}/branches/{branch}", "branch", setup.branch ?? "main")
    var rights = await TokenRights(user: user, repository: repository, workflow: workflow, branch: branch)
    // A file that is hidden from a token and one that nobody wrote yet look alike to it.
    if rights.workflow.value?.status == 404 { rights.isFileThere = await isFileThere(world, setup) }
    return rights
  }

  private static func isFileThere(_ world: World, _ setup: Setup) async -> Bool? {
    let operation = "GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}"
    let call = Call(
      .token(.caller), operation, setup.repositoryPath.with("workflow_id", .string(setup.workflow)))
    guard let answer = await world.look(call).reading(TokenAnswer.init).value else { return nil }
    return answer.isThere ? true : answer.status == 404 ? false : nil
  }
}

/// One answer of GitHub to a token.
struct TokenAnswer: Hashable, Sendable {
  /// The call that tells whose token it is.
  static let call = Call(.github, "GET /user")

  let status: Int
  let login: String?
  /// Nil for tokens that have no scopes: the fine-grained ones.
  let scopes: [String]?
  /// Seconds since 1970.
  let expires: Double?
  /// The page where the organization's single sign-on is passed.
  let singleSignOn: String?
  /// What the refused call would need, in the words of GitHub's settings page.
  let permission: String?
  /// Why the call was refused, in GitHub's words.
  let refusal: String?
  /// Whether the person behind the token may write to the repository.
  let mayPush: Bool?

  init?(_ json: JSON) {
    guard let status = json["status"]?.integer else { return nil }
    self.status = status
    login = json["login"]?.string
    scopes = json["scopes"]?.array?.compactMap(\.string)
    expires = json["expires"]?.double
    singleSignOn = json["sso"]?.string
    permission = json["permission"]?.string
    refusal = json["message"]?.string
    mayPush = json["push"]?.bool
  }

  var isThere: Bool { (200..<300).contains(status) }

  /// GitHub's words where it is no right of the token that is missing: a rule of the organization for tokens, its IP
  /// allow list, a plan, a blocked account.
  var rule: String? {
    guard status == 403, singleSignOn == nil, let refusal, !refusal.isEmpty else { return nil }
    let words = refusal.lowercased()
    return words.contains("not accessible by") || words.hasPrefix("must have") ? nil : refusal
  }
}

/// What an answer of GitHub says about a token, judged; the same for the stored one and for one to be stored.
struct TokenVerdicts: Sendable {
  let context: Context

  /// The days before its end in which a token is called short-lived.
  static let notice = 30.0

  /// Each check of what GitHub says to the token.
  func all(_ seen: Seen) -> [(check: CheckID, verdict: Verdict)] {
    [
      ("SEC-09", accepted(seen.user)), ("SEC-10", lasting(seen.user)), ("SEC-11", reaching(seen)),
      ("SEC-12", narrow(seen.user)), ("SEC-18", ownedByAWriter(seen.user, seen.repository)),
    ]
  }

  /// SEC-09.
  func accepted(_ user: TokenAnswer) -> Verdict {
    if user.isThere { return .holds(found: "GitHub knows it as \(user.login ?? "somebody")") }
    // Refused is not unknown to GitHub: a blocked account, or a limit, answers so too.
    if user.status == 403 {
      return .hidden(Obstacle(.denied, user.refusal ?? "", status: 403).met(by: TokenAnswer.call))
    }
    return .broken(
      found: "GitHub does not accept it (\(user.status))", needed: "a token that GitHub accepts")
  }

  /// SEC-10.
  func lasting(_ user: TokenAnswer) -> Verdict {
    guard let expires = user.expires else { return .holds(found: "GitHub names no day on which it ends") }
    let days = (expires - context.now) / 86_400
    let found = "ends on \(expires.day), in \(Int(bounding: days.rounded(.down))) days"
    return days > Self.notice
      ? .holds(found: found)
      : .broken(found: found, needed: "a token that lasts more than \(Int(bounding: Self.notice)) days")
  }

  /// SEC-11.
  func reaching(_ rights: Seen) -> Verdict {
    let name = context.setup.fullName
    let needed = "access to \(name) with Contents: read and Actions: write"
    for answer in [rights.repository, rights.branch, rights.workflow] where answer.status == 403 {
      if let page = answer.singleSignOn {
        return .broken(found: "single sign-on is not passed: \(page)", needed: "the token authorized at \(page)")
      }
    }
    if let words = [rights.repository, rights.branch, rights.workflow].compactMap(\.rule).first {
      return .broken(found: "GitHub refuses it on \(name): \(words)", needed: "a token that GitHub lets in: \(needed)")
    }
    guard rights.repository.isThere else {
      return .broken(
        found:
          "GitHub hides \(name) from it (\(rights.repository.status)): not one of its repositories, or not approved yet",
        needed: needed)
    }
    for answer in [rights.branch, rights.workflow] where answer.status == 403 {
      return .broken(found: "refused on \(name): it lacks \(answer.permission ?? "a right")", needed: needed)
    }
    if let scopes = rights.user.scopes, !scopes.contains("repo"), !scopes.contains("public_repo") {
      return .broken(
        found: "scopes: \(scopes.listed(else: "none"))",
        needed: "the scope repo, or a fine-grained token with \(needed)")
    }
    let file = context.setup.workflow
    if !rights.workflow.isThere, rights.isFileThere == true {
      return .broken(
        found: "GitHub hides \(file) of \(name) from it (\(rights.workflow.status)): not one of its repositories, "
          + "not approved yet, or without Actions",
        needed: needed)
    }
    let unseen =
      rights.workflow.isThere
      ? "" : rights.isFileThere == false ? "; \(file) is not there yet" : "; whether \(file) is there is not known"
    guard rights.user.scopes != nil else {
      // Reading proves nothing: a public repository is read by everybody, and no read tells of Actions: write.
      return .waiting(
        found: "\(name) can be read\(unseen); whether it may start workflows GitHub tells nobody beforehand",
        needed: "a token whose page names \(name), with Actions: read and write")
    }
    return .holds(found: "\(name) can be read\(unseen)")
  }

  /// SEC-12.
  func narrow(_ user: TokenAnswer) -> Verdict {
    guard let scopes = user.scopes else { return .holds(found: "a fine-grained token") }
    let wide = scopes.contains { $0 == "repo" || $0.hasPrefix("admin:") || $0.hasPrefix("delete_") }
    return wide
      ? .broken(
        found: "scopes: \(scopes.listed(else: "none"))",
        needed: "a fine-grained token for \(context.setup.fullName) alone")
      : .holds(found: "scopes: \(scopes.listed(else: "none"))")
  }

  /// SEC-18.
  func ownedByAWriter(_ user: TokenAnswer, _ repository: TokenAnswer) -> Verdict {
    guard repository.isThere else { return .blocked(by: "SEC-11") }
    let (login, name) = (user.login ?? "its owner", context.setup.fullName)
    switch repository.mayPush {
    case true: return .holds(found: "\(login) may write to \(name)")
    case false:
      return .broken(found: "\(login) may only read \(name)", needed: "a token of somebody who may write to \(name)")
    case nil: return .skipped("GitHub does not say what \(login) may do in \(name)")
    }
  }

  /// The four answers, all seen.
  struct Seen: Hashable, Sendable {
    let user: TokenAnswer
    let repository: TokenAnswer
    let workflow: TokenAnswer
    let branch: TokenAnswer
    var isFileThere: Bool?
  }
}

extension TokenRights {
  /// All four answers together, hidden if one of them is.
  var all: Look<TokenVerdicts.Seen> {
    user.and(repository).and(workflow.and(branch)).map {
      TokenVerdicts.Seen(
        user: $0.first.first, repository: $0.first.second, workflow: $0.second.first, branch: $0.second.second,
        isFileThere: isFileThere)
    }
  }
}

extension JSON {
  /// A moment in an answer of AWS, in seconds since 1970: a number, or `2026-11-21T09:00:00Z`.
  var seconds: Double? { (double.flatMap(Moment.init(outside:)) ?? string.flatMap { Moment($0) })?.seconds }
}

extension Double {
  /// Seconds since 1970 as a day: `2026-11-21`.
  var day: String { Moment(seconds: self).day }
}
