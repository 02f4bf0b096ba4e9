/// The files beside the commands, each name once; equal content of one name shares a file.
struct CommandFiles {
  private(set) var contents: [String: String] = [:]

  /// The name under which the content now stands.
  mutating func add(_ stem: String, _ ending: String, _ content: String) -> String {
    var name = stem + ending
    var number = 2
    while let other = contents[name], other != content {
      name = "\(stem)-\(number)\(ending)"
      number += 1
    }
    contents[name] = content
    return name
  }
}
