import Basics
import Checklist
import JSONDocument
import Policy
import ScreenForm

/// The least IAM policy that somebody needs who runs onramp for one setup file.
///
/// Its actions are those that the screens of the wanted steps name, which a test holds against the calls that are sent.
/// Its resources are those that the setup names. Where the setup leaves a name open the resource is as wide as that, and
/// `openings` says how it is closed.
public struct OperatorPolicy: Sendable {
  /// What is to be allowed: `onramp check`, and besides that `setup` or `teardown`.
  public enum Purpose: String, CaseIterable, Sendable { case look, setup, teardown }

  /// The actions by where they are allowed.
  private let granted: [PolicyScope: Set<String>]
  /// The permissions of GitHub's that a token needs, in the words of its settings page: `GitHub Secrets: write`.
  public let forGitHub: [String]
  private let context: Context

  /// - Parameter context: an account that nobody has named yet is `*`, a Region too.
  public init(
    _ purpose: Purpose, _ steps: Set<StepID>, _ context: Context, _ prerequisites: Prerequisites = Prerequisites()
  ) {
    var granted: [PolicyScope: Set<String>] = [:]
    var forGitHub: Set<String> = []
    for entry in prerequisites.entries where steps.contains(entry.id) {
      for (action, isLook) in Self.actions(purpose, entry.screen.permissions) {
        if action.hasPrefix("GitHub ") {
          forGitHub.insert(action)
        } else {
          granted[PolicyScope(action, of: entry.id, isLook: isLook), default: []].insert(action)
        }
      }
    }
    self.granted = granted
    self.context = context
    // Who may write may read.
    self.forGitHub = forGitHub.filter {
      !forGitHub.contains($0.replacing(": read", with: ": write")) || $0.hasSuffix("write")
    }
    .sorted()
  }

  private static func actions(_ purpose: Purpose, _ permissions: PermissionText) -> [(action: String, isLook: Bool)] {
    // What was changed is put back by what changed it; nothing is created again.
    let back = permissions.change.filter { !$0.contains(":Create") } + permissions.remove
    let more =
      switch purpose {
      case .look: [] as [String]
      case .setup: permissions.change
      case .teardown: back
      }
    return permissions.look.map { ($0, true) } + more.map { ($0, false) }
  }

  /// The document (IAM User Guide, "IAM JSON policy elements").
  public var document: JSON {
    let statements = granted.sorted { $0.key < $1.key }.map { scope, actions in
      [
        "Sid": .string(scope.rawValue), "Effect": "Allow", "Action": JSON(actions.sorted()),
        "Resource": JSON(scope.resources(context)),
      ] as JSON
    }
    return ["Version": "2012-10-17", "Statement": .array(statements)]
  }

  /// What is wider than it would be if the setup file said more: a sentence each.
  public var openings: [String] {
    granted.keys.sorted().compactMap { $0.opening(context) }.distinct
      + (context.account == "*" ? ["any account: name it at aws.account"] : [])
      + (context.region == "*" ? ["any Region: name it at aws.region, or give --region"] : [])
  }
}
