import Checklist
import Testing

@Suite struct StatusTests {
  /// The contract's order, the worst first.
  static let order: [Status] = [.crash, .fail, .unknown, .blocked, .warn, .notYet, .accepted, .pass, .skipped]

  @Test func theOrderOfTheContractHoldsForEveryPair() {
    #expect(Set(Self.order) == Set(Status.allCases))
    for (place, worse) in Self.order.enumerated() {
      for better in Self.order[place...] {
        #expect(Status.worst(of: [worse, better]) == worse)
        #expect(Status.worst(of: [better, worse]) == worse)
      }
    }
    #expect(Status.worst(of: Self.order.reversed()) == .crash)
    #expect(Status.worst(of: []) == .skipped)
  }

  @Test func aStepIsAsBadAsItsWorstCheck() {
    func report(_ statuses: Status...) -> StepReport {
      StepReport(
        step: "s", title: "S", track: .access,
        findings: statuses.map { Finding(check: "X-01", step: "s", title: "T", status: $0, severity: .high) },
        changes: [])
    }
    #expect(report(.pass, .warn, .notYet).status == .warn)
    #expect(report(.pass, .skipped).status == .pass)
    #expect(report().status == .skipped)
  }

  @Test(arguments: [
    (Severity.critical, Status.fail), (.high, .fail), (.medium, .warn), (.low, .warn), (.info, .pass),
  ]) func whatDoesNotHoldIsAsBadAsItsSeverity(_ severity: Severity, _ status: Status) {
    #expect(severity.statusWhenBroken == status)
  }

  @Test func onlyWhatIsWrongOrUnseenNeedsAttention() {
    #expect(
      Status.allCases.filter(\.needsAttention).sorted { $0.rawValue < $1.rawValue } == [
        .blocked, .crash, .fail, .unknown, .warn,
      ])
  }

  @Test func theSpellingIsTheContracts() {
    #expect(
      Set(Status.allCases.map(\.rawValue)) == [
        "pass", "fail", "warn", "not-yet", "blocked", "unknown", "skipped", "accepted", "crash",
      ])
  }
}
