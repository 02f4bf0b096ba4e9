import TextUI

/// One thing a key does.
///
/// This is the only place that knows keys. What a key press does, the key bar and the help are all read from
/// `Command.table`, so they cannot drift apart.
struct Command: Sendable {
  enum Action: Hashable, Sendable {
    case up, down, pageUp, pageDown, first, last, pane, jump
    case accept, back, quit, interrupt, suspend, redraw, help, messages
    case inputs, edit, cycle, save, runChecks
    case rerun, rerunAll, nextProblem, previousProblem, filter, problemsOnly
    case fix, fixAll, acceptWarning, showPlan, command, console, terraform
    case leaveOut, showAll, apply, difference
    case keep, script, export, log, mouse, undo
    case spare, tearDown, survey, checks
    case cursorLeft, cursorRight, cursorHome, cursorEnd, backspace, delete, clear
    case fieldAccept, fieldNext, fieldPrevious, fieldBack
    case search, press, toggleButton
  }

  let action: Action
  let keys: [Key]
  /// The verb in the key bar; nil keeps the command out of the bar.
  let verb: String?
  /// What it does, in the help.
  let sentence: String
  let places: Set<Place>
  let isEnabled: @Sendable (Model) -> Bool
  /// The verb where it depends on what is open.
  let naming: (@Sendable (Model) -> String)?
  /// How the key bar names the keys, when not by the first one.
  let label: (@Sendable (Glyphs) -> String)?

  init(
    _ action: Action, _ keys: [Key], _ verb: String?, _ sentence: String, in places: Set<Place>,
    when isEnabled: @escaping @Sendable (Model) -> Bool = { _ in true },
    naming: (@Sendable (Model) -> String)? = nil, label: (@Sendable (Glyphs) -> String)? = nil
  ) {
    self.action = action
    self.keys = keys
    self.verb = verb
    self.sentence = sentence
    self.places = places
    self.isEnabled = isEnabled
    self.naming = naming
    self.label = label
  }

  func verbNow(_ model: Model) -> String? { naming?(model) ?? verb }

  /// The command a key gives in a place.
  static func of(_ key: Key, in place: Place) -> Command? {
    table.first { $0.places.contains(place) && $0.keys.contains(key) }
  }

  static func all(in place: Place) -> [Command] { table.filter { $0.places.contains(place) } }
}
