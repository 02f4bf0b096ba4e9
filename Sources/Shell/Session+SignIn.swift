import AWS
import Basics
import Checklist

extension Session {
  /// What the credentials and the latest answer say of the sign-in.
  func signIn() async -> SignIn {
    let credentials = await doors.aws.held()
    let left = credentials?.expiration.map { $0.seconds - Clock.now() }
    let before = configuration.passedOver.map { "; its keys stand before profile \($0.value) of \($0.origin)" }
    return SignIn(
      origin: (credentials?.origin).map { $0 + (before ?? "") } ?? "", secondsLeft: left,
      clockSkew: doors.aws.clockSkew)
  }

  /// Whether the shared files still say what they said when this session was opened. They are written while it lasts:
  /// by whoever signs in beside it.
  func isCurrent() throws(Failure) -> Bool {
    try Session.configuration(options, region: options.region ?? setup.region, environment).means(configuration)
  }
}
