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
      template(pattern, test, view)
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

  /// TRUST-05, 07, 09: what a value in the form of a template leaves open, compared exactly or not.
  private mutating func template(_ pattern: SubjectPattern, _ test: ConditionTest, _ view: TrustView) {
    // Under the default form a value that begins with the repository and has no context never matches: TRUST-20.
    guard pattern.owner == nil || intent.format.isCustomised, let width = pattern.templateWidth,
      // What the pattern's own wildcards open has been said.
      test.comparesText || pattern.width == .narrow
    else { return }
    let isForeign = !TrustView.isOurs(pattern.text, intent)
    switch width {
    case .everyOwner where !view.hasTest(of: TrustView.tenantClaims.union(TrustView.ownerClaims)):
      add("TRUST-05", view, test, found: [pattern.text], isForeign: isForeign)
    case .everyRepository where !view.hasTest(of: TrustView.tenantClaims):
      add("TRUST-07", view, test, found: [pattern.text], isForeign: isForeign)
    case .everyContext: add("TRUST-09", view, test, found: [pattern.text], isForeign: isForeign)
    default: break
    }
  }

  private mutating func spelling(_ pattern: SubjectPattern, _ test: ConditionTest, _ view: TrustView) {
    let real = intent.format.prefix ?? intent.format.classicPrefix
    switch pattern.aim(at: intent.format, ignoringCase: test.ignoresCase) {
    case .wrongCase, .pasted:
      add("TRUST-22", view, test, found: [pattern.text], needed: needed(for: pattern.text, prefix: real))
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
      if test.ignoresCase, SubjectPattern(wanted).context?.lowercased() == context.lowercased() { return }
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
    if let name = context.after("environment:"), let colon = name.firstIndex(of: ":") {
      // A colon in a name is written %3A, so what follows one here is no part of the name.
      return !SubjectPattern.isPart(String(name[name.index(after: colon)...]))
    }
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
    // What follows the name is another part of a subject, and no job has both.
    if let colon = name.firstIndex(of: ":"), SubjectPattern.isPart(String(name[name.index(after: colon)...])) {
      return nil
    }
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
