/// What is put into workflow files that are mended.
public struct WorkflowMending: Hashable, Sendable {
  /// A commit of an action, and the version that it is.
  public struct Pin: Hashable, Sendable {
    public let commit: String
    public let version: String

    public init(commit: String, version: String) { (self.commit, self.version) = (commit, version) }
  }

  /// Behind `role-to-assume`: `${{ secrets.AWS_ROLE_ARN }}`.
  public var role: String
  public var region: String
  /// Behind `role-session-name`, with the run's id in it.
  public var session: String
  /// The concurrency group of a file that has none.
  public var group: String
  /// By the action's repository in small letters; others are left as they are.
  public var pins: [String: Pin]

  public init(role: String, region: String, session: String, group: String, pins: [String: Pin] = [:]) {
    (self.role, self.region, self.session, self.group, self.pins) = (role, region, session, group, pins)
  }

  /// The checks of which an edit mends the remarks.
  public static let checks: Set = ["WF-03", "WF-04", "WF-05", "WF-06", "WF-07", "WF-08", "WF-11", "WF-13"]

  /// The edits that mend a remark; none where it is its author's to mend.
  public func changes(_ remark: WorkflowRemark) -> [WorkflowChange] {
    let (job, step) = (remark.job ?? "", remark.step ?? 0)
    switch remark.check {
    case "WF-03": return [.permissions(["id-token": .write, "contents": .read], job: job)]
    case "WF-04": return [.permissions(["contents": .read], job: job)]
    case "WF-05":
      let added: [WorkflowChange] =
        remark.needed.isEmpty ? [] : [.input("role-to-assume", role, job: job, step: step)]
      return added + remark.found.map { .input($0, nil, job: job, step: step) }
    case "WF-06": return [.input("aws-region", region, job: job, step: step)]
    case "WF-07", "WF-08":
      guard let pin = remark.found.first.flatMap({ pins[Self.repository($0)] }) else { return [] }
      return [.pin(commit: pin.commit, version: pin.version, job: job, step: remark.step)]
    case "WF-11": return [.input("role-session-name", session, job: job, step: step)]
    case "WF-13": return [.concurrency(group: group, cancelInProgress: false, job: nil)]
    default: return []
    }
  }

  /// `actions/cache` of `actions/cache/restore@v4`.
  private static func repository(_ uses: String) -> String {
    uses.prefix { $0 != "@" }.split(separator: "/").prefix(2).joined(separator: "/").lowercased()
  }
}

/// Files after mending, and what was left.
public struct MendedFiles: Hashable, Sendable {
  /// Every text by its path, mended or as it was.
  public internal(set) var texts: [String: String]
  /// Why a remark could not be mended, each once.
  public internal(set) var refusals: [Refusal] = []

  public struct Refusal: Hashable, Sendable {
    public let check: String
    public let path: String
    public let words: String
  }
}

extension WorkflowMending {
  /// Files with everything mended that an edit can mend. One edit may show what another has to mend: a role in the place
  /// of keys needs a token.
  /// - Parameters:
  ///   - texts: all files of the repository by path, for they call one another.
  ///   - paths: those that may be edited.
  ///   - judge: the remarks about some files.
  public func mended(
    _ texts: [String: String], in paths: Set<String>, _ judge: ([Workflow]) -> [WorkflowRemark]
  ) -> MendedFiles {
    var result = MendedFiles(texts: texts)
    // Each round mends at least one remark, and nobody writes files with more kinds of them than this.
    for _ in 0..<50 {
      let workflows = result.texts.sorted { $0.key < $1.key }.compactMap { try? Workflow.read($0.value, path: $0.key) }
      var isOther = false
      result.refusals = []
      for remark in judge(workflows) where Self.checks.contains(remark.check) && paths.contains(remark.path) {
        for change in changes(remark) {
          guard let text = result.texts[remark.path] else { continue }
          do throws(WorkflowRefusal) {
            let edited = try Workflow.edited(text, path: remark.path, [change])
            isOther = isOther || edited != text
            result.texts[remark.path] = edited
          } catch {
            let refusal = MendedFiles.Refusal(check: remark.check, path: remark.path, words: error.words)
            if !result.refusals.contains(refusal) { result.refusals.append(refusal) }
          }
        }
      }
      if !isOther { break }
    }
    return result
  }
}
