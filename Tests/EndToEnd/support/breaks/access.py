"""Turning red what belongs to the caller, to GitHub, to the identity provider and to the role."""

import datetime
import json

from support.breaks.rows import BRANCH, ENVIRONMENT, HEALTHY_POLICY, passing, role_arn, row, trust, trusting, with_policy, without
from support.foreign import INLINE
from support.world import ACCOUNT, ISSUER, PREFIX, PROVIDER, ROLE

OTHER_SPELLING = f"https://{ISSUER.replace('token', 'Token')}"
TRUST_IDS = "TRUST-03 TRUST-05 TRUST-06 TRUST-07 TRUST-08 TRUST-09 TRUST-11 TRUST-13 TRUST-17 TRUST-22 TRUST-23 TRUST-27"


def _nothing(_):
    """The surroundings alone are changed."""


def _new_repository(name):
    def do(world):
        def rename(state):
            state["repositories"][f"octo-org/{name}"] = state["repositories"].pop("octo-org/sagemaker-churn")
            # A token is for a repository, whatever it is called.
            for token in state["tokens"].values():
                if "repositories" in token:
                    token["repositories"] = [
                        f"octo-org/{name}" if one == "octo-org/sagemaker-churn" else one for one in token["repositories"]
                    ]

        world.github(rename)
        world.edit(github__repository=name)

    return do


def _without_repository(world):
    world.github(lambda state: state["repositories"].pop("octo-org/sagemaker-churn"))


def _with_branch(name):
    def do(world):
        world.edit(github__branch="main")
        world.repository(
            default_branch=name,
            branches={
                "main": {"sha": "6dcb09b5b57875f334f61aebed695e2e4193db5e", "protected": True},
                "trunk": {"sha": "6dcb09b5b57875f334f61aebed695e2e4193db5e", "protected": True},
            },
        )

    return do


def _mend_github(world):
    """What a person does in GitHub's settings: everything is as the seed has it."""
    world.control("PUT", "github", world.healthy_github)
    world.edit(github__repository="sagemaker-churn")


def _without_provider(world):
    world.boto("iam").delete_open_id_connect_provider(OpenIDConnectProviderArn=PROVIDER)


def _with_provider(url):
    return lambda world: world.boto("iam").create_open_id_connect_provider(Url=url, ClientIDList=["sts.amazonaws.com"])


def _without_look_alike(world):
    arn = f"arn:aws:iam::{ACCOUNT}:oidc-provider/token.actions.githubusercontent.co"
    world.boto("iam").delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)


def _respelt_provider(world):
    _without_provider(world)
    _with_provider(OTHER_SPELLING)(world)


def _without_respelt(world):
    arn = f"arn:aws:iam::{ACCOUNT}:oidc-provider/{OTHER_SPELLING.removeprefix('https://')}"
    world.boto("iam").delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    _with_provider(f"https://{ISSUER}")(world)


def _other_audience(world):
    iam = world.boto("iam")
    iam.remove_client_id_from_open_id_connect_provider(OpenIDConnectProviderArn=PROVIDER, ClientID="sts.amazonaws.com")


def _extra_audience(world):
    world.boto("iam").add_client_id_to_open_id_connect_provider(OpenIDConnectProviderArn=PROVIDER, ClientID="https://github.com/octo-org")


def _without_extra_audience(world):
    world.boto("iam").remove_client_id_from_open_id_connect_provider(
        OpenIDConnectProviderArn=PROVIDER, ClientID="https://github.com/octo-org"
    )


def _kept_as_code(world):
    world.boto("iam").tag_open_id_connect_provider(OpenIDConnectProviderArn=PROVIDER, Tags=[{"Key": "ManagedBy", "Value": "terraform"}])
    _other_audience(world)


def _right_audience(world):
    world.boto("iam").add_client_id_to_open_id_connect_provider(OpenIDConnectProviderArn=PROVIDER, ClientID="sts.amazonaws.com")


def _without(address):
    """Removes a provider, and the role Old that trusts it."""

    def do(world):
        iam = world.boto("iam")
        iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=PROVIDER.replace(ISSUER, address))
        if "Old" in {role["RoleName"] for role in iam.list_roles()["Roles"]}:
            iam.delete_role(RoleName="Old")

    return do


def _trusted_by_another_role(address):
    def do(world):
        _with_provider(f"https://{address}")(world)
        document = json.dumps(trust("repo:octo-org/website:ref:refs/heads/main")).replace(ISSUER, address)
        world.boto("iam").create_role(RoleName="Old", AssumeRolePolicyDocument=document)

    return do


def _no_room(world):
    _without_provider(world)
    for number in range(100):
        _with_provider(f"https://id{number}.example.com")(world)


def _room(world):
    for number in range(100):
        _without(f"id{number}.example.com")(world)
    _with_provider(f"https://{ISSUER}")(world)


def _thumbprint(world):
    world.boto("iam").update_open_id_connect_provider_thumbprint(OpenIDConnectProviderArn=PROVIDER, ThumbprintList=["6" * 40])


def _untag_provider(world):
    world.boto("iam").untag_open_id_connect_provider(OpenIDConnectProviderArn=PROVIDER, TagKeys=["onramp:setup"])


def _without_role(world):
    iam = world.boto("iam")
    for name in iam.list_role_policies(RoleName=ROLE)["PolicyNames"]:
        iam.delete_role_policy(RoleName=ROLE, PolicyName=name)
    iam.delete_role(RoleName=ROLE)


def _administrator(world):
    world.boto("iam").attach_role_policy(RoleName=ROLE, PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")


def _policy(name, *statements):
    """A managed policy of the account; made anew each time."""

    def do(world):
        document = {"Version": "2012-10-17", "Statement": list(statements)}
        return world.boto("iam").create_policy(PolicyName=name, PolicyDocument=json.dumps(document))["Policy"]["Arn"]

    return do


def _fenced(world):
    arn = _policy("Fence", {"Effect": "Allow", "Action": ["s3:*", "sagemaker:*", "iam:PassRole"], "Resource": "*"})(world)
    world.boto("iam").put_role_permissions_boundary(RoleName=ROLE, PermissionsBoundary=arn)


def _five_versions(world):
    iam = world.boto("iam")
    arn = _policy("Team", INLINE["Statement"][0])(world)
    for _ in range(4):
        iam.create_policy_version(PolicyArn=arn, PolicyDocument=json.dumps(INLINE))
    iam.attach_role_policy(RoleName=ROLE, PolicyArn=arn)


def _one_version_fewer(world):
    world.boto("iam").delete_policy_version(PolicyArn=f"arn:aws:iam::{ACCOUNT}:policy/Team", VersionId="v2")


def _edited(world):
    document = {"Version": "2012-10-17", "Statement": [{**INLINE["Statement"][0], "Sid": "Extra"}]}
    world.boto("iam").put_role_policy(RoleName=ROLE, PolicyName="OnrampGitHubActions", PolicyDocument=json.dumps(document))


EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}
PASS_ANY = {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"}

ROWS = [
    row(
        "ENV-01",
        "a secret key that does not belong to the access key",
        _nothing,
        "ignature",
        code=4,
        env={"AWS_SECRET_ACCESS_KEY": "sandbox/not/the/operators/key/0123456789"},
        mend=_nothing,
    ),
    row(
        "ENV-01",
        "no credentials at all",
        _nothing,
        "credential",
        code=4,
        mend=_nothing,
        env={"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None, "AWS_SESSION_TOKEN": None},
    ),
    row(
        "ENV-02",
        "the setup file names another account",
        lambda w: w.edit(account="999999999999"),
        ACCOUNT,
        code=4,
        mend=lambda w: w.edit(account=ACCOUNT),
    ),
    row(
        "ENV-03",
        "signed in as the root user",
        _nothing,
        f"arn:aws:iam::{ACCOUNT}:root",
        mend=_nothing,
        env={
            "AWS_ACCESS_KEY_ID": "AKIASANDBOXROOTUSER1",
            "AWS_SECRET_ACCESS_KEY": "sandbox/root/secret/key/0123456789abcdef",
            "AWS_SESSION_TOKEN": None,
        },
    ),
    row("ENV-04", "AWS_DEFAULT_REGION says otherwise", _nothing, "eu-west-1", mend=_nothing, env={"AWS_DEFAULT_REGION": "eu-west-1"}),
    row("GH-01", "the repository is not there", _without_repository, "404", mend=_mend_github),
    # The subject follows the name, so the role's trust has to follow too.
    row("GH-02", "the repository's name has no prefix", _new_repository("churn"), "churn", TRUST_IDS, mend=_mend_github),
    row("GH-03", "the default branch is trunk", _with_branch("trunk"), "trunk", "TRUST-17", mend=_with_branch("main")),
    row("OIDC-01", "the provider is deleted", _without_provider, f"no provider for {ISSUER}"),
    row(
        "OIDC-02",
        "a look-alike of the issuer is registered",
        _with_provider(f"https://{ISSUER[:-1]}"),
        ISSUER[:-1],
        mend=_without_look_alike,
    ),
    row("OIDC-04", "the provider has another audience", _other_audience, "other.example.com"),
    row(
        "OIDC-03",
        "the issuer of the trial period, and a role that trusts it",
        _trusted_by_another_role(f"vs{ISSUER}"),
        f"vs{ISSUER}, trusted by Old",
        mend=_without(f"vs{ISSUER}"),
    ),
    row("OIDC-05", "an audience that no role asks for", _extra_audience, "https://github.com/octo-org", mend=_without_extra_audience),
    row(
        "OIDC-06",
        "the audience of STS in China",
        lambda w: w.edit(access__audience="sts.amazonaws.com.cn"),
        "sts.amazonaws.com.cn",
        mend=lambda w: w.edit(access__audience=None),
    ),
    row(
        "OIDC-10",
        "a provider kept by Terraform has another audience",
        _kept_as_code,
        "ManagedBy=terraform",
        "OIDC-04",
        mend=_right_audience,
    ),
    row(
        "OIDC-11",
        "a slash after the issuer",
        lambda w: w.edit(access__issuer=f"https://{ISSUER}/"),
        f"https://{ISSUER}/",
        mend=lambda w: w.edit(access__issuer=None),
    ),
    row(
        "OIDC-13",
        "an enterprise's issuer that no role trusts",
        _with_provider(f"https://{ISSUER}/octo"),
        f"{ISSUER}/octo",
        mend=_without(f"{ISSUER}/octo"),
    ),
    row("OIDC-14", "a hundred providers, and not ours", _no_room, "100 providers", "OIDC-01", mend=_room),
    row(
        "OIDC-16",
        "a role trusts an enterprise's issuer",
        _trusted_by_another_role(f"{ISSUER}/octo"),
        f"{ISSUER}/octo, trusted by Old",
        mend=_without(f"{ISSUER}/octo"),
    ),
    row("OIDC-09", "the provider is registered in another spelling", _respelt_provider, "Token.actions", mend=_without_respelt),
    row("OIDC-15", "our provider loses its tag", _untag_provider, "onramp:setup", seed="ours"),
    row("TRUST-01", "the role is deleted", _without_role, f"no role {ROLE}"),
    row("TRUST-03", "no condition on the subject", trusting(), "no condition on the subject", "TRUST-13 TRUST-17"),
    row("TRUST-05", "the subject names no owner", trusting("repo:*", operator="StringLike"), "repo:*"),
    row("TRUST-05", "the subject is a star", trusting("*", operator="StringLike"), "*"),
    row("TRUST-06", "the owner ends with a star", trusting("repo:octo-*/sagemaker-churn*", operator="StringLike"), "repo:octo-*"),
    row("TRUST-07", "every repository of the owner", trusting("repo:octo-org@583231/*", operator="StringLike"), "octo-org@583231/*"),
    row("TRUST-08", "no colon after the repository", trusting(f"{PREFIX}*", operator="StringLike"), f"{PREFIX}*"),
    row("TRUST-09", "every branch, tag and pull request", trusting(f"{PREFIX}:*", operator="StringLike"), f"{PREFIX}:*"),
    row("TRUST-11", "a star under StringEquals", trusting(f"{PREFIX}:*"), f"{PREFIX}:*"),
    row(
        "TRUST-13",
        "the subject has names only",
        trusting("repo:octo-org/sagemaker-churn:ref:refs/heads/main", "repo:octo-org/sagemaker-churn:environment:production"),
        "repo:octo-org/sagemaker-churn:ref:refs/heads/main",
    ),
    row("TRUST-17", "the environment is forgotten", trusting(BRANCH), BRANCH),
    row("TRUST-17", "the branch is forgotten", trusting(ENVIRONMENT), ENVIRONMENT),
    row(
        "TRUST-22", "the owner's letters differ", trusting(BRANCH.replace("octo", "Octo"), ENVIRONMENT.replace("octo", "Octo")), "Octo-org"
    ),
    row("TRUST-27", "no condition on the audience", trusting(BRANCH, ENVIRONMENT, audience=None), ""),
    row("PERM-01", "any role may be passed on", with_policy("TooWide", PASS_ANY), "iam:PassRole"),
    row(
        "PERM-01",
        "any role of the account may be passed on",
        with_policy("TooWide", {**PASS_ANY, "Resource": role_arn("*")}),
        "iam:PassRole",
    ),
    row(
        "PERM-02",
        "the execution role may be passed to any service",
        with_policy("TooWide", {**PASS_ANY, "Resource": role_arn("service-role/AmazonSageMaker-ExecutionRole-20260801T090000")}),
        "AmazonSageMaker-ExecutionRole",
    ),
    row(
        "PERM-10",
        "a boundary without CloudFormation",
        _fenced,
        "cloudformation:CreateStack",
        mend=lambda w: w.boto("iam").delete_role_permissions_boundary(RoleName=ROLE),
    ),
    row("PERM-12", "somebody put another text into onramp's policy", _edited, "OnrampGitHubActions: Extra"),
    row("PERM-13", "an attached policy with five versions", _five_versions, "policy/Team: 5 versions", mend=_one_version_fewer),
    row(
        "PERM-14",
        "endpoints of every Region may be deleted",
        with_policy(
            "TooWide",
            {"Effect": "Allow", "Action": ["sagemaker:DeleteEndpoint", "sagemaker:ListEndpoints"], "Resource": "arn:aws:sagemaker:*:*:*"},
        ),
        "arn:aws:sagemaker:*:*:*",
    ),
    row("PERM-03", "everything is allowed", with_policy("TooWide", EVERYTHING), "*", "S3-19"),
    row("PERM-03", "AdministratorAccess is attached", _administrator, "AdministratorAccess", "S3-19"),
    row("PERM-04", "pipelines cannot be started", without("sagemaker:StartPipelineExecution"), "sagemaker:StartPipelineExecution"),
    row("PERM-05", "the execution role cannot be passed", passing(role_arn("service-role/AmazonSageMakerProjectsUseRole")), "iam:PassRole"),
    row(
        "PERM-06", "the project's role cannot be passed", passing(role_arn("service-role/AmazonSageMaker-ExecutionRole-*")), "iam:PassRole"
    ),
    row("PERM-07", "no object can be written", without("s3:PutObject"), "s3:PutObject"),
    row("PERM-08", "stacks cannot be updated", without("cloudformation:UpdateStack"), "cloudformation:UpdateStack"),
    row("PERM-09", "endpoints cannot be made", without("sagemaker:CreateEndpoint"), "sagemaker:CreateEndpoint"),
    row(
        "PERM-09",
        "the whole policy is gone",
        lambda w: w.boto("iam").delete_role_policy(RoleName=ROLE, PolicyName=HEALTHY_POLICY),
        "sagemaker:CreateEndpoint",
        "PERM-04 PERM-05 PERM-06 PERM-07 PERM-08",
    ),
]

# What only informs: the status stays, and what was found says it.
REMARKS = [
    row(
        "TRUST-50",
        "a workflow signed in",
        lambda world: world.signed_in(f"arn:aws:iam::{ACCOUNT}:role/{ROLE}"),
        "last used on " + datetime.datetime.now(datetime.UTC).strftime("%Y-"),
    ),
    row("OIDC-07", "a thumbprint from an old guide", _thumbprint, "6666; AWS does not use it"),
]
