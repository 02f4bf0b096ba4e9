"""Who may sign in, as onramp says and as it is: each cell is tried with a token that the issuer signs, against STS."""

import json
import re

import pytest

from support.breaks.workflows import pushed
from support.sign_ins import tried
from support.world import ACCOUNT, ISSUER, PREFIX, PROVIDER, ROLE, Checked

ARN = f"arn:aws:iam::{ACCOUNT}:role/{ROLE}"
SUBJECT = re.compile(r"repo:(?P<owner>[^/@]+)(@(?P<owner_id>\d+))?/(?P<name>[^:@]+)(@(?P<id>\d+))?:(?P<context>.+)")
CLASSIC = "repo:octo-org/sagemaker-churn"
OURS = [f"{PREFIX}:ref:refs/heads/main", f"{PREFIX}:environment:production"]
JOBS = ("job for branch main", "job for environment production")


def statement(effect="Allow", principal=PROVIDER, action="sts:AssumeRoleWithWebIdentity", **conditions):
    """A statement that asks for the audience, and these tests of claims: `StringLike={"sub": …}`."""
    tests = {operator: {f"{ISSUER}:{claim}": value for claim, value in claims.items()} for operator, claims in conditions.items()}
    if effect == "Allow":
        tests.setdefault("StringEquals", {})[f"{ISSUER}:aud"] = "sts.amazonaws.com"
    return {"Effect": effect, "Principal": {"Federated": principal}, "Action": action, "Condition": tests}


# What stands in accounts: the documents' policies first.
POLICIES = {
    "exact": [statement(StringEquals={"sub": OURS})],
    "document 0": [statement(StringLike={"sub": "repo:your-org/your-repo:*"})],
    "document 0, filled in": [statement(StringLike={"sub": f"{CLASSIC}:*"})],
    "document 3": [statement(StringLike={"sub": "repo:UNGlobalPlatform/images-datascience:*"})],
    "document 4": [statement(StringLike={"sub": "repo:octo-org/*"})],
    "no subject": [statement()],
    "any context": [statement(StringLike={"sub": f"{PREFIX}:*"})],
    "any ids": [statement(StringLike={"sub": "repo:octo-org@*/sagemaker-churn@*:*"})],
    "both forms in one": [statement(StringLike={"sub": "repo:octo-org*/sagemaker-churn*:*"})],
    "no terminator": [statement(StringLike={"sub": f"{CLASSIC}*"})],
    "ids in names": [statement(StringLike={"sub": ["repo:octo-org-583231/sagemaker-churn-1296269*", *OURS]})],
    "pull requests": [statement(StringEquals={"sub": [*OURS, f"{PREFIX}:pull_request"]})],
    "a wildcard as a letter": [statement(StringEquals={"sub": f"{PREFIX}:*"})],
    "the id": [statement(StringEquals={"repository_id": "1296269"})],
    "denied": [statement(StringLike={"sub": f"{PREFIX}:*"}), statement("Deny", StringLike={"sub": "*:pull_request"})],
    "wrong action": [statement(action="sts:AssumeRole", StringEquals={"sub": OURS})],
    "several": [statement(StringEquals={"sub": OURS[0]}), statement(StringLike={"sub": "*:environment:production"})],
}  # fmt: skip


def write(world, statements):
    world.boto("iam").update_assume_role_policy(
        RoleName=ROLE, PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": statements})
    )


def matrix(world, *arguments):
    return Checked(world.onramp("check", "--json", "--step", "github-role", *arguments)).report["matrix"]


def job(subject):
    """A job with this subject, played in a repository of that name and those ids."""
    found = SUBJECT.fullmatch(subject)
    repository = f"{found['owner']}/{found['name']}"
    context = found["context"]
    facts = {"repository": repository, "immutable": found["id"] is not None}
    facts |= {"repository_id": int(found["id"] or 77), "repository_owner_id": int(found["owner_id"] or 66)}
    if repository == "octo-org/sagemaker-churn" and found["id"] != "1296269":
        # A repository of the same name with other ids is no repository of this GitHub: only its token can be had.
        facts["claims"] = {"sub": subject, "repository_id": found["id"], "repository_owner_id": found["owner_id"]}
    if context == "pull_request":
        facts["event"] = "pull_request"
    elif context.startswith("environment:"):
        facts["environment"] = context.partition(":")[2]
    else:
        facts["ref"] = context.partition(":")[2]
    return facts


def admitted(world, subject):
    """Whether STS gives credentials to a job with this subject."""
    code = tried(world, **job(subject))
    assert code in (None, "AccessDenied")
    return code is None


@pytest.mark.parametrize("name", POLICIES)
def test_each_verdict_is_what_sts_does(healthy, name):
    write(healthy, POLICIES[name])
    table = matrix(healthy)
    assert [role["arn"] for role in table["roles"]] == [ARN]
    rows = {row["name"]: row["cells"][0] for row in table["rows"]}
    assert set(JOBS) <= set(rows) and len(rows) == 10, rows.keys()
    for row, cell in rows.items():
        assert cell["verdict"] in ("admitted", "refused"), (row, cell)
        assert admitted(healthy, cell["subject"]) == (cell["verdict"] == "admitted"), (row, cell)


def test_a_stranger_who_gets_in_is_a_check_that_fails(healthy):
    for name, wanted in [
        ("no subject", {"TRUST-03"}), ("document 4", {"TRUST-07"}), ("both forms in one", {"TRUST-06"}), ("no terminator", {"TRUST-08"}),
        ("any ids", {"TRUST-16"}), ("pull requests", {"TRUST-10"}), ("ids in names", {"TRUST-08", "TRUST-40"}),
    ]:  # fmt: skip
        write(healthy, POLICIES[name])
        checked = Checked(healthy.onramp("check", "--json", "--step", "github-role"))
        strangers = [row for row in checked.report["matrix"]["rows"] if row["stranger"] and row["cells"][0]["verdict"] == "admitted"]
        assert strangers, name
        assert checked.red & wanted, (name, checked.red)


def test_the_lines_that_decide_are_those_of_the_policy(healthy):
    write(healthy, POLICIES["several"])
    table = matrix(healthy)
    policy = table["roles"][0]["policy"]
    for row in table["rows"]:
        cell = row["cells"][0]
        first, last = cell["lines"]
        assert any(":sub" in line or "repo:" in line or "environment" in line for line in policy[first - 1 : last]), (row, policy)


def test_the_documents_setup_refuses_both_jobs(world):
    world.reset("documents")
    table = matrix(world)
    jobs = [row["cells"][0] for row in table["rows"] if row["name"] in JOBS]
    assert [cell["verdict"] for cell in jobs] == ["refused", "refused"]
    assert all("StringLike" in cell["reason"] and f"{CLASSIC}:*" in cell["reason"] for cell in jobs), jobs


def test_every_role_that_trusts_github_is_a_column_and_what_was_not_seen_is_said(healthy):
    trust = json.dumps({"Version": "2012-10-17", "Statement": POLICIES["document 4"]})
    healthy.boto("iam").create_role(RoleName="Other", AssumeRolePolicyDocument=trust)
    assert [role["arn"].rpartition("/")[2] for role in matrix(healthy)["roles"]] == [ROLE, "Other"]
    healthy.faults({"service": "iam", "operation": "ListRoles", "do": "deny", "times": 0})
    table = matrix(healthy)
    assert len(table["roles"]) == 1 and "other roles of the account were not seen" in table["not_known"]


def of_others(world):
    """A role for another repository."""
    statements = [statement(StringEquals={"sub": "repo:octo-org/website:ref:refs/heads/main"})]
    document = json.dumps({"Version": "2012-10-17", "Statement": statements})
    world.boto("iam").create_role(RoleName="Website", AssumeRolePolicyDocument=document)


def test_a_role_of_others_that_refuses_our_jobs_is_no_fault(healthy):
    of_others(healthy)
    fine = healthy.onramp("explain", "github-role", "--matrix")
    assert fine.code == 0 and "FAIL" not in fine.out and "  -     job for branch main is refused" in fine.out, fine
    # Who may not read the role itself sees its policy in the list of roles.
    healthy.faults({"service": "iam", "operation": "GetRole", "do": "deny", "times": 0})
    listed = healthy.onramp("explain", "github-role", "--matrix")
    assert (listed.code, listed.out) == (0, fine.out)


def test_a_role_of_others_never_stands_for_our_own(world):
    of_others(world)
    alone = world.onramp("explain", "github-role", "--matrix")
    assert alone.code == 3 and "FAIL" not in alone.out, alone
    assert "Not known here: the setup's own role GitHubActionsRole is not there." in alone.out


def test_what_the_workflow_files_show_besides_stands_there_too(healthy):
    pushed("branches: [main]", "branches: [main, release]", "build.yml")(healthy)
    pushed("  workflow_dispatch:\n", "  workflow_dispatch:\n  pull_request_target:\n")(healthy)
    table = matrix(healthy)
    rows = {row["name"]: row for row in table["rows"]}
    assert len(rows) == 12 and table["not_known"] == []
    build = rows["build.yml, job build"]["cells"][0]
    assert (build["verdict"], build["subject"]) == ("refused", f"{PREFIX}:ref:refs/heads/release")
    opened = rows["a job of sagemaker-churn that anybody can start"]
    assert (opened["stranger"], opened["check"], opened["cells"][0]["verdict"]) == ("starter-of-our-job", "WF-12", "admitted")
    for cell in (build, opened["cells"][0]):
        assert admitted(healthy, cell["subject"]) == (cell["verdict"] == "admitted"), cell


def test_explain_prints_it_and_ends_with_what_it_came_to(healthy):
    fine = healthy.onramp("explain", "github-role", "--matrix")
    assert fine.code == 0 and "  pass  job for branch main is admitted" in fine.out and "FAIL" not in fine.out, fine
    marked = [line[2:].strip() for line in fine.out.splitlines() if line.startswith("> ")]
    assert f'"{OURS[0]}",' in marked
    write(healthy, POLICIES["both forms in one"])
    wrong = healthy.onramp("explain", "github-role", "--matrix")
    assert wrong.code == 3 and "  FAIL  an owner whose name begins with octo-org is admitted (TRUST-06)" in wrong.out, wrong
    assert healthy.onramp("explain", "template-bucket", "--matrix").code == 2


def test_without_a_role_nothing_is_said(world):
    gone = world.onramp("explain", "github-role", "--matrix")
    assert gone.code == 3 and gone.out == "" and "TRUST-01 fail" in gone.err, gone
