import Foundation

/// Writes the list of a folder's types, so that whoever adds a file enters it in no list by hand.
///
/// `folder-list PROTOCOL OUTPUT FILE…`: each file holds one type of that protocol and is named as the type. For
/// `AccountService` the output is `AccountServices.all`.
@main
enum FolderList {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 3 else {
      FileHandle.standardError.write(Data("usage: folder-list PROTOCOL OUTPUT FILE…\n".utf8))
      exit(2)
    }
    let bytes = Data(source(of: arguments[1], files: arguments.dropFirst(3)).utf8)
    // The build asks anew when any variable of the environment differs; a file that stays as it is keeps what stands on
    // it from being compiled again.
    if FileManager.default.contents(atPath: arguments[2]) == bytes { return }
    try bytes.write(to: URL(filePath: arguments[2]), options: .atomic)
  }

  private static func source(of name: String, files: some Sequence<String>) -> String {
    let types = files.map { URL(filePath: $0).deletingPathExtension().lastPathComponent }.sorted()
    return """
      /// The types in the folder \(name), by the names of its files.
      enum \(name)s {
        static let all: [any \(name).Type] = [
      \(types.map { "    \($0).self,\n" }.joined())  ]
      }

      """
  }
}
