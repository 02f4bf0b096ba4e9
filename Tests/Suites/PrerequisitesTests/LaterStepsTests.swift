import Checklist
import JSONDocument
import Prerequisites
import TestAccount
import Testing

/// What no step of this version does is still told, until a step does it.
@Suite struct LaterStepsTests {
  private static func todos(_ answers: [String: JSON] = [:], beside known: [StepID] = []) -> [Todo] {
    LaterSteps(Account.context(answers), []).todos(beside: known)
  }

  @Test func aStepThatIsBuiltDropsOut() {
    let all = Self.todos()
    let without = Self.todos(beside: ["project-roles", "project"])
    #expect(all.count == without.count + 2)
    #expect(all.contains { $0.what.contains("in Studio") })
    #expect(!without.contains { $0.what.contains("in Studio") })
  }

  @Test func onlyWantedTracksAreTold() {
    let access = Self.todos(["tracks": ["access"]])
    #expect(!access.contains { $0.what.contains("project") })
    #expect(!Self.todos().contains { $0.what.contains("images") })
    #expect(Self.todos(["tracks": ["images"]]).contains { $0.what.contains("images") })
  }

  @Test(arguments: [
    (nil, "https://github.com/octo-org/sagemaker-churn/actions"),
    ("https://git.example/api/v3", "https://git.example/octo-org/sagemaker-churn/actions"),
    ("https://api.octo.ghe.com", "https://octo.ghe.com/octo-org/sagemaker-churn/actions"),
  ]) func thePagesAreOnTheServerOfTheSetup(_ api: String?, _ wanted: String) {
    #expect(Self.todos(api.map { ["github.api": .string($0)] } ?? [:]).last?.link == wanted)
  }

  @Test func theValuesThatAreCopiedAreTheAccounts() {
    #expect(Self.todos().compactMap(\.value).contains(Account.context().setup.templateKey))
  }
}
