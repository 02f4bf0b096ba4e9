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
}
