"""Turning red what belongs to the workflow files, as a person's push to the default branch does."""

import hashlib

from support.breaks.rows import row

REPOSITORY = "octo-org/sagemaker-churn"
FOLDER = ".github/workflows/"


def _seed(world):
    """What a person does on GitHub: everything is as the seed has it."""
    world.control("PUT", "github", world.healthy_github)


def _repository(change):
    return lambda world: world.github(lambda state: change(state["repositories"][REPOSITORY]))


def _push(repository):
    """Files change with the commit that the branch points at, and not without."""
    text = repr(sorted(repository["files"].items()))
    repository["branches"]["main"]["sha"] = hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


def pushed(old, new, name="deploy.yml"):
    """A push that puts one text in the place of another; the text has to be there."""

    def change(repository):
        text = repository["files"][FOLDER + name]
        assert old in text
        repository["files"][FOLDER + name] = text.replace(old, new)
        _push(repository)

    return _repository(change)


def edited(check, how, old, new, found, also="", name="deploy.yml"):
    """A row that a push makes, and a push mends."""
    return row(check, how, pushed(old, new, name), found, also, mend=_seed)


def renamed(repository):
    """A person gives the file another ending."""
    repository["files"][FOLDER + "deploy.yaml"] = repository["files"].pop(FOLDER + "deploy.yml")
    _push(repository)


def failed(log, conclusion="failure"):
    """The last run of the deploy workflow failed in its second job."""
    jobs = [{"name": "staging", "conclusion": "success", "log": ""}, {"name": "production", "conclusion": conclusion, "log": log}]
    run = {"workflow": "deploy.yml", "event": "workflow_dispatch", "branch": "main", "status": "completed", "conclusion": conclusion}
    made = {**run, "created_at": "2026-11-27T08:00:00Z", "jobs": jobs}
    return _repository(lambda repository: repository["runs"].append(made))


def own_runners(world):
    """A job asks for a runner of one's own, and the operator may see that the organization has none."""
    pushed("ubuntu-24.04\n    environment", "[self-hosted, gpu]\n    environment")(world)
    world.github(lambda state: state["tokens"][world.env["GH_TOKEN"]]["scopes"].append("admin:org"))


def on_own_runner(world):
    """The deploy job runs on a runner of one's own, which is online."""
    pushed("ubuntu-24.04\n    environment", "[self-hosted, gpu]\n    environment")(world)
    world.repository(runners=[{"name": "one", "labels": ["self-hosted", "gpu"]}])


def called(repository):
    """Another workflow calls the deploy workflow, and hands it its token."""
    repository["files"][FOLDER + "ship.yml"] = (
        "on: workflow_dispatch\njobs:\n  ship:\n    permissions: {id-token: write, contents: read}\n    uses: ./.github/workflows/deploy.yml\n"
    )
    _push(repository)


REFUSED = "2026-11-27T08:00:09.1234567Z ##[error]Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity\n"
CHECKOUT = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1"

ROWS = [
    row("WF-01", "the file has another ending", _repository(renamed), "deploy.yaml", mend=_seed),
    edited("WF-01", "GitHub cannot read the file", "permissions:\n", "permissions: {\n", "deploy.yml:"),
    edited("WF-01", "a job runs nowhere", "    needs: staging\n    runs-on: ubuntu-24.04\n", "    needs: staging\n", "runs-on"),
    edited("WF-02", "a placeholder is left", "AWS_REGION: us-east-1", "AWS_REGION: <REGION>", "<REGION>"),
    edited("WF-02", "another project's name", "NAME: churn", "NAME: custom-build-deploy", "custom-build-deploy"),
    edited("WF-03", "no job may ask for a token", "  id-token: write\n", "", "deploy.yml:"),
    edited("WF-04", "no job may read the contents", "  contents: read\n", "", "contents"),
    edited(
        "WF-05",
        "access keys beside the role",
        "          aws-region",
        "          aws-access-key-id: ${{ secrets.AWS_ACCESS_KEY_ID }}\n          aws-region",
        "aws-access-key-id",
    ),
    edited("WF-06", "another Region", "AWS_REGION: us-east-1", "AWS_REGION: us-west-2", "us-west-2"),
    edited("WF-07", "an action on an old Node.js", CHECKOUT, "actions/checkout@v4", "actions/checkout@v4", "WF-08"),
    edited("WF-08", "an action by its tag", CHECKOUT, "actions/checkout@v7", "actions/checkout@v7"),
    edited("WF-09", "no call can start it", "  workflow_dispatch:\n", "  push: {branches: [main]}\n", "push"),
    row(
        "WF-10",
        "disabled by hand",
        _repository(lambda found: found.update(disabled_workflows={FOLDER + "deploy.yml": "disabled_manually"})),
        "disabled_manually",
        mend=_seed,
    ),
    edited("WF-11", "one name for all sessions", "deploy-${{ github.run_id }}", "deploy", "job staging: deploy"),
    edited(
        "WF-12",
        "a stranger's pull request starts it",
        "  workflow_dispatch:\n",
        "  workflow_dispatch:\n  pull_request_target:\n",
        "pull_request_target",
    ),
    edited("WF-13", "two runs may overlap", "concurrency:\n  group: deploy\n", "", "no concurrency"),
    row("WF-16", "the sign-in of the last run was refused", failed(REFUSED), "Not authorized to perform", mend=_seed),
    row("WF-16", "the last run timed out", failed("", "timed_out"), "timed_out", mend=_seed),
    edited("WF-17", "another spelling of the environment", "environment: production", "environment: Production", "Production", "TRUST-17"),
    row("TRUST-26", "a workflow is called with the token", _repository(called), "no condition on job_workflow_ref", mend=_seed),
    row("TRUST-54", "a job on a runner of one's own", on_own_runner, "no condition on runner_environment", mend=_seed),
    edited(
        "TRUST-17",
        "a job for a branch that nobody wanted",
        "branches: [main]",
        "branches: [main, release]",
        "refs/heads/release",
        name="build.yml",
    ),
    row("WF-18", "no runner with the labels", own_runners, "self-hosted and gpu", "GH-16 TRUST-54", mend=_seed),
]

# What only informs: the status stays, and what was found says it.
REMARKS = [
    row(
        "WF-15",
        "a variable of MLflow is read that is not there",
        pushed("        env:\n", "        env:\n          ARN: ${{ vars.MLFLOW_TRACKING_SERVER_ARN }}\n", "build.yml"),
        "MLFLOW_TRACKING_SERVER_ARN",
    ),
]
