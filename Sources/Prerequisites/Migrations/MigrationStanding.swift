import Checklist

/// Where a migration stands, for those who show it and make its next change.
public struct MigrationStanding: Sendable {
  /// What GitHub writes and what the role accepts, a sentence each, and what one switch moves.
  public let lines: [String]
  /// The one change that comes next; nil where all is done, or nothing can be.
  public let next: Change?
  /// Whether that takes the old form out.
  let prunes: Bool
  /// Why that change is not to be made yet.
  public let waits: String?
  /// Whose agreement it takes besides: of one who types this name, having read what follows.
  public private(set) var agreement: Agreement?
  /// Why nothing can be done.
  public let objection: String?

  /// What moves more than the repository of the setup.
  public struct Agreement: Sendable {
    /// The organisation's name.
    public let name: String
    /// The command by which a person does the same.
    public let command: String
  }

  init(_ objection: SubjectMigration.Objection) {
    (lines, next, prunes, waits) = (objection.lines, nil, false, nil)
    self.objection = objection.words
  }

  init(_ stand: SubjectStand, _ reach: OrganizationReach?, waits: String?, toIDs: Bool) {
    let accepted =
      switch stand.accepts {
      case (true, true): "both"
      case (true, false): "names alone"
      case (false, true): "names with ids"
      case (false, false): "neither, under this name"
      }
    let isOrganizations = stand.next?.key == SubjectMigration.organizationKey
    lines =
      (stand.movedTo.map { ["GitHub calls it \($0): write that into the setup file"] } ?? [])
      + ["GitHub writes: \(stand.writesIDs ? "names with ids" : "names alone")", "The role accepts: \(accepted)"]
      + (reach.map { $0.hasIDs == toIDs ? [] : $0.lines } ?? [])
    (next, prunes) = (stand.next, stand.prunes)
    self.waits = waits
    objection = nil
    if isOrganizations, let reach {
      agreement = Agreement(name: reach.login, command: reach.command(hasIDs: toIDs))
    }
  }
}
