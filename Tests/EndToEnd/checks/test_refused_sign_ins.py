"""The sign-ins of the last day as CloudTrail keeps them: whose they were, whether they are over, and how many are read."""

import pytest

from support.breaks.rows import BRANCH, trusting
from support.sign_ins import admitted, refused, tried
from support.world import PREFIX

ELSEWHERE = {"repository": "evil/app", "repository_id": 77, "repository_owner_id": 66}


def looked(world, *arguments):
    return world.check("--step", "github-role", "--step", "oidc-provider", *arguments)


def test_a_day_without_a_sign_in_has_nothing_to_judge(healthy):
    checked = looked(healthy)
    assert [checked[check]["status"] for check in ("TRUST-51", "OIDC-12")] == ["skipped", "skipped"]
    assert checked.code == 0


def test_who_was_admitted_is_counted(healthy):
    admitted()(healthy)
    admitted(environment="production")(healthy)
    checked = looked(healthy)
    assert checked["TRUST-51"]["found"] == "2 sign-ins admitted in the last day, none of this repository refused"
    assert checked["OIDC-12"]["status"] == "pass" and "token.actions.githubusercontent.com" in checked["OIDC-12"]["found"]
    assert "cloudtrail:LookupEvents" in checked["TRUST-51"]["looked_at"]


def test_the_subject_that_github_really_sent_is_shown_with_the_condition(healthy):
    for _ in range(3):
        refused(ref="refs/heads/dev")(healthy)
    checked = looked(healthy)
    finding = checked["TRUST-51"]
    assert finding["status"] == "warn" and "refused 3 times since " in finding["found"], finding
    assert finding["found"].endswith(f": {PREFIX}:ref:refs/heads/dev")
    assert f"statement 1 asks for StringEquals token.actions.githubusercontent.com:sub {BRANCH}" in finding["needed"]
    assert checked.code == 0 and looked(healthy, "--strict").code == 3


@pytest.mark.parametrize(
    "facts",
    [ELSEWHERE, {**ELSEWHERE, "immutable": False}, {**ELSEWHERE, "repository": "octo-org/website"}],
    ids=["another owner", "another owner, by names", "another repository"],
)
def test_a_strangers_attempt_is_no_fault(healthy, facts):
    refused(**facts)(healthy)
    checked = looked(healthy)
    assert checked["TRUST-51"]["status"] == "pass" and "1 refused to others: repo:" in checked["TRUST-51"]["found"]
    assert checked.troubled == {}


def test_what_the_policy_admits_by_now_is_over(healthy):
    trusting(BRANCH)(healthy)
    refused(environment="production")(healthy)
    assert looked(healthy)["TRUST-51"]["status"] == "fail"
    healthy.setup("--step", "github-role")
    checked = looked(healthy)
    assert checked["TRUST-51"]["status"] == "pass" and "refused by what no longer stands" in checked["TRUST-51"]["found"]


def test_a_refusal_that_no_trust_policy_decides_is_told_by_its_code(healthy):
    assert tried(healthy, audience="sts.example.com") == "InvalidIdentityToken"
    checked = looked(healthy)
    assert checked["TRUST-51"]["status"] == "pass" and "1 refused with InvalidIdentityToken" in checked["TRUST-51"]["found"]


def test_who_may_not_look_is_told_which_permission_and_nothing_else_waits_for_it(healthy):
    refused(event="pull_request")(healthy)
    healthy.faults({"service": "cloudtrail", "do": "deny", "times": 0})
    checked = healthy.check()
    assert checked.troubled == {"TRUST-51": "unknown", "OIDC-12": "unknown"} and checked.code == 3
    assert checked["TRUST-51"]["needed"] == "the permission cloudtrail:LookupEvents"
    assert "cloudtrail" in checked["TRUST-51"]["obstacle"]["service"]


def test_a_busy_day_is_read_as_far_as_four_pages_and_says_so(healthy):
    refused(ref="refs/heads/dev")(healthy)
    for _ in range(201):
        admitted()(healthy)
    healthy.mark()
    checked = looked(healthy)
    assert [line["operation"] for line in healthy.records() if line["service"] == "cloudtrail"] == ["LookupEvents"] * 4
    assert checked["TRUST-51"]["status"] == "pass" and "200 sign-ins admitted since " in checked["TRUST-51"]["found"]


def test_a_setup_asks_once_before_and_once_after_and_never_between(domain):
    domain.mark()
    domain.setup()
    asked = [line["operation"] for line in domain.records() if line["service"] == "cloudtrail"]
    assert 1 <= len(asked) <= 2, asked


def test_the_line_of_a_log_leads_to_the_subject(healthy):
    refused(ref="refs/heads/dev")(healthy)
    ran = healthy.onramp("explain", "--error", "Not authorized to perform sts:AssumeRoleWithWebIdentity")
    assert ran.code in (0, 3) and f"{PREFIX}:ref:refs/heads/dev" in ran.out, ran
    assert "TRUST-51" in ran.out
