import Blueprints
import Testing

@Suite struct ProjectRepositoryTests {
  @Test func everyFileIsThereByItsPath() throws {
    let entries = [
      "pipelines/run.py", "deploy/deploy.py", "deploy/smoke.py", "deploy/endpoint.yaml", "requirements.txt",
    ]
    for path in entries { #expect(ProjectRepository.paths.contains(path)) }
    // A repository has a README of its own, and the workflows are made for its answers.
    #expect(
      !ProjectRepository.paths.contains { $0 == "README.md" || $0.hasPrefix(".github") || $0.contains("pycache") })
    for (path, text) in ProjectRepository.files {
      #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"), "\(path)")
    }
    let sample = try #require(ProjectRepository.files["data/sample.csv"])
    #expect(sample.split(separator: "\n").count == 2001)
  }
}
