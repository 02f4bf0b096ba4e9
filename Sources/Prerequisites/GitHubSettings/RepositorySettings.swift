import Checklist
import JSONDocument

/// The repository's secrets and variables as things that are made, changed and taken back.
///
/// GitHub keeps no word of who wrote a secret. What onramp wrote is known by the journal, and by the moment at which
/// GitHub says that it was last written: whoever wrote it since has made it theirs. Without the journal
/// `SettingsOwnership` tells.
struct RepositorySettings {
  let seen: GitHubSettingsStep.Observation
  let context: Context

  private static let step: StepID = "github-settings"

  var changes: [Change] {
    guard let repository = seen.repository.value else { return [] }
    return seen.wanted(context).compactMap { setting in
      guard let value = setting.value.value else { return nil }
      return switch setting.kind {
      case .secret: secret(setting, value, repository)
      case .variable: variable(setting, value, repository)
      }
    }
  }

  /// What onramp wrote into a secret that is to hold something else by now; nil where that is not known.
  func outdated(_ setting: WantedSetting, _ stored: StoredSetting, _ value: String) -> String? {
    let item = context.ledger[setting.key, setting.resource(context)]
    guard let item, item.identity == stored.updated, let old = item.wanted.string, old != value else { return nil }
    return old
  }

  private func secret(_ setting: WantedSetting, _ value: String, _ repository: GitHubFacts.Repository) -> Change? {
    guard let secrets = seen.secrets.value, let elsewhere = seen.elsewhere.value else { return nil }
    let stored = secrets[setting.name]
    if let stored {
      guard outdated(setting, stored, value) != nil else { return nil }
    } else if elsewhere[setting.name] != nil {
      return nil
    }
    let call = Call(
      .github, "PUT /repos/{owner}/{repo}/actions/secrets/{secret_name}", path(setting),
      blanks: ["encrypted_value": .sealedText(value)], of: repository.identity)
    return change(
      setting, value, stored == nil ? .create : .update, call, previous: .null,
      undo: stored == nil
        ? .call(removal(setting, repository)) : .never(because: "GitHub shows nobody what a secret held"))
  }

  private func variable(_ setting: WantedSetting, _ value: String, _ repository: GitHubFacts.Repository) -> Change? {
    guard let variables = seen.variables.value else { return nil }
    let stands = variables[setting.name]?.value
    guard stands != value else { return nil }
    return change(
      setting, value, stands == nil ? .create : .update, set(setting, from: stands, to: value, repository),
      previous: stands.map { .string($0) } ?? .null, undo: .call(set(setting, from: value, to: stands, repository)),
      confidence: stands == nil ? .safe : .check)
  }

  private func change(
    _ setting: WantedSetting, _ value: String, _ kind: Change.Kind, _ call: Call, previous: JSON, undo: Undo,
    confidence: Confidence = .safe
  ) -> Change {
    Change(
      key: setting.key, step: Self.step, kind: kind, resource: setting.resource(context), title: title(setting),
      summary: "holds \(value)", madeByOnramp: kind == .create, call: call, previous: previous, wanted: .string(value),
      undo: undo, repairs: ["GH-05"], after: [GitHubRoleStep.roleKey, ExecutionRoleStep.roleKey],
      confidence: confidence)
  }

  private func title(_ setting: WantedSetting) -> String {
    "\(setting.kind.rawValue.prefix(1).uppercased() + setting.kind.rawValue.dropFirst()) \(setting.name)"
      + " of \(context.setup.fullName)"
  }

  private func path(_ setting: WantedSetting) -> JSONObject {
    context.setup.repositoryPath.with(setting.kind == .secret ? "secret_name" : "name", .string(setting.name))
  }

  private func removal(_ setting: WantedSetting, _ repository: GitHubFacts.Repository) -> Call {
    let place = setting.kind == .secret ? "secrets/{secret_name}" : "variables/{name}"
    return Call(.github, "DELETE /repos/{owner}/{repo}/actions/\(place)", path(setting), of: repository.identity)
  }

  /// A variable that gets a value, another one, or goes.
  private func set(
    _ setting: WantedSetting, from old: String?, to new: String?, _ repository: GitHubFacts.Repository
  ) -> Call {
    guard let new else { return removal(setting, repository) }
    let input = path(setting).with("value", .string(new))
    let variables = "/repos/{owner}/{repo}/actions/variables"
    return Call(
      .github, old == nil ? "POST \(variables)" : "PATCH \(variables)/{name}", input, of: repository.identity)
  }

  // MARK: Taking back

  var holdings: [Holding] {
    guard let repository = seen.repository.value else { return seen.repository.isAbsent ? gone : [] }
    return seen.wanted(context).compactMap { setting in
      let stored = (setting.kind == .secret ? seen.secrets : seen.variables).value?[setting.name]
      guard let stored else { return nil }
      let item = context.ledger[setting.key, setting.resource(context)]
      let holding =
        switch (setting.kind, item) {
        case (_, nil): untold(setting, stored, repository)
        case (.secret, let item?): secret(setting, stored, item, repository)
        case (.variable, let item?): variable(setting, stored, item, repository)
        }
      return holding.map(ownership.sharing)
    }
  }

  /// What the journal tells of, of a repository that is not there any more.
  private var gone: [Holding] {
    seen.wanted(context).filter { context.ledger[$0.key, $0.resource(context)] != nil }.map { setting in
      holding(setting, .foreign, SettingsOwnership.gone, .keep, [], .null)
    }
  }

  private var ownership: SettingsOwnership { SettingsOwnership(seen: seen, context: context) }

  /// One of which the journal does not tell. A variable holds what the setup wants of it, else it is somebody's.
  private func untold(
    _ setting: WantedSetting, _ stored: StoredSetting, _ repository: GitHubFacts.Repository
  ) -> Holding {
    let isAsWanted = setting.kind == .secret || stored.value == setting.value.value
    guard stored.isAsMade, isAsWanted, ownership.isOurs(created: stored.created) else {
      return holding(setting, .foreign, "not made by onramp", .keep, [], stored.shown)
    }
    return holding(setting, .ours, ownership.reason, .remove, [removal(setting, repository)], stored.shown)
      .known(byTag: false, byWordsAlone: true)
  }

  private func secret(
    _ setting: WantedSetting, _ stored: StoredSetting, _ item: Ledger.Item, _ repository: GitHubFacts.Repository
  ) -> Holding {
    let isAnother = item.identity.map { $0 != stored.updated } ?? false
    guard item.made, !isAnother else {
      return holding(setting, .foreign, "stays: written by others since", .keep, [], stored.shown)
        .identified(as: stored.updated, isAnother: isAnother)
    }
    return holding(setting, .ours, "onramp wrote it", .remove, [removal(setting, repository)], stored.shown)
      .identified(as: stored.updated, isAnother: false)
  }

  private func variable(
    _ setting: WantedSetting, _ stored: StoredSetting, _ item: Ledger.Item, _ repository: GitHubFacts.Repository
  ) -> Holding? {
    let present = stored.shown
    guard item.previous != present else { return nil }
    guard item.wanted == present else {
      return holding(
        setting, item.made ? .foreign : .adopted, "stays: it was edited since onramp wrote it", .keep, [], present)
    }
    let calls = [set(setting, from: stored.value, to: item.previous.string, repository)]
    return item.made
      ? holding(setting, .ours, "onramp made it", .remove, calls, present)
      : holding(setting, .adopted, "onramp changed it", .restore, calls, present, afterwards: item.previous)
  }

  private func holding(
    _ setting: WantedSetting, _ ownership: Holding.Ownership, _ reason: String, _ action: Holding.Action,
    _ calls: [Call], _ present: JSON, afterwards: JSON = .null
  ) -> Holding {
    Holding(
      key: setting.key, step: Self.step, resource: setting.resource(context), title: title(setting),
      ownership: ownership, reason: reason, action: action, calls: calls, present: present, afterwards: afterwards)
  }
}

extension GitHubFacts.Repository {
  var identity: RepositoryIdentity { RepositoryIdentity(id: id, ownerID: ownerID) }
}
