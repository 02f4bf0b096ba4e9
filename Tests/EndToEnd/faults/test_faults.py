"""What happens on the wire when things go wrong (T and H of the fault list), each on a real socket.

The rows say what is played, how often the program may ask, how it must end and what it must say. No secret is ever
printed: `faulty.onramp` looks for both at every run.
"""

import contextlib
import datetime
import gzip
import json
import re
import signal
import socket
import ssl
import subprocess
import threading
import time

import pytest
from cryptography import x509

from support.faulty import (
    CALLER,
    GOOD,
    TOKEN,
    Authority,
    Between,
    Server,
    answer,
    json_error,
    onramp,
    operation,
    peak,
    query_error,
    script,
    surroundings,
)
from support.waiting import LIMIT, is_connecting, until
from support.world import ONRAMP

READ = ("aws-call", "sts", "GetCallerIdentity")
WRITE = ("aws-call", "iam", "CreateRole", "--input", '{"RoleName":"r","AssumeRolePolicyDocument":"{}"}')
TAGS = ("aws-call", "sagemaker", "ListTags", "--input", '{"ResourceArn":"arn:aws:sagemaker:us-east-1:1:domain/d"}')
ROLES = ("aws-call", "iam", "ListRoles")
HEAD = ("aws-call", "s3", "HeadBucket", "--input", '{"Bucket":"bucket"}')


def close(peer):
    peer.socket.close()


def reset(peer):
    peer.reset()


def then(raw, after):
    """Sends bytes and ends in a way of its own."""

    def act(peer):
        peer.send(raw)
        after(peer)

    return act


def wait(peer):
    """Longer than the program is let run: whoever ends before has not waited for this."""
    peer.server.stopped.wait(2 * LIMIT)


def dribble(peer):
    for byte in GOOD:
        peer.send(bytes([byte]))
        time.sleep(0.002)


SLICED = "ünïcödé – 漢字 🜁"


def sliced(peer):
    body = CALLER.replace("111122223333", SLICED)
    raw, at = answer(200, body), 0
    peer.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    while at < len(raw):
        peer.send(raw[at : at + 1 + at % 3])
        at += 1 + at % 3


def endless(peer):
    peer.send(answer(200, b"", length=1 << 31))
    for _ in range(1 << 10):
        peer.send(b"x" * (1 << 18))


def numbered(code, message):
    """An error as S3 words it."""
    return answer(503, f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>{message}</Message><RequestId>r-17</RequestId></Error>")


BUCKETS = ("aws-call", "s3", "ListBuckets")
NO_BUCKETS = answer(200, "<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>")
HTML = "<!doctype html><html><body><h1>Bad gateway</h1></body></html>"
SLOW = query_error(400, "Throttling", "Rate exceeded")
ROWS = [
    # id, command, answers, exit code, requests, what is said
    ("T06 reset after the request of a read", READ, [reset, GOOD], 0, 2, ""),
    ("T07 reset after the request of a write", WRITE, [reset, GOOD], 5, 1, "may have happened"),
    ("T08 closed after the request of a write", WRITE, [close, GOOD], 5, 1, "may have happened"),
    ("T09 reset within the headers", READ, [then(b"HTTP/1.1 200 OK\r\nContent-Le", reset), GOOD], 0, 2, ""),
    ("T10 body cut short", READ, [then(answer(200, CALLER[:50], length=500), close), GOOD], 0, 2, ""),
    ("T10 body of a write cut short", WRITE, [then(answer(200, CALLER[:50], length=500), close)], 5, 1, "may have happened"),
    ("T11 length too small", READ, [then(answer(200, CALLER, length=5), wait)], 3, 1, "does not speak"),
    ("T12 bad chunk", READ, [then(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nxx", close), GOOD], 0, 2, ""),
    ("T15 one byte at a time", READ, [dribble], 0, 1, ""),
    (
        "T16 headers, then silence",
        ("--timeout", "1", *READ),
        [then(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", wait)],
        3,
        3,
        "no answer in time",
    ),
    ("T17 silence", ("--timeout", "1", *READ), [wait], 3, 3, "no answer in time"),
    ("T17 silence after a write", ("--timeout", "1", *WRITE), [wait], 5, 1, "may have happened"),
    ("T20 not HTTP", READ, [then(b"\x00\xff\xfeSSH-2.0-x\r\n\r\n", close)], 3, 1, "no HTTP"),
    ("T21 a header of 1 MB", READ, [answer(200, CALLER, [("X", "y" * (1 << 20))])], 3, 1, "larger"),
    ("T21 10,000 headers", READ, [answer(200, CALLER, [(f"X-{n}", "y" * 40) for n in range(10000)])], 3, 1, "larger"),
    ("T22 a body without end", READ, [endless], 3, 1, "larger"),
    (
        "T23 gzip nobody asked for",
        READ,
        [answer(200, gzip.compress(CALLER.encode()), [("Content-Encoding", "gzip")])],
        3,
        1,
        "does not speak",
    ),
    ("H01 500 in HTML", READ, [answer(500, HTML), GOOD], 0, 2, ""),
    ("H01 502 in HTML", READ, [answer(502, HTML), answer(504, HTML), GOOD], 0, 3, ""),
    ("H01 503 in HTML for ever", READ, [answer(503, HTML)], 3, 3, "is not available"),
    ("H02 S3 asks to slow down", BUCKETS, [numbered("SlowDown", "Please reduce your request rate."), NO_BUCKETS], 0, 2, ""),
    ("H02 S3 asks to slow down for ever", BUCKETS, [numbered("SlowDown", "Please reduce your request rate.")], 3, 3, "SlowDown"),
    ("H02 S3 is busy and has no body to say so", HEAD, [answer(503), answer(200)], 0, 2, ""),
    ("H03 throttled twice", READ, [SLOW, SLOW, GOOD], 0, 3, ""),
    ("H04 throttled for ever", TAGS, [json_error(400, '{"__type":"ThrottlingException","message":"slow"}')], 3, 3, "ThrottlingException"),
    (
        "H05 429 with a header",
        TAGS,
        [
            json_error(429, "{}", [("x-amzn-ErrorType", "TooManyRequestsException:http://internal/coral/"), ("Retry-After", "1")]),
            json_error(200, '{"Tags":[]}'),
        ],
        0,
        2,
        "",
    ),
    ("H11 200 with nothing in it", READ, [answer(200, "")], 3, 1, "does not speak"),
    ("H11 200 with another root", READ, [answer(200, "<OtherResponse/>")], 3, 1, "does not speak"),
    ("H11 a login page", READ, [answer(200, HTML, [("Content-Type", "text/html")])], 3, 1, "does not speak"),
    ("H11 a login page for JSON", TAGS, [answer(200, HTML)], 3, 1, "does not speak"),
    (
        "H12 200 with an error of S3",
        ("aws-call", "s3", "ListBuckets"),
        [answer(200, "<?xml version='1.0'?><Error><Code>InternalError</Code><Message>m</Message></Error>")],
        3,
        1,
        "InternalError",
    ),
    ("H13 100,000 brackets", TAGS, [answer(200, "[" * 100000)], 3, 1, "does not speak"),
    ("H13 one name twice, the last counts", TAGS, [answer(200, '{"Tags":[{"Key":"a","Value":"1"}],"Tags":[]}')], 0, 1, ""),
    ("H13 no number", TAGS, [answer(200, '{"Tags":[],"x":NaN}')], 3, 1, "does not speak"),
    ("H13 a whole number too large", TAGS, [answer(200, '{"Tags":[],"x":9223372036854775808}')], 0, 1, ""),
    ("H13 half a character", TAGS, [answer(200, '{"Tags":[{"Key":"a","Value":"\\ud800"}]}')], None, 1, ""),
    ("H13 UTF-16", TAGS, [answer(200, '{"Tags":[]}'.encode("utf-16"))], 3, 1, "does not speak"),
    ("H13 a byte order mark", TAGS, [answer(200, b"\xef\xbb\xbf" + b'{"Tags":[]}')], None, 1, ""),
    ("H13 a number too large", TAGS, [answer(200, '{"Tags":[],"NextToken":null,"x":1e400}')], 0, 1, ""),
    (
        "H14 a billion laughs",
        READ,
        [
            answer(
                200,
                '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><GetCallerIdentityResponse>&b;</GetCallerIdentityResponse>',
            )
        ],
        3,
        1,
        "does not speak",
    ),
    (
        "H14 a file as an entity",
        READ,
        [answer(200, '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><GetCallerIdentityResponse>&a;</GetCallerIdentityResponse>')],
        3,
        1,
        "does not speak",
    ),
    ("H14 100,000 deep", READ, [answer(200, "<a>" * 100000)], 3, 1, "does not speak"),
    ("H14 a section of CDATA", READ, [answer(200, CALLER.replace("111122223333", "<![CDATA[111122223333]]>"))], 0, 1, ""),
    ("H14 a byte order mark", READ, [answer(200, b"\xef\xbb\xbf" + CALLER.encode())], None, 1, ""),
    ("H14 another alphabet declared", READ, [answer(200, b"<?xml version='1.0' encoding='ISO-8859-1'?>" + CALLER.encode())], None, 1, ""),
    ("H14 a byte of nought", READ, [answer(200, CALLER.replace("111122223333", "1111\x002222"))], 3, 1, "does not speak"),
    (
        "H15 a number as text",
        ("aws-call", "iam", "GetRole", "--input", '{"RoleName":"r"}'),
        [
            answer(
                200,
                "<GetRoleResponse><GetRoleResult><Role><RoleName>r</RoleName><MaxSessionDuration>many</MaxSessionDuration></Role></GetRoleResult></GetRoleResponse>",
            )
        ],
        None,
        1,
        "",
    ),
    ("H15 unknown and null fields", TAGS, [answer(200, '{"Tags":null,"New":{"a":[1]}}')], 0, 1, ""),
    ("H19 a clock that is late", READ, [lambda peer: skewed(peer, 360), GOOD], 0, 2, "6 min behind"),
    (
        "H19 S3's word for it",
        ("aws-call", "s3", "ListBuckets"),
        [lambda peer: skewed(peer, 1200, s3=True), answer(200, "<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>")],
        0,
        2,
        "",
    ),
    ("H20 a clock that is early", READ, [lambda peer: skewed(peer, -600), GOOD], 0, 2, "10 min ahead"),
    ("H21 two minutes are no reason", READ, [lambda peer: skewed(peer, 120)], 4, 1, "secret key"),
    ("H21 no date at all", READ, [query_error(403, "InvalidSignatureException")], 4, 1, "secret key"),
    ("H21 a date nobody can read", READ, [query_error(403, "SignatureDoesNotMatch", headers=[("Date", "yesterday")])], 4, 1, "secret key"),
    (
        "H22 a signature that does not match",
        READ,
        [query_error(403, "SignatureDoesNotMatch", "the canonical string was 'GET /'")],
        4,
        1,
        "secret key",
    ),
    ("H22 a session token of another key", READ, [query_error(403, "InvalidToken")], 4, 1, "session token"),
    ("H22 a key nobody knows", READ, [query_error(403, "InvalidClientTokenId")], 4, 1, "unknown, inactive"),
    ("H22 a key nobody knows, in JSON", TAGS, [json_error(400, '{"__type":"UnrecognizedClientException"}')], 4, 1, "unknown, inactive"),
    ("H22 no token", READ, [query_error(403, "MissingAuthenticationToken")], 4, 1, "proxy"),
    ("H22 a broken signature", READ, [query_error(400, "IncompleteSignature")], 4, 1, "proxy"),
    ("H23 credentials that ended", READ, [query_error(403, "ExpiredToken")], 4, 1, "expired"),
    ("H23 credentials that ended, with 400", READ, [query_error(400, "ExpiredToken")], 4, 1, "expired"),
    ("H23 credentials that ended, in JSON", TAGS, [json_error(400, '{"__type":"ExpiredTokenException"}')], 4, 1, "expired"),
    (
        "H24 denied",
        WRITE,
        [query_error(403, "AccessDenied", "User: x is not authorized to perform: iam:CreateRole with an explicit deny")],
        4,
        1,
        "explicit deny",
    ),
    ("H25 a Region that is off", READ, [query_error(403, "RegionDisabledException")], 4, 1, "enabled"),
    ("H25 a service nobody opted into", READ, [query_error(403, "OptInRequired")], 4, 1, "enabled"),
    ("H25 a Region that takes no signature", READ, [query_error(401, "AuthFailure")], 4, 1, "enabled"),
    ("H26 the wrong Content-Type", READ, [answer(200, CALLER, [("Content-Type", "application/json")])], 0, 1, ""),
    (
        "H27 the version of the protocol",
        ("aws-call", "codeconnections", "ListConnections"),
        [json_error(200, '{"Connections":[]}')],
        0,
        1,
        "",
    ),
    (
        "H28 a checksum",
        (
            "aws-call",
            "s3",
            "PutBucketCors",
            "--input",
            '{"Bucket":"bucket","CORSConfiguration":{"CORSRules":[{"AllowedMethods":["GET"],"AllowedOrigins":["*"]}]}}',
        ),
        [answer(200)],
        0,
        1,
        "",
    ),
]


def skewed(peer, seconds, s3=False):
    """Says no because of the time, and what time it is there."""
    date = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=seconds)
    headers = [("Date", date.strftime("%a, %d %b %Y %H:%M:%S GMT"))]
    if s3:
        return peer.send(answer(403, "<Error><Code>RequestTimeTooSkewed</Code><Message>m</Message></Error>", headers))
    peer.send(query_error(403, "SignatureDoesNotMatch", "Signature not yet current", headers))


@pytest.mark.parametrize("_, command, answers, code, count, said", ROWS, ids=[row[0] for row in ROWS])
def test_fault(_, command, answers, code, count, said):
    if command[0] == "--timeout":
        command = (*command[2:], *command[:2])
    with Server(script(*answers)) as server:
        ran = onramp(*command, env={"AWS_ENDPOINT_URL": server.url})
        assert ran.code == code or code is None and ran.code in (0, 3), ran
        assert said in ran.err, ran
        if ran.code:
            whole(ran, command, answers[-1])
        if count is not None:
            assert len(server.requests) == count, ran
        numbers = [request[2]["amz-sdk-request"].split(";")[0] for request in server.requests]
        assert numbers == [f"attempt={n + 1}" for n in range(len(numbers))]
        assert len({request[2]["amz-sdk-invocation-id"] for request in server.requests}) <= 1
        assert "<" not in ran.err.replace("<secret>", ""), "markup was shown"
        assert ran.out == "" or json.loads(ran.out) is not None


def whole(ran, command, last):
    """One line that names service and operation, and of an error of AWS the code and the request; nothing of ours."""
    # A write is shown before it is sent.
    line = ran.err.splitlines()[-1]
    assert len(ran.err.splitlines()) <= 1 + (command[2] == "CreateRole"), ran
    assert f"{command[1]} {command[2]}" in line or f"{command[1]}:{command[2]}" in line, ran
    if isinstance(last, bytes) and (code := re.search(rb'<Code>(\w+)|__type": ?"(\w+)', last)):
        assert (code[1] or code[2]).decode() in line, ran
        if b"r-17" in last:
            assert "request r-17" in line, ran
    assert "canonical" not in line and "Signature=" not in line and "AWS4" not in line, ran


def attempts(log):
    """The numbers of the attempts that a log tells of, in order."""
    return [int(number) for number in re.findall(r'"attempt":([0-9]+)', log.read_text())]


def test_T01_nobody_listens(tmp_path):
    ran = onramp(*READ, "--log", str(tmp_path / "log"), env={"AWS_ENDPOINT_URL": "http://127.0.0.1:1"})
    assert ran.code == 3 and "sts GetCallerIdentity: cannot connect (127.0.0.1)" in ran.err
    assert attempts(tmp_path / "log") == [1, 2, 3]


def test_T02_no_such_host(tmp_path):
    ran = onramp(*READ, "--log", str(tmp_path / "log"), env={"AWS_ENDPOINT_URL": "http://host.invalid"})
    assert ran.code == 3 and "sts GetCallerIdentity: the host has no address; check how it is spelt (host.invalid)" in ran.err
    assert attempts(tmp_path / "log") == [1, 2, 3]


@contextlib.contextmanager
def full_queue():
    """The address of a queue that is full: the kernel answers nothing to further attempts."""
    with contextlib.ExitStack() as kept:
        listener = kept.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            waiting = kept.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_T03_a_connection_that_is_never_taken():
    with full_queue() as url:
        ran = onramp(*READ, "--timeout", "1", env={"AWS_ENDPOINT_URL": url})
        assert ran.code == 3 and "no answer in time" in ran.err, ran


def test_T03_without_a_limit_of_ones_own_a_connection_is_given_up_long_before_the_kernel_does():
    with full_queue() as url:
        env = {"AWS_ENDPOINT_URL": url, "AWS_MAX_ATTEMPTS": "1"}
        ran = onramp(*READ, env=env)
        assert ran.code == 3 and "no answer in time: sts GetCallerIdentity (127.0.0.1)" in ran.err, ran
        # Ctrl-C does not wait for it.
        process = subprocess.Popen([str(ONRAMP), *READ], env=surroundings(env), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until(lambda: is_connecting(process.pid), "it connects")
        process.send_signal(signal.SIGINT)
        assert process.wait(LIMIT) in (130, -signal.SIGINT)


def test_T14_a_write_on_a_used_connection_is_not_sent_again_by_the_library(tmp_path):
    """The question whose account it is opens the connection that the write would use again."""
    (tmp_path / "onramp.yaml").write_text(
        'version: 1\nname: x\naccount: "111122223333"\nregion: us-east-1\ngithub:\n  owner: o\n  repository: r\n'
    )
    for end in (reset, close):
        with Server(script(GOOD, end)) as server:
            ran = onramp(*WRITE, "--setup", str(tmp_path / "onramp.yaml"), env={"AWS_ENDPOINT_URL": server.url})
            assert [operation(request) for request in server.requests] == ["GetCallerIdentity", "CreateRole"], ran
            assert ran.code == 5 and "iam CreateRole" in ran.err and "may have happened" in ran.err, ran


def test_T19_pieces_of_characters_come_together_again():
    with Server(script(sliced)) as server:
        ran = onramp(*READ, env={"AWS_ENDPOINT_URL": server.url})
        assert ran.code == 0 and json.loads(ran.out)["Account"] == SLICED, ran


@pytest.mark.parametrize(
    "play",
    [
        pytest.param(endless, id="T22"),
        pytest.param(answer(200, CALLER, [(f"X-{n}", "y" * 40) for n in range(10000)]), id="T21"),
        pytest.param(answer(200, "<a>" * 3000000), id="H14"),
        pytest.param(answer(200, "[" * 10000000), id="H13"),
    ],
)
def test_what_has_no_end_takes_no_memory_without_end(play):
    command = TAGS if isinstance(play, bytes) and b"[[[" in play else READ
    with Server(script(play)) as server:
        ran, most = peak(*command, env={"AWS_ENDPOINT_URL": server.url})
        assert ran.code == 3, ran
        assert most < 300, f"{most} MiB"


def test_T25_a_body_does_not_wait_for_a_word_that_may_never_come():
    with Server(script(answer(200))) as server:
        ran = onramp(
            "aws-call",
            "s3",
            "PutObject",
            "--input",
            "-",
            env={"AWS_ENDPOINT_URL": server.url},
            stdin=json.dumps({"Bucket": "bucket", "Key": "k", "Body": "x" * (3 << 20)}),
        )
        assert ran.code == 0, ran
        assert "expect" not in server.requests[0][2] and len(server.requests[0][3]) == 3 << 20


def test_T26_an_answer_before_the_body_was_read_is_the_answer():
    """The server reads no further than the headers, says no, and closes with megabytes unread."""

    def play(peer, _):
        peer.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        while b"\r\n\r\n" not in peer.buffer:
            peer.buffer += peer.socket.recv(1024)
        peer.send(numbered("AccessDenied", "not here").replace(b"503 X", b"403 X").replace(b"\r\n", b"\r\nConnection: close\r\n", 1))
        peer.socket.shutdown(socket.SHUT_WR)
        time.sleep(0.3)
        peer.socket.close()

    with Server(play) as server:
        ran = onramp(
            "aws-call",
            "s3",
            "PutObject",
            "--input",
            "-",
            env={"AWS_ENDPOINT_URL": server.url},
            stdin=json.dumps({"Bucket": "bucket", "Key": "k", "Body": "x" * (6 << 20)}),
        )
        assert ran.code == 4 and "s3:PutObject" in ran.err and "not here" in ran.err and server.connections == 1, ran


class Wave:
    """Takes requests until none comes for a while, resets all their connections at once, and then passes all on."""

    def __init__(self, between, patience=0.7):
        self.between, self.patience, self.condition = between, patience, threading.Condition()
        self.held, self.last, self.size = [], 0, 0

    def __call__(self, peer, pass_on):
        with self.condition:
            if self.size:
                peer.send(pass_on())
                return
            self.held.append(peer)
            self.last = time.monotonic()
            while not self.size and (left := self.last + self.patience - time.monotonic()) > 0:
                self.condition.wait(left)
            if not self.size:
                self.size = len(self.held)
                for each in self.held:
                    each.reset()
                self.condition.notify_all()


def test_T27_all_connections_are_reset_at_once_and_each_call_is_made_again(healthy):
    with Between(healthy.exports["AWS_ENDPOINT_URL"], {}) as between:
        wave = Wave(between)
        between.default = lambda request: None if operation(request) == "GetCallerIdentity" else wave
        checked = healthy.check(env={"AWS_ENDPOINT_URL": between.url})
        assert wave.size >= 8, "so many were under way"
        assert checked.troubled == {} and checked.code == 0
        numbers = [request[2]["amz-sdk-request"].partition(";")[0] for request in between.requests]
        assert numbers.count("attempt=2") == wave.size and "attempt=3" not in numbers
        twice = {request[2]["amz-sdk-invocation-id"] for request in between.requests}
        assert len(between.requests) == len(twice) + wave.size, "each once more, and nothing besides"


def test_T18_a_slow_upload_arrives_whole():
    size = 40000

    def play(peer, _):
        peer.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        got = b""
        while len(got) < size:
            got += peer.socket.recv(4096)
            time.sleep(0.02)
        peer.send(answer(200))

    with Server(play) as server:
        ran = onramp(
            "aws-call",
            "s3",
            "PutObject",
            "--input",
            "-",
            env={"AWS_ENDPOINT_URL": server.url},
            stdin=json.dumps({"Bucket": "bucket", "Key": "k", "Body": "x" * size}),
        )
        assert ran.code == 0, ran


def test_T04_a_server_that_never_speaks_tls():
    with Server(lambda peer, _: wait(peer)) as server:
        ran = onramp(*READ, "--timeout", "1", env={"AWS_ENDPOINT_URL": f"https://127.0.0.1:{server.port}"})
        assert ran.code == 3 and "no answer in time" in ran.err and server.connections == 3


def test_T05_reset_at_once():
    def play(peer, number):
        return peer.reset() if number == 1 else script(GOOD)(peer, number)

    with Server(play) as server:
        assert onramp(*READ, env={"AWS_ENDPOINT_URL": server.url}).code == 0 and server.connections == 2


def page(name, token=None):
    more = f"<IsTruncated>true</IsTruncated><Marker>{token}</Marker>" if token else "<IsTruncated>false</IsTruncated>"
    return answer(
        200,
        f"<ListRolesResponse><ListRolesResult><Roles><member><RoleName>{name}</RoleName></member></Roles>"
        f"{more}</ListRolesResult></ListRolesResponse>",
    )


def test_T13_an_idle_connection_is_closed_between_two_calls():
    with Server(script(then(page("a", "t"), close), page("b"))) as server:
        ran = onramp(*ROLES, env={"AWS_ENDPOINT_URL": server.url})
        assert ran.code == 0 and len(json.loads(ran.out)["Roles"]) == 2 and len(server.requests) == 2


def test_T24_a_redirect_is_not_followed():
    with Server(script(GOOD)) as evil, Server(script(answer(307, "", [("Location", evil.url + "/")]))) as server:
        ran = onramp(*READ, env={"AWS_ENDPOINT_URL": server.url})
        assert ran.code == 3 and len(server.requests) == 1 and evil.connections == 0, ran


def test_T28_one_of_two_addresses_is_dead():
    with Server(script(GOOD)) as server:
        assert onramp(*READ, env={"AWS_ENDPOINT_URL": f"http://localhost:{server.port}"}).code == 0


def test_T29_the_server_does_not_hang_up():
    with Server(script(then(GOOD, wait))) as server:
        assert onramp(*READ, env={"AWS_ENDPOINT_URL": server.url}).code == 0


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


CERTIFICATES = {
    "expired": ({"days": (-9, -2)}, "certificate has expired"),
    "not yet": ({"days": (2, 9)}, "not yet valid"),
    "another host": ({"names": [x509.DNSName("x.example")]}, "subject name matches target host name"),
    "self-signed": ({"itself": True}, "self"),
}


@pytest.mark.parametrize("kind", CERTIFICATES)
def test_T30_a_certificate_that_is_not_good_is_tried_once(authority, kind):
    settings, said = CERTIFICATES[kind]
    with Server(script(GOOD), authority.context(**settings)) as server:
        ran = onramp(*READ, env={"AWS_ENDPOINT_URL": server.url, "AWS_CA_BUNDLE": str(authority.bundle)})
        assert ran.code == 3 and said in ran.err and server.connections == 1 and server.requests == [], ran
        assert "sts GetCallerIdentity: " in ran.err, ran


def test_T30_an_unknown_authority_names_the_bundle(authority):
    with Server(script(GOOD), authority.context()) as server:
        ran = onramp(*READ, env={"AWS_ENDPOINT_URL": server.url, "AWS_CA_BUNDLE": None})
        assert ran.code == 3 and "AWS_CA_BUNDLE" in ran.err and server.connections == 1, ran
        good = onramp(*READ, env={"AWS_ENDPOINT_URL": server.url, "AWS_CA_BUNDLE": str(authority.bundle)})
        assert good.code == 0, good


def test_X11_the_keys_of_connections_are_written_nowhere(authority, tmp_path):
    with Server(script(GOOD), authority.context()) as server:
        ran = onramp(
            *READ, env={"AWS_ENDPOINT_URL": server.url, "AWS_CA_BUNDLE": str(authority.bundle), "SSLKEYLOGFILE": str(tmp_path / "keys")}
        )
        assert ran.code == 0 and not (tmp_path / "keys").exists(), ran


def test_T31_tls_of_the_past(authority):
    with Server(script(GOOD), authority.context(version=ssl.TLSVersion.TLSv1_1)) as server:
        ran = onramp(*READ, env={"AWS_ENDPOINT_URL": server.url, "AWS_CA_BUNDLE": str(authority.bundle)})
        assert ran.code == 3 and "TLS" in ran.err and server.connections == 1, ran


@pytest.mark.parametrize("make", ["missing", "folder", "empty", "garbage"])
def test_T32_a_bundle_that_cannot_be_used(tmp_path, make, authority):
    path = tmp_path / "bundle.pem"
    if make == "folder":
        path.mkdir()
    elif make != "missing":
        path.write_text("" if make == "empty" else "no certificate\n")
    with Server(script(GOOD), authority.context()) as server:
        ran = onramp(*READ, env={"AWS_ENDPOINT_URL": server.url, "AWS_CA_BUNDLE": str(path)})
        assert ran.code == 2 and str(path) in ran.err and server.requests == [], ran


@pytest.mark.parametrize(
    "reply, said",
    [
        (b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n", "proxy"),
        (b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", "proxy"),
        (b"", "Proxy CONNECT aborted"),
    ],
)
def test_T33_the_proxy_says_no(reply, said):
    def play(peer, _):
        peer.read()
        peer.send(reply)

    with Server(play) as proxy:
        ran = onramp(*READ, env={"HTTPS_PROXY": f"http://user:canary-proxy-password@127.0.0.1:{proxy.port}"})
        assert ran.code == 3 and said in ran.err and "canary" not in ran.err + ran.out, ran
        assert f"by the proxy 127.0.0.1:{proxy.port}" in ran.err and "user" not in ran.err, ran
        assert proxy.requests[0][1] == "sts.us-east-1.amazonaws.com:443"


def test_T34_metadata_never_goes_through_the_proxy():
    secret = json.dumps({"AccessKeyId": "ASIA", "SecretAccessKey": "s", "Token": "t"})
    with Server(script(answer(502))) as proxy, Server(script(answer(200, secret))) as metadata:
        ran = onramp(
            "aws-config",
            "--json",
            env={
                "AWS_ACCESS_KEY_ID": None,
                "AWS_SECRET_ACCESS_KEY": None,
                "http_proxy": proxy.url,
                "HTTPS_PROXY": proxy.url,
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{metadata.url}/c",
            },
        )
        assert ran.code == 0 and json.loads(ran.out)["credentials"]["source"] == "container", ran
        assert proxy.connections == 0


def test_T34_no_proxy_is_obeyed():
    with Server(script(answer(502))) as proxy:
        ran = onramp(*READ, "--timeout", "1", env={"HTTPS_PROXY": proxy.url, "NO_PROXY": "*.amazonaws.com"})
        assert ran.code == 3 and proxy.connections == 0, ran


def test_T35_plain_http_to_elsewhere_is_remarked():
    ran = onramp(*READ, env={"AWS_ENDPOINT_URL": "http://host.invalid"})
    assert "plain http" in ran.err
    assert "plain http" not in onramp(*READ, env={"AWS_ENDPOINT_URL": "http://127.0.0.1:1"}).err


def test_everything_goes_through_a_proxy_to_the_right_host(authority):
    """A proxy that reads along, with a CA of its own: the host by AWS's rules, and the whole request."""
    rows = [
        (READ, "us-east-1", {}, "sts.us-east-1.amazonaws.com"),
        (READ, "eu-west-1", {"AWS_USE_FIPS_ENDPOINT": "true"}, "sts-fips.eu-west-1.amazonaws.com"),
        (READ, "cn-north-1", {}, "sts.cn-north-1.amazonaws.com.cn"),
        (ROLES, "eu-west-1", {}, "iam.amazonaws.com"),
        (ROLES, "us-gov-east-1", {}, "iam.us-gov.amazonaws.com"),
        (TAGS, "eu-west-1", {}, "api.sagemaker.eu-west-1.amazonaws.com"),
        (HEAD, "us-west-2", {}, "bucket.s3.us-west-2.amazonaws.com"),
        (HEAD, "us-west-2", {"AWS_USE_DUALSTACK_ENDPOINT": "true"}, "bucket.s3.dualstack.us-west-2.amazonaws.com"),
        (("aws-call", "ecr", "DescribeRepositories"), "eu-west-1", {}, "api.ecr.eu-west-1.amazonaws.com"),
    ]
    for command, region, env, host in rows:
        seen = []

        def play(peer, _, host=host, seen=seen):
            _, target, headers, _ = peer.read()
            seen.append((target, headers))
            peer.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
            peer.socket = authority.context(names=[x509.DNSName(host)]).wrap_socket(peer.socket, server_side=True)
            peer.read()
            peer.send(query_error(400, "Seen"))

        with Server(play) as proxy:
            ran = onramp(*command, env={"AWS_REGION": region, "HTTPS_PROXY": proxy.url, "AWS_CA_BUNDLE": str(authority.bundle), **env})
            assert seen[0][0] == f"{host}:443" and "authorization" not in seen[0][1], (ran, seen)
            method, target, headers, data = proxy.requests[1]
            assert headers["host"] == host and "Signature=" in headers["authorization"]
            assert TOKEN not in str(seen), "the proxy was told what is not its business"


JSON_ERRORS = [
    ('{"__type":"ns#Code1","message":"text1"}', ()),
    ('{"__type":"Code1","Message":"text1"}', ()),
    ('{"code":"Code1","message":"text1"}', ()),
    ('{"Code":"Code1","errorMessage":"text1"}', ()),
    ('{"message":"text1"}', [("x-amzn-ErrorType", "Code1:http://x/")]),
    ('{"Code":"ns#Code1","Message":"text1"}', ()),
]


def test_H08_a_code_in_the_header_is_enough():
    with Server(script(json_error(400, "", [("x-amzn-ErrorType", "Code1")]))) as server:
        ran = onramp(*TAGS, env={"AWS_ENDPOINT_URL": server.url})
        assert ran.code == 3 and "sagemaker ListTags: Code1" in ran.err and "request r-17" in ran.err, ran


@pytest.mark.parametrize(
    "command, headers, text",
    [
        (TAGS, [("x-amzn-requestid", "r-18")], '{"__type":"Code1"}'),
        (BUCKETS, [("x-amz-request-id", "r-18")], ""),
        (READ, [], "<ErrorResponse><Error><Code>Code1</Code></Error><RequestId>r-18</RequestId></ErrorResponse>"),
        (BUCKETS, [], "<Error><Code>Code1</Code><RequestId>r-18</RequestId></Error>"),
        (READ, [], "<Response><Errors><Error><Code>Code1</Code></Error></Errors><RequestID>r-18</RequestID></Response>"),
    ],
    ids=["H08 header", "H09 header of S3", "H09 query", "H09 S3", "H09 EC2"],
)
def test_the_request_id_is_found_in_every_form(command, headers, text):
    with Server(script(answer(400, text, headers))) as server:
        ran = onramp(*command, env={"AWS_ENDPOINT_URL": server.url})
        assert ran.code == 3 and "request r-18" in ran.err, ran


@pytest.mark.parametrize("text, headers", JSON_ERRORS)
def test_H08_every_form_of_an_error_in_json(text, headers):
    with Server(script(json_error(400, text, headers))) as server:
        ran = onramp(*TAGS, env={"AWS_ENDPOINT_URL": server.url})
        assert ran.code == 3 and "Code1" in ran.err and "text1" in ran.err, ran


@pytest.mark.parametrize(
    "text",
    [
        "<ErrorResponse xmlns='urn:x'><Error><Code>Code1</Code><Message>text1</Message></Error></ErrorResponse>",
        "<Error><Code>Code1</Code><Message>text1</Message></Error>",
        "<Response><Errors><Error><Code>Code1</Code><Message>text1</Message></Error></Errors></Response>",
        "<p:ErrorResponse xmlns:p='urn:x'><p:Error><p:Code>Code1</p:Code><p:Message>text1</p:Message></p:Error></p:ErrorResponse>",
    ],
)
def test_H09_every_form_of_an_error_in_xml(text):
    with Server(script(answer(400, text))) as server:
        ran = onramp(*READ, env={"AWS_ENDPOINT_URL": server.url})
        assert ran.code == 3 and "Code1" in ran.err and "text1" in ran.err, ran


@pytest.mark.parametrize(
    "status, code, said",
    [
        (301, 3, "PermanentRedirect"),
        (307, 3, "TemporaryRedirect"),
        (400, 3, "BadRequest"),
        (403, 4, "s3:ListBucket"),
        (404, 3, "NotFound"),
    ],
)
def test_H10_a_head_without_a_body_is_told_by_its_status(status, code, said):
    with Server(script(answer(status))) as server:
        ran = onramp(*HEAD, env={"AWS_ENDPOINT_URL": server.url})
        assert ran.code == code and said in ran.err and len(server.requests) == 1, ran


TIMES = {
    "1.5E9": "2017-07-14T02:40:00Z",
    "1479249799.77": "2016-11-15T22:43:19.770Z",
    "0": "1970-01-01T00:00:00Z",
    '"2019-12-16T22:48:18-01:00"': "2019-12-16T23:48:18Z",
    '"Mon, 16 Dec 2019 23:48:18 GMT"': "2019-12-16T23:48:18Z",
    "253402300799": "9999-12-31T23:59:59Z",
}


@pytest.mark.parametrize("given", TIMES)
def test_H16_times_in_every_form(given):
    with Server(script(json_error(200, f'{{"DomainId":"d","CreationTime":{given}}}'))) as server:
        ran = onramp("aws-call", "sagemaker", "DescribeDomain", "--input", '{"DomainId":"d-1"}', env={"AWS_ENDPOINT_URL": server.url})
        assert ran.code == 0 and json.loads(ran.out)["CreationTime"] == TIMES[given], ran


def test_H17_pages_that_lead_nowhere_or_round_and_round():
    truncated = answer(
        200, "<ListRolesResponse><ListRolesResult><Roles/><IsTruncated>true</IsTruncated></ListRolesResult></ListRolesResponse>"
    )
    for answers, said in [([truncated], "not where"), ([page("a", "same")], "circle")]:
        with Server(script(*answers)) as server:
            ran = onramp(*ROLES, env={"AWS_ENDPOINT_URL": server.url})
            assert ran.code == 3 and said in ran.err and len(server.requests) <= 2, ran


def test_H17_H18_every_page_is_asked_for_and_its_mark_goes_back_as_it_was():
    empty = answer(
        200,
        "<ListRolesResponse><ListRolesResult><Roles/><IsTruncated>true</IsTruncated><Marker>2</Marker></ListRolesResult></ListRolesResponse>",
    )
    with Server(script(page("a", "+/=&amp;% ü"), empty, page("wanted"))) as server:
        ran = onramp(*ROLES, env={"AWS_ENDPOINT_URL": server.url})
        assert [role["RoleName"] for role in json.loads(ran.out)["Roles"]] == ["a", "wanted"], ran
        assert b"Marker=%2B%2F%3D%26%25%20%C3%BC" in server.requests[1][3]


def test_H17_five_hundred_pages():
    pages = [page(f"r{number}", f"t{number}") for number in range(499)] + [page("last")]
    with Server(script(*pages)) as server:
        ran = onramp(*ROLES, env={"AWS_ENDPOINT_URL": server.url})
        assert ran.code == 0 and len(json.loads(ran.out)["Roles"]) == 500 and len(server.requests) == 500, ran


def test_H11_a_login_page_in_front_of_everything_is_no_missing_resource(domain):
    """A network that answers every request with a page of its own."""
    portal = answer(200, HTML, [("Content-Type", "text/html")])
    with Server(script(portal)) as server:
        checked = domain.check(env={"AWS_ENDPOINT_URL": server.url, "GITHUB_API_URL": server.url})
        assert checked.red == set() and checked.ids("crash") == set() and checked.ids("unknown"), checked.troubled
        assert checked.code in (3, 4)


def test_H15_a_state_nobody_knows_is_not_taken_for_success(healthy):
    def renamed(peer, pass_on):
        raw = pass_on()
        head, _, body = raw.partition(b"\r\n\r\n")
        body = body.replace(b'"InService"', b'"NEW_STATE"')
        head = re.sub(rb"(?i)content-length: [0-9]+", b"Content-Length: %d" % len(body), head)
        peer.send(head + b"\r\n\r\n" + body)

    with Between(healthy.exports["AWS_ENDPOINT_URL"], {"DescribeDomain": [renamed] * 9, "ListDomains": [renamed] * 9}) as between:
        checked = healthy.check(env={"AWS_ENDPOINT_URL": between.url})
        assert checked.ids("crash") == set() and checked.code != 0, checked.troubled
        assert any("NEW_STATE" in finding["found"] for finding in checked.values()), checked.troubled


def test_H23_credentials_that_ended_are_renewed_once(tmp_path):
    """A program that gives other keys each time it is asked."""
    counter = tmp_path / "n"
    config = tmp_path / "config"
    config.write_text(
        f'[default]\ncredential_process = echo x >> {counter}; printf \'{{"Version":1,"AccessKeyId":"AKIA%s",'
        f'"SecretAccessKey":"s"}}\' $(wc -l < {counter})\n'
    )
    env = {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None, "AWS_SESSION_TOKEN": None, "AWS_CONFIG_FILE": str(config)}
    with Server(script(query_error(403, "ExpiredToken"), GOOD)) as server:
        ran = onramp(*READ, env={**env, "AWS_ENDPOINT_URL": server.url})
        assert ran.code == 0, ran
        assert ["AKIA1/" in server.requests[0][2]["authorization"], "AKIA2/" in server.requests[1][2]["authorization"]] == [True, True]
    with Server(script(query_error(403, "ExpiredToken"))) as server:
        ran = onramp(*READ, env={**env, "AWS_ENDPOINT_URL": server.url})
        assert ran.code == 4 and len(server.requests) == 2, ran


def test_H27_H28_what_goes_out():
    with Server(script(json_error(200, '{"Connections":[]}'))) as server:
        onramp("aws-call", "codeconnections", "ListConnections", env={"AWS_ENDPOINT_URL": server.url})
        assert server.requests[0][2]["content-type"] == "application/x-amz-json-1.0"
    cors = ROWS[-1][1]
    with Server(script(answer(200))) as server:
        onramp(*cors, env={"AWS_ENDPOINT_URL": server.url})
        headers = server.requests[0][2]
        assert "x-amz-checksum-sha256" in headers or "content-md5" in headers


def test_a_quotation_of_our_own_request_is_not_shown():
    with Server(lambda peer, _: peer.send(query_error(400, "ValidationError", "bad: " + peer.read()[2]["authorization"]))) as server:
        ran = onramp(*READ, env={"AWS_ENDPOINT_URL": server.url})
        assert ran.code == 3 and "Signature=" not in ran.err and "bad:" in ran.err, ran
