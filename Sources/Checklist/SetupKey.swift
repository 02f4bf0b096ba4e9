import Basics
import JSONDocument

/// One key of the setup file: what it may hold, and what stands there when nothing is written.
///
/// This table is the only place that knows the keys. The reader of the file, its JSON Schema, the form in
/// the wizard and the message that names a missing answer all come from it.
public struct SetupKey: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// A text that matches a pattern of allowed characters and length.
    case text(TextRule)
    case choice([String])
    case flag
    case integer(ClosedRange<Int>)
    /// A list of texts, each of which follows the rule.
    case list(TextRule)
    /// Names, each with a text.
    case map(MapRule)
    /// A list of blocks with the keys given.
    case blocks([SetupKey])
  }

  /// The path from the top of the file: `github.owner`.
  public let path: String
  public let kind: Kind
  /// The value that holds when the file says nothing, as it would be written; nil when there is none.
  public let fallback: String?
  /// The option of the command line that gives the same answer, if there is one.
  public let option: String?
  /// What of the key this build acts on.
  public let reach: Reach

  /// What of a key a build acts on. The rest is refused: whoever asks for fewer rights must not get more in silence.
  public enum Reach: Hashable, Sendable {
    case whole
    /// These values, or items of a list, as they are typed.
    case only([String])
    /// No value; an empty list or block asks for nothing.
    case none
  }

  init(_ path: String, _ kind: Kind, _ fallback: String? = nil, option: String? = nil, actsOn reach: Reach = .whole) {
    self.path = path
    self.kind = kind
    self.fallback = fallback
    self.option = option
    self.reach = reach
  }

  /// What is wrong with a text typed for this key, or nil. An empty text means "not answered" and is fine.
  public func problem(with text: String) -> String? {
    guard !text.isEmpty else { return nil }
    switch kind {
    case .text(let rule): return rule.problem(with: text)
    case .choice(let words): return words.contains(text) ? nil : "one of \(words.joined(separator: ", "))"
    case .flag: return ["true", "false"].contains(text) ? nil : "true or false"
    case .integer(let range):
      guard let number = Int(text), range.contains(number) else {
        return "a whole number from \(range.lowerBound) to \(range.upperBound)"
      }
      return nil
    case .list(let rule): return SetupKey.items(of: text).compactMap { rule.problem(with: $0) }.first
    case .map, .blocks: return nil
    }
  }

  /// Why this build refuses a value that the key may hold, as the end of a sentence about the key; nil when it acts
  /// on it.
  public func refusal(of value: JSON) -> String? {
    switch reach {
    case .whole: return nil
    case .none: return value.asked.isEmpty ? nil : "is not in this version"
    case .only(let known):
      guard let other = value.asked.first(where: { !known.contains($0) }) else { return nil }
      return "is \"\(other)\", which is not in this version; what is: \(known.joined(separator: ", "))"
    }
  }

  /// Why a typed text is not taken, as the end of a sentence about the key; nil when it is.
  public func objection(to text: String) -> String? {
    guard !text.isEmpty else { return nil }
    return problem(with: text).map { "must be " + $0 } ?? refusal(of: value(of: text))
  }

  /// The values that can be chosen from, when they need not be typed.
  public var choices: [String]? {
    let words: [String]
    switch kind {
    case .choice(let all): words = all
    case .flag: words = ["true", "false"]
    default: return nil
    }
    return words.filter { refusal(of: value(of: $0)) == nil }
  }

  /// The default, where this build acts on it.
  public var standing: String? { fallback.flatMap { refusal(of: value(of: $0)) == nil ? $0 : nil } }

  /// What the key holds, in words.
  public var words: String {
    switch kind {
    case .text(let rule): rule.words
    case .choice(let words): "one of \(words.joined(separator: ", "))"
    case .flag: "true or false"
    case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .list(let rule): "a list, each \(rule.words)"
    case .map(let rule): rule.words
    case .blocks(let keys): "a list of blocks with \(keys.map(\.path).joined(separator: ", "))"
    }
  }

  /// What of the key is in this version, in words.
  public var remark: String {
    switch reach {
    case .whole: "in this version"
    case .only(let known): "in this version only \(known.joined(separator: ", "))"
    case .none: "not in this version"
    }
  }

  /// The items of a list as it is typed in a form: parted by commas.
  public static func items(of text: String) -> [String] {
    text.split(separator: ",").map { $0.trimmed }.filter { !$0.isEmpty }
  }
}

extension JSON {
  /// The values, items or names in it, as they are typed.
  fileprivate var asked: [String] {
    switch self {
    case .null: []
    case .bool(let flag): [flag ? "true" : "false"]
    case .number(let digits): [digits]
    case .string(let text): text.isEmpty ? [] : [text]
    case .array(let items): items.flatMap(\.asked)
    case .object(let object): object.names
    }
  }
}
