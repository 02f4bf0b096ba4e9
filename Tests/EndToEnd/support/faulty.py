"""A server on loopback that plays faults: byte by byte, connection by connection, with a CA of its own.

A play is a function that is given a `Peer` for each connection; what was asked is kept in `requests`. The program is
run against it with nothing but documented variables.
"""

import atexit
import datetime
import ipaddress
import os
import pathlib
import shutil
import socket
import ssl
import struct
import subprocess
import tempfile
import threading
import urllib.parse

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from support.waiting import LIMIT
from support.world import FOREIGN_VARIABLES, ONRAMP, Ran

# Every server of the test that is under way, for the report of what was seen.
SERVERS = []


class Peer:
    """One connection, seen from the server."""

    def __init__(self, plain, server):
        self.socket, self.server = plain, server
        self.buffer = b""

    def read(self):
        """The next request as (method, target, headers, body), or None when the client went away."""
        while b"\r\n\r\n" not in self.buffer:
            part = self.socket.recv(65536)
            if not part:
                return None
            self.buffer += part
        head, _, rest = self.buffer.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        method, target, _ = first.split(" ", 2)
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        size = int(headers.get("content-length", 0))
        while len(rest) < size:
            part = self.socket.recv(65536)
            if not part:
                break
            rest += part
        self.buffer = rest[size:]
        self.raw = head + b"\r\n\r\n" + rest[:size]
        request = (method, target, headers, rest[:size])
        self.server.requests.append(request)
        return request

    def send(self, raw):
        self.socket.sendall(raw if isinstance(raw, bytes) else raw.encode())

    def reset(self):
        """Ends the connection with RST."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()


class Server:
    """Plays until the test ends."""

    def __init__(self, play, context=None, family=socket.AF_INET):
        self.play, self.context, self.requests, self.connections = play, context, [], 0
        SERVERS.append(self)
        self.listener = socket.socket(family)
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(64)
        self.port = self.listener.getsockname()[1]
        self.stopped = threading.Event()
        threading.Thread(target=self.accept, daemon=True).start()

    @property
    def url(self):
        return f"{'https' if self.context else 'http'}://127.0.0.1:{self.port}"

    def accept(self):
        while True:
            try:
                plain, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self.serve, args=(plain, self.connections), daemon=True).start()

    def serve(self, plain, number):
        try:
            if self.context:
                plain = self.context.wrap_socket(plain, server_side=True)
            self.play(Peer(plain, self), number)
            plain.close()
        except (OSError, ValueError):
            plain.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stopped.set()
        self.listener.close()


def answer(status=200, body="", headers=(), reason="X", length=None):
    """The bytes of a whole answer."""
    body = body if isinstance(body, bytes) else body.encode()
    lines = [f"HTTP/1.1 {status} {reason}", f"Content-Length: {len(body) if length is None else length}"]
    lines += [f"{name}: {value}" for name, value in headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def script(*answers):
    """Answers one request after the other, over however many connections; the last answer goes on for ever. An
    answer that is a function is given the peer instead."""
    lock, left = threading.Lock(), list(answers)

    def play(peer, _):
        while peer.read() is not None:
            with lock:
                next_ = left.pop(0) if len(left) > 1 else left[0]
            if callable(next_):
                return next_(peer)
            peer.send(next_)

    return play


CALLER = (
    "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>111122223333</Account>"
    "</GetCallerIdentityResult></GetCallerIdentityResponse>"
)
GOOD = answer(200, CALLER)


def query_error(status, code, message="m", headers=()):
    """An error in the words of the query protocol."""
    return answer(
        status,
        f"<ErrorResponse><Error><Code>{code}</Code><Message>{message}</Message></Error><RequestId>r-17</RequestId></ErrorResponse>",
        headers,
    )


def json_error(status, text, headers=()):
    return answer(status, text, [("x-amzn-RequestId", "r-17"), *headers])


def operation(request):
    """What a request asks of AWS: the operation's name, or for S3 the method and what the query names."""
    method, target, headers, body = request
    if "x-amz-target" in headers:
        return headers["x-amz-target"].rpartition(".")[2]
    if body.startswith(b"Action="):
        return urllib.parse.parse_qs(body.decode())["Action"][0]
    query = urllib.parse.urlsplit(target).query.partition("&")[0].partition("=")[0]
    return f"{method} {query}".strip()


class Between(Server):
    """Stands between the program and the sandbox: passes all on, but for the operations that `plays` names.

    Of each the answers are used up one after the other, then the sandbox answers. None passes one on; a function is
    given the peer and what passes the request on, and plays itself.
    """

    def __init__(self, url, plays):
        self.target, self.plays, self.lock = urllib.parse.urlsplit(url), {n: list(a) for n, a in plays.items()}, threading.Lock()
        super().__init__(self.between)

    def between(self, peer, _):
        while (request := peer.read()) is not None:
            with self.lock:
                left = self.plays.get(operation(request), [])
                play = left.pop(0) if left else self.default(request)
            if callable(play):
                play(peer, lambda: self.passed_on(peer.raw))
            else:
                peer.send(self.passed_on(peer.raw) if play is None else play)
                if play is None:
                    return

    @staticmethod
    def default(_):
        """What is played for a request that nothing is left for: the sandbox."""
        return

    def passed_on(self, raw):
        """The sandbox's answer; it closes the connection after each."""
        with socket.create_connection((self.target.hostname, self.target.port)) as upstream:
            upstream.sendall(raw.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1))
            return b"".join(iter(lambda: upstream.recv(65536), b""))

    def count(self, name):
        """How often an operation was asked for."""
        return sum(operation(request) == name for request in self.requests)


class Authority:
    """A certificate authority of the test's own."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = self.sign("test authority", self.key.public_key(), is_authority=True)
        self.bundle = self.folder / "ca.pem"
        self.bundle.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))

    def sign(self, name, public_key, is_authority=False, names=(), days=(-1, 30)):
        now = datetime.datetime.now(datetime.UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
            .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test authority")]))
            .public_key(public_key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + datetime.timedelta(days=days[0]))
            .not_valid_after(now + datetime.timedelta(days=days[1]))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        )
        if names:
            builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        return builder.sign(self.key, hashes.SHA256())

    @staticmethod
    def own(key):
        """A certificate that its own key signed."""
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
        now = datetime.datetime.now(datetime.UTC)
        names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=9))
            .add_extension(names, critical=False)
            .sign(key, hashes.SHA256())
        )

    def context(self, names=None, days=(-1, 30), version=None, itself=False):
        """A server's side of TLS, with a certificate for 127.0.0.1 unless told otherwise."""
        key = ec.generate_private_key(ec.SECP256R1())
        names = names or [x509.IPAddress(ipaddress.ip_address("127.0.0.1")), x509.DNSName("localhost")]
        if itself:
            certificate = self.own(key)
        else:
            certificate = self.sign("server", key.public_key(), names=names, days=days)
        file = self.folder / f"server-{len(list(self.folder.iterdir()))}.pem"
        file.write_bytes(
            key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if version:
            context.minimum_version = context.maximum_version = version
            context.set_ciphers("ALL:@SECLEVEL=0")
        context.load_cert_chain(file)
        return context


# A home of the tests' own, for the log.
HOME = tempfile.mkdtemp(prefix="onramp-faults-")
atexit.register(shutil.rmtree, HOME, True)
SECRET, TOKEN = "canary/secret+key=000000000000000000000", "canary-session-token-0000000000000000"


# A whole setup file for an account that a server of a test makes up.
SETUP = """version: 1
name: churn
account: "111122223333"
region: us-east-1
github: {owner: octo-org, repository: sagemaker-churn}
project: {domain: d-abc123def456}
"""


def surroundings(env=None, home=HOME):
    """Keys in the environment, and nothing of whoever runs the tests."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith((*FOREIGN_VARIABLES, "NO_PROXY", "no_proxy"))}
    whole = {
        **plain,
        "AWS_ACCESS_KEY_ID": "AKIAEXAMPLEEXAMPLE00",
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_SESSION_TOKEN": TOKEN,
        "AWS_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "HOME": str(home),
        "XDG_STATE_HOME": f"{home}/state",
        **(env or {}),
    }
    return {name: value for name, value in whole.items() if value is not None}


def peak(*arguments, env=None):
    """Runs the program and returns how it ended and the most memory it had, in MiB."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        process = subprocess.Popen([str(ONRAMP), *arguments], env=surroundings(env), stdout=out, stderr=err, stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0), err.seek(0)
        return Ran(process.returncode, out.read(), err.read()), usage.ru_maxrss / 1024


def onramp(*arguments, env=None, home=HOME, timeout=LIMIT, stdin=""):
    """Runs the program without a terminal."""
    done = subprocess.run(
        [str(ONRAMP), *arguments],
        env=surroundings(env, home),
        input=stdin,
        cwd="/",
        capture_output=True,
        text=True,
        timeout=timeout,
        errors="replace",
    )
    for secret in (SECRET, TOKEN):
        assert secret not in done.stdout + done.stderr, "a secret was printed"
    return Ran(done.returncode, done.stdout, done.stderr)
