import TextUI

/// What a command does, by its name. A page names its own in its folder.
struct Action: Hashable, Sendable {
  let name: String
  init(_ name: String) { self.name = name }
}

/// One thing a key does in one place.
///
/// What a key press does, the key bar and the help are all read from `Command.table`, so they cannot drift apart.
struct Command: Sendable {
  let action: Action
  let keys: [Key]
  /// The verb in the key bar; nil keeps the command out of the bar.
  let verb: String?
  /// What it does, in the help.
  let sentence: String
  /// How the key bar names the keys, when not by the first one.
  let label: (@Sendable (Glyphs) -> String)?

  init(
    _ action: Action, _ keys: [Key], _ verb: String?, _ sentence: String,
    label: (@Sendable (Glyphs) -> String)? = nil
  ) {
    self.action = action
    self.keys = keys
    self.verb = verb
    self.sentence = sentence
    self.label = label
  }

  init(_ action: Action, _ key: Character, _ verb: String?, _ sentence: String) {
    self.init(action, [.character(key)], verb, sentence)
  }

  /// The same command out of the key bar.
  var unlisted: Command { Command(action, keys, nil, sentence, label: label) }

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
