import Checklist
import JSONDocument
import TestAccount
import Testing

@testable import Prerequisites

/// The jobs of the workflow files as rows of the matrix of who may sign in.
@Suite struct SigningJobTests {
  private static let good = WorkflowFileTexts.good["build.yml"] ?? ""

  /// The rows besides those of every healthy account: name, subject, verdict.
  private func rows(
    _ answers: [String: JSON] = [:], _ change: @escaping @Sendable (inout Account.State) -> Void
  ) async throws -> [String] {
    let context = Account.context(answers)
    let step = GitHubRoleStep()
    func all(_ account: Account) async throws -> [String] {
      let table = try #require(step.signIns(await step.observe(account.world(), context), context))
      return zip(table.rows, table.cells).map { row, cells in
        let cell = cells.first
        let subject = cell?.subject.split(separator: ":").suffix(2).joined(separator: ":") ?? ""
        return "\(row.name): \(subject) \(cell.map { "\($0.verdict)" } ?? "")"
      }
    }
    let usual = try await all(Account.healthy())
    return try await all(Account.healthy(change)).filter { !usual.contains($0) }
  }

  @Test func whatTheSetupWantsStandsThereOnce() async throws { #expect(try await rows { _ in } == []) }

  @Test func aJobForAnotherBranchIsARowOfItsOwn() async throws {
    let found = try await rows {
      $0.workflowFiles?["build.yml"] = Self.good.replacing("[main]", with: "[main, release]")
    }
    #expect(found == ["build.yml, job deploy: ref:refs/heads/release refused"])
  }

  @Test func aPullRequestOfStrangersThatStartsAJobIsAStranger() async throws {
    let found = try await rows {
      $0.workflowFiles?["build.yml"] = Self.good.replacing("push: {branches: [main]}", with: "pull_request_target:")
    }
    #expect(found == ["a job of sagemaker-churn that anybody can start: ref:refs/heads/main admitted"])
  }

  @Test func aPullRequestOfTheRepositorysOwnIsAJob() async throws {
    let found = try await rows {
      $0.workflowFiles?["build.yml"] = Self.good.replacing("push: {branches: [main]}", with: "pull_request:")
    }
    #expect(found == ["build.yml, job deploy: octo-org@583231/sagemaker-churn@1296269:pull_request refused"])
  }

  @Test func aWorkflowThatIsCalledShowsItsCallersSubject() async throws {
    let found = try await rows {
      $0.workflowFiles?["deploy.yml"] = """
        on: {push: {branches: [release]}}
        permissions: {id-token: write, contents: read}
        jobs: {call: {uses: ./.github/workflows/build.yml}}
        """
      $0.workflowFiles?["build.yml"] = Self.good.replacing("push: {branches: [main]}", with: "workflow_call:")
    }
    #expect(found == ["deploy.yml, job call / deploy: ref:refs/heads/release refused"])
  }

  @Test(arguments: [
    "role-to-assume: ${{ secrets.AWS_ROLE_ARN }}", "role-to-assume: arn:aws:iam::111122223333:role/GitHubActionsRole",
  ]) func theRoleIsKnownByItsSecretAndByItsARN(_ role: String) async throws {
    let found = try await rows {
      $0.workflowFiles?["build.yml"] = Self.good.replacing("[main]", with: "[release]")
        .replacing("role-to-assume: ${{ secrets.AWS_ROLE_ARN }}", with: role)
    }
    #expect(found.count == 1)
  }

  @Test(arguments: [
    "role-to-assume: ${{ secrets.SITE_ROLE }}", "role-to-assume: arn:aws:iam::111122223333:role/Site",
    "aws-access-key-id: ${{ secrets.AWS_ROLE_ARN }}",
    "role-to-assume: ${{ secrets.AWS_ROLE_ARN }}\n          audience: ${{ vars.AUDIENCE }}",
  ]) func whatSignsInOtherwiseIsNoRow(_ input: String) async throws {
    let found = try await rows {
      $0.workflowFiles?["build.yml"] = Self.good.replacing("[main]", with: "[release]")
        .replacing("role-to-assume: ${{ secrets.AWS_ROLE_ARN }}", with: input)
    }
    #expect(found == [])
  }
}
