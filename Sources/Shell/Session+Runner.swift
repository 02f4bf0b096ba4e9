import AWS
import Checklist
import Prerequisites
import Runs

extension Session {
  /// What makes changes and takes them back on behalf of this session, for commands and wizard alike.
  func runner(_ journal: JournalFile, waitsForPeople: Bool, _ others: Prerequisites? = nil) -> Runner {
    Runner(
      prerequisites: others ?? prerequisites, freshWorld: { self.world() },
      // What was made a moment ago has to spread; what is gone already is not waited for.
      making: sender { Consistency.rows(for: $0) },
      removing: sender { call in
        Consistency.rows(for: call).filter { !$0.code.hasPrefix("NoSuch") && $0.code != "NotFound" }
      }, journal: journal, clock: Clock.ofRuns, waitsForPeople: waitsForPeople)
  }

  /// Sends calls that write. Only a `Runner` is given this.
  private func sender(waitingOut rows: @escaping @Sendable (Call) -> [Consistency]) -> Runner.Sender {
    { call throws(Obstacle) in
      try await self.guarded(call) { () throws(Obstacle) in
        try await self.doors.write(call, waitingOut: rows(call))
      }
    }
  }
}
