"""Faults of each kind for each protocol, and what the record says of them."""

import json
import socket
import subprocess
import time
import urllib.error
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError

from conftest import AWS, Sandbox
from test_gate import refusal

READS = [
    ("iam", "ListRoles", "list_roles", {}),
    ("s3", "ListBuckets", "list_buckets", {}),
    ("sagemaker", "ListDomains", "list_domains", {}),
    ("codeconnections", "ListConnections", "list_connections", {}),
    ("lambda", "ListFunctions", "list_functions", {}),
    ("sts", "GetCallerIdentity", "get_caller_identity", {}),
]
FAULTS = {
    "deny": {"iam": ("AccessDenied", 403), "sts": ("AccessDenied", 403), "s3": ("AccessDenied", 403),
             "lambda": ("AccessDeniedException", 403), "json": ("AccessDeniedException", 400)},
    "throttle": {"iam": ("Throttling", 400), "sts": ("Throttling", 400), "s3": ("SlowDown", 503),
                 "lambda": ("ThrottlingException", 429), "json": ("ThrottlingException", 400)},
}  # fmt: skip


@pytest.mark.parametrize("do", ["deny", "throttle"])
@pytest.mark.parametrize("service, operation, method, arguments", READS)
def test_error_answers(sandbox: Sandbox, do, service, operation, method, arguments):
    sandbox.faults({"service": service, "operation": operation, "do": do})
    expected = FAULTS[do].get(service, FAULTS[do]["json"])
    call = getattr(sandbox.client(service), method)
    assert refusal(lambda: call(**arguments)) == expected
    line = sandbox.records()[-1]
    assert (line["service"], line["operation"], line["status"], line["write"]) == (service, operation, expected[1], False)


def test_denial_names_caller_action_and_reason(sandbox: Sandbox):
    sandbox.faults({"service": "iam", "operation": "GetRole", "do": "deny"})
    shown = sandbox.aws("iam", "get-role", "--role-name", "WebServer")
    assert shown.returncode != 0
    assert (
        "arn:aws:sts::123456789012:assumed-role/MLOpsAdmin/ana is not authorized to perform: iam:GetRole on resource: role WebServer"
        in shown.stderr
    )
    assert "because no identity-based policy allows the iam:GetRole action" in shown.stderr


def test_status(sandbox: Sandbox):
    sandbox.faults({"service": "*", "operation": "*", "do": "status", "status": 503})
    for service, _, method, arguments in READS:
        assert refusal(lambda s=service, m=method, a=arguments: getattr(sandbox.client(s), m)(**a))[1] == 503


def test_times_and_skip(sandbox: Sandbox):
    sandbox.faults({"service": "iam", "operation": "ListRoles", "do": "throttle", "skip": 1, "times": 2})
    iam = sandbox.client("iam")
    iam.list_roles()
    for _ in range(2):
        assert refusal(iam.list_roles)[0] == "Throttling"
    iam.list_roles()


def test_retries_are_recorded_with_their_attempt(sandbox: Sandbox):
    sandbox.faults({"service": "iam", "operation": "ListRoles", "do": "throttle", "times": 2})
    begin = len(sandbox.records())
    sandbox.client("iam", config={"retries": {"total_max_attempts": 3, "mode": "standard"}}).list_roles()
    assert [(line["attempt"], line["status"]) for line in sandbox.records()[begin:]] == [(1, 400), (2, 400), (3, 200)]


def test_only_writes(sandbox: Sandbox):
    before = sandbox.state()
    sandbox.faults({"service": "*", "operation": "*", "do": "deny", "write": True})
    s3 = sandbox.client("s3")
    s3.list_buckets()
    assert refusal(lambda: s3.create_bucket(Bucket="not-to-be")) == ("AccessDenied", 403)
    assert sandbox.state() == before


@pytest.mark.parametrize("service, operation, method, arguments", READS)
def test_reset_connection(sandbox: Sandbox, service, operation, method, arguments):
    sandbox.faults({"service": service, "operation": operation, "do": "reset"})
    with pytest.raises(ConnectionClosedError):
        getattr(sandbox.client(service), method)(**arguments)
    assert sandbox.records()[-1]["status"] is None


def test_stall_is_recorded_and_never_done(sandbox: Sandbox):
    before = sandbox.state()
    sandbox.faults({"service": "s3", "operation": "CreateBucket", "do": "stall"})
    with pytest.raises(ReadTimeoutError):
        sandbox.client("s3", config={"read_timeout": 0.5}).create_bucket(Bucket="never")
    line = sandbox.records()[-1]
    assert (line["operation"], line["status"], line["write"]) == ("CreateBucket", None, True)
    assert sandbox.state() == before


def test_lost_answer_is_done_all_the_same(sandbox: Sandbox):
    sandbox.faults({"service": "s3", "operation": "CreateBucket", "do": "drop_answer", "times": 1})
    with pytest.raises(ConnectionClosedError):
        sandbox.client("s3").create_bucket(Bucket="made-unheard")
    assert sandbox.records()[-1]["status"] == 200
    assert "made-unheard" in sandbox.state()["s3"]["buckets"]


def test_github_faults(sandbox: Sandbox):
    operation = "GET /repos/{owner}/{repo}"
    path = "/repos/octo-org/sagemaker-churn"
    for rule, status in (
        ({"do": "deny"}, 403),
        ({"do": "throttle"}, 429),
        ({"do": "status", "status": 503}, 503),
        ({"do": "status", "status": 404}, 404),
    ):
        sandbox.faults({"service": "github", "operation": operation, **rule})
        assert sandbox.github("GET", path)[0] == status
        assert sandbox.records()[-1] | {"time": 0} == {
            "time": 0, "service": "github", "operation": operation, "method": "GET", "path": path,
            "write": False, "attempt": 1, "status": status,
        }  # fmt: skip
    for do in ("reset", "drop_answer"):
        sandbox.faults({"service": "github", "operation": operation, "do": do})
        with pytest.raises((urllib.error.URLError, ConnectionError)):
            sandbox.github("GET", path)


TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}],
    }
)


def make_role(sandbox, name):
    sandbox.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)


def roles(sandbox):
    return {role["RoleName"] for role in sandbox.client("iam").list_roles()["Roles"]}


def buckets(sandbox):
    return {bucket["Name"] for bucket in sandbox.client("s3").list_buckets()["Buckets"]}


@pytest.mark.parametrize("times", [1, 3, 30])
def test_stale_reads_lag_behind_a_write_so_many_times_each(sandbox: Sandbox, times):
    iam = sandbox.client("iam")
    sandbox.faults({"do": "stale", "times": times})
    make_role(sandbox, "late")
    assert "late" in sandbox.state()["iam"]["roles"]
    begin = len(sandbox.records())
    for _ in range(times):
        assert "late" not in roles(sandbox)
        # Nobody had asked for this before the write.
        assert refusal(lambda: iam.get_role(RoleName="late")) == ("NoSuchEntity", 404)
        assert iam.get_role(RoleName="WebServer")
    assert [line.get("stale") for line in sandbox.records()[begin:]] == [True] * 3 * times
    assert {line["status"] for line in sandbox.records()[begin:] if line["operation"] == "GetRole"} == {200, 404}
    assert "late" in roles(sandbox)
    assert iam.get_role(RoleName="late")["Role"]["RoleName"] == "late"
    assert ["stale" in line for line in sandbox.records()[-2:]] == [False, False]


def test_stale_reads_show_what_was_deleted(sandbox: Sandbox):
    s3 = sandbox.client("s3")
    s3.create_bucket(Bucket="soon-gone")
    s3.put_object(Bucket="soon-gone", Key="a/b", Body=b"text")
    sandbox.faults({"do": "stale", "times": 1})
    s3.delete_object(Bucket="soon-gone", Key="a/b")
    assert s3.get_object(Bucket="soon-gone", Key="a/b")["Body"].read() == b"text"
    assert s3.head_object(Bucket="soon-gone", Key="a/b")["ContentLength"] == 4
    assert refusal(lambda: s3.get_object(Bucket="soon-gone", Key="a/b"))[0] == "NoSuchKey"
    s3.delete_bucket(Bucket="soon-gone")
    assert "soon-gone" in buckets(sandbox)
    assert "soon-gone" not in buckets(sandbox)


def test_stale_without_times_lasts_until_the_next_write(sandbox: Sandbox):
    sandbox.faults({"do": "stale"})
    make_role(sandbox, "first")
    for _ in range(5):
        assert "first" not in roles(sandbox)
    make_role(sandbox, "second")
    for _ in range(5):
        assert "first" in roles(sandbox) and "second" not in roles(sandbox)
    sandbox.faults()
    assert {"first", "second"} <= roles(sandbox)


def test_stale_is_each_service_for_itself(sandbox: Sandbox):
    sandbox.faults({"do": "stale", "service": "s3"})
    make_role(sandbox, "seen")
    sandbox.client("s3").create_bucket(Bucket="unseen")
    assert "seen" in roles(sandbox) and "unseen" not in buckets(sandbox)
    sandbox.faults({"do": "stale"})
    make_role(sandbox, "unseen")
    # What S3 had before its last write is still known, and a write of IAM changes nothing about it.
    assert "unseen" not in roles(sandbox) and "unseen" not in buckets(sandbox)


def test_stale_may_be_one_operation_after_some_reads_that_are_not(sandbox: Sandbox):
    iam = sandbox.client("iam")
    sandbox.faults({"do": "stale", "service": "iam", "operation": "ListRoles", "skip": 1, "times": 2})
    for name in ("first", "second"):
        make_role(sandbox, name)
        assert iam.get_role(RoleName=name)
        assert [name in roles(sandbox) for _ in range(4)] == [True, False, False, True]


def test_stale_after_a_refused_write_is_as_before_the_one_that_was_done(sandbox: Sandbox):
    sandbox.faults({"do": "stale", "times": 2})
    make_role(sandbox, "late")
    assert "late" not in roles(sandbox)
    # A write is held against what is there, and not against what is seen.
    assert refusal(lambda: make_role(sandbox, "late"))[0] == "EntityAlreadyExists"
    assert ["late" in roles(sandbox) for _ in range(2)] == [False, True]


def test_stale_counts_anew_when_it_is_put_anew(sandbox: Sandbox):
    sandbox.faults({"do": "stale", "times": 1})
    make_role(sandbox, "late")
    assert ["late" in roles(sandbox) for _ in range(2)] == [False, True]
    sandbox.faults({"do": "stale", "times": 1})
    assert ["late" in roles(sandbox) for _ in range(2)] == [False, True]
    sandbox.faults()
    sandbox.faults({"do": "stale"})
    assert "late" in roles(sandbox)


def test_stale_reads_of_github(sandbox: Sandbox):
    path = "/repos/octo-org/sagemaker-churn/actions/variables"
    sandbox.faults({"do": "stale", "service": "github", "times": 1})
    assert sandbox.github("POST", path, {"name": "PLACE", "value": "here"})[0] == 201
    assert [sandbox.github("GET", path)[2]["total_count"] for _ in range(2)] == [0, 1]
    assert [line.get("stale") for line in sandbox.records()[-2:]] == [True, None]


def test_stale_reads_are_judged_like_others(sandbox: Sandbox):
    sandbox.faults({"do": "stale"})
    make_role(sandbox, "late")
    assert refusal(lambda: sandbox.client("iam", aws_secret_access_key="wrong").list_roles())[0] == "SignatureDoesNotMatch"
    # This one the emulator lacks.
    assert refusal(sandbox.client("iam").list_organizations_features)[1] == 400
    sandbox.violations("signature", "emulator")


def test_stale_does_not_hold_connections_open(sandbox: Sandbox):
    iam = sandbox.client("iam")
    iam.list_roles()
    sandbox.faults({"do": "stale"}, {"do": "drop_answer", "operation": "ListUsers"}, {"do": "reset", "operation": "GetUser"})
    iam.create_role(RoleName="late", AssumeRolePolicyDocument=TRUST)
    for call in (iam.list_users, iam.get_user):
        with pytest.raises(ConnectionClosedError):
            call()


def processes():
    """Every process of this machine with its state and its parent."""
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = file.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        yield int(file.parent.name), (state, int(parent))


def test_stale_leaves_no_process_behind(tmp_path):
    sandbox = Sandbox(tmp_path, "--seed", "empty")
    try:
        sandbox.faults({"do": "stale"})
        for number in range(3):
            make_role(sandbox, f"late-{number}")
        copies = [process for process, (_, parent) in processes() if parent == sandbox.process.pid]
        assert len(copies) == 1
    finally:
        sandbox.stop()
    end = time.monotonic() + 60
    while any(process in copies and state != "Z" for process, (state, _) in processes()):
        assert time.monotonic() < end, "a copy outlived the sandbox"
        time.sleep(0.01)


def test_faults_spelt_wrong_are_refused(sandbox: Sandbox):
    for wrong in ([{"do": "explode"}], [{"do": "deny", "colour": "red"}], [{"do": "stale", "write": True}], {}, [{"switch": "no-such"}]):
        with pytest.raises(urllib.error.HTTPError) as caught:
            sandbox.control("PUT", "faults", wrong)
        assert caught.value.code == 400


def test_record_is_written_before_the_answer(tmp_path):
    sandbox = Sandbox(tmp_path, "--seed", "empty", "--latency", "1500")
    try:
        client = subprocess.Popen([AWS, "s3api", "create-bucket", "--bucket", "killed-at-once"], env=sandbox.env)
        sandbox.wait_for_record()
        assert client.poll() is None
        client.kill()
        client.wait()
        assert sandbox.records()[0]["write"] is True
        assert "killed-at-once" in sandbox.state()["s3"]["buckets"]
        # The delay is each answer's own: sixteen at once take about as long as one.
        iam = sandbox.client("iam", config={"max_pool_connections": 16})
        begin = time.monotonic()
        with ThreadPoolExecutor(16) as pool:
            list(pool.map(lambda _: iam.list_roles(), range(16)))
        assert time.monotonic() - begin < 16 * 1.5 / 2
    finally:
        sandbox.stop()


def test_connections_are_kept_alive(sandbox: Sandbox):
    for port in ("AWS_ENDPOINT_URL", "GITHUB_API_URL"):
        place = urlsplit(sandbox.exports[port])
        with socket.create_connection((place.hostname, place.port)) as connection:
            for _ in range(3):
                connection.sendall(b"GET /user HTTP/1.1\r\nHost: x\r\n\r\n")
                answer = connection.recv(65536)
                assert answer.startswith(b"HTTP/1.1 40") and b"connection: close" not in answer.lower()
    sandbox.violations("credentials")


def test_many_at_once(sandbox: Sandbox):
    iam = sandbox.client("iam", config={"max_pool_connections": 40})
    with ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(lambda _: iam.get_role(RoleName="WebServer"), range(200)))
    assert {answer["ResponseMetadata"]["HTTPStatusCode"] for answer in answers} == {200}
