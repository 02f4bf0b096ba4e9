import AWS
import Checklist

extension Session {
  /// What makes changes on behalf of this session, for commands and wizard alike.
  func applier(_ journal: JournalFile) -> Applier {
    Applier(
      prerequisites: prerequisites, freshWorld: { self.world() }, hand: makingHand, journal: journal,
      now: { Clock.now() })
  }

  /// What takes back on behalf of this session.
  func remover(_ journal: JournalFile) -> Remover {
    Remover(
      prerequisites: prerequisites, freshWorld: { self.world() }, hand: removingHand, journal: journal,
      now: { Clock.now() })
  }

  /// Sends one call that makes something, waiting until what was made a moment ago has spread. Only
  /// `Applier` is given this.
  var makingHand: Applier.Hand { hand { Consistency.rows(for: $0) } }

  /// Sends one call that takes something away; what is gone already is not waited for. Only `Remover` is
  /// given this.
  var removingHand: Applier.Hand {
    hand { call in
      Consistency.rows(for: call).filter { !$0.code.hasPrefix("NoSuch") && $0.code != "NotFound" }
    }
  }

  private func hand(waitingOut rows: @escaping @Sendable (Call) -> [Consistency]) -> Applier.Hand {
    let (client, token) = (client, token)
    return { call throws(Obstacle) in
      _ = try await self.guarded { () throws(Obstacle) in
        try await client.send(try token.completed(call), waitingOut: rows(call))
      }
    }
  }
}
