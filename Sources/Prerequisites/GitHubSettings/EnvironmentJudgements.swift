import Checklist
import JSONDocument

/// What is said of the environment that the deploy job names.
struct EnvironmentJudgements {
  let seen: GitHubSettingsStep.Observation
  let context: Context

  private var name: String { context.setup.environment }

  var all: [Judgement] {
    guard !name.isEmpty else {
      return (["GH-08", "GH-09", "GH-11", "GH-12"] as [CheckID]).map {
        Judgement($0, lookedAt: ["the setup file"], .skipped("the setup names no environment"))
      }
    }
    let parts = EnvironmentParts(seen: seen, context: context)
    let stands = parts.stands
    return [
      stands.judge("GH-08", on: parts.resource, absent: .blocked(by: "GH-01")) { found in
        if let found { return .holds(found: "environment \(found.name)") }
        guard seen.plan.value?.hasEnvironments != false else { return .blocked(by: "GH-10") }
        return .broken(found: "no environment \(name)", needed: "environment \(name), with its rules")
      },
      stands.and(seen.reviewers).judge("GH-09", on: parts.resource, absent: lacking) { both in
        both.first.map { reviewers($0, wanted: both.second) } ?? .blocked(by: "GH-08")
      },
      stands.and(seen.patterns.absent(as: [])).judge("GH-11", on: parts.resource, absent: .blocked(by: "GH-01")) {
        both in
        both.first.map { branches($0, both.second, parts.branch) } ?? .blocked(by: "GH-08")
      },
      stands.judge("GH-12", on: parts.resource, absent: .blocked(by: "GH-01")) { found in
        found.map(bypass) ?? .blocked(by: "GH-08")
      },
    ]
  }

  /// Why nobody can be asked: there is no repository, or one who is wanted is not on GitHub.
  private var lacking: Verdict {
    seen.repository.isAbsent
      ? .blocked(by: "GH-01")
      : .broken(
        found: "github.reviewers names somebody whom GitHub does not show", needed: "logins, and teams as OWNER/TEAM")
  }

  private func reviewers(
    _ found: DeploymentEnvironment, wanted: [DeploymentEnvironment.Reviewer]
  ) -> Verdict {
    let names = found.reviewers.map(\.name)
    let missing = wanted.filter { one in !found.reviewers.contains { $0.id == one.id && $0.kind == one.kind } }
    let lacksPlan = seen.plan.value?.hasReviewers == false
    guard missing.isEmpty else {
      guard !lacksPlan else { return .blocked(by: "GH-10") }
      return .broken(
        found: "reviewers: \(names.listed(else: "nobody"))",
        needed: "reviewers: \((names + missing.map(\.name)).joined(separator: ", "))")
    }
    if !names.isEmpty { return .holds(found: "reviewers: \(names.joined(separator: ", "))") }
    // Whom to ask is a person's decision. Until it is made, the branches that may deploy are what holds a job back.
    guard !lacksPlan else { return .blocked(by: "GH-10") }
    return found.branches != .any
      ? .waiting(found: "nobody is asked yet", needed: "reviewers, named at github.reviewers")
      : .broken(found: "nobody is asked", needed: "reviewers, named at github.reviewers")
  }

  private func branches(_ found: DeploymentEnvironment, _ patterns: [DeploymentPattern], _ branch: String) -> Verdict {
    let listed = patterns.map { ($0.isTag ? "tag " : "") + $0.text }
    switch found.branches {
    case .any: return .broken(found: "any branch may deploy", needed: "branch \(branch) alone")
    case .protected: return .holds(found: "protected branches")
    case .chosen:
      if let all = patterns.first(where: { ["*", "**", "**/*"].contains($0.text) && !$0.isTag }) {
        return .broken(found: "branches \(all.text)", needed: "branch \(branch) alone")
      }
      // Which branch is meant is open while the one that is wanted is not there.
      if seen.protection.isAbsent, !patterns.isEmpty, !patterns.contains(where: { $0.text == branch }) {
        return .blocked(by: "TRUST-21")
      }
      return .judged(
        listed.listed(else: "no branch"), isRight: patterns.contains { !$0.isTag && $0.text == branch },
        needed: (listed + [branch]).joined(separator: ", "))
    }
  }

  /// GH-12: rules that administrators need not heed hold nobody back who has their rights.
  private func bypass(_ found: DeploymentEnvironment) -> Verdict {
    guard !found.reviewers.isEmpty || found.wait > 0 else { return .skipped("no rule that could be bypassed") }
    guard let may = found.adminsMayBypass else {
      return .skipped("GitHub's answer does not say whether administrators may bypass the rules")
    }
    return .judged(
      may ? "administrators may bypass the rules" : "administrators may not bypass the rules", isRight: !may,
      needed: "rules that hold for administrators too")
  }
}
