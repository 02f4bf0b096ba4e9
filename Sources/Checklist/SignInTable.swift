/// Who may sign in to which role with GitHub's tokens: jobs and strangers against trust policies, and what in a policy's
/// text decides each.
public struct SignInTable: Hashable, Sendable {
  /// A job that should get in, or a stranger who should not.
  public struct Row: Hashable, Sendable {
    /// `branch`, `another repository of octo-org`.
    public let name: String
    /// The stranger's id for scripts; nil for a job.
    public let stranger: String?
    /// The check that a stranger's admission breaks; nil for a job.
    public let check: CheckID?

    public init(name: String, stranger: String? = nil, check: CheckID? = nil) {
      (self.name, self.stranger, self.check) = (name, stranger, check)
    }
  }

  public struct Role: Hashable, Sendable {
    public let arn: String
    /// The trust policy as a person reads it, line by line.
    public let policy: [String]
    /// Whether it is the setup's own, which the jobs are meant to sign in to.
    public let isOwn: Bool

    public init(arn: String, policy: [String], isOwn: Bool) {
      (self.arn, self.policy, self.isOwn) = (arn, policy, isOwn)
    }

    /// The role's name, without its path.
    public var name: String { arn.split(separator: "/").last.map(String.init) ?? arn }
  }

  /// The raw values are those of `check --json`.
  public enum Verdict: String, CaseIterable, Hashable, Sendable {
    case admitted, refused
    /// It rests on what only the sign-in itself brings.
    case undecided
  }

  public struct Cell: Hashable, Sendable {
    public let verdict: Verdict
    /// The subject of the token that shows it; with `*` for what is not known.
    public let subject: String
    /// What decides, in a sentence without a full stop.
    public let reason: String
    /// The lines of the policy that decide, counted from 1; nil where nothing there does.
    public let lines: ClosedRange<Int>?

    public init(verdict: Verdict, subject: String, reason: String, lines: ClosedRange<Int>?) {
      (self.verdict, self.subject, self.reason, self.lines) = (verdict, subject, reason, lines)
    }
  }

  public let rows: [Row]
  public let roles: [Role]
  /// By row, then by role.
  public let cells: [[Cell]]
  /// What is not in it, and why: sentences without their full stops.
  public let notes: [String]

  public init(rows: [Row], roles: [Role], cells: [[Cell]], notes: [String] = []) {
    (self.rows, self.roles, self.cells, self.notes) = (rows, roles, cells, notes)
  }

  /// Whether a cell is as it should be.
  public enum Standing: Hashable, Sendable {
    case right, wrong
    /// It is not decided.
    case open
    /// Whether our job gets into a role that is not the setup's is its owner's to say.
    case notOurs
  }

  /// Jobs should get into the setup's own role, and strangers into none.
  public func standing(row: Int, role: Int) -> Standing {
    let isJob = rows[row].stranger == nil
    if isJob, !roles[role].isOwn { return .notOurs }
    switch cells[row][role].verdict {
    case .undecided: return .open
    case .admitted: return isJob ? .right : .wrong
    case .refused: return isJob ? .wrong : .right
    }
  }

  /// Whether the setup's own role is in it and stands as it should for every row.
  public var isOwnRight: Bool {
    guard let own = roles.firstIndex(where: \.isOwn) else { return false }
    return rows.indices.allSatisfy { standing(row: $0, role: own) == .right }
  }
}

extension SignInTable.Verdict {
  /// What is said of who signs in.
  public var inWords: String {
    switch self {
    case .admitted: "is admitted"
    case .refused: "is refused"
    case .undecided: "may be admitted"
    }
  }
}
