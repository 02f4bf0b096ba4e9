import Checklist
import JSONDocument

/// The setting of GitHub's that decides what the subjects of a repository carry.
struct SubjectSwitch {
  let setup: Setup
  let repository: GitHubFacts.Repository
  let setting: GitHubFacts.SubjectSetting
  /// What the organisation's setting moves; nil where the repository alone is switched.
  let reach: OrganizationReach?

  /// The change that switches; nil where it is as it is to be. An organisation's setting is no repository's: one that has
  /// its own stays as it is, and is switched by itself afterwards.
  func change(toIDs: Bool) -> Change? {
    if let reach, reach.hasIDs != toIDs { return organizations(reach, toIDs) }
    return setting.isImmutable == toIDs ? nil : repositorys(toIDs)
  }

  private func repositorys(_ toIDs: Bool) -> Change {
    func call(_ hasIDs: Bool) -> Call {
      // By the name of today: a write is not sent on from a former one.
      var input: JSONObject = [
        "owner": .string(repository.owner), "repo": .string(repository.name),
        "use_default": .bool(setting.usesDefault),
      ]
      if !setting.usesDefault, !setting.isOrganisations { input["include_claim_keys"] = JSON(setting.claimKeys) }
      input["use_immutable_subject"] = .bool(hasIDs)
      return Call(
        .github, "PUT /repos/{owner}/{repo}/actions/oidc/customization/sub", input, of: repository.identity)
    }
    return change(
      SubjectMigration.switchKey, setup.fullName, "Subjects of \(setup.fullName)", toIDs, from: !toIDs, call)
  }

  private func organizations(_ reach: OrganizationReach, _ toIDs: Bool) -> Change {
    func call(_ hasIDs: Bool) -> Call {
      var input: JSONObject = ["org": .string(reach.login)]
      // What is not named may be reset; the default is named by nobody.
      if reach.claimKeys != ["repo", "context"] { input["include_claim_keys"] = JSON(reach.claimKeys) }
      input["use_immutable_subject"] = .bool(hasIDs)
      return Call(.github, "PUT /orgs/{org}/actions/oidc/customization/sub", input, of: repository.identity)
    }
    return change(
      SubjectMigration.organizationKey, reach.login, "Subjects of the repositories of \(reach.login)", toIDs,
      from: reach.hasIDs ?? !toIDs, call)
  }

  private func change(
    _ key: ItemKey, _ resource: String, _ title: String, _ toIDs: Bool, from before: Bool, _ call: (Bool) -> Call
  ) -> Change {
    Change(
      key: key, step: SubjectMigration.id, kind: .update, resource: resource, title: title,
      summary: toIDs ? "GitHub writes names with ids" : "GitHub writes names alone",
      madeByOnramp: false, call: call(toIDs), previous: SubjectMigration.setting(hasIDs: before),
      wanted: SubjectMigration.setting(hasIDs: toIDs), undo: .call(call(before)), repairs: [], confidence: .check)
  }
}
