import Checklist
import Foundation
import Synchronization
import Terminal
import TextUI
import Wizard
import WizardSamples

/// The wizard over an account made of samples: for trying the screen, and for tests at a terminal.
@main
struct Demo {
  static func main() {
    let environment = ProcessInfo.processInfo.environment
    var options = TerminalOptions(
      colour: environment["NO_COLOR", default: ""].isEmpty, mouse: environment["DEMO_NO_MOUSE"] == nil)
    if let glyphs = environment["DEMO_GLYPHS"].flatMap(TerminalOptions.GlyphChoice.init(rawValue:)) {
      options.glyphs = glyphs
    }
    if let path = environment["DEMO_LOG"] {
      options.errors = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    }
    do {
      let session = try TerminalSession(options)
      var model = Samples.model(glyphs: session.facts.glyphs, size: session.facts.size)
      model.mouse = session.facts.hasMouse ? true : nil
      let world = World(delay: environment["DEMO_DELAY"].flatMap(Double.init) ?? 0.15)
      let code = session.run(&model, mailbox: Mailbox(), perform: world.perform)
      print("ended with \(code)")
      exit(code)
    } catch {
      print("no screen: \(error)")
      exit(2)
    }
  }
}

/// Answers effects from the samples, slowly.
final class World: Sendable {
  private struct State {
    var made: Set<ItemKey> = []
    var gone: Set<ItemKey> = []
    var stopping = false
  }

  private let state = Mutex(State())
  private let delay: Double

  init(delay: Double) { self.delay = delay }

  func perform(_ effect: Effect, _ mailbox: Mailbox) {
    switch effect {
    case .check(let steps): work { await self.check(steps, mailbox) }
    case .apply(let plan, _): work { await self.make(plan.changes.map(\.key), mailbox) { _ = $0.made.insert($1) } }
    case .tearDown(let inventory, _):
      work { await self.make(inventory.holdings.map(\.key), mailbox) { _ = $0.gone.insert($1) } }
    case .survey:
      work {
        await self.pause()
        let gone = self.state.withLock { $0.gone }
        mailbox.post(.inventory(Inventory(await Samples.inventory().holdings.filter { !gone.contains($0.key) })))
      }
    case .save: mailbox.post(.saved(path: "onramp.yaml"))
    case .stop: state.withLock { $0.stopping = true }
    case .writeReport: mailbox.post(.written(["report.md", "report.json"]))
    case .open(let url):
      if url.contains("crash") { fatalError("asked to crash") }
    case .accept(let check, _):
      mailbox.post(.message("\(check) is accepted until 2027-02-19, in onramp.yaml"))
      work {
        let reports = await Samples.reports()
        await self.check(reports.filter { $0.findings.contains { $0.check == check } }.map(\.step), mailbox)
      }
    case .keep(let files): mailbox.post(.message("Written to \(files.folder): \(files.files.count) files"))
    case .script(let proposal, _):
      let keys =
        switch proposal {
        case .changes(let plan): plan.changes.map(\.key)
        case .removal(let inventory): inventory.holdings.map(\.key)
        }
      mailbox.post(.document(Document(title: "\(keys.count) calls that would be made", lines: keys.map(\.rawValue))))
    case .showLog:
      mailbox.post(.document(Document(title: "Log", lines: (1...100).map { "line \($0)" }, startsAtEnd: true)))
    case .offer: mailbox.post(.opinion(TokenOpinion(isAccepted: true, lines: ["GitHub knows it as ana"])))
    case .adopt, .copy, .mouse, .quit, .redraw, .suspend: break
    }
    if ProcessInfo.processInfo.environment["DEMO_CRASH"] != nil, case .survey = effect { fatalError("asked to crash") }
  }

  private func work(_ body: @escaping @Sendable () async -> Void) { Task.detached { await body() } }
  private func pause() async { try? await Task.sleep(for: .seconds(delay)) }

  private func check(_ steps: [StepID]?, _ mailbox: Mailbox) async {
    let made = state.withLock { $0.made }
    for report in await Samples.reports(made: made) where steps?.contains(report.step) ?? true {
      await pause()
      mailbox.post(.report(report))
    }
    mailbox.post(.checked(seconds: 0.4, requests: 37))
  }

  private func make(
    _ keys: [ItemKey], _ mailbox: Mailbox, _ note: @escaping @Sendable (inout State, ItemKey) -> Void
  ) async {
    for key in keys {
      if state.withLock({ $0.stopping }) {
        mailbox.post(.ended(.stopped("the operator asked to stop")))
        return
      }
      mailbox.post(.progress(.started(key)))
      await pause()
      await pause()
      state.withLock { note(&$0, key) }
      mailbox.post(.progress(.done(key)))
    }
    mailbox.post(.ended(.complete))
  }
}
