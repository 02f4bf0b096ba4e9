import Checklist
import JSONDocument
import Transport

/// The credentials of the profile in use, whatever form it gives them in.
struct ProfileSource: CredentialSource {
  let errand: Errand
  var name: String { "profile \(errand.configuration.profile.value)" }

  func look() async -> SourceAnswer {
    let profile = errand.configuration.profile.value
    let files = errand.configuration.files
    do throws(Errand.Failure) {
      guard let route = try ProfileRoute.of(profile, files) else {
        return .nothing(
          files.settings(of: profile) == nil
            ? "no such profile in \(files.places)" : "it names no credentials: no role, sign-in, access key or command")
      }
      return .found(try await credentials(route))
    } catch {
      return error.isAbsence ? .nothing(error.reason) : .broken(error.reason)
    }
  }

  private func credentials(_ route: ProfileRoute) async throws(Errand.Failure) -> Credentials {
    // A session that still lasts makes everything before it needless.
    let now = errand.doors.surroundings.now()
    for index in route.hops.indices.reversed() {
      if let kept = await errand.doors.sessions.credentials(key(route, index), at: now) {
        return try await assume(route, from: kept, after: index + 1)
      }
    }
    return try await assume(route, from: start(route), after: 0)
  }

  private func assume(
    _ route: ProfileRoute, from credentials: Credentials, after index: Int
  ) async throws(Errand.Failure) -> Credentials {
    var credentials = credentials
    for index in index..<route.hops.count {
      credentials = try await RoleSession(errand: errand, hop: route.hops[index]).credentials(from: credentials)
      await errand.doors.sessions.keep(credentials, as: key(route, index))
    }
    return credentials
  }

  private func key(_ route: ProfileRoute, _ index: Int) -> String {
    route.hops[...index].map { "\($0.profile) \($0.role)" }.joined(separator: "\n")
  }

  private func start(_ route: ProfileRoute) async throws(Errand.Failure) -> Credentials {
    switch route.start {
    case .keys(let credentials): return credentials
    case .webIdentity(let identity):
      return try await identity.credentials(errand, origin: "web identity of profile \(route.origin)")
    case .signIn(let signIn):
      do throws(Errand.Failure) { return try await signIn.credentials(errand) } catch {
        // A profile without credentials is passed over; a role cannot be taken with none.
        guard error.isAbsence, !route.hops.isEmpty else { throw error }
        throw Errand.Failure(reason: "profile \(route.origin): \(error.reason)")
      }
    case .consoleSignIn(let signIn): return try signIn.credentials(errand)
    case .command(let command, let account):
      return try await CredentialCommand(profile: route.origin, command: command, account: account).credentials(errand)
    case .named(let name):
      let source: any CredentialSource =
        switch name {
        case "Environment": EnvironmentSource(environment: errand.configuration.environment)
        case "EcsContainer": ContainerSource(errand: errand)
        default: InstanceSource(errand: errand)
        }
      switch await source.look() {
      case .found(let credentials): return credentials
      case .nothing(let reason), .broken(let reason):
        throw Errand.Failure(reason: "credential_source \(name): \(reason)")
      }
    }
  }
}
