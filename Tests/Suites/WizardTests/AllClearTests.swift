import Checklist
import Testing
import TextUI
import WizardSamples

@testable import Wizard

/// No page says of an account what nobody looked at.
struct AllClearTests {
  /// How a look can go.
  enum Sight: String, CaseIterable, Sendable {
    case notAsked, underWay, noCredentials, wrongAccount, denied, deadNetwork, right

    /// Of every check of every step; nil where nothing came yet.
    var finding: (@Sendable (StepID) -> Finding)? {
      switch self {
      case .notAsked, .underWay: nil
      case .noCredentials:
        { step in
          Self.finding(step, step == "identity" ? .fail : .blocked, after: step == "identity" ? nil : "ENV-01")
        }
      case .wrongAccount:
        { step in
          Self.finding(step, step == "identity" ? .fail : .blocked, after: step == "identity" ? nil : "ENV-02")
        }
      case .denied:
        { step in
          step == "template-bucket"
            ? Self.finding(step, .unknown, obstacle: .denied(permission: "s3:ListAllMyBuckets", message: ""))
            : Self.finding(step, .pass)
        }
      case .deadNetwork: { step in Self.finding(step, .unknown, obstacle: .unreachable("no route to host")) }
      case .right: { step in Self.finding(step, .pass) }
      }
    }

    private static func finding(
      _ step: StepID, _ status: Status, after: CheckID? = nil, obstacle: Obstacle? = nil
    ) -> Finding {
      Finding(
        check: "X-01", step: step, title: "It holds", status: status, severity: .high, found: "a value",
        blockedBy: after, obstacle: obstacle)
    }
  }

  private static func player(_ sight: Sight) -> Player {
    var player = Player()
    guard sight != .notAsked else { return player }
    player.press(.enter)
    guard let finding = sight.finding else { return player }
    let reports = Samples.steps.map {
      StepReport(step: $0.id, title: $0.title, track: $0.track, findings: [finding($0.id)], changes: [])
    }
    for report in reports { player.send(.report(report)) }
    player.send(.checked(seconds: 1, requests: 1, next: Todo.left(of: reports)))
    return player
  }

  @Test(arguments: Sight.allCases) func thePlanPageSaysNothingIsToBeChangedOnlyWhereAllWasSeen(_ sight: Sight) {
    var player = Self.player(sight)
    _ = player.model.follow([.open(PlanPage.place)])
    #expect(player.screen.contains("There is nothing to change") == (sight == .right))
    let wanted: [Sight: String] = [
      .notAsked: "Nothing was looked at yet", .underWay: "The look is not over",
      .noCredentials: "cannot be judged before ENV-01 passes", .wrongAccount: "cannot be judged before ENV-02 passes",
      .denied: "1 check could not be looked at", .deadNetwork: "6 checks could not be looked at",
    ]
    if let words = wanted[sight] { #expect(player.screen.contains(words)) }
  }

  @Test(arguments: Sight.allCases) func resumingSaysNothingIsLeftOnlyWhereItsStepsWereSeen(_ sight: Sight) {
    var player = Self.player(sight)
    player.model.shared.resumed = ["template-bucket/bucket"]
    player.model.shared.page = ChecksPage.place
    player.send(.checked(seconds: 1, requests: 1))
    #expect(player.screen.contains("Nothing is left of the run that stopped") == (sight == .right))
  }

  @Test(arguments: Sight.allCases) func theChecklistSaysNothingIsToDoOnlyWhereAllWasSeen(_ sight: Sight) {
    let player = Self.player(sight)
    #expect(player.screen.contains("nothing to change here") == (sight == .right))
  }

  @Test func aCauseThatHidesManyChecksStandsOnTopOnce() {
    let screen = Self.player(.deadNetwork).screen
    #expect(screen.contains("cannot be reached: no route to host"))
    #expect(screen.contains("hides 6 checks"))
  }

  @Test(arguments: [[], ["s3 ListBuckets: denied: s3:ListAllMyBuckets"]], [false, true])
  func aTeardownIsOverOnlyWhereAllWasSeenAndNothingIsThere(_ unseen: [String], _ isLeft: Bool) async {
    var player = Player()
    await player.survey()
    let going = Inventory(await Samples.inventory().going)
    _ = player.model.act { $0.tearDown(going) }
    player.send(.ended(.complete))
    #expect(player.model.exitCode == 5, "nothing was looked at since")
    #expect(!player.screen.contains("Nothing of ours is left"))
    player.send(.inventory(isLeft ? going : Inventory([]), unseen: unseen))
    let isOver = unseen.isEmpty && !isLeft
    #expect(player.screen.contains("Nothing of ours is left") == isOver)
    #expect(player.screen.contains("not everything could be looked at") == !unseen.isEmpty)
    #expect(player.model.exitCode == (isOver ? 0 : 5))
  }

  @Test(arguments: [[], ["s3 ListBuckets: denied"]]) func anEmptyInventorySaysWhetherAllWasSeen(_ unseen: [String]) {
    var player = Player()
    player.press(.character("3"), .enter)
    #expect(player.screen.contains("Finding out what onramp made"))
    player.send(.inventory(Inventory([]), unseen: unseen))
    #expect(player.screen.contains("Nothing here was made by onramp") == unseen.isEmpty)
  }

  @Test func theFirstPageSaysWhatItHasNotAskedYet() {
    var player = Player()
    var facts = Facts()
    facts.wantedAccount = "111122223333"
    player.send(.facts(facts))
    #expect(player.screen.contains("the setup file names 111122223333; not asked yet"))
    #expect(!player.screen.contains("no token found"))
    #expect(!player.screen.split(separator: "\n")[0].contains("111122223333"), "the header names the caller's account")
    facts.isAsked = true
    player.send(.facts(facts))
    #expect(player.screen.contains("not signed in"))
    #expect(player.screen.contains("no token found"))
  }

  @Test func theReportShowsNoOldResultsWhileItLooksAgain() async {
    var player = Player()
    await player.check()
    player.fix("OIDC-01")
    player.send(.progress(.done("oidc-provider/provider")), .ended(.complete))
    #expect(player.page == .report)
    #expect(player.screen.contains("looking again"))
    #expect(!player.screen.contains("Agree to"))
  }
}
