import TextUI

/// One thing a key does in one place: how it is called, when it acts, and what it does.
///
/// What a key press does, the key bar and the help are all read from `Command.table`, so they cannot drift apart.
struct Command: Sendable {
  typealias Condition = @Sendable (any Pane, Shared) -> Bool
  typealias Deed = @Sendable (inout any Pane, inout Shared) -> [Outcome]

  let keys: [Key]
  /// The verb in the key bar; nil keeps the command out of the bar.
  let verb: String?
  /// What it does, in the help.
  let sentence: String
  /// Whether it stands at the right end of the key bar, whatever gives way.
  let isEnd: Bool
  /// How the key bar names the keys, when not by the first one.
  var label: (@Sendable (Glyphs) -> String)?
  /// Whether it acts now; one that does not is left out of the key bar.
  private(set) var acts: Condition = { _, _ in true }
  let deed: Deed

  init(_ keys: [Key], _ verb: String?, _ sentence: String, isEnd: Bool = false, do deed: @escaping Deed) {
    (self.keys, self.verb, self.sentence, self.isEnd, self.deed) = (keys, verb, sentence, isEnd, deed)
  }

  /// One that asks for nothing beyond the change it makes.
  init(
    _ keys: [Key], _ verb: String?, _ sentence: String, isEnd: Bool = false,
    changing: @escaping @Sendable (inout any Pane, inout Shared) -> Void
  ) {
    self.init(keys, verb, sentence, isEnd: isEnd) { pane, shared in
      changing(&pane, &shared)
      return []
    }
  }

  /// One about something that is there or not: it acts where it is.
  init<Part>(
    _ key: Key, _ verb: String?, _ sentence: String, about part: @escaping @Sendable (any Pane, Shared) -> Part?,
    do deed: @escaping @Sendable (Part, inout Shared) -> [Outcome]
  ) {
    self.init([key], verb, sentence) { pane, shared in part(pane, shared).map { deed($0, &shared) } ?? [] }
    acts = { pane, shared in part(pane, shared) != nil }
  }

  /// The same, where something more holds.
  func when(_ condition: @escaping Condition) -> Command {
    var command = self
    command.acts = { [acts] pane, shared in condition(pane, shared) && acts(pane, shared) }
    return command
  }

  /// Every key of the program by the place where it acts. In the key bar the commands of a place stand in this
  /// order, and the last of them give way when the line is narrow.
  static let table: [Place: [Command]] = {
    let panes: [any Pane.Type] = Pages.all + Pages.layers
    let common: [Place: [Command]] = [.search: narrowing, .tooSmall: onlyLeaving]
    return panes.map { $0.keys }.reduce(into: common) { table, keys in table.merge(keys) { old, new in old + new } }
  }()

  static func all(in place: Place) -> [Command] { table[place] ?? [] }

  /// The command a key gives in a place.
  static func of(_ key: Key, in place: Place) -> Command? { all(in: place).first { $0.keys.contains(key) } }
}

extension Pane {
  /// A command of this pane alone.
  static func on(
    _ keys: [Key], _ verb: String?, _ sentence: String, isEnd: Bool = false,
    do deed: @escaping @Sendable (inout Self, inout Shared) -> [Outcome]
  ) -> Command {
    Command(keys, verb, sentence, isEnd: isEnd) { pane, shared in
      guard var own = pane as? Self else { return [] }
      defer { pane = own }
      return deed(&own, &shared)
    }
  }

  /// Whether something holds of the pane, which is of this type.
  static func holds(_ condition: @escaping @Sendable (Self, Shared) -> Bool) -> Command.Condition {
    { pane, shared in (pane as? Self).map { condition($0, shared) } ?? false }
  }
}
