import Checklist
import JSONDocument

/// What is said of the repository's secrets and variables.
struct SettingJudgements {
  let seen: GitHubSettingsStep.Observation
  let context: Context

  private static let keys = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"]
  private static let regions = ["AWS_REGION", "AWS_DEFAULT_REGION", "REGION", "SAGEMAKER_REGION"]

  var all: [Judgement] { [wanted, keyPair, region] }

  /// GH-05: each is there, and holds what it should where that can be known.
  private var wanted: Judgement {
    let all = seen.wanted(context).map { $0.kind == .secret ? secret($0) : variable($0) }
    let source = all.flatMap(\.lookedAt).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    func whole(_ verdict: Verdict) -> Judgement {
      Judgement("GH-05", on: context.setup.fullName, lookedAt: source.isEmpty ? ["the setup file"] : source, verdict)
    }
    let broken = all.compactMap { one in
      if case .broken(let found, let needed, _) = one.verdict { (found: found, needed: needed) } else { nil }
    }
    // What is missing for certain is said, whatever else could not be seen.
    guard broken.isEmpty else {
      return whole(
        .broken(
          found: broken.map(\.found).joined(separator: "; "), needed: broken.map(\.needed).joined(separator: "; ")))
    }
    let held = all.compactMap { one in if case .holds(let found) = one.verdict { found } else { nil as String? } }
    let rest = all.map(\.verdict).first { if case .holds = $0 { false } else { true } }
    switch rest {
    case .skipped where !held.isEmpty, nil where !held.isEmpty:
      return whole(.holds(found: held.joined(separator: "; ")))
    case let rest?: return whole(rest)
    case nil: return whole(.skipped("the setup wants none"))
    }
  }

  private func variable(_ setting: WantedSetting) -> Judgement {
    setting.value.and(seen.variables).judge("GH-05", absent: absent(setting)) { both in
      let (stands, needed) = (both.second[setting.name]?.value, "\(setting.name)=\(both.first)")
      guard let stands else { return .broken(found: "no \(setting.title)", needed: needed) }
      return .judged("\(setting.name)=\(stands)", isRight: stands == both.first, needed: needed)
    }
  }

  /// That it is there is seen without knowing what it should hold, for what it holds is shown to nobody.
  private func secret(_ setting: WantedSetting) -> Judgement {
    let value = setting.value.value
    guard !setting.value.isAbsent || seen.repository.isAbsent else {
      return Judgement("GH-05", lookedAt: setting.value.source, absent(setting))
    }
    let needed = setting.title + (value.map { " that holds \($0)" } ?? "")
    let look = seen.secrets.map { $0[setting.name] }
    if case .seen(let stored?) = look.sight {
      let old = value.flatMap { RepositorySettings(seen: seen, context: context).outdated(setting, stored, $0) }
      return Judgement(
        "GH-05", lookedAt: look.source,
        old.map { .broken(found: "\(setting.title), into which onramp wrote \($0)", needed: needed) }
          ?? .holds(found: "\(setting.title), written \(stored.updated)"))
    }
    // Where others keep one matters only while the repository has none.
    return look.and(seen.elsewhere).judge("GH-05", absent: absent(setting)) { both in
      both.second[setting.name].map { .holds(found: "\(setting.title) of \($0)") }
        ?? .broken(found: "no \(setting.title)", needed: needed)
    }
  }

  private func absent(_ setting: WantedSetting) -> Verdict {
    seen.repository.isAbsent ? .blocked(by: "GH-01") : .skipped("nothing is named that \(setting.name) could hold")
  }

  /// GH-06: configure-aws-credentials takes keys where it is given both, and signs in with no role.
  private var keyPair: Judgement {
    judge("GH-06") { names in
      let found = Self.keys.filter(names.contains)
      return found.isEmpty
        ? .holds(found: "no secret named like an access key")
        : .broken(found: found.joined(separator: ", "), needed: "the role alone: no access key among the secrets")
    }
  }

  /// GH-07: GitHub masks what a secret holds wherever it is printed, and drops outputs that contain it.
  private var region: Judgement {
    judge("GH-07") { names in
      let found = Self.regions.filter(names.contains)
      return found.isEmpty
        ? .holds(found: "no secret named like a Region")
        : .broken(found: "secret \(found.joined(separator: ", "))", needed: "a variable of that name")
    }
  }

  private func judge(_ check: CheckID, _ verdict: ([String]) -> Verdict) -> Judgement {
    seen.secrets.and(seen.shared).judge(check, on: context.setup.fullName, absent: .blocked(by: "GH-01")) {
      verdict($0.first.keys + $0.second)
    }
  }
}
