import JSONDocument

/// A trust policy of a time in which GitHub wrote the repository's subjects in another form.
extension TrustPolicy {
  /// The document with each value of our statements that names the repository as its subjects once did beside the same
  /// value in the form of now. Whom it admitted then it admits again, and nobody else; a document that is of today
  /// already comes back as it is.
  /// - Parameters:
  ///   - former: what was wanted then, in the form of then.
  ///   - intent: the same as GitHub writes it now.
  public static func inTodaysForm(
    _ document: PolicyDocument, from former: TrustIntent, to intent: TrustIntent
  ) -> PolicyDocument {
    var today = document
    today.statements = document.statements.enumerated().map { index, statement in
      guard statement.isAllow, TrustView(statement, index: index, intent: intent).whose == .ours else {
        return statement
      }
      return replacingSubjects(of: statement) { values in
        values.flatMap { value -> [String] in
          let twin = SubjectPattern(value).inForm(of: intent.format)
          return [value] + [twin].compactMap(\.self).filter { !values.contains($0) }
        }
      }
    }
    // What another template or a wildcard says is not to be written in two ways: then the wanted subjects are what counts.
    let twins = zip(former.subjects, intent.subjects).filter {
      mayAccept(document, $0, former) && !mayAccept(today, $1, intent)
    }.map { Twin(accepted: $0, subject: $1) }
    return adding(twins, to: today, former) ?? today
  }

  /// A statement with other values in its tests of the subject; a test that keeps its values is not touched.
  private static func replacingSubjects(
    of statement: PolicyStatement, _ change: ([String]) -> [String]
  ) -> PolicyStatement {
    var changed = statement
    var block = statement.json["Condition"]?.object ?? JSONObject()
    for test in statement.conditions where isSubject(test) {
      let values = change(test.values)
      guard values != test.values else { continue }
      var tests = block[test.operatorName]?.object ?? JSONObject()
      tests[test.key] = JSON(oneOrMany: values)
      block[test.operatorName] = .object(tests)
    }
    changed.json["Condition"] = .object(block)
    return changed
  }
}

extension SubjectPattern {
  /// The value with the repository as it is written now; nil where it names no such repository in a former way, or all
  /// of it.
  fileprivate func inForm(of format: SubjectFormat) -> String? {
    guard [.withoutIDs, .withIDs, .renamed].contains(aim(at: format)), let context, let prefix = format.prefix else {
      return nil
    }
    return "\(prefix):\(context)"
  }
}
