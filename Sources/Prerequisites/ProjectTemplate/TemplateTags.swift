import Checklist
import JSONDocument

/// The tags of the template object: what they say to Studio, what they should, and what onramp did to them.
struct TemplateTags {
  typealias Step = ProjectTemplateStep
  typealias Tags = [String: String]

  let seen: Step.Observation
  let context: Context

  private static let wanted = "\(VisibleTemplates.tag)=true"

  /// The first cause explains why Studio does not list the template, so the checks behind it wait.
  func judgements(on location: String) -> [Judgement] {
    let (key, template) = (context.setup.templateKey, seen.templates.template)
    let elsewhere = seen.templates.others.map { objects in
      objects.filter { $0.value[VisibleTemplates.tag] != nil }.keys.sorted()
    }
    let isTagged = template.value?[VisibleTemplates.tag] == "true"
    let isStripped = template.value == [:] && journaled[VisibleTemplates.tag] == "true"
    let isOlder = seen.older.value?.contains { $0[VisibleTemplates.tag] == "true" } == true
    let isElsewhere = elsewhere.value?.isEmpty == false
    let cause: CheckID? =
      isTagged ? nil : isStripped ? "TPL-04" : isOlder ? "TPL-09" : isElsewhere ? "TPL-02" : "TPL-03"
    func judge<Value>(_ check: CheckID, _ look: Look<Value>, _ verdict: (Value) -> Verdict) -> Judgement {
      look.judge(check, on: location, absent: .blocked(by: "TPL-01"), verdict)
    }
    return [
      judge("TPL-02", template.and(elsewhere)) { both in
        if isTagged { return .holds(found: "\(key) carries the tag") }
        guard !both.second.isEmpty else { return .holds(found: "no other object carries the tag") }
        if let cause, cause != "TPL-02" { return .blocked(by: cause) }
        return .broken(found: "the tag is on \(both.second.joined(separator: ", "))", needed: "the tag on \(key)")
      },
      judge("TPL-03", template) { tags in
        if isTagged { return .holds(found: Self.wanted) }
        if let cause, cause != "TPL-03" { return .blocked(by: cause) }
        let found = tags[VisibleTemplates.tag].map { "\(VisibleTemplates.tag)=\($0)" }
        return .broken(found: found ?? Self.words(tags), needed: Self.wanted)
      },
      judge("TPL-04", template) { tags in
        .judged(Self.words(tags), isRight: !isStripped, needed: Self.words(journaled))
      },
      judge("TPL-05", template) { tags in
        if isStripped { return .blocked(by: "TPL-04") }
        let lost = lost(tags)
        return .judged(Self.words(tags), isRight: lost.isEmpty, needed: Self.words(lost))
      },
      judge("TPL-09", template.and(seen.older)) { _ in
        guard !isTagged, isOlder else {
          return .holds(found: isTagged ? Self.wanted : "no older version carries the tag")
        }
        if isStripped { return .blocked(by: "TPL-04") }
        // Studio reads the present version, so it lists nothing.
        return .broken(
          found: "an older version carries \(Self.wanted)", needed: "\(Self.wanted) on the present one", severity: .high
        )
      },
    ]
  }

  private static func words(_ tags: Tags) -> String {
    tags.isEmpty ? "no tags" : tags.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
  }

  private func item(_ key: ItemKey) -> Ledger.Item? { context.ledger[key, context.templateARN] }

  /// The tags the journal says the object had once onramp was through; none when it says nothing.
  private var journaled: Tags {
    (item(Step.tagKey)?.wanted ?? item(Step.objectKey)?.wanted["tags"])?.tagsByKey ?? [:]
  }

  /// Those of them that it has no longer, Studio's aside.
  private func lost(_ tags: Tags) -> Tags {
    journaled.filter { tags[$0.key] == nil && $0.key != VisibleTemplates.tag }
  }

  /// The tags the object should have: what it has, what it lost, and Studio's.
  func completed(_ tags: Tags) -> Tags {
    var all = lost(tags)
    // An object that was uploaded anew gets back what the version before it had.
    if tags.isEmpty, let before = seen.older.value?.first(where: { $0[VisibleTemplates.tag] == "true" }) {
      all.merge(before) { $1 }
    }
    return all.merging(tags) { $1 }.merging([VisibleTemplates.tag: "true"]) { $1 }
  }

  /// The tags once what onramp set is back at what it was; those that others set since stay.
  func restored(_ tags: Tags) -> Tags {
    guard let item = item(Step.tagKey) else { return tags }
    let (before, wanted) = (item.previous.tagsByKey, item.wanted.tagsByKey)
    return tags.filter { before[$0.key] != nil || wanted[$0.key] != $0.value }
      .merging(before.filter { $0.key == VisibleTemplates.tag }) { $1 }
  }
}
