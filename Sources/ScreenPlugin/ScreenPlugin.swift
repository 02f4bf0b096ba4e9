import Foundation
import PackagePlugin

/// Compiles the screens folder into the target that asks: its texts into `Screens`, the list of step types
/// into `Prerequisites`.
@main
struct ScreenPlugin: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let folder = context.package.directoryURL.appending(path: "screens")
    let screens = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "yaml" }
      .sorted { $0.path < $1.path }
    // The one list of keys; texts and fields may name those.
    let keys = context.package.directoryURL.appending(path: "Sources/Checklist/SetupKey+Table.swift")
    let mode = target.name == "Screens" ? "screens" : "steps"
    let output = context.pluginWorkDirectoryURL.appending(path: "\(mode).swift")
    return [
      .buildCommand(
        displayName: "Compiling screens for \(target.name)",
        executable: try context.tool(named: "ScreenCompiler").url,
        arguments: [mode, output.path, keys.path] + screens.map(\.path),
        inputFiles: screens + [keys],
        outputFiles: [output])
    ]
  }
}
