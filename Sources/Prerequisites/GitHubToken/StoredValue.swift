import Checklist
import JSONDocument

/// What stands in the token secret, as facts: how it is written, and what the Lambda would read out of it.
public struct StoredValue: Hashable, Sendable {
  /// How the secret is written.
  enum Form: String, Hashable, Sendable {
    /// `{"token":"…"}`.
    case exact
    /// JSON with one member of another name, or with more members, of which the Lambda reads the token.
    case otherName, severalReadable
    /// No JSON, and yet the Lambda reads a token out of it.
    case loose
    /// Something of which the Lambda reads something else than the token.
    case unreadable
    /// A text that is no JSON object.
    case bare
    /// Bytes instead of a text.
    case binary
  }

  let form: Form
  /// The number of members of the JSON object; 0 where it is none.
  let members: Int
  /// What spoils the text, where that is known.
  let flaw: Flaw?
  /// The shape of what the Lambda would read.
  let shape: Shape
  let version: String
  /// When this value was stored, in seconds since 1970; nil when the answer does not say.
  let created: Double?
  /// Whether it is the token that would be stored.
  let isOffered: Bool

  struct Shape: Hashable, Sendable {
    let kind: TokenShape.Kind?
    let length: Int
    let problem: String?
    /// Whether it reads like the text that stands in for a token in a guide.
    let isPlaceholder: Bool
  }

  /// What tools do to a text on its way into a secret.
  enum Flaw: String, Hashable, Sendable {
    case byteOrderMark, carriageReturn, backslashes, typesetQuotes, singleQuotes, noQuotes, tab

    var inWords: String {
      switch self {
      case .byteOrderMark: "a byte order mark stands before it, as Windows writes it"
      case .carriageReturn: "a carriage return, the line end of Windows, stands in it"
      case .backslashes: "its quotation marks have backslashes before them"
      case .typesetQuotes: "its quotation marks are typeset ones"
      case .singleQuotes: "its quotation marks are single ones"
      case .noQuotes: "its quotation marks are gone, as Windows PowerShell takes them away"
      case .tab: "a tab stands in it"
      }
    }
  }

  /// Whether the Lambda would read a token out of it.
  var isUsable: Bool { form != .binary && form != .unreadable && shape.problem == nil && !shape.isPlaceholder }
}

extension StoredValue {
  /// The token as the Lambda of the project template reads it: what stands after the last colon, without the
  /// quotes, blanks, braces and line feeds around it (aws-samples, lambda-github-workflow-trigger).
  public static func token(readFrom text: String) -> String {
    let last = text.split(separator: ":", omittingEmptySubsequences: false).last ?? ""
    let around: Set<Unicode.Scalar> = ["\"", "'", " ", "}", "\n"]
    var scalars = Array(last.unicodeScalars)[...]
    while let first = scalars.first, around.contains(first) { scalars.removeFirst() }
    while let last = scalars.last, around.contains(last) { scalars.removeLast() }
    var token = String.UnicodeScalarView()
    token.append(contentsOf: scalars)
    return String(token)
  }

  /// The token in an answer of GetSecretValue, when it is one that may be sent to GitHub.
  public static func usableToken(in answer: JSON) -> String? {
    guard let text = answer["SecretString"]?.string else { return nil }
    let token = token(readFrom: text)
    return TokenShape(token).problem == nil ? token : nil
  }

  /// An answer as steps may see it: of GetSecretValue's, the value is left out and facts about it put in.
  static func reduced(_ answer: JSON, _ call: Call) -> JSON {
    guard call.door == .aws(.secretsManager), call.operation == "GetSecretValue" else { return answer }
    var facts = answer
    facts["SecretString"] = nil
    facts["SecretBinary"] = nil
    facts["Facts"] = Self.facts(answer["SecretString"]?.string)
    return facts
  }

  private static func facts(_ text: String?) -> JSON {
    guard let text else { return ["form": .string(Form.binary.rawValue), "members": 0, "length": 0] }
    let read = token(readFrom: text)
    let (form, members) = form(of: text, read: read)
    let flaw = form == .exact ? nil : flaw(in: text, isJSON: members > 0)
    let shape = TokenShape(read)
    return [
      "form": .string(form.rawValue), "members": .number(String(members)), "length": .number(String(shape.length)),
      "flaw": flaw.map { .string($0.rawValue) } ?? .null, "kind": shape.kind.map { .string($0.rawValue) } ?? .null,
      "problem": shape.problem.map { .string($0) } ?? .null,
      "placeholder": .bool(isPlaceholder(read)),
    ]
  }

  private static func form(of text: String, read: String) -> (Form, members: Int) {
    guard let object = (try? JSON(parsing: text))?.object else {
      guard text.contains(":") || text.unicodeScalars.contains("\r") else { return (.bare, 0) }
      return (TokenShape(read).problem == nil ? .loose : .unreadable, 0)
    }
    if object.count == 1, object["token"]?.string == read { return (.exact, 1) }
    if object.count == 1, object.members[0].value.string == read { return (.otherName, 1) }
    if let token = object["token"]?.string, token == read { return (.severalReadable, object.count) }
    return (.unreadable, object.count)
  }

  private static func flaw(in text: String, isJSON: Bool) -> Flaw? {
    let scalars = text.unicodeScalars
    func has(_ wanted: String) -> Bool { scalars.contains { wanted.unicodeScalars.contains($0) } }
    if scalars.first == "\u{FEFF}" { return .byteOrderMark }
    if has("\r") { return .carriageReturn }
    if has("\t") { return .tab }
    guard !isJSON else { return nil }
    if has("\u{201C}\u{201D}\u{201E}\u{2018}\u{2019}") { return .typesetQuotes }
    if has("\"") { return has("\\") ? .backslashes : nil }
    return has("'") ? .singleQuotes : .noQuotes
  }

  /// Words that guides put where a token belongs.
  private static func isPlaceholder(_ text: String) -> Bool {
    let text = text.lowercased()
    return ["your", "<", "example", "placeholder", "changeme", "change-me", "xxxx", "here", "replace", "todo"].contains
    {
      text.contains($0)
    } && TokenShape(text).problem != nil || text.allSatisfy { "x*.-_".contains($0) } && !text.isEmpty
  }

  /// Reads what `reduced` left.
  init?(_ json: JSON) {
    guard let facts = json["Facts"], let form = facts["form"]?.string.flatMap(Form.init(rawValue:)),
      let length = facts["length"]?.integer, let version = json["VersionId"]?.string
    else { return nil }
    self.init(
      form: form, members: facts["members"]?.integer ?? 0,
      flaw: facts["flaw"]?.string.flatMap(Flaw.init(rawValue:)),
      shape: Shape(
        kind: facts["kind"]?.string.flatMap(TokenShape.Kind.init(rawValue:)), length: length,
        problem: facts["problem"]?.string, isPlaceholder: facts["placeholder"] == true),
      version: version, created: json["CreatedDate"]?.seconds, isOffered: json["IsOffered"] == true)
  }
}

extension StoredValue.Shape {
  /// `74 characters, github_pat_…`; never a piece of the token.
  var inWords: String {
    "\(length) character\(length == 1 ? "" : "s")" + (kind.map { ", \($0.rawValue)…" } ?? "")
  }
}
