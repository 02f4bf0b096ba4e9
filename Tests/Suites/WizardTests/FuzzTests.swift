import Checklist
import JSONDocument
import Testing
import TextUI
import WizardSamples

@testable import Wizard

/// Random sessions with a fixed seed: whatever happens, there is a view, and nothing hostile is in it.
struct FuzzTests {
  struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  static let hostile =
    "x\u{1B}[2J\u{1B}]0;t\u{7}\u{9B}31m\u{202E}evil\u{200B}\u{2066}\r\n👩‍👩‍👧🇩🇪e\u{301}\u{301}\u{301}\u{301}\u{301}日\u{FEFF}"

  @Test(arguments: [1, 2, 3, 4] as [UInt64]) func anySessionHasAView(seed: UInt64) async {
    let matter = await Matter()
    var dice = Dice(state: seed)
    var model = Samples.model(glyphs: seed.isMultiple(of: 2) ? .plain : .unicode)
    var time = 1_000
    for _ in 0..<700 {
      time += Int.random(in: 0...300, using: &dice)
      _ = model.update(.tick(milliseconds: time))
      _ = model.update(event(&dice, matter))
      inspect(model)
    }
  }

  @Test func everySizeHasAView() async {
    let matter = await Matter()
    for rows in stride(from: 1, through: 60, by: 3) {
      for columns in stride(from: 1, through: 200, by: 7) {
        var player = Player(columns, rows)
        for report in matter.hostile { player.send(.report(report)) }
        inspect(player.model)
        _ = player.model.follow([.open(.checks)])
        inspect(player.model)
        _ = player.model.follow([.open(.plan)])
        inspect(player.model)
      }
    }
  }

  private func inspect(_ model: Model) {
    let frame = model.view()
    #expect(frame.size == model.size)
    for cell in frame.cells {
      for scalar in cell.text.unicodeScalars {
        let category = scalar.properties.generalCategory
        if category == .control || category == .format || scalar.properties.isDefaultIgnorableCodePoint {
          Issue.record("\(scalar.value) reached the screen")
        }
      }
    }
  }

  /// What events are made of.
  private struct Matter {
    let reports: [StepReport]
    /// The same with every text hostile; a few findings of each step are enough.
    let hostile: [StepReport]
    let inventory: Inventory

    init() async {
      reports = await Samples.reports()
      hostile = reports.map(FuzzTests.hostile)
      inventory = await Samples.inventory()
    }
  }

  private static func hostile(_ report: StepReport) -> StepReport {
    StepReport(
      step: report.step, title: hostile, track: report.track,
      findings: report.findings.prefix(4).map {
        Finding(
          check: $0.check, step: $0.step, title: hostile + $0.title, status: $0.status, severity: $0.severity,
          resource: hostile, lookedAt: [hostile, ""], found: hostile, needed: hostile + "y", why: hostile,
          fixes: $0.fixes + [
            .console(url: hostile, steps: [hostile]),
            .commands(.safe, commands: [[hostile]], files: [hostile: hostile]),
          ])
      },
      changes: report.changes.map {
        Change(
          key: $0.key, step: $0.step, kind: $0.kind, resource: hostile, title: hostile, summary: hostile,
          madeByOnramp: false, call: $0.call, previous: .string(hostile), wanted: .string(hostile + "z"),
          undo: $0.undo,
          repairs: $0.repairs, after: $0.after, cost: hostile, confidence: .check)
      })
  }

  private func event(_ dice: inout Dice, _ matter: Matter) -> Event {
    let keys: [Key] = [
      .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .enter, .enter, .escape, .tab, .backTab, .backspace,
      .delete, .function(1), .control("s"), .control("u"), .control("c"), .control("l"), .character("日"),
    ]
    switch Int.random(in: 0..<20, using: &dice) {
    case 0:
      return .resize(Size(columns: Int.random(in: 0...140, using: &dice), rows: Int.random(in: 0...50, using: &dice)))
    case 1: return .report(matter.hostile.randomElement(using: &dice) ?? matter.hostile[0])
    case 2: return .report(matter.reports.randomElement(using: &dice) ?? matter.hostile[0])
    case 3: return .checked(seconds: .infinity, requests: 1)
    case 4:
      return .mouse(.press(row: Int.random(in: -1...50, using: &dice), column: Int.random(in: -1...140, using: &dice)))
    case 5: return .mouse(.wheel(Int.random(in: -3...3, using: &dice)))
    case 6: return .inventory(Bool.random(using: &dice) ? matter.inventory : Inventory([]))
    case 7: return .progress(.done(matter.reports.flatMap(\.changes).randomElement(using: &dice)?.key ?? "x"))
    case 8: return .ended(Bool.random(using: &dice) ? .complete : .stopped(Self.hostile))
    case 9: return .problem(Problem(title: Self.hostile, lines: [Self.hostile], advice: Self.hostile))
    case 10: return .message(Self.hostile)
    case 11: return .paste(Self.hostile)
    case 12...14: return .key(keys.randomElement(using: &dice) ?? .enter)
    default: return .key(.character(Character(Unicode.Scalar(UInt8.random(in: 0x20..<0x7F, using: &dice)))))
    }
  }
}
