"""Workflow files come by one pull request, which a person merges: what setup opens, what becomes of it, who is not disturbed."""

import base64
import json
import shutil
import urllib.error
import urllib.request

import pytest

from checks.test_sign_ins import job
from support.breaks.workflows import FOLDER, REPOSITORY, pushed
from support.killer import run_until
from support.sign_ins import tried
from support.world import ACCOUNT, NO_PROXY, Checked

BRANCH = "onramp/churn"
BUILD, DEPLOY, SIGN_IN = (FOLDER + name for name in ("build.yml", "deploy.yml", "sign-in.yml"))
CALLS = ["POST /repos/{owner}/{repo}/git/refs", "POST /graphql", "POST /repos/{owner}/{repo}/pulls"]
ONLY = ("--step", "workflows")


def api(world, method, path, body=None):
    """One request to GitHub, as a person's client sends it: the status and the answer."""
    request = urllib.request.Request(
        f"{world.exports['GITHUB_API_URL']}/repos/{REPOSITORY}{path}", method=method, data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {world.exports['GH_TOKEN']}", "Accept": "application/vnd.github+json"},
    )  # fmt: skip
    try:
        with NO_PROXY.open(request, timeout=30) as answer:
            text = answer.read()
            return answer.status, json.loads(text) if text else None
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def pulls(world, state="open"):
    """The pull requests from the setup's branch, the newest first."""
    return api(world, "GET", f"/pulls?state={state}&head=octo-org:{BRANCH}")[1]


def files(world, branch="main"):
    """The paths of all files of a branch, with the ids of their contents."""
    head = api(world, "GET", f"/git/ref/heads/{branch}")[1]["object"]["sha"]
    tree = api(world, "GET", f"/git/trees/{head}?recursive=1")[1]["tree"]
    return {entry["path"]: entry["sha"] for entry in tree if entry["type"] == "blob"}


def text(world, path, branch="main"):
    """What a file holds."""
    sha = files(world, branch)[path]
    return base64.b64decode(api(world, "GET", f"/git/blobs/{sha}")[1]["content"]).decode()


def repository(world):
    return world.state()["github"]["repositories"][REPOSITORY]


def delivered(world):
    """The names of the calls of a delivery among those that were sent."""
    return [name for name in world.writes() if name in CALLS]


def merge(world, number):
    """A person merges."""
    world.control("POST", "merge", {"pull": number})


def test_setup_opens_one_pull_request_with_all_that_the_project_lacks(domain):
    ran = domain.setup()
    assert delivered(domain) == CALLS
    [pull] = pulls(domain)
    assert (pull["head"]["ref"], pull["base"]["ref"]) == (BRANCH, "main")
    brought = files(domain, BRANCH)
    assert {BUILD, DEPLOY, "pipelines/run.py", "deploy/deploy.py", "requirements.txt"} <= set(brought)
    assert files(domain) == {}, "nothing stands on the default branch before a person merges"
    assert (
        api(domain, "GET", f"/git/commits/{pull['head']['sha']}")[1]["parents"][0]["sha"] == repository(domain)["branches"]["main"]["sha"]
    )
    # Every file stands in the pull request, with what to look at, and no placeholder anywhere.
    assert all(f"`{path}`" in pull["body"] for path in brought), pull["body"]
    texts = [text(domain, path, BRANCH) for path in (BUILD, DEPLOY)]
    assert not [
        line
        for one in [*texts, pull["body"]]
        for line in one.splitlines()
        if line.rstrip().endswith((">", "?>")) and "<" in line and "<!--" not in line
    ]
    assert all("${{ secrets.AWS_ROLE_ARN }}" in one and f"'{ACCOUNT}'" in one and "us-east-1" in one for one in texts)
    # A person has to merge: said with the link, and no failure.
    assert f"WF-01 The workflow files are there and readable: Review pull request #{pull['number']}, and merge it" in ran.out
    assert pull["html_url"] in ran.out and pull["html_url"] in ran.err
    checked = domain.check()
    assert checked["WF-01"]["status"] == "not-yet" and f"pull request #{pull['number']} waits for a person" in checked["WF-01"]["found"]
    assert any(pull["html_url"] in todo for todo in checked.report["left_for_you"]), checked.report["left_for_you"]
    domain.mark()
    domain.setup()
    assert domain.writes() == []


def test_what_is_shown_is_what_is_written(domain):
    plan = json.loads(domain.onramp("plan", "--json").out)["changes"]
    commit = next(change for change in plan if change["calls"][0]["operation"] == "POST /graphql")
    shown = commit["calls"][0]["input"]["files"]
    printed = domain.onramp("plan").out.splitlines()
    domain.setup()
    brought = files(domain, BRANCH)
    assert set(shown) == set(brought)
    for path in brought:
        assert text(domain, path, BRANCH) == shown[path]
        assert all(f"     +   {line}" in printed for line in shown[path].splitlines()), path


def test_once_it_is_merged_the_checks_are_green_and_its_jobs_sign_in(domain):
    domain.setup()
    merge(domain, pulls(domain)[0]["number"])
    checked = domain.check()
    found = {check: finding["status"] for check, finding in checked.items() if check.startswith("WF-")}
    assert set(found.values()) <= {"pass", "skipped", "not-yet"} and found["WF-01"] == "pass", found
    assert {check for check, status in found.items() if status == "pass"} >= {
        f"WF-{n:02}" for n in (2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 17)
    }
    assert checked.troubled == {}
    assert tried(domain, ref="refs/heads/main") is None
    assert tried(domain, environment="production") is None
    assert tried(domain, ref="refs/heads/other") == "AccessDenied"
    rows = checked.report["matrix"]["rows"]
    assert len([row for row in rows if row["stranger"]]) >= 8
    for row in rows:
        assert (tried(domain, **job(row["cells"][0]["subject"])) is None) != bool(row["stranger"]), row
    domain.mark()
    domain.setup()
    assert domain.writes() == []


def test_access_alone_gets_the_file_that_signs_in(domain):
    before = domain.state()
    domain.edit(tracks=["access"], access__execution_role="WebServer")
    domain.onramp("setup", "--yes", *ONLY)
    domain.onramp("setup", "--yes", "--step", "github-role")
    assert set(files(domain, BRANCH)) == {SIGN_IN}
    domain.teardown()
    assert domain.state() == before


def test_teardown_closes_what_nobody_merged(domain):
    before = domain.state()
    domain.setup()
    [pull] = pulls(domain)
    ran = domain.teardown()
    assert domain.state() == before
    assert "Nothing of this setup is in the account." in ran.out
    [closed] = pulls(domain, "closed")
    assert closed["number"] == pull["number"] and "Closed by the teardown of onramp setup churn." in closed["body"]
    assert api(domain, "GET", f"/git/ref/heads/{BRANCH}")[0] == 404
    # A pull request that a teardown closed was no person's decision: the next setup opens another.
    domain.mark()
    domain.setup()
    assert delivered(domain) == CALLS and len(pulls(domain)) == 1
    domain.teardown()
    assert domain.state() == before


def test_teardown_leaves_what_was_merged_and_says_so(domain):
    domain.setup()
    [pull] = pulls(domain)
    brought = files(domain, BRANCH)
    merge(domain, pull["number"])
    ran = domain.teardown()
    assert files(domain) == brought
    assert (
        f"keep  Files of pull request #{pull['number']}  [not created by onramp] stays: merged, so they are the repository's now" in ran.out
    )
    assert "the journal also tells" not in ran.err
    assert set(repository(domain)["branches"]) == {"main"}


def test_a_branch_that_stands_after_the_merge_goes_with_the_teardown(domain):
    domain.setup()
    [pull] = pulls(domain)
    merge(domain, pull["number"])
    # Whoever merges on github.com leaves the branch, unless they press the button.
    api(domain, "POST", "/git/refs", {"ref": f"refs/heads/{BRANCH}", "sha": pull["head"]["sha"]})
    domain.teardown()
    assert set(repository(domain)["branches"]) == {"main"}


def test_without_the_journal_teardown_still_closes_it(domain):
    before = domain.state()
    domain.setup()
    shutil.rmtree(domain.home / "state")
    ran = domain.teardown()
    assert domain.state() == before, ran


def test_what_a_person_closed_is_red_and_no_other_is_opened(domain):
    domain.setup()
    [pull] = pulls(domain)
    api(domain, "PATCH", f"/pulls/{pull['number']}", {"state": "closed"})
    checked = domain.check()
    finding = checked["WF-01"]
    assert finding["status"] == "fail" and f"pull request #{pull['number']} was closed without a merge" in finding["found"]
    assert "wizard" not in {fix["kind"] for fix in finding["fixes"]}
    domain.mark()
    domain.setup(code=3)
    assert domain.writes() == []
    # The printed command has it open again.
    domain.apply(next(fix for fix in finding["fixes"] if fix["kind"] == "cli"))
    assert [one["number"] for one in pulls(domain)] == [pull["number"]]
    assert domain.check()["WF-01"]["status"] == "not-yet"


def test_a_branch_of_others_is_not_touched(domain):
    sha = repository(domain)["branches"]["main"]["sha"]
    api(domain, "POST", "/git/refs", {"ref": f"refs/heads/{BRANCH}", "sha": sha})
    api(domain, "PUT", "/contents/notes.md", {"message": "Notes", "content": "eAo=", "branch": BRANCH})
    before = repository(domain)
    finding = domain.check()["WF-01"]
    assert finding["status"] == "not-yet" and f"branch {BRANCH} holds other commits" in finding["found"]
    domain.mark()
    domain.setup()
    assert delivered(domain) == []
    domain.teardown()
    assert repository(domain) == before


def test_what_others_push_to_the_branch_stays_with_its_pull_request(domain):
    domain.setup()
    [pull] = pulls(domain)
    api(domain, "PUT", "/contents/notes.md", {"message": "Notes", "content": "eAo=", "branch": BRANCH})
    assert domain.check()["WF-01"]["status"] == "not-yet"
    ran = domain.teardown()
    assert [one["number"] for one in pulls(domain)] == [pull["number"]] and BRANCH in repository(domain)["branches"]
    assert "others have pushed to its branch" in ran.out
    assert f"Decide about Pull request #{pull['number']}" in ran.out


def test_an_empty_repository_waits_for_a_first_push(domain):
    domain.github(lambda state: state["repositories"][REPOSITORY].pop("branches"))
    domain.onramp("setup", "--yes", *ONLY)
    assert domain.writes() == []
    finding = domain.check()["WF-01"]
    assert (finding["status"], finding["found"]) == ("not-yet", "the repository is empty")


def test_files_that_are_there_are_edited_in_their_lines(healthy):
    pushed("  id-token: write\n", "", "build.yml")(healthy)
    pushed("concurrency:\n  group: deploy\n", "")(healthy)
    before = {path: text(healthy, path) for path in files(healthy)}
    checked = healthy.check()
    assert checked.red == {"WF-03", "WF-13"}
    healthy.setup()
    assert delivered(healthy) == CALLS
    assert set(files(healthy, BRANCH)) == set(before), "no file comes to a project that has its own"
    after = {path: text(healthy, path, BRANCH) for path in before}
    for path in before:
        assert set(before[path].splitlines()) <= set(after[path].splitlines())
        assert 0 < len(after[path].splitlines()) - len(before[path].splitlines()) <= 3
    waiting = healthy.check()
    assert waiting.troubled == {} and {check for check in ("WF-03", "WF-13") if waiting[check]["status"] == "not-yet"} == {"WF-03", "WF-13"}
    merge(healthy, pulls(healthy)[0]["number"])
    assert healthy.check().troubled == {}


def test_what_no_edit_mends_stays_red_beside_an_open_pull_request(healthy):
    pushed("  id-token: write\n", "", "build.yml")(healthy)
    pushed("AWS_REGION: us-east-1", "AWS_REGION: <REGION>")(healthy)
    healthy.setup(code=3)
    checked = healthy.check()
    assert checked["WF-03"]["status"] == "not-yet" and checked["WF-02"]["status"] == "fail"


def test_what_came_to_the_branch_since_is_not_what_the_pull_request_mends(healthy):
    pushed("concurrency:\n  group: deploy\n", "")(healthy)
    healthy.setup()
    assert healthy.check()["WF-13"]["status"] == "not-yet"
    more = base64.b64encode(text(healthy, DEPLOY).encode()).decode()
    api(healthy, "PUT", f"/contents/{FOLDER}more.yml", {"message": "More", "content": more})
    finding = healthy.check()["WF-13"]
    assert finding["status"] == "warn" and "more.yml" in finding["found"], finding


def test_what_is_planned_follows_the_head(domain):
    before = repository(domain)["branches"]["main"]["sha"]
    assert before in domain.onramp("plan", "--format", "cli").out
    api(domain, "PUT", "/contents/first.txt", {"message": "First", "content": "eAo="})
    moved = repository(domain)["branches"]["main"]["sha"]
    assert moved != before and moved in domain.onramp("plan", "--format", "cli").out


def test_nothing_is_committed_on_a_head_that_was_not_looked_at(domain):
    finding = domain.check()["WF-01"]
    cli = next(fix for fix in finding["fixes"] if fix["kind"] == "cli")
    domain.apply({**cli, "commands": cli["commands"][:1]})
    api(domain, "PUT", "/contents/notes.md", {"message": "Notes", "content": "eAo=", "branch": BRANCH})
    refused = domain.run(cli["commands"][1], domain.home / "fix")
    assert refused.returncode != 0 and "Expected branch to point to" in refused.stderr + refused.stdout, refused
    assert set(files(domain, BRANCH)) == {"notes.md"}
    domain.mark()
    domain.onramp("setup", "--yes", *ONLY)
    assert domain.writes() == [] and pulls(domain) == []


def test_a_scope_that_is_missing_is_said_before_anything_is_written(domain):
    before = domain.state()
    domain.github(lambda state: state["tokens"][domain.env["GH_TOKEN"]].update(scopes=["repo"]))
    finding = domain.check()["ENV-06"]
    assert finding["status"] == "fail" and "Workflows: write" in finding["found"], finding
    ran = domain.onramp("setup", "--yes", *ONLY)
    said = ran.err.index("ENV-06"), ran.err.index("stopped part way")
    assert said == tuple(sorted(said)) and "without `workflow` scope" in ran.err and ran.code == 5
    assert pulls(domain) == [] and files(domain) == {}
    # With the scope it goes on where it was.
    domain.github(lambda state: state["tokens"][domain.env["GH_TOKEN"]].update(scopes=["repo", "workflow", "read:org"]))
    domain.onramp("setup", "--yes", *ONLY)
    assert len(pulls(domain)) == 1
    domain.teardown()
    assert domain.state() == before


def test_a_token_that_may_not_write_contents_leaves_nothing(domain):
    def change(state):
        state["tokens"][domain.env["GH_TOKEN"]] = {
            "login": "ana", "kind": "fine-grained", "repositories": [REPOSITORY],
            "permissions": {"metadata": "read", "actions": "read", "administration": "write", "contents": "read", "environments": "write",
                            "secrets": "write", "variables": "write", "pull_requests": "write"},
        }  # fmt: skip

    domain.github(change)
    finding = domain.check()["ENV-06"]
    assert "Contents: write" in finding["found"] and "Workflows: write" in finding["found"], finding
    ran = domain.onramp("setup", "--yes", *ONLY)
    assert ran.code != 0 and "Contents: write" in ran.err + ran.out or "not accessible" in ran.err + ran.out, ran
    assert set(repository(domain)["branches"]) == {"main"} and pulls(domain) == []


@pytest.mark.parametrize("number", [1, 2, 3])
def test_killed_at_each_call_it_is_made_once(domain, number):
    domain.onramp("setup", "--yes", "--step", "github-role")
    assert run_until(domain, number, "setup", "--yes", *ONLY)
    ran = domain.onramp("setup", "--yes", *ONLY)
    assert ran.code == 0, ran
    [pull] = pulls(domain, "all")
    assert repository(domain)["branches"].keys() == {"main", BRANCH}
    parents = api(domain, "GET", f"/git/commits/{pull['head']['sha']}")[1]["parents"]
    assert [one["sha"] for one in parents] == [repository(domain)["branches"]["main"]["sha"]]
    assert domain.check()["WF-01"]["status"] == "not-yet"


def test_a_branch_that_fell_behind_before_its_commit_moves_forward(domain):
    domain.onramp("setup", "--yes", "--step", "github-role")
    assert run_until(domain, 1, "setup", "--yes", *ONLY)
    api(domain, "PUT", "/contents/first.txt", {"message": "First", "content": "eAo="})
    ran = domain.onramp("setup", "--yes", *ONLY)
    assert ran.code == 0, ran
    [pull] = pulls(domain)
    assert "first.txt" in files(domain, BRANCH)
    parents = api(domain, "GET", f"/git/commits/{pull['head']['sha']}")[1]["parents"]
    assert [one["sha"] for one in parents] == [repository(domain)["branches"]["main"]["sha"]]


def test_the_printed_commands_do_the_same(domain):
    finding = domain.check()["WF-01"]
    domain.mark()
    domain.apply(next(fix for fix in finding["fixes"] if fix["kind"] == "cli"))
    assert delivered(domain) == CALLS
    assert domain.check()["WF-01"]["status"] == "not-yet"


def test_who_may_not_see_pull_requests_is_told_so(domain):
    domain.faults({"service": "github", "operation": "GET /repos/{owner}/{repo}/pulls", "do": "deny", "times": 0})
    checked = Checked(domain.onramp("check", "--json", *ONLY))
    assert "whether a pull request brings it is not known" in checked["WF-01"]["found"], checked["WF-01"]
    domain.mark()
    domain.onramp("setup", "--yes", *ONLY)
    assert domain.writes() == []


def test_pull_requests_that_are_kept_from_the_token_are_not_taken_for_none(domain):
    """GitHub says 404 to whoever may not see them. Without the journal nothing else tells of ours."""
    domain.setup()
    shutil.rmtree(domain.home / "state")
    domain.faults({"service": "github", "operation": "GET /repos/{owner}/{repo}/pulls", "do": "status", "status": 404, "message": "Not Found", "times": 0})  # fmt: skip
    told = domain.onramp("plan", "--teardown", *ONLY)
    assert "Nothing of this setup is in the account" not in told.out, told
    ran = domain.onramp("teardown", "--confirm", ACCOUNT)
    assert ran.code != 0 and "Nothing of this setup is in the account" not in ran.out, ran
    assert "could not look at GET /repos/octo-org/sagemaker-churn/pulls" in ran.err, ran
    domain.faults()
    assert len(pulls(domain)) == 1
