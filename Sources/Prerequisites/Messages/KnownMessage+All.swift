import Checklist

extension KnownMessage {
  /// Every message that is known.
  static let all: [KnownMessage] = signIn + github + images + deployment

  /// What GitHub says of a token, of a workflow and of its runs.
  private static let github: [KnownMessage] = [
    KnownMessage(
      "GitHub", ["Resource not accessible by personal access token"],
      cause: "The token lacks a permission for this repository, or its owner has not approved it yet.",
      checks: ["SEC-11", "SEC-18", "GH-16"], fix: "give the token Actions: read and write for the repository"),
    KnownMessage(
      "GitHub", ["Resource not accessible by integration"],
      cause: "The job's own GITHUB_TOKEN lacks a permission; some it can never have.",
      fix:
        "name the permission under permissions of the job; for secrets, environments and workflow files use another token"
    ),
    KnownMessage(
      "GitHub", ["Bad credentials"], cause: "The token is revoked, expired or misspelt.",
      checks: ["SEC-09", "SEC-10", "SEC-06"], fix: "make a new token and store it"),
    KnownMessage(
      "GitHub", ["Unexpected inputs provided"],
      cause: "The workflow on the branch declares other inputs than the call sends.", checks: ["WF-09", "LAM-11"],
      fix: "declare the inputs under workflow_dispatch, or send the declared ones"),
    KnownMessage(
      "GitHub", ["Workflow does not have 'workflow_dispatch' trigger"],
      cause: "The workflow file on the default branch cannot be started by a call.", checks: ["WF-09"],
      fix: "add workflow_dispatch to on: in the file on the default branch"),
    KnownMessage(
      "GitHub", ["No ref found for"], cause: "The branch that is to be deployed is not there.",
      checks: ["GH-03", "LAM-10"], fix: "push the branch, or name the one that is there"),
    KnownMessage(
      "GitHub", ["is not allowed to deploy to", "environment protection rules"],
      cause: "The environment admits other branches or tags than this run's.", checks: ["GH-11", "TRUST-17"],
      fix: "run from a branch that the environment admits, or add it to its deployment branches"),
    KnownMessage(
      "GitHub", ["is not allowed to be used in"],
      cause: "The repository, its organisation or its enterprise admits only some actions.", checks: ["GH-04"],
      fix: "have the action admitted, pinned by its full SHA where that is asked for"),
    KnownMessage(
      "GitHub", ["must be pinned to a full-length commit SHA"],
      cause: "The repository admits actions by their full commit SHA only.", checks: ["GH-04", "WF-08"],
      fix: "put the full SHA behind each uses:, with the version as a comment"),
    KnownMessage(
      "GitHub", ["Unable to resolve action"], cause: "No such action, version or commit, or a private one.",
      checks: ["WF-08"], fix: "compare uses: with the action's releases"),
    KnownMessage(
      "GitHub", ["it uses a deprecated version of"], cause: "GitHub no longer runs this version of the action.",
      checks: ["WF-07"], fix: "raise the version behind uses:"),
    KnownMessage(
      "GitHub", ["Node.js", "actions are deprecated"], cause: "The action is built for a Node.js that runners drop.",
      checks: ["WF-07"], fix: "raise the version behind uses:"),
    KnownMessage(
      "GitHub", ["Waiting for a runner to pick up this job"], cause: "No runner has the labels of runs-on.",
      checks: ["WF-18"], fix: "start a runner with these labels, or use GitHub's own"),
    KnownMessage(
      "GitHub", ["workflow was not found"], cause: "The called workflow file is not on that ref, or not to be seen.",
      checks: ["WF-01"], fix: "compare uses: with the file's path and its branch"),
    KnownMessage(
      "GitHub", ["refusing to allow", "to create or update workflow", "scope"],
      cause: "Whoever pushes may not change workflow files.",
      fix: "give the token Workflows: write (classic: the scope workflow)"),
    KnownMessage(
      "GitHub", ["You have exceeded a secondary rate limit"], cause: "Too many calls in a short time.",
      fix: "wait a minute or more, then run it again"),
    KnownMessage(
      "GitHub", ["Resource protected by organization SAML enforcement"],
      cause: "The token is not authorised for the organisation's single sign-on.", checks: ["SEC-11", "GH-01"],
      fix: "open the token's page on GitHub, Configure SSO, and authorise the organisation"),
    KnownMessage(
      "GitHub", ["the `", "` organization has an IP allow list enabled"],
      cause: "The organisation admits calls from listed addresses only.", checks: ["GH-01"],
      fix: "ask an owner of the organisation to list the address"),
  ]

  /// What the registry and its client say (Amazon ECR User Guide, "Troubleshooting errors with Docker commands").
  private static let images: [KnownMessage] = [
    KnownMessage(
      "the image client", ["no basic auth credentials"],
      cause: "The client is not signed in to this registry: no login step, or one for another Region or account.",
      checks: ["ECR-10", "ECR-09", "ECR-02"],
      fix: "sign in to the registry of the image's own account and Region before the push"),
    KnownMessage(
      "Amazon ECR", ["Your authorization token has expired"], cause: "A login lasts 12 hours, and it was older.",
      checks: ["ECR-10"], fix: "sign in to the registry in the same job, before the push"),
    KnownMessage(
      "Amazon ECR", ["RepositoryNotFoundException"], cause: "The repository is not in this account and Region.",
      checks: ["ECR-01", "ECR-02"], fix: "make the repository, or compare account and Region with the image's name"),
    KnownMessage(
      "Amazon ECR", ["The repository with name", "does not exist in the registry"],
      cause: "The repository is not in this account and Region.", checks: ["ECR-01", "ECR-02"],
      fix: "make the repository, or compare account and Region with the image's name"),
    KnownMessage(
      "Amazon ECR", ["cannot be overwritten because the", "tag is immutable"],
      cause: "The tag is there already, and the repository lets none be moved.", checks: ["ECR-04", "ECR-03"],
      fix: "push another tag; let latest alone be moved by an exclusion filter"),
    KnownMessage(
      "amazon-ecr-login", ["Could not retrieve an authorization token from Amazon ECR"],
      cause: "ECR gave no login.", checks: ["ECR-09", "PERM-15"], fix: "give the role ecr:GetAuthorizationToken on *"),
  ]

  /// What the function, the stack, the pipeline and the scripts of the sample say.
  private static let deployment: [KnownMessage] = [
    KnownMessage(
      "the trigger function", ["Failed to trigger the GitHub workflow"],
      cause: "GitHub refused to start the workflow; the function reports success all the same.",
      checks: ["SEC-09", "SEC-11", "SEC-18", "WF-09", "LAM-10", "LAM-14"],
      fix: "read the line below it for GitHub's own reason"),
    KnownMessage(
      "the trigger function", ["Failed to retrieve secret from Secrets Manager"],
      cause: "The function may not read the secret, it is not there, or its key cannot decrypt.",
      checks: ["SEC-01", "SEC-02", "SEC-03", "SEC-14", "SEC-08", "LAM-15"],
      fix: "let the function's role read the secret, by a name that begins with sagemaker-"),
    KnownMessage(
      "AWS Lambda", ["Runtime.ImportModuleError"],
      cause: "The package lacks a module, or was built for another Python or processor.", checks: ["LAM-03", "LAM-04"],
      fix: "build the package anew for the function's runtime"),
    KnownMessage(
      "AWS CloudFormation", ["S3 error: Access Denied"],
      cause: "Who makes the stack may not read the template from its bucket.", checks: ["EXE-06", "S3-12", "TPL-06"],
      fix: "let the launch role and the user's execution role read the template"),
    KnownMessage(
      "AWS CloudFormation", ["Requires capabilities"], cause: "The template makes named IAM resources.",
      checks: ["TPL-12"], fix: "pass --capabilities CAPABILITY_NAMED_IAM"),
    KnownMessage(
      "AWS CloudFormation", ["is in ROLLBACK_COMPLETE state and can not be updated"],
      cause: "The stack was never made: the first attempt failed.", checks: ["SMR-01"],
      fix: "delete the stack, mend the first failure in its events, and make it again"),
    KnownMessage(
      "AWS CloudFormation", ["Unauthorized tagging operation"],
      cause: "The role that makes the resource may not tag it.", checks: ["SMR-11"],
      fix: "give the launch role the tagging action of the service that the event names"),
    KnownMessage(
      "AWS CloudFormation", ["No updates are to be performed"],
      cause: "Nothing differs from what is deployed, and the sample's script takes that for a failure.",
      checks: ["WF-14"], fix: "let the script treat it as done"),
    KnownMessage(
      "AWS CloudFormation", ["already exists in stack"], cause: "Another stack made a resource of this name.",
      checks: ["SMR-03"], fix: "use the one that stands, or name this one otherwise"),
    KnownMessage(
      "deploy.py of the sample", ["No approved ModelPackage found"],
      cause: "No version of the model group is approved.", checks: ["PRJ-10"],
      fix: "approve a version in the model group; where there is none, let the build workflow register one"),
    KnownMessage(
      "deploy.py of the sample", ["KeyError: 'DomainId'"],
      cause: "The project was not made from Studio, so nothing says which domain it belongs to.", checks: ["PRJ-05"],
      fix: "pass the domain's id to the script"),
    KnownMessage(
      "Amazon SageMaker", ["ResourceLimitExceeded"], cause: "The account's quota for this kind of instance is used up.",
      fix: "ask for a higher quota in Service Quotas, or take another kind of instance"),
    KnownMessage(
      "Amazon SageMaker", ["Could not access model data at"],
      cause: "The execution role may not read the model's artefact, or it is in another Region.",
      checks: ["EXE-06", "PERM-07"], fix: "let the execution role read the artefact's bucket"),
  ]
}
