"""Answers made to exhaust whoever reads them: the program says which call they answered, and stays small.

Memory is the most the process ever occupied, by the kernel's account of that one process.
"""

import subprocess
import sys

import pytest

from support.faulty import Server, answer, script, surroundings
from support.world import ONRAMP

MIB = 1 << 20
BOUND = 120 * MIB
CALLER = ("aws-call", "sts", "GetCallerIdentity")
TAGS = ("aws-call", "sagemaker", "ListTags", "--input", '{"ResourceArn":"arn:aws:sagemaker:us-east-1:1:domain/d"}')
ROLE = ("aws-call", "iam", "GetRole", "--input", '{"RoleName":"r"}')
LIST = ("aws-call", "s3", "ListObjectsV2", "--input", '{"Bucket":"bucket"}')
OBJECT = ("aws-call", "s3", "GetObject", "--input", '{"Bucket":"bucket","Key":"k"}')
# A process of its own between the tests and the program: a child is charged what its parent occupied when it began.
LAUNCHER = """
import os, sys
child = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(child, 0)
open(sys.argv[1], "w").write(str(usage.ru_maxrss << 10))
sys.exit(os.waitstatus_to_exitcode(status))
"""


def laughs(before, after, status=200):
    """An entity of ten of the one before, nine times over: 10^9 times "ha"."""
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return answer(status, f'<!DOCTYPE l [<!ENTITY a0 "ha">{entities}]>{before}&a9;{after}')


def large(status=200, chunked=False):
    """200 MB of blanks, which JSON and XML allow, with their length said before or not."""

    def act(peer):
        length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {200 * MIB}"
        peer.send(f"HTTP/1.1 {status} X\r\n{length}\r\n\r\n")
        for _ in range(200):
            peer.send(b"%x\r\n%b\r\n" % (MIB, b" " * MIB) if chunked else b" " * MIB)

    return act


def filled(before, part, after, size):
    """An answer of one part over and over."""
    return answer(200, before + part * ((size - 100) // len(part)) + after)


LARGER, FOREIGN = "is larger than", "does not speak this operation"
ROWS = {
    "200 MB for XML": (CALLER, large, LARGER),
    "200 MB for JSON": (TAGS, large, LARGER),
    "200 MB for an object": (OBJECT, large, LARGER),
    "200 MB in chunks": (CALLER, lambda: large(chunked=True), LARGER),
    "200 MB of an error": (TAGS, lambda: large(400), LARGER),
    "a billion laughs": (ROLE, lambda: laughs("<GetRoleResponse>", "</GetRoleResponse>"), FOREIGN),
    "a billion laughs of S3": (LIST, lambda: laughs("<ListBucketResult><Name>", "</Name></ListBucketResult>"), FOREIGN),
    "a billion laughs as an error": (ROLE, lambda: laughs("<Error><Code>", "</Code></Error>", 403), FOREIGN),
    "100,000 brackets": (TAGS, lambda: answer(200, "[" * 100_000), FOREIGN),
    "100,000 brackets, closed": (TAGS, lambda: answer(200, '{"Tags":' + "[" * 100_000 + "]" * 100_000 + "}"), FOREIGN),
    "100,000 objects in another": (TAGS, lambda: answer(200, '{"a":' * 100_000), FOREIGN),
    "100,000 elements in another": (ROLE, lambda: answer(200, "<a>" * 100_000 + "</a>" * 100_000), FOREIGN),
    # What stays below the limit of an answer and still means very many values.
    "millions of numbers": (TAGS, lambda: filled('{"Tags":[', "1,", "1]}", 16 * MIB), FOREIGN),
    "millions of arrays": (TAGS, lambda: filled('{"Tags":[', "[],", "1]}", 16 * MIB), FOREIGN),
    "millions of members": (TAGS, lambda: answer(200, "{" + ",".join(f'"{n}":0' for n in range(1_400_000)) + "}"), FOREIGN),
    "millions of elements": (ROLE, lambda: filled("<GetRoleResponse>", "<a/>", "</GetRoleResponse>", 16 * MIB), FOREIGN),
    "a million attributes": (ROLE, lambda: answer(200, "<a " + "".join(f"a{n}=''" for n in range(1_400_000)) + "/>"), FOREIGN),
}


def measured(report, *arguments, env):
    """How the program ended, what it said and the most memory it had, in bytes."""
    ran = subprocess.run(
        [sys.executable, "-S", "-c", LAUNCHER, str(report), str(ONRAMP), *arguments],
        env=surroundings(env),
        cwd="/",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return ran.returncode, ran.stderr, int(report.read_text())


@pytest.mark.parametrize("row", ROWS)
def test_the_answer_is_refused_and_memory_stays_bounded(row, tmp_path):
    command, make, said = ROWS[row]
    with Server(script(make())) as server:
        code, err, peak = measured(tmp_path / "peak", *command, env={"AWS_ENDPOINT_URL": server.url})
    print(f"{row}: {peak / MIB:.0f} MiB, {err.strip()}")
    assert code == 3 and said in err, err
    assert f"{command[1]} {command[2]}" in err, "the error does not name the call"
    assert peak < BOUND, f"{peak / MIB:.0f} MiB"


def test_a_small_answer_needs_little(tmp_path):
    """What the bound is to be compared with; an empty one for the measuring itself."""
    with Server(script(answer(404))) as server:
        code, err, peak = measured(tmp_path / "peak", *ROLE, env={"AWS_ENDPOINT_URL": server.url})
    print(f"a small answer: {peak / MIB:.0f} MiB")
    assert code == 3 and 5 * MIB < peak < 60 * MIB, err
