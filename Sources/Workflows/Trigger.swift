import YAML

/// An event that starts a workflow, with its filters (GitHub Docs, "Events that trigger workflows" and "Workflow syntax for
/// GitHub Actions", `on`).
public struct Trigger: Hashable, Sendable {
  public let event: String
  public let place: YAMLPlace
  /// Patterns in their order; nil where the filter is not written.
  public var branches: [String]?
  public var branchesIgnore: [String]?
  public var tags: [String]?
  public var tagsIgnore: [String]?
  public var paths: [String]?
  public var pathsIgnore: [String]?
  public var types: [String]?
  /// Of a schedule.
  public var crons: [String] = []
  /// Names of what a run by hand or a caller may give.
  public var inputs: [String] = []

  init(event: String, place: YAMLPlace) { (self.event, self.place) = (event, place) }

  /// What a filter lets through, as one list of patterns: what is ignored is everything but that.
  public var branchPatterns: [String]? { Self.patterns(branches, branchesIgnore) }
  public var tagPatterns: [String]? { Self.patterns(tags, tagsIgnore) }

  private static func patterns(_ taken: [String]?, _ ignored: [String]?) -> [String]? {
    taken ?? ignored.map { ["**"] + $0.map { "!" + $0 } }
  }

  /// Whether a push to a branch of this name starts it. With filters for tags alone no branch does.
  public func admits(branch: String) -> Bool {
    guard let patterns = branchPatterns else { return event != "push" || tagPatterns == nil }
    return FilterPattern.admits(branch, patterns)
  }

  public func admits(tag: String) -> Bool {
    guard event == "push" else { return true }
    guard let patterns = tagPatterns else { return branchPatterns == nil }
    return FilterPattern.admits(tag, patterns)
  }
}

/// GitHub's patterns for branches, tags and paths (GitHub Docs, "Workflow syntax for GitHub Actions", "Filter pattern cheat
/// sheet").
public enum FilterPattern {
  private enum Piece {
    case letter(Character)
    case set(Set<Character>)
    /// `*`, which no slash is part of
    case segment
    /// `**`
    case anything
  }

  private enum Count { case one, optional, some }

  /// Whether a name passes a list: a later pattern with `!` takes out what an earlier one took in, and the other way
  /// round.
  public static func admits(_ name: String, _ patterns: [String]) -> Bool {
    patterns.reduce(false) { admitted, pattern in
      guard pattern.hasPrefix("!") else { return admitted || matches(name, pattern) }
      return admitted && !matches(name, String(pattern.dropFirst()))
    }
  }

  /// Whether a pattern is one name.
  public static func isName(_ pattern: String) -> Bool {
    !pattern.hasPrefix("!") && !pattern.contains { "*?+[]\\".contains($0) }
  }

  /// A pattern with `*` for all that is not one letter: what a subject looks like for it.
  static func form(_ pattern: String) -> String {
    var form = ""
    for (piece, count) in pieces(pattern) {
      if case .letter(let letter) = piece, count == .one {
        form.append(letter)
      } else if form.last != "*" {
        form.append("*")
      }
    }
    return form
  }

  public static func matches(_ name: String, _ pattern: String) -> Bool {
    let letters = Array(name)
    // The places of the name that can be reached, after each piece.
    var reached: Set<Int> = [0]
    for (piece, count) in pieces(pattern) {
      var next: Set<Int> = count == .optional ? reached : []
      for start in reached {
        var at = start
        switch piece {
        case .anything: next.formUnion(start...letters.count)
        case .segment:
          next.insert(at)
          while at < letters.count, letters[at] != "/" {
            at += 1
            next.insert(at)
          }
        case .letter, .set:
          repeat {
            guard at < letters.count, accepts(piece, letters[at]) else { break }
            at += 1
            next.insert(at)
          } while count == .some
        }
      }
      reached = next
    }
    return reached.contains(letters.count)
  }

  private static func accepts(_ piece: Piece, _ letter: Character) -> Bool {
    switch piece {
    case .letter(let one): one == letter
    case .set(let set): set.contains(letter)
    case .segment, .anything: false
    }
  }

  private static func pieces(_ pattern: String) -> [(Piece, Count)] {
    var pieces: [(Piece, Count)] = []
    var rest = Substring(pattern)
    while let letter = rest.popFirst() {
      switch letter {
      case "*":
        let isDouble = rest.first == "*"
        if isDouble { rest.removeFirst() }
        pieces.append((isDouble ? .anything : .segment, .one))
      case "\\":
        if let escaped = rest.popFirst() { pieces.append((.letter(escaped), .one)) }
      case "[":
        let end = rest.firstIndex(of: "]") ?? rest.endIndex
        pieces.append((.set(set(rest[..<end])), .one))
        rest = rest[end...].dropFirst()
      case "?", "+":
        guard let last = pieces.popLast() else { continue }
        pieces.append((last.0, letter == "?" ? .optional : .some))
      default: pieces.append((.letter(letter), .one))
      }
    }
    return pieces
  }

  private static func set(_ text: Substring) -> Set<Character> {
    var set: Set<Character> = []
    var rest = text
    while let letter = rest.popFirst() {
      guard rest.first == "-", let last = rest.dropFirst().first, let from = letter.asciiValue,
        let to = last.asciiValue,
        from <= to
      else {
        set.insert(letter)
        continue
      }
      set.formUnion((from...to).map { Character(Unicode.Scalar($0)) })
      rest = rest.dropFirst(2)
    }
    return set
  }
}
