import Checklist
import TextUI

/// The wizard as a function.
///
/// A `Model` takes an `Event` and answers with `Effect`s; `view()` draws it. Everything the wizard decides is in this
/// module, and nothing here acts: there is no clock, no terminal, no network and no file, so a test can play a whole
/// session in microseconds. The model itself only finds the pane that a key or an event belongs to; what a page does
/// is in its folder, what all share is `Shared`.
public struct Model: Sendable {
  var shared: Shared
  private(set) var pages: [Place: any Page]
  /// What lies over the page. The topmost takes the keys, and Esc closes it.
  var layers: [any Pane] = []
  private(set) var visited: Set<Place> = []
  /// When what is asked now came into view.
  private var shownSince: Int?
  private(set) var interruptedAt: Int?
  /// The message that belongs to the view it was said in; another page starts without one.
  private(set) var notice: String?
  /// How many layers lay over the page when it was said: with its layer it goes.
  private(set) var noticeDepth = 0

  /// - Parameter values: the answers of the setup file by key path, as they would be typed.
  public init(
    form: [FormField], values: [String: String], steps: [StepOutline], facts: Facts, glyphs: Glyphs = .unicode
  ) {
    shared = Shared(form: form, values: values, steps: steps, facts: facts, glyphs: glyphs)
    pages = Dictionary(Pages.all.map { ($0.place, $0.init()) }) { first, _ in first }
  }

  public var size: Size { shared.size }
  /// Whether something runs that the screen should show moving.
  public var isBusy: Bool { shared.isBusy }
  /// The code with which the program would end now.
  public var exitCode: Int32 { shared.exitCode }
  /// Whether clicks act here; nil where the terminal tells of none.
  public var mouse: Bool? {
    get { shared.mouse }
    set { shared.mouse = newValue }
  }

  /// The page that is open.
  var page: any Page { pages[shared.page] ?? WelcomePage() }
  /// What takes the keys.
  var top: any Pane { layers.last ?? page }
  /// Where the next key arrives.
  var place: Place { shared.layout.isTooSmall ? .tooSmall : top.place }

  /// Takes one event, and says what it asks of the world.
  public mutating func update(_ event: Event) -> [Effect] {
    let effects = take(event)
    for place in pages.keys { pages[place]?.settle(shared) }
    if !layers.isEmpty { layers[layers.count - 1].settle(shared) }
    return effects
  }

  private mutating func take(_ event: Event) -> [Effect] {
    switch event {
    case .key(let key): return press(key)
    case .burst(let keys): return press(keys)
    case .paste(let text): return paste(text)
    case .mouse(let mouse): return click(mouse)
    case .resize(let size): shared.size = Size(columns: max(1, size.columns), rows: max(1, size.rows))
    case .tick(let milliseconds):
      shared.now = max(shared.now, milliseconds)
      if let interruptedAt, shared.now - interruptedAt >= 2_000, notice == Self.interruptWord { notice = nil }
    case .interrupt: return interrupt()
    default:
      var outcomes: [Outcome] = []
      for place in pages.keys { outcomes += pages[place]?.hear(event, shared) ?? [] }
      if !layers.isEmpty { outcomes += layers[layers.count - 1].hear(event, shared) }
      return follow(outcomes) + follow(shared.take(event))
    }
    return []
  }

  // MARK: Outcomes

  /// Lets what is shared change, and does what follows from it.
  mutating func act(_ body: (inout Shared) -> [Outcome]) -> [Effect] { follow(body(&shared)) }

  mutating func follow(_ outcomes: [Outcome]) -> [Effect] {
    var effects: [Effect] = []
    for outcome in outcomes {
      switch outcome {
      case .effect(let effect): effects.append(effect)
      case .open(let place): open(place)
      case .show(let pane): layers.append(pane)
      case .close: closeLayer()
      case .say(let text): say(text)
      case .unsay: notice = nil
      case .holdEnter: shownSince = shared.now
      case .interrupt: effects += interrupt()
      }
    }
    return effects
  }

  private mutating func open(_ place: Place) {
    guard place != shared.page else { return }
    visited.insert(shared.page)
    shared.page = place
    notice = nil
    layers = []
    shownSince = shared.now
    pages[place]?.opened(&shared)
  }

  /// Closes what lies on top, and takes away what was said there.
  private mutating func closeLayer() {
    _ = layers.popLast()
    if noticeDepth > layers.count { notice = nil }
  }

  private mutating func say(_ text: String) {
    shared.messages.append(text)
    notice = text
    noticeDepth = layers.count
    if shared.messages.count > 500 { shared.messages.removeFirst() }
  }

  // MARK: Keys

  private static let ignoredWord = "Pasted text ignored: no field is open"
  static let interruptWord = "Ctrl-C again within two seconds leaves"

  private mutating func interrupt() -> [Effect] {
    if let before = interruptedAt, shared.now - before < 2_000 { return [.quit(code: 130)] }
    interruptedAt = shared.now
    guard isBusy else {
      say(Self.interruptWord)
      return []
    }
    if shared.run?.isActive == true { shared.run?.stopping = true }
    say("Stops after this call; Ctrl-C again leaves now")
    return [.stop]
  }

  private mutating func press(_ key: Key) -> [Effect] {
    // Enter pressed twice must not fly past a page that has not been seen.
    if key == .enter, let since = shownSince, shared.now - since < 150 { return [] }
    if let command = Command.of(key, in: place) {
      guard command.acts(top, shared) else {
        say("\(command.keys.first?.label(shared.glyphs) ?? ""): nothing to do here")
        return []
      }
      return follow(onTop { command.deed(&$0, &$1) })
    }
    if place.types, case .character(let character) = key { onTop { pane, _ in pane.type(String(character)) } }
    return []
  }

  /// Keys that came in one piece. A text among them that nobody can mean as commands was pasted: it presses
  /// nothing where no field is open. What a field takes, and keys typed ahead, are pressed one after the other.
  private mutating func press(_ keys: [Key]) -> [Effect] {
    var effects: [Effect] = []
    for index in keys.indices {
      let opensField = keys[index] == "/" && Command.of("/", in: place) != nil
      guard place.types || opensField || !Key.areText(keys[index...]) else {
        say(Self.ignoredWord)
        return effects
      }
      effects += press(keys[index])
    }
    return effects
  }

  private mutating func paste(_ text: String) -> [Effect] {
    if place.types { onTop { pane, _ in pane.paste(text) } } else { say(Self.ignoredWord) }
    return []
  }

  private mutating func click(_ mouse: Mouse) -> [Effect] {
    switch mouse {
    case .wheel(let rows):
      return (0..<min(abs(rows), 10)).flatMap { _ in follow(onTop { $0.move(rows.signum(), &$1) }) }
    case .press(let row, let column):
      switch view().target(row: row, column: column) {
      case .row(let index):
        if layers.isEmpty, index >= 0 { return follow(pages[shared.page]?.select(index, &shared) ?? []) }
      case .command(let index):
        let commands = Command.all(in: place)
        guard commands.indices.contains(index), commands[index].acts(top, shared) else { return [] }
        return follow(onTop { commands[index].deed(&$0, &$1) })
      case nil: break
      }
      return []
    }
  }

  private mutating func onTop<Answer>(_ body: (inout any Pane, inout Shared) -> Answer) -> Answer {
    guard layers.isEmpty else { return body(&layers[layers.count - 1], &shared) }
    var pane: any Pane = page
    defer { if let page = pane as? any Page { pages[shared.page] = page } }
    return body(&pane, &shared)
  }
}
