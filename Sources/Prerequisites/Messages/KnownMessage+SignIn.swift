import Checklist

/// What STS and the action that signs in say (aws-actions/configure-aws-credentials; AWS STS API Reference,
/// AssumeRoleWithWebIdentity, Errors).
extension KnownMessage {
  /// The one line for every reason why a trust policy does not admit a token.
  static let refusedSignIn = KnownMessage(
    "AWS STS", ["Not authorized to perform sts:AssumeRoleWithWebIdentity"],
    cause: "The trust policy of the role does not admit the token of this job, or there is no such role.",
    checks: [
      "TRUST-13", "TRUST-17", "TRUST-14", "TRUST-22", "TRUST-11", "TRUST-24", "TRUST-28", "TRUST-31", "TRUST-32",
      "TRUST-19", "TRUST-01", "TRUST-51", "OIDC-12",
    ],
    fix: "give the role a trust policy that names the subject of this job: onramp setup computes it")

  static let signIn: [KnownMessage] = {
    let (sts, action, toolkit) = ("AWS STS", "configure-aws-credentials", "the runner")
    return [
      refusedSignIn,
      KnownMessage(
        sts, ["No OpenIDConnect provider found in your account for"],
        cause: "The account has no identity provider for the issuer that the message names.",
        checks: ["OIDC-01", "OIDC-11", "TRUST-34"],
        fix: "register the issuer as an identity provider in the account of the role"),
      KnownMessage(
        sts, ["Incorrect token audience"],
        cause: "The identity provider does not list the audience that the workflow asks its token for.",
        checks: ["OIDC-04", "OIDC-06", "TRUST-28"],
        fix: "add the audience to the identity provider, or take the input audience out of the step"),
      KnownMessage(
        sts, ["doesn't match configured thumbprint"],
        cause: "The issuer's certificate is none that the provider's thumbprints allow; GitHub's own is not compared.",
        checks: ["OIDC-11", "OIDC-07"],
        fix: "register the issuer that GitHub names, or renew the thumbprint of a private one"),
      KnownMessage(
        sts, ["Couldn't retrieve verification key from your identity provider"],
        cause: "AWS could not read the issuer's keys: a wrong address, or one that cannot be reached from AWS.",
        checks: ["OIDC-11"], fix: "compare the provider's URL with the token's iss; for a private issuer open it to AWS"
      ),
      KnownMessage(
        sts, ["Token is expired"], cause: "The token was older than its few minutes when AWS read it.",
        fix: "sign in directly before the first call of AWS; on an own runner set the clock"),
      KnownMessage(
        sts, ["The requested DurationSeconds exceeds"],
        cause: "The step asks for a longer session than the role allows.", checks: ["TRUST-49"],
        fix: "lower role-duration-seconds, or raise the role's maximum session duration"),
      KnownMessage(
        sts, ["Request ARN is invalid"],
        cause: "role-to-assume is no ARN of a role: often an empty or misspelt secret.",
        checks: ["GH-05", "TRUST-02"], fix: "put the role's ARN into the secret or variable that the step reads"),
      KnownMessage(
        sts, ["The security token included in the request is invalid"],
        cause: "The access key is unknown to AWS: deleted, of another partition, or without its session token.",
        checks: ["KEY-01", "GH-06"], fix: "sign in by OIDC, or put the key that stands in IAM into the secrets"),
      KnownMessage(
        sts, ["The security token included in the request is expired"],
        cause: "The session is over: it was shorter than the job.", checks: ["TRUST-49"],
        fix: "ask for a longer session with role-duration-seconds"),
      KnownMessage(
        sts, ["Region", "STS is not activated"], cause: "STS is switched off in this Region for the account.",
        fix: "switch STS on for the Region in IAM's account settings, or sign in in another Region"),
      KnownMessage(
        action, ["Credentials could not be loaded"],
        cause:
          "The step got neither a token nor keys: the secret it reads is empty, or the job may not ask for a token.",
        checks: ["WF-03", "GH-05"],
        fix:
          "give the job permissions: id-token: write and contents: read, and see that the secret with the role's ARN "
          + "exists where the job can read it (not in a pull request from a fork)"),
      KnownMessage(
        action, ["Did you mean to set the `id-token` permission"],
        cause: "The job may not ask GitHub for a token.", checks: ["WF-03"],
        fix: "give the job permissions: id-token: write and contents: read"),
      KnownMessage(
        toolkit, ["Unable to get ACTIONS_ID_TOKEN_REQUEST_URL"], cause: "The job may not ask GitHub for a token.",
        checks: ["WF-03"], fix: "give the job permissions: id-token: write and contents: read"),
      KnownMessage(
        action, ["getIDToken call failed"], cause: "GitHub gave no token, or could not be reached.",
        checks: ["WF-03"], fix: "give the job permissions: id-token: write; else run it again"),
      KnownMessage(
        action, ["Input required and not supplied: aws-region"],
        cause: "The step has no Region: the input is missing, or its variable is empty.", checks: ["WF-06", "GH-07"],
        fix: "give the step aws-region"),
      KnownMessage(
        action, ["Region is not valid"], cause: "The Region is misspelt, or still a placeholder.",
        checks: ["WF-06", "WF-02"], fix: "give the step a Region such as us-east-1"),
      KnownMessage(
        action, ["Source Account ID is needed if the Role Name is provided"],
        cause: "role-to-assume is a name where no account is known yet.", checks: ["GH-05"],
        fix: "put the whole ARN of the role into role-to-assume"),
      KnownMessage(
        action, ["'aws-secret-access-key' must be provided"],
        cause: "The second of the two secrets is missing or empty.",
        checks: ["GH-05", "GH-06"], fix: "sign in by OIDC, or make the second secret"),
      KnownMessage(
        action, ["do not match the access key ID configured by the action"],
        cause: "The runner's environment has other keys than the step's.", checks: ["GH-06"],
        fix: "take the keys out of the environment, or sign in by OIDC"),
      KnownMessage(
        action, ["Web identity token file does not exist"],
        cause: "The step reads a token from a file that is not there.",
        fix: "take web-identity-token-file out of the step: on GitHub the token comes by itself"),
    ]
  }()
}
