import Checklist

extension Model {
  /// Asks why a warning is accepted: without a reason it is not.
  mutating func askForReason() {
    guard let finding = selectedFinding, finding.status == .warn else { return }
    guard !isBusy else {
      say("A look is under way: accept when it is done")
      return
    }
    layers.append(
      .typed(
        TypedConfirm(
          purpose: .accept(finding.check), title: "Accept \(finding.check)",
          lines: [
            finding.title, "", "Found: \(finding.found)", "",
            "The reason is written to \(facts.setupFile ?? "the setup file") and shown in every report. It counts for 90 days; then the warning comes back.",
            "", "Why is this good as it is:",
          ], word: nil)))
    shownSince = now
  }

  /// Hands the reason on; the step is looked at again with it.
  mutating func accept(_ check: CheckID, because reason: String) -> [Effect] {
    if let step = allFindings.first(where: { $0.check == check })?.step {
      checks.running.insert(step)
      checks.startedAt = now
    }
    return [.accept(check, reason: reason)]
  }
}
