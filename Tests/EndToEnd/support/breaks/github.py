"""Turning red what belongs to the repository on GitHub."""

import datetime

from support.breaks.rows import row
from support.breaks.workflows import CHECKOUT, pushed


def _with(**settings):
    return lambda world: world.repository(**settings)


def _seed(world):
    """What a person does in GitHub's settings: everything is as the seed has it."""
    world.control("PUT", "github", world.healthy_github)


def _selecting(**selection):
    return _with(actions={"enabled": True, "allowed_actions": "selected", "selected_actions": selection})


def _own_token(**facts):
    """The operator's token is another one."""
    return lambda world: world.github(lambda state: state["tokens"][world.env["GH_TOKEN"]].update(facts))


def _private(plan):
    def do(world):
        def change(state):
            state["organizations"]["octo-org"]["plan"] = plan
            state["repositories"]["octo-org/sagemaker-churn"]["private"] = True

        world.github(change)

    return do


def _settings(change):
    """Changes secrets, variables and environments of the repository."""
    return lambda world: world.github(lambda state: change(state["repositories"]["octo-org/sagemaker-churn"]))


def _extra_secret(name):
    return _settings(lambda repository: repository["secrets"].update({name: {"sha256": "0" * 64}}))


def _deletion():
    """A ruleset that keeps the branches from being deleted, and nothing else."""
    return {
        "id": 77,
        "name": "keep",
        "enforcement": "active",
        "target": "branch",
        "conditions": {"ref_name": {"include": ["~ALL"], "exclude": []}},
        "rules": [{"type": "deletion"}],
    }


def _tagged(world):
    """GitHub asks for full SHAs, and a push names a tag."""
    _with(actions={"enabled": True, "allowed_actions": "all", "sha_pinning_required": True})(world)
    pushed(CHECKOUT, "actions/checkout@v7")(world)


SETTINGS = [
    row("GH-05", "no secret with the role", _settings(lambda found: found["secrets"].pop("AWS_ROLE_ARN")), "no secret AWS_ROLE_ARN"),
    row("GH-06", "an access key beside the role", _extra_secret("AWS_ACCESS_KEY_ID"), "AWS_ACCESS_KEY_ID", mend=_seed),
    row("GH-07", "the Region is a secret", _extra_secret("AWS_REGION"), "secret AWS_REGION", mend=_seed),
    row(
        "GH-08",
        "no environment",
        _settings(lambda found: found["environments"].clear()),
        "no environment production",
    ),
    row(
        "GH-09",
        "somebody is wanted who is not asked",
        lambda world: world.edit(github__reviewers=["ana", "ben"]),
        "reviewers: ana",
    ),
    row(
        "GH-09",
        "an environment without a rule",
        _settings(lambda found: found["environments"].update(production={})),
        "nobody is asked",
        "GH-11 TRUST-55",
        mend=_seed,
    ),
    row(
        "GH-11",
        "any branch may deploy",
        _settings(lambda found: found["environments"]["production"].update(deployment_branch_policy=None, branch_policies=[])),
        "any branch may deploy",
    ),
    row(
        "GH-11",
        "another branch may deploy",
        _settings(lambda found: found["environments"]["production"].update(branch_policies=[{"name": "release", "type": "branch"}])),
        "release",
    ),
    row(
        "GH-12",
        "administrators may bypass the rules",
        _settings(lambda found: found["environments"]["production"].update(can_admins_bypass=True)),
        "administrators may bypass",
        mend=_seed,
    ),
    row(
        "GH-13",
        "nothing guards the branch",
        _settings(lambda found: found["branches"]["main"].update(protected=False)),
        "no protection",
        mend=_seed,
    ),
    row(
        "GH-13",
        "a ruleset forbids its deletion alone",
        _settings(lambda found: (found["branches"]["main"].update(protected=False), found.update(rulesets=[_deletion()]))),
        "deletion",
        mend=_seed,
    ),
]

ROWS = [
    *SETTINGS,
    row("GH-04", "Actions is off", _with(actions={"enabled": False, "allowed_actions": "all"}), "disabled", mend=_seed),
    row(
        "GH-04",
        "only the repository's own actions",
        _with(actions={"enabled": True, "allowed_actions": "local_only"}),
        "actions/checkout",
        mend=_seed,
    ),
    row(
        "GH-04",
        "only GitHub's actions and a pattern",
        _selecting(github_owned_allowed=True, patterns_allowed=["docker/*"]),
        "aws-actions/configure-aws-credentials",
        mend=_seed,
    ),
    row(
        "GH-04",
        "only a version that the files do not name",
        _selecting(github_owned_allowed=True, patterns_allowed=["aws-actions/configure-aws-credentials@v4"]),
        "aws-actions/configure-aws-credentials",
        mend=_seed,
    ),
    row(
        "GH-04",
        "an action that is taken out again",
        _selecting(github_owned_allowed=True, verified_allowed=True, patterns_allowed=["aws-actions/*", "!aws-actions/configure-*"]),
        "aws-actions/configure-aws-credentials",
        mend=_seed,
    ),
    row(
        "GH-04",
        "each action by its SHA, and a file names a tag",
        _tagged,
        "actions/checkout@v7",
        "WF-08",
        mend=_seed,
    ),
    row("GH-10", "private on the plan Team", _private("team"), "no required reviewers", mend=_seed),
    row("GH-10", "private on the plan Free", _private("free"), "no environments", mend=_seed),
    row("GH-14", "the repository is a fork", _with(fork=True), "fork", mend=_seed),
    row("GH-16", "the operator's token may administer", _own_token(scopes=["repo", "admin:org"]), "admin:org", mend=_seed),
    row(
        "GH-16",
        "the operator's token ends in five days",
        _own_token(expires=(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=5.5)).strftime("%Y-%m-%d %H:%M:%S UTC")),
        "in 5 days",
        mend=_seed,
    ),
    row("GH-17", "the repository is archived", _with(archived=True), "archived", mend=_seed),
]

# What only informs: the status stays, and what was found says it.
REMARKS = [
    row(
        "GH-15",
        "the subject has keys of its own",
        _with(oidc={"use_default": False, "include_claim_keys": ["repo", "context"], "use_immutable_subject": True}),
        "made of repo, context",
    ),
]
