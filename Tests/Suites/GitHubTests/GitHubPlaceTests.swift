import Basics
import Files
import Testing
import Transport

@testable import GitHub

/// A token goes to its own host, and a setup file alone makes none go elsewhere.
@Suite("Where GitHub is")
struct GitHubPlaceTests {
  private let all = [
    "GH_TOKEN": "of-github", "GITHUB_TOKEN": "of-github-too", "GH_ENTERPRISE_TOKEN": "of-server",
    "GITHUB_ENTERPRISE_TOKEN": "of-server-too",
  ]

  /// What is found for an address of the setup file, the first that is not nil: a variable's name or `gh:HOST`.
  private func found(
    setup: String? = nil, option: String? = nil, _ more: [String: String] = [:], without: [String] = []
  ) -> String {
    let variables = all.merging(more) { $1 }.filter { !without.contains($0.key) }
    let place = GitHubPlace.chosen(option: option, setup: setup, environment: Environment(variables))
    let token = try? GitHubToken.find(for: place, environment: Environment(variables), gh: { "gh:\($0)" })
    return token.map { $0.origin.hasPrefix("gh ") ? $0.secret.exposed : $0.origin } ?? "none"
  }

  @Test("GitHub's own hosts get GitHub's tokens")
  func usual() {
    #expect(found() == "GH_TOKEN" && found(without: ["GH_TOKEN"]) == "GITHUB_TOKEN")
    #expect(found(setup: "https://api.github.com") == "GH_TOKEN")
    #expect(found(setup: "https://api.corp.ghe.com/") == "GH_TOKEN")
    #expect(found(without: ["GH_TOKEN", "GITHUB_TOKEN"]) == "gh:github.com")
    #expect(found(setup: "https://api.corp.ghe.com", without: ["GH_TOKEN", "GITHUB_TOKEN"]) == "gh:corp.ghe.com")
  }

  @Test(
    "a host that only the setup file names gets no token of the environment",
    arguments: [
      "https://stranger.example", "https://api.github.com.stranger.example", "https://github.com.evil/api/v3",
      "https://stranger.example/api.github.com", "http://127.0.0.1:9", "https://notghe.com", "https://ghe.com",
      "https://api.github.com:443.stranger.example",
    ])
  func strangers(_ setup: String) {
    #expect(found(setup: setup).hasPrefix("gh:"), "\(setup)")
    let place = GitHubPlace(base: setup, origin: .setupFile)
    #expect(place.problem != nil || found(setup: setup) != "gh:github.com", "\(setup)")
    #expect(place.objection(Environment(all)) != nil, "nor a token of the Lambda")
  }

  @Test("a server that the operator vouches for gets the server's tokens, and GitHub's only as a runner's pair")
  func vouched() {
    let server = "https://git.corp.example/api/v3"
    #expect(found(setup: server, ["GH_HOST": "git.corp.example"]) == "GH_ENTERPRISE_TOKEN")
    #expect(found(setup: server, ["GH_HOST": "other.example"]) == "gh:git.corp.example")
    #expect(found(option: server) == "GH_ENTERPRISE_TOKEN")
    let none = ["GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"]
    #expect(found(option: server, without: none) == "gh:git.corp.example")
    #expect(found(["GITHUB_API_URL": server], without: none) == "GITHUB_TOKEN")
    #expect(found(setup: server, ["GITHUB_API_URL": server], without: none) == "GITHUB_TOKEN")
    #expect(
      found(["GITHUB_API_URL": "http://127.0.0.1:8080", "GH_HOST": "github.localhost"], without: none) == "GH_TOKEN")
    let place = GitHubPlace(base: server, origin: .operators("--github-api-url"))
    #expect(place.objection(Environment([:])) == nil)
  }

  @Test("the option goes before the setup file, and that before the environment")
  func order() {
    let environment = Environment(["GITHUB_API_URL": "https://c.example"])
    func base(_ option: String?, _ setup: String?) -> String {
      GitHubPlace.chosen(option: option, setup: setup, environment: environment).base
    }
    #expect(base("https://a.example/", "https://b.example") == "https://a.example")
    #expect(base(nil, "https://b.example") == "https://b.example" && base(nil, nil) == "https://c.example")
  }

  @Test(
    "no token goes anywhere in the clear, but to this machine",
    arguments: [
      ("http://api.github.com", true), ("http://git.corp.example/api/v3", true),
      ("http://127.0.0.1.evil.example", true),
      ("http://10.0.0.1", true), ("ftp://api.github.com", true), ("https://u:p@api.github.com", true), ("", true),
      ("http://127.0.0.1:1", false), ("http://localhost:1", false), ("http://[::1]:1", false),
      ("https://api.github.com", false), ("HTTPS://API.GITHUB.COM", false),
    ])
  func inTheClear(_ base: String, _ isRefused: Bool) {
    for origin in [GitHubPlace.Origin.setupFile, .operators("GITHUB_API_URL")] {
      let place = GitHubPlace(base: base, origin: origin)
      #expect((place.problem != nil) == isRefused, "\(base)")
      if isRefused { #expect(place.objection(Environment(all)) != nil) }
    }
  }
}
