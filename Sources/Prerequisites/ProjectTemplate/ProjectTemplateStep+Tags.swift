import Checklist
import JSONDocument

extension ProjectTemplateStep {
  private static let wanted = "\(VisibleTemplates.tag)=true"

  /// The first cause explains why Studio does not list the template, so the checks behind it wait.
  func tags(_ seen: Observation, on location: String, _ context: Context) -> [Judgement] {
    let (key, template) = (context.setup.templateKey, seen.templates.template)
    let elsewhere = seen.templates.others.map { objects in
      objects.filter { $0.value[VisibleTemplates.tag] != nil }.keys.sorted()
    }
    let isTagged = template.value?[VisibleTemplates.tag] == "true"
    let journaled = Self.journaled(context)
    let isStripped = template.value == [:] && journaled?[VisibleTemplates.tag] == "true"
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
        guard isStripped else { return .holds(found: Self.words(tags)) }
        return .broken(found: "no tags", needed: Self.words(journaled ?? [:]))
      },
      judge("TPL-05", template) { tags in
        if isStripped { return .blocked(by: "TPL-04") }
        let lost = Self.lost(tags, context)
        return lost.isEmpty
          ? .holds(found: Self.words(tags)) : .broken(found: Self.words(tags), needed: Self.words(lost))
      },
      judge("TPL-09", template.and(seen.older)) { both in
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

  static func words(_ tags: [String: String]) -> String {
    tags.isEmpty ? "no tags" : tags.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
  }

  /// The tags the journal says the object had once onramp was through; nil when it says nothing.
  static func journaled(_ context: Context) -> [String: String]? {
    if let item = context.ledger[tagKey, context.templateARN] { return item.wanted.tagsByKey }
    return context.ledger[objectKey, context.templateARN].map { ($0.wanted["tags"] ?? .null).tagsByKey }
  }

  /// The tags it has no longer, Studio's aside.
  private static func lost(_ tags: [String: String], _ context: Context) -> [String: String] {
    (journaled(context) ?? [:]).filter { tags[$0.key] == nil && $0.key != VisibleTemplates.tag }
  }

  /// The tags the object should have: what it has, what it lost, and Studio's. Nil when it has them.
  static func completed(_ tags: [String: String], _ seen: Observation, _ context: Context) -> [String: String]? {
    var all = lost(tags, context)
    // An object that was uploaded anew gets back what the version before it had.
    if tags.isEmpty, let before = seen.older.value?.first(where: { $0[VisibleTemplates.tag] == "true" }) {
      all.merge(before) { $1 }
    }
    all = all.merging(tags) { $1 }.merging([VisibleTemplates.tag: "true"]) { $1 }
    return all == tags ? nil : all
  }
}
