import Checklist
import Foundation
import Testing
import TextUI
import WizardSamples

@testable import Wizard

/// Every page as text, and below it how its cells are shown. `ONRAMP_RECORD=1` records them anew, and fails, so that recording never passes for
/// testing.
struct SnapshotTests {
  static let pages: [(String, @Sendable (inout Player) async -> Void)] = [
    ("welcome", { _ in }),
    ("inputs", { $0.press(.character("i")) }),
    (
      "field",
      {
        $0.press(.character("i"), .down, .down, .enter)
        $0.type("/x")
      }
    ),
    (
      "checking",
      {
        $0.press(.enter)
        for report in await Samples.reports().prefix(3) { $0.send(.report(report)) }
      }
    ),
    ("checks", { await $0.check() }),
    (
      "check-trust",
      {
        await $0.check()
        $0.find("TRUST-13")
      }
    ),
    (
      "detail",
      {
        await $0.check()
        $0.find("TRUST-13")
        $0.press(.enter)
      }
    ),
    (
      "filter",
      {
        await $0.check()
        $0.press(.character("/"))
        $0.type("role")
      }
    ),
    (
      "command",
      {
        await $0.check()
        $0.find("TRUST-13")
        $0.press(.character("c"))
      }
    ),
    (
      "console",
      {
        await $0.check()
        $0.find("TRUST-13")
        $0.press(.character("o"))
      }
    ),
    (
      "token",
      {
        await $0.check()
        $0.press(.character("p"))
        _ = $0.model.follow([.show(SecretLayer()), .holdEnter])
      }
    ),
    (
      "token-judged",
      {
        await $0.check()
        $0.press(.character("p"))
        _ = $0.model.follow([.show(SecretLayer()), .holdEnter])
        $0.send(.paste("github_pat_" + String(repeating: "a", count: 82)))
        $0.press(.enter)
        $0.send(.opinion(TokenOpinion(isAccepted: true, lines: ["It is octocat's and reaches the repository."])))
      }
    ),
    (
      "leave",
      {
        $0.press(.character("i"), .enter, .backspace, .character("4"), .enter, .character("q"))
      }
    ),
    (
      "plan",
      {
        await $0.check()
        $0.press(.character("p"), .down)
      }
    ),
    (
      "confirm",
      {
        await $0.check()
        $0.find("S3-01")
        $0.press(.character("f"), .character("p"), .character("a"))
      }
    ),
    (
      "severe",
      {
        await $0.check()
        $0.press(.character("p"), .character("A"), .character("a"))
      }
    ),
    (
      "accept",
      {
        await $0.check()
        $0.find("TRUST-09")
        $0.press(.character("x"))
        $0.type("one admin only")
      }
    ),
    (
      "apply",
      {
        await $0.check()
        $0.press(.character("p"), .character("A"))
        $0.agree()
        $0.send(.progress(.started("oidc-provider/provider")), .tick(milliseconds: 40_000))
        $0.send(.progress(.done("oidc-provider/provider")), .progress(.started("github-role/trust")))
        $0.send(.tick(milliseconds: 43_000))
      }
    ),
    (
      "stopped",
      {
        await $0.check()
        $0.press(.character("p"), .character("A"))
        $0.agree()
        $0.send(.progress(.done("oidc-provider/provider")))
        $0.send(
          .progress(
            .failed("github-role/trust", .refused(code: "MalformedPolicyDocument", message: "no sub", status: 400))))
        $0.send(.ended(.stopped("one change failed")))
      }
    ),
    (
      "report",
      {
        await $0.check()
        $0.fix("OIDC-01", "TRUST-13")
        for key in ["oidc-provider/provider", "github-role/trust"] as [ItemKey] { $0.send(.progress(.done(key))) }
        $0.send(.ended(.complete))
        await $0.look(made: ["oidc-provider/provider", "github-role/trust"])
        $0.send(.written(["report.md", "report.json"]))
      }
    ),
    (
      "log",
      {
        await $0.check()
        $0.send(
          .document(
            Document(
              title: "Log: ~/.local/state/onramp/onramp.log",
              lines: (10...60).map { "09:00:\($0)  200  4 ms  iam GetRole  f3a1-\($0)" }, startsAtEnd: true)))
      }
    ),
    (
      "messages",
      {
        await $0.check()
        $0.find("S3-01")
        $0.press(.character("f"), .character("L"), .character("/"))
        $0.type("plan")
      }
    ),
    (
      "search",
      {
        await $0.check()
        $0.press(.character("?"), .character("/"))
        $0.type("look")
      }
    ),
    (
      "problems",
      {
        await $0.check()
        $0.press(.character("v"))
      }
    ),
    ("inventory", { await $0.survey() }),
    (
      "typed",
      {
        await $0.survey()
        $0.press(.character("x"))
        $0.type("1111")
      }
    ),
    (
      "help",
      {
        await $0.check()
        $0.press(.character("?"))
      }
    ),
  ]

  @Test(arguments: pages.map(\.0), ["60x16", "80x24", "120x40", "ascii"]) func pageLooksAsRecorded(
    name: String, shape: String
  ) async throws {
    let sizes = ["60x16": (60, 16), "80x24": (80, 24), "120x40": (120, 40), "ascii": (80, 24)]
    let (columns, rows) = try #require(sizes[shape])
    var player = Player(columns, rows, glyphs: shape == "ascii" ? .plain : .unicode)
    try await #require(Self.pages.first { $0.0 == name }).1(&player)
    try compare(player.model.view(), "\(name).\(shape)")
    if shape == "ascii" { #expect(player.screen.unicodeScalars.allSatisfy { $0.isASCII }) }
  }

  @Test(arguments: [(40, 10), (12, 3)]) func smallWindowLooksAsRecorded(columns: Int, rows: Int) async throws {
    var player = Player(columns, rows)
    player.send(.resize(Size(columns: 80, rows: 24)))
    await player.check()
    player.send(.resize(Size(columns: columns, rows: rows)))
    try compare(player.model.view(), "small.\(columns)x\(rows)")
  }

  static let sizes = [(60, 16), (80, 24), (120, 40), (200, 60)]

  @Test(arguments: sizes) func twentyStepsLookAsRecorded(columns: Int, rows: Int) throws {
    var player = TwentySteps.player(columns, rows)
    try compare(player.model.view(), "twenty.\(columns)x\(rows)")
    if rows >= 24 {
      for step in TwentySteps.steps { #expect(player.screen.contains(step.title), "\(step.title) is out of sight") }
    }
    player.press(.enter)
    try compare(player.model.view(), "step.\(columns)x\(rows)")
    #expect(player.screen.contains("CHK-07"))
    player.press(.escape, .character("d"))
    try compare(player.model.view(), "next.\(columns)x\(rows)")
  }

  private func compare(_ frame: Frame, _ name: String) throws {
    let screen = frame.text + "\n\nRoles\n" + frame.roles
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Snapshots")
    let file = folder.appendingPathComponent(name + ".txt")
    if ProcessInfo.processInfo.environment["ONRAMP_RECORD"] == "1" {
      try (screen + "\n").write(to: file, atomically: true, encoding: .utf8)
      Issue.record("recorded \(name)")
      return
    }
    let recorded = try String(contentsOf: file, encoding: .utf8)
    #expect(screen + "\n" == recorded, "\(name) differs:\n\(screen)")
  }
}
