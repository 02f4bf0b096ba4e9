import Foundation
import PackagePlugin

/// Lists the types of a folder for the target that asks.
///
/// A folder is listed when it holds a file of its own name, which declares the protocol of that name: every other
/// file in it holds one type of that protocol. A file with a plus in its name goes on with another.
@main
struct FolderListPlugin: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let files = target.sourceModule?.sourceFiles(withSuffix: ".swift").map(\.url) else { return [] }
    let tool = try context.tool(named: "FolderList").url
    let folders = Dictionary(grouping: files) { $0.deletingLastPathComponent() }
    return folders.compactMap { folder, files in
      let name = folder.lastPathComponent
      guard files.contains(where: { $0.lastPathComponent == "\(name).swift" }) else { return nil }
      let types = files.map(\.path).filter { !$0.hasSuffix("/\(name).swift") && !$0.contains("+") }.sorted()
      let output = context.pluginWorkDirectoryURL.appending(path: "\(name)s.swift")
      return .buildCommand(
        displayName: "Listing \(name)s of \(target.name)", executable: tool, arguments: [name, output.path] + types,
        inputFiles: types.map { URL(filePath: $0) }, outputFiles: [output])
    }
  }
}
