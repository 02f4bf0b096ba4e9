import Runs
import Testing

@testable import Shell

@Suite struct FailureTests {
  @Test(arguments: [
    (JournalFile.Problem.cannotOpen(path: "p", reason: "r"), Int32(2)), (.cannotWrite(path: "p", reason: "r"), 5),
    (.inUse(path: "p", process: "7"), 2), (.inUse(path: "p", process: ""), 2), (.damaged(path: "p", line: 3), 2),
  ]) func aProblemIsSaidWithItsPlaceAndTheContractsCode(_ problem: JournalFile.Problem, _ code: Int32) {
    let failure = Failure(problem)
    #expect(failure.code == code && failure.lines[0].hasPrefix("onramp: ") && failure.lines[0].contains("p"))
  }
}
