/// What is wrong with subject values.
extension TrustLint {
  mutating func subjects(_ test: ConditionTest, _ view: TrustView) {
    for value in test.values {
      let pattern = SubjectPattern(value)
      if test.comparesText {
        if pattern.hasWildcard {
          let isForeign = !TrustView.isOurs(value, intent)
          add("TRUST-11", view, test, found: [value], needed: needed(for: value), isForeign: isForeign)
        }
      } else {
        width(pattern, test, view)
      }
      spelling(pattern, test, view)
      let owner = pattern.owner ?? ""
      let isOther =
        !owner.isEmpty && !owner.contains { "*?$".contains($0) }
        && owner.lowercased() != intent.format.owner.lowercased() && !intent.owners.contains(owner)
      // An old name with our ids is TRUST-23, and whom the setup names is no stranger.
      let isNamed = pattern.aim(at: intent.format) != .elsewhere || intent.subjects.contains { $0.isSame(as: value) }
      if isOther, !isNamed { add("TRUST-40", view, test, found: [value], isForeign: true) }
    }
    if test.usesWildcards, !test.values.contains(where: { Wildcard($0).isPattern || $0.contains("${") }) {
      add("TRUST-12", view, test, found: test.values, needed: ["StringEquals"])
    }
  }

  private mutating func width(_ pattern: SubjectPattern, _ test: ConditionTest, _ view: TrustView) {
    let check: String? =
      switch pattern.width {
      case .everyOwner: "TRUST-05"
      case .similarOwners: "TRUST-06"
      case .everyRepository: "TRUST-07"
      case .similarRepositories: "TRUST-08"
      case .everyContext: "TRUST-09"
      case .narrow: nil
      }
    let isForeign = !TrustView.isOurs(pattern.text, intent)
    if let check {
      add(check, view, test, found: [pattern.text], needed: needed(for: pattern.text), isForeign: isForeign)
    }
    let idsAreTheDefect = pattern.width == .narrow || pattern.width == .everyContext
    if pattern.hasWildcardID, idsAreTheDefect {
      add("TRUST-16", view, test, found: [pattern.text], needed: needed(for: pattern.text), isForeign: isForeign)
    }
  }

  private mutating func spelling(_ pattern: SubjectPattern, _ test: ConditionTest, _ view: TrustView) {
    let real = intent.format.prefix ?? intent.format.classicPrefix
    switch pattern.aim(at: intent.format) {
    case .wrongCase: add("TRUST-22", view, test, found: [pattern.text], needed: needed(for: pattern.text, prefix: real))
    case .wrongIDs: add("TRUST-15", view, test, found: [pattern.text], needed: needed(for: pattern.text, prefix: real))
    case .renamed: add("TRUST-23", view, test, found: [pattern.text], needed: needed(for: pattern.text, prefix: real))
    case .wide(reaches: false) where isOtherCase(pattern, real):
      add("TRUST-22", view, test, found: [pattern.text], needed: intent.subjects)
    case .elsewhere: return
    default: break
    }
    guard pattern.namesOneRepository, !intent.format.isCustomised else { return }
    let context = pattern.context ?? ""
    if context == "pull_request", !intent.subjects.contains(where: { $0.hasSuffix(":pull_request") }) {
      add("TRUST-10", view, test, found: [pattern.text])
    }
    if let wanted = environment(like: context) {
      add("TRUST-19", view, test, found: [pattern.text], needed: [wanted])
    } else if !Self.isContext(context) {
      let meant = intent.subjects.filter { isShort(context, for: $0) }
      add("TRUST-20", view, test, found: [pattern.text], needed: meant.isEmpty ? intent.subjects : meant)
    }
  }

  /// Whether only letter case keeps a pattern from our real subjects.
  func isOtherCase(_ pattern: SubjectPattern, _ real: String) -> Bool {
    pattern.isOpen(to: real, ignoringCase: true)
  }

  /// Whether some subject GitHub writes has a context of this form.
  static func isContext(_ context: String) -> Bool {
    // What a variable stands for is not written here.
    if context.contains("${") { return true }
    return ["ref:refs/*", "pull_request", "environment:?*"].contains { Wildcard($0).overlaps(Wildcard(context)) }
  }

  /// `main` and `refs/heads/main` for `…:ref:refs/heads/main`, `production` for `…:environment:production`.
  func isShort(_ context: String, for subject: String) -> Bool {
    guard !context.isEmpty, let full = SubjectPattern(subject).context else { return false }
    return full.hasSuffix("/" + context) || full.hasSuffix(":" + context)
  }

  /// The wanted subject whose environment this is in other letters, or with a bare colon.
  func environment(like context: String) -> String? {
    guard let name = context.after("environment:"), !Wildcard(context).isPattern else { return nil }
    let spelled = "environment:" + SubjectContext.encoded(name)
    let wanted = intent.subjects.first { subject in
      guard let full = SubjectPattern(subject).context else { return false }
      return !full.isSame(as: context) && full.lowercased() == spelled.lowercased()
    }
    let isWantedItself = intent.subjects.contains { SubjectPattern($0).context?.isSame(as: context) ?? false }
    if wanted == nil || isWantedItself {
      return name.contains(":") ? "\(intent.format.prefix ?? intent.format.classicPrefix):\(spelled)" : nil
    }
    return wanted
  }

  /// The wanted subjects a value stands for, else all of them; with a prefix, the value's own exact context.
  private func needed(for value: String, prefix: String? = nil) -> [String] {
    let pattern = SubjectPattern(value)
    if let prefix, let context = pattern.context, !Wildcard(context).isPattern { return ["\(prefix):\(context)"] }
    return intent.subjects
  }
}
