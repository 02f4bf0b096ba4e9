/// Text patterns as IAM reads them: `*` is any run of characters, `?` exactly one.
///
/// IAM compares code points, so we compare Unicode scalars: Swift's own `==` would call a composed and a
/// decomposed letter equal, and a trust policy must not.
public struct Wildcard: Hashable, Sendable {
  enum Piece: Hashable {
    case run, one
    case scalar(Unicode.Scalar)
  }

  public let text: String
  let pieces: [Piece]

  init(_ text: String, pieces: [Piece]) { (self.text, self.pieces) = (text, pieces) }

  /// A pattern of the current policy language, in which `${*}`, `${?}` and `${$}` stand for the character itself
  /// (IAM User Guide, "Variables and tags"). Other variables are read as they are written; see `PolicyText`.
  public init(_ text: String) {
    self.init(text, pieces: PolicyText(text).pieces(ConditionContext()) { _ in nil } ?? PolicyText(text).plainPieces)
  }

  /// A text in which every character means itself.
  init(literal text: String) { self.init(text, pieces: text.unicodeScalars.map { .scalar($0) }) }

  /// The pattern in small letters.
  var lowercased: Wildcard { Wildcard(text.lowercased()) }

  /// Whether the pattern holds a `*` or `?` that is not escaped.
  public var isPattern: Bool { pieces.contains(.run) || pieces.contains(.one) }

  /// Whether the pattern accepts exactly this text.
  public func matches(_ text: String) -> Bool { accepts(text.unicodeScalars.map { .scalar($0) }) }

  /// Whether everything the other pattern accepts is accepted here too. Sound, not complete: `true` is
  /// always right, and the patterns people write are decided rightly.
  public func covers(_ other: Wildcard) -> Bool { accepts(other.pieces) }

  /// Whether some text is accepted by both patterns.
  public func overlaps(_ other: Wildcard) -> Bool {
    var (first, second) = (pieces[...], other.pieces[...])
    // Up to the first run on either side character stands against character, and so it does from the last one on: most
    // ARNs part there, and the table below need not be filled.
    while let one = first.first, let two = second.first, one != .run, two != .run {
      guard Self.agree(one, two) else { return false }
      (first, second) = (first.dropFirst(), second.dropFirst())
    }
    while let one = first.last, let two = second.last, one != .run, two != .run {
      guard Self.agree(one, two) else { return false }
      (first, second) = (first.dropLast(), second.dropLast())
    }
    if first.count == 1 && first.first == .run || second.count == 1 && second.first == .run { return true }
    return Self.share(Array(first), Array(second))
  }

  /// Whether two pieces that are no runs can stand for the same character.
  private static func agree(_ one: Piece, _ two: Piece) -> Bool { one == two || one == .one || two == .one }

  private static func share(_ left: [Piece], _ right: [Piece]) -> Bool {
    // row[j]: can left[i...] and right[j...] accept a common text? Filled from the ends.
    var below = [Bool](repeating: false, count: right.count + 1)
    for i in stride(from: left.count, through: 0, by: -1) {
      var row = [Bool](repeating: false, count: right.count + 1)
      for j in stride(from: right.count, through: 0, by: -1) {
        switch (i < left.count ? left[i] : nil, j < right.count ? right[j] : nil) {
        case (nil, nil): row[j] = true
        case (.run?, nil): row[j] = below[j]
        case (nil, .run?): row[j] = row[j + 1]
        case (.run?, .some): row[j] = below[j] || row[j + 1]
        case (.some, .run?): row[j] = below[j] || row[j + 1]
        case (.some(let one), .some(let two)): row[j] = agree(one, two) && below[j + 1]
        default: row[j] = false
        }
      }
      below = row
    }
    return below[0]
  }

  /// Whether a value is accepted of which only this form is known.
  func agreement(with form: Wildcard) -> Outcome {
    covers(form) ? .holds : overlaps(form) ? .undecided : .fails
  }

  private func accepts(_ subject: [Piece]) -> Bool {
    var (at, here, star, mark) = (0, 0, -1, 0)
    while here < subject.count {
      if at < pieces.count, pieces[at] != .run, single(pieces[at], accepts: subject[here]) {
        at += 1
        here += 1
      } else if at < pieces.count, pieces[at] == .run {
        star = at
        mark = here
        at += 1
      } else if star >= 0 {
        mark += 1
        here = mark
        at = star + 1
      } else {
        return false
      }
    }
    return pieces[at...].allSatisfy { $0 == .run }
  }

  private func single(_ piece: Piece, accepts other: Piece) -> Bool {
    piece == .one ? other != .run : piece == other
  }
}

extension String {
  /// Equal scalar by scalar, as IAM compares, without Unicode's canonical equivalence.
  func isSame(as other: String) -> Bool { unicodeScalars.elementsEqual(other.unicodeScalars) }
}
