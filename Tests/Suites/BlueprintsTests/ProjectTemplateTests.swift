import Blueprints
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite struct ProjectTemplateTests {
  private static let texts = [
    ProjectTemplate.fileName: ProjectTemplate.text, ProjectRoles.fileName: ProjectRoles.text,
    "trigger/lambda_function.py": TriggerPackage.text,
  ]

  @Test(arguments: texts.keys.sorted())
  func whatTheProgramHoldsIsTheFileBesideIt(name: String) throws {
    let path = #filePath.replacing(
      "Tests/Suites/BlueprintsTests/ProjectTemplateTests.swift", with: "Sources/Blueprints/\(name)")
    let file = try #require(fopen(path, "r"))
    defer { fclose(file) }
    var bytes: [UInt8] = []
    while case let byte = getc(file), byte != EOF { bytes.append(UInt8(byte)) }
    #expect(String(decoding: bytes, as: UTF8.self) == Self.texts[name])
  }

  @Test func theBundledTemplateNamesTheRepositoryWithItsOwner() {
    #expect(ProjectTemplate.repositoryWithoutOwner(in: "A: 1\n") == nil)
    #expect(ProjectTemplate.repositoryWithoutOwner(in: ProjectTemplate.text) == nil)
    #expect(
      ProjectTemplate.repositoryWithoutOwner(in: "  DeployRepoName: !Ref CodeRepositoryName\n  Region: x/y")
        == "DeployRepoName: !Ref CodeRepositoryName")
    #expect(
      ProjectTemplate.repositoryWithoutOwner(in: "DeployRepoName:\n  Ref: CodeRepositoryName\nRegion: r")
        == "DeployRepoName: Ref: CodeRepositoryName Region: r")
    #expect(ProjectTemplate.repositoryWithoutOwner(in: "DeployRepoName:\n  Fn::Sub: ${O}/${R}\n") == nil)
  }
}
