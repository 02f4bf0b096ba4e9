import Checklist
import JSONDocument

/// A Git repository that is known to SageMaker, as ListCodeRepositories tells of it.
struct CodeRepository: Hashable, Sendable {
  let name: String
  let arn: String
  /// Where it is read: `https://codeconnections.REGION.amazonaws.com/git-http/ACCOUNT/REGION/CONNECTION/OWNER/NAME.git`
  /// for one that is read through a connection.
  let url: String

  /// Nil for an answer of another shape.
  init?(_ json: JSON) {
    guard let name = json["CodeRepositoryName"]?.string, let arn = json["CodeRepositoryArn"]?.string else { return nil }
    (self.name, self.arn) = (name, arn)
    url = json["GitConfig"]?["RepositoryUrl"]?.string ?? ""
  }

  /// Every one of the Region.
  static func all(_ world: World) async -> Look<[CodeRepository]> {
    await world.look(Call(.sagemaker, "ListCodeRepositories")).reading { answer in
      let listed = answer["CodeRepositorySummaryList"]?.array ?? []
      let repositories = listed.compactMap(CodeRepository.init)
      return repositories.count == listed.count ? repositories : nil
    }
  }

  /// Whether its address leads through a connection, whichever of the service's two names it is written with.
  func isRead(through connection: Connection) -> Bool {
    url.split(separator: "/").contains { $0.lowercased() == connection.arn.id.lowercased() }
  }
}
