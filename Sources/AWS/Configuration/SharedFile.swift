import Basics

/// One of AWS's shared files, parsed.
///
/// The rules are those of the AWS SDKs' profile parser: sections in brackets, `name = value`, comments on
/// lines of their own or after a blank in a value, indented lines that continue a value or, where the value
/// is empty, hold settings of their own. Sections of one name are joined, the later value counts; names
/// that no tool could mean are passed over. As the `aws` command reads it, text after a section's bracket is
/// passed over, and an indented `name = value` with nothing before it is a setting.
///
/// A mistake inside a section concerns whoever uses that section; the rest of the file is read (`faults`).
struct SharedFile {
  enum Kind { case config, credentials }

  /// A value and, for `s3 =` and the like, the settings below it.
  struct Value: Hashable {
    var text: String
    var nested: [String: String] = [:]
  }

  typealias Section = [String: Value]

  private(set) var profiles: [String: Section] = [:]
  private(set) var sessions: [String: Section] = [:]
  private(set) var services: [String: Section] = [:]
  /// Profiles of a credentials file with a blank in their name, which the `aws` command reads and writes there.
  private(set) var spaced: [String: Section] = [:]
  /// The first mistake in each section that has one.
  private(set) var faults: [Target: ConfigurationError] = [:]
  /// Profiles whose section is not read for how its name is written, and how it has to be written.
  private(set) var misnamed: [String: String] = [:]

  enum Target: Hashable {
    case profile(String)
    case session(String)
    case services(String)
    case spaced(String)
    case ignored
  }

  private let kind: Kind
  private let path: String
  private var target: Target?
  /// The setting that further lines may continue, not stored yet; without a name where it counts for nothing.
  private var last: (name: String, value: Value)?
  /// `[profile default]` beats `[default]` in a config file.
  private var sawProfileDefault = false

  /// The file, which has to be without a mistake.
  init(_ bytes: [UInt8], kind: Kind, path: String) throws(ConfigurationError) {
    try self.init(reading: bytes, kind: kind, path: path)
    if let fault = faults.values.first { throw fault }
  }

  /// The file with its mistakes by section. One before the first section concerns everybody, and is thrown.
  init(reading bytes: [UInt8], kind: Kind, path: String) throws(ConfigurationError) {
    self.kind = kind
    self.path = path
    var text = String(decoding: bytes, as: UTF8.self)
    if text.hasPrefix("\u{FEFF}") { text.removeFirst() }
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      do throws(ConfigurationError) { try read(line, number: index + 1) } catch {
        guard let target else { throw error }
        if faults[target] == nil { faults[target] = error }
      }
    }
    store()
  }

  private func failure(_ reason: String, _ line: Int) -> ConfigurationError {
    .file(path: path, line: line, reason: reason)
  }

  private mutating func read(_ line: Substring, number: Int) throws(ConfigurationError) {
    let content = line.trimmed
    if content.isEmpty { return }
    let indented = line.first.map { $0 == " " || $0 == "\t" } ?? false
    if !indented {
      if content.hasPrefix("#") || content.hasPrefix(";") { return }
      if content.hasPrefix("[") { return try header(content, number) }
      return try property(content, number)
    }
    guard target != nil else { throw failure("expected a section definition, found a continuation", number) }
    if last == nil {
      guard content.contains("=") else {
        throw failure("expected a property definition, found a continuation", number)
      }
      return try property(content, number)
    }
    try continuation(content, number)
  }

  private mutating func header(_ line: String, _ number: Int) throws(ConfigurationError) {
    let end = line.firstIndex(of: "]")
    store()
    target = .ignored
    name(line[line.index(after: line.startIndex)..<(end ?? line.endIndex)].trimmed)
    guard end != nil else { throw failure("section definition must end with ']'", number) }
  }

  /// Opens the section that a header's text names, or none where no tool could mean it.
  private mutating func name(_ inner: String) {
    var words = inner.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
    let rest = inner.dropFirst(words.first?.count ?? 0).trimmed
    // The aws command puts names with blanks in quotes.
    if kind == .config, let first = words.first, let name = Quotation.within(rest) { words = [first, name] }
    switch (kind, words.count) {
    case (.config, 2) where Self.isName(words[1]) || words[1].contains(" "):
      switch words[0] {
      case "profile":
        if words[1] == "default", !sawProfileDefault {
          sawProfileDefault = true
          profiles["default"] = [:]
        }
        open(.profile(words[1]))
      case "sso-session": open(.session(words[1]))
      case "services": open(.services(words[1]))
      default: break
      }
    case (.config, 1) where words[0] == "default":
      if !sawProfileDefault { open(.profile("default")) }
    case (.config, 1) where Self.isName(words[0]): misnamed[words[0]] = "[profile \(words[0])]"
    case (.config, 3...) where words[0] == "profile": misnamed[rest] = "[profile \"\(rest)\"], in quotation marks"
    case (.credentials, 1) where Self.isName(words[0]): open(.profile(words[0]))
    case (.credentials, 2) where words[0] == "profile": misnamed[words[1]] = "[\(words[1])]"
    case (.credentials, 2...): open(.spaced(inner))
    default: break
    }
  }

  private mutating func open(_ target: Target) {
    self.target = target
    switch target {
    case .profile(let name): profiles[name, default: [:]] = profiles[name] ?? [:]
    case .session(let name): sessions[name, default: [:]] = sessions[name] ?? [:]
    case .services(let name): services[name, default: [:]] = services[name] ?? [:]
    case .spaced(let name): spaced[name, default: [:]] = spaced[name] ?? [:]
    case .ignored: break
    }
  }

  private mutating func property(_ line: String, _ number: Int) throws(ConfigurationError) {
    guard target != nil else { throw failure("expected a section definition", number) }
    guard let equals = line.firstIndex(of: "=") else {
      throw failure("expected an '=' sign defining a property", number)
    }
    let name = line[..<equals].trimmed.lowercased()
    guard !name.isEmpty else { throw failure("property did not have a name", number) }
    store()
    let text = Self.withoutComment(line[line.index(after: equals)...])
    last = Self.isName(name) ? (name, Value(text: text)) : ("", Value(text: ""))
  }

  private mutating func continuation(_ content: String, _ number: Int) throws(ConfigurationError) {
    guard let isEmpty = last?.value.text.isEmpty, last?.name.isEmpty == false, target != .ignored else { return }
    guard isEmpty else {
      last?.value.text += "\n" + content
      return
    }
    if content.hasPrefix("#") || content.hasPrefix(";") { return }
    guard let equals = content.firstIndex(of: "=") else {
      throw failure("expected an '=' sign defining a property in sub-property", number)
    }
    let inner = content[..<equals].trimmed.lowercased()
    guard !inner.isEmpty else { throw failure("property did not have a name in sub-property", number) }
    guard Self.isName(inner) else { return }
    last?.value.nested[inner] = content[content.index(after: equals)...].trimmed
  }

  /// Writes the setting down, once all its lines are read: growing it in the table would copy it at every line.
  private mutating func store() {
    guard let (name, value) = last else { return }
    last = nil
    guard !name.isEmpty else { return }
    switch target {
    case .profile(let section): profiles[section]?[name] = value
    case .session(let section): sessions[section]?[name] = value
    case .services(let section): services[section]?[name] = value
    case .spaced(let section): spaced[section]?[name] = value
    case .ignored, nil: break
    }
  }

  /// A comment in a value begins with `#` or `;` after a blank.
  private static func withoutComment(_ text: Substring) -> String {
    var before: Character = " "
    for index in text.indices {
      let character = text[index]
      if character == "#" || character == ";", before == " " || before == "\t" {
        return text[..<index].trimmed
      }
      before = character
    }
    return text.trimmed
  }

  private static func isName(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy {
        switch $0 {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "-_/.%@:+".utf8.contains($0)
        }
      }
  }
}
