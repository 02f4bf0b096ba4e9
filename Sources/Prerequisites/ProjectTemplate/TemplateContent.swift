import Basics
import Blueprints
import Checklist
import JSONDocument

/// What the template object says, and whether it is the one that was uploaded.
struct TemplateContent {
  let seen: ProjectTemplateStep.Observation
  let context: Context

  func judgements(on location: String) -> [Judgement] {
    func judge<Value>(_ check: CheckID, _ look: Look<Value>, _ verdict: (Value) -> Verdict) -> Judgement {
      look.judge(check, on: location, absent: .blocked(by: "TPL-01"), verdict)
    }
    return [
      judge("TPL-06", seen.summary, form),
      judge("TPL-07", seen.summary) { summary in
        guard summary.mistake == nil else { return .blocked(by: "TPL-06") }
        let missing = Self.missing(summary)
        let found = summary.parameters.listed(else: "no parameters")
        return .judged(found, isRight: missing.isEmpty, needed: missing.listed())
      },
      judge("TPL-08", seen.object) { object in
        ProjectTemplate.repositoryWithoutOwner(in: object.text).map {
          .broken(found: $0, needed: "DeployRepoName: !Sub ${GitHubRepositoryOwnerName}/${CodeRepositoryName}")
        } ?? .holds(found: "the repository is named with its owner, or not at all")
      },
      judge("TPL-10", seen.summary.and(seen.descriptions)) { both in
        guard let own = both.first.description else { return .holds(found: "no description") }
        let same = both.second.filter { $0.value == own }.keys.sorted()
        return same.isEmpty
          ? .holds(found: own)
          : .broken(
            found: "\(same.joined(separator: ", ")) is described as \(own) too",
            needed: "one visible template of this description")
      },
      judge("TPL-12", seen.summary, size),
      judge("TPL-13", seen.object) { object in
        guard let uploaded else { return .holds(found: "not uploaded by onramp") }
        let found = SHA256.hexadecimal(of: object.text)
        // A newer onramp uploaded its own, and wrote so into another journal.
        guard object.text != context.template else { return .holds(found: "SHA-256 \(found)") }
        return .judged("SHA-256 \(found)", isRight: found == uploaded, needed: "SHA-256 \(uploaded)")
      },
    ]
  }

  private func form(_ summary: ProjectTemplateSummary) -> Verdict {
    let key = context.setup.templateKey
    let endings = [".yaml", ".yml", ".json", ".template"]
    if let mistake = summary.mistake { return .broken(found: mistake, needed: "a CloudFormation template") }
    return .judged(
      key, isRight: endings.contains(where: key.hasSuffix), needed: "a key that ends in " + endings.listed())
  }

  private static func missing(_ summary: ProjectTemplateSummary) -> [String] {
    ProjectTemplate.requiredParameters.filter { !summary.parameters.contains($0) }
  }

  private func size(_ summary: ProjectTemplateSummary) -> Verdict {
    let bytes = seen.object.value?.text.utf8.count ?? 0
    if bytes > ProjectTemplate.limit {
      return .broken(found: "\(bytes) bytes", needed: "at most \(ProjectTemplate.limit) bytes")
    }
    guard summary.mistake == nil else { return .blocked(by: "TPL-06") }
    return summary.capabilities.isEmpty
      ? .holds(found: "no capability is needed")
      : .broken(found: summary.capabilities.joined(separator: ", "), needed: "a template that needs no capability")
  }

  /// The fingerprint of what onramp uploaded last; nil when it uploaded nothing.
  private var uploaded: String? {
    context.ledger[ProjectTemplateStep.objectKey, context.templateARN]?.wanted["sha256"]?.string
  }

  /// The checks that only another text mends.
  var faults: [CheckID] {
    var faults: [CheckID] = []
    if let summary = seen.summary.value {
      if summary.mistake != nil { faults.append("TPL-06") }
      if summary.mistake == nil, !Self.missing(summary).isEmpty { faults.append("TPL-07") }
    }
    guard let object = seen.object.value else { return faults }
    if ProjectTemplate.repositoryWithoutOwner(in: object.text) != nil { faults.append("TPL-08") }
    if let uploaded, object.text != context.template, uploaded != SHA256.hexadecimal(of: object.text) {
      faults.append("TPL-13")
    }
    return faults
  }
}
