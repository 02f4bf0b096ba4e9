import Checklist

/// What was typed into the form, what of it is used, and what the file has.
struct Answers: Equatable, Sendable {
  var values: [String: String]
  var saved: [String: String]
  var adopted: [String: String]

  init(_ values: [String: String]) {
    self.values = values
    saved = values
    adopted = values
  }

  func text(_ path: String) -> String { values[path] ?? "" }

  /// `owner/repository`, as far as it is answered.
  var repository: String {
    [text("github.owner"), text("github.repository")].filter { !$0.isEmpty }.joined(separator: "/")
  }

  /// What stands for an answer: what was typed, or what holds without that.
  func standing(_ field: FormField) -> String {
    let text = text(field.key.path)
    return text.isEmpty ? field.key.fallback ?? "" : text
  }

  /// Whether what was looked at differs from what the file says.
  var isAdoptedUnsaved: Bool { isUnsaved(adopted) }
  var isUnsaved: Bool { isUnsaved(values) }
  private func isUnsaved(_ values: [String: String]) -> Bool {
    values.filter { !$0.value.isEmpty } != saved.filter { !$0.value.isEmpty }
  }

  /// What is wrong with the answer to a field, or nil.
  func problem(with field: FormField) -> String? {
    let text = text(field.key.path)
    if text.isEmpty, field.required { return "needs an answer" }
    return field.key.objection(to: text)
  }

  /// Whether the answer may stand in the file; one that is still missing may.
  func isWritable(_ field: FormField) -> Bool { text(field.key.path).isEmpty || problem(with: field) == nil }

  /// Uses what was typed; whether that is news.
  mutating func adopt() -> Bool {
    defer { adopted = values }
    return adopted != values
  }
}
