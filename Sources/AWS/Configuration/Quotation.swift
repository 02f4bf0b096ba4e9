import Basics

/// Quotation marks around a value. AWS's tools take them as a part of it, in files and variables alike.
enum Quotation {
  /// What stands between two marks of one kind, or nil.
  static func within(_ text: String) -> String? {
    guard text.count > 2, let mark = text.first, mark == "\"" || mark == "'", text.last == mark else { return nil }
    let inner = text.dropFirst().dropLast()
    return inner.contains(mark) ? nil : String(inner)
  }

  /// Whether a value begins or ends with a mark, a typeset one included: no key, token, Region or ARN does.
  static func touches(_ text: String) -> Bool {
    [text.first, text.last].contains { mark in mark.map { "\"'\u{201C}\u{201D}\u{2018}\u{2019}`".contains($0) } ?? false
    }
  }

  /// What to do about marks.
  static let advice = "stands in quotation marks, which are taken as part of it: take them off"
}
