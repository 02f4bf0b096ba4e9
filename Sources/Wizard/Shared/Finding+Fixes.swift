import Checklist

extension Finding {
  func matches(_ words: String) -> Bool {
    [title, check.rawValue, step.rawValue, status.rawValue, resource ?? "", found].contains {
      $0.lowercased().contains(words)
    }
  }

  var wizardFix: (confidence: Confidence, keys: [ItemKey], changes: [String])? {
    for case .wizard(let confidence, let keys, let changes) in fixes { return (confidence, keys, changes) }
    return nil
  }

  var commandFix: (commands: [[String]], files: [String: String])? {
    for case .commands(_, let commands, let files) in fixes { return (commands, files) }
    return nil
  }

  var consoleFix: (url: String, steps: [String])? {
    for case .console(let url, let steps) in fixes { return (url, steps) }
    return nil
  }

  var terraform: String? {
    for case .terraform(let text) in fixes { return text }
    return nil
  }
}
