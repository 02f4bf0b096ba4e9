"""What could not be looked at is unknown, never missing: denied, throttled, stalled, cut off, broken."""

import pytest

from support.schemas import valid_check

# The checks that rest on each service alone; the others must be judged as if nothing had happened.
OWN = {
    "iam": ("OIDC-", "TRUST-", "PERM-", "EXE-"),
    "s3": ("S3-", "TPL-", "LAM-", "DOM-06", "DOM-13", "EXE-06", "EXE-12"),
    "sagemaker": ("DOM-",),
    "cloudtrail": ("OIDC-12", "TRUST-51"),
    "codeconnections": ("CON-",),
    "github": (
        "GH-",
        "WF-",
        "TRUST-10",
        "TRUST-13",
        "TRUST-14",
        "TRUST-15",
        "TRUST-17",
        "TRUST-19",
        "TRUST-20",
        "TRUST-22",
        "TRUST-23",
        "TRUST-24",
    ),
}
KIND = {"throttle": "throttled", "status": "unreachable", "reset": "unreachable", "stall": "timed-out"}
PERMISSION = {"iam": "iam:", "s3": "s3:", "sagemaker": "sagemaker:", "cloudtrail": "cloudtrail:", "codeconnections": "codeconnections:"}
# Without the domain the execution role is not known, so neither it, nor what may pass it, nor what the bucket must
# let it read can be judged. Without the workflows' role nobody knows what that may write.
# GitHub says what a stored token may do, and which names of a trust policy are there.
ALSO = {
    "sagemaker": ("PERM-", "EXE-", "S3-12"),
    "iam": ("S3-19",),
    "github": (
        "SEC-09",
        "SEC-10",
        "SEC-11",
        "SEC-12",
        "SEC-18",
        "TRUST-02",
        "TRUST-18",
        "TRUST-21",
        "TRUST-25",
        "TRUST-26",
        "TRUST-41",
        "TRUST-51",
        "TRUST-54",
        "TRUST-55",
    ),
}


def own(service, checked):
    """The checks of a service."""
    return {check for check in checked if check.startswith(OWN[service])}


def may_be_unknown(service, checked):
    """The checks of a service, and those that need something from it."""
    return {check for check in checked if check.startswith(OWN[service] + ALSO.get(service, ()))}


def unknown_and_nothing_else(checked, service):
    """The service's checks are unknown or wait for an unknown one; none fails; the others hold."""
    valid_check(checked.report)
    assert checked.red == set(), checked.troubled
    assert checked.ids("crash") == set()
    assert own(service, checked) <= checked.ids("unknown", "blocked"), checked.troubled
    assert checked.ids("unknown", "blocked") <= may_be_unknown(service, checked), checked.troubled
    assert checked.ids("unknown"), checked.troubled
    assert checked.ids("pass"), "the others were judged"
    assert checked.code == 3


@pytest.mark.proves("H24")
@pytest.mark.parametrize("service", ["iam", "s3", "sagemaker", "github", "cloudtrail", "codeconnections"])
def test_a_denied_service_is_unknown_with_the_permission_named(healthy, service):
    healthy.faults({"service": service, "do": "deny"})
    checked = healthy.check()
    unknown_and_nothing_else(checked, service)
    for check in own(service, checked) & checked.ids("unknown"):
        finding = checked[check]
        assert "denied" in finding["found"], finding
        assert PERMISSION.get(service, "") in finding["found"] + finding["needed"], finding
        assert finding["needed"], finding
        assert finding["looked_at"], finding
        assert finding["fixes"] == [], "nothing is known to be wrong"
        obstacle = finding["obstacle"]
        assert obstacle["kind"] == "denied", finding
        # A call named in the finding is the one that met it.
        assert obstacle["service"] and obstacle["operation"].split("/")[0] in " ".join(finding["looked_at"]), finding
        # What is concluded from GitHub's facts about a token has neither; a HEAD has no body that names a code.
        assert service == "github" or (obstacle["request_id"] and obstacle["permission"] in finding["needed"]), finding
        assert service == "github" or obstacle["code"] in ("AccessDenied", "AccessDeniedException", "Forbidden"), finding
    if service == "github":
        assert checked["GH-01"]["obstacle"]["request_id"] and checked["GH-01"]["obstacle"]["permission"]


@pytest.mark.parametrize("service", ["iam", "s3", "sagemaker", "github", "cloudtrail", "codeconnections"])
@pytest.mark.parametrize(
    "fault", [{"do": "throttle"}, {"do": "status", "status": 500}, {"do": "reset"}, {"do": "stall"}], ids=lambda fault: fault["do"]
)
def test_a_service_in_trouble_is_unknown(healthy, service, fault):
    healthy.faults({"service": service, **fault})
    checked = healthy.check("--timeout", "1", env={"AWS_MAX_ATTEMPTS": "2"})
    unknown_and_nothing_else(checked, service)
    kinds = {checked[check]["obstacle"]["kind"] for check in own(service, checked) & checked.ids("unknown")}
    # The answer to a HEAD has no body to say that it asks to slow down.
    assert KIND[fault["do"]] in kinds and kinds <= {KIND[fault["do"]], "unreachable"}


@pytest.mark.parametrize("fault", [{"do": "throttle"}, {"do": "reset"}], ids=lambda fault: fault["do"])
def test_trouble_that_passes_is_not_seen(healthy, fault):
    healthy.faults({"service": "iam", "operation": "GetRole", "times": 1, **fault})
    checked = healthy.check()
    assert checked.troubled == {}
    assert checked.code == 0


def test_one_denied_operation_hides_only_what_it_would_have_shown(healthy):
    healthy.faults({"service": "s3", "operation": "GetBucketCors", "do": "deny"})
    checked = healthy.check()
    assert set(checked.troubled) == {"S3-05", "S3-06", "S3-07", "S3-08", "S3-09"}
    assert checked.ids("unknown") == set(checked.troubled)
    assert "s3:GetBucketCORS" in checked["S3-05"]["found"] + checked["S3-05"]["needed"]


def test_a_bucket_whose_tags_are_denied_is_not_called_missing(healthy):
    healthy.faults({"service": "s3", "operation": "HeadBucket", "do": "deny"})
    checked = healthy.check()
    assert "S3-01" not in checked.red
    assert "S3-02" not in checked.red


@pytest.mark.parametrize("do", ["deny", "throttle", "status", "reset", "stall"])
def test_without_an_identity_the_account_of_the_setup_file_is_looked_at_but_never_written(domain, do):
    before = domain.state()
    domain.faults({"service": "sts", "do": do})
    env = {"AWS_MAX_ATTEMPTS": "1"}
    checked = domain.check("--timeout", "1", env=env)
    assert checked.red & {"ENV-01", "ENV-02"} == set()
    assert {"ENV-01", "ENV-02"} <= checked.ids("unknown", "blocked")
    assert checked.code in (3, 4)
    for command in (["setup", "--yes"], ["teardown", "--confirm", "123456789012"], ["plan"]):
        ran = domain.onramp(*command, "--timeout", "1", env=env)
        assert ran.code == 4, (command, ran)
    assert domain.writes() == []
    domain.faults()
    assert domain.state() == before


@pytest.mark.proves("S43")
def test_when_nothing_at_all_can_be_looked_at_the_exit_code_is_4(healthy):
    healthy.faults({"do": "deny"})
    checked = healthy.check()
    assert checked.red == set()
    assert checked.code == 4


@pytest.mark.parametrize("service", ["iam", "s3", "sagemaker", "github", "codeconnections"])
def test_setup_changes_nothing_that_it_could_not_look_at(domain, service):
    domain.faults({"service": service, "write": False, "do": "deny"})
    ran = domain.onramp("setup", "--yes")
    assert ran.code in (3, 5), ran
    written = {line["service"] for line in domain.records() if line["write"]}
    assert service not in written
    domain.faults()
    domain.setup()
    assert domain.check().troubled == {}


@pytest.mark.parametrize(
    "operation", ["CreateOpenIDConnectProvider", "CreateRole", "PutRolePolicy", "CreateBucket", "PutObject", "AddTags"]
)
def test_a_denied_write_stops_part_way_and_the_same_command_goes_on(domain, operation):
    before = domain.state()
    domain.faults({"operation": operation, "do": "deny"})
    ran = domain.onramp("setup", "--yes")
    assert ran.code == 5, ran
    assert operation in ran.out + ran.err
    assert "run the same command again" in ran.err
    domain.faults()
    domain.setup()
    assert domain.check().troubled == {}
    domain.teardown()
    assert domain.state() == before


@pytest.mark.parametrize(
    "operation", ["DeleteTags", "DeleteObjects", "DeleteBucket", "DeleteRolePolicy", "DeleteRole", "DeleteOpenIDConnectProvider"]
)
def test_a_denied_removal_stops_part_way_and_the_same_command_goes_on(domain, operation):
    before = domain.state()
    domain.setup()
    domain.faults({"operation": operation, "do": "deny"})
    ran = domain.teardown(code=5)
    assert operation in ran.out + ran.err
    domain.faults()
    domain.teardown()
    assert domain.state() == before
