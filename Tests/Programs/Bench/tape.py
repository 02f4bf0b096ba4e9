"""Recording what one `check` asks and is answered, as a tape that server.c answers from and replay.c sends."""

import dataclasses
import http.client
import http.server
import pathlib
import sys
import threading
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "Sandbox"))


from standin.aws import models, signature, wire  # noqa: E402
from standin.message import Request  # noqa: E402

# Every service has a host of its own, as in the world: 127.0.1.1 is GitHub's, the others follow.
SERVICES = (
    "github",
    "sts",
    "iam",
    "s3",
    "sagemaker",
    "secretsmanager",
    "codeconnections",
    "cloudformation",
    "cloudtrail",
    "codestar-connections",
)
# Made anew by whoever answers, or meant for one connection only.
OWN_HEADERS = {"content-length", "transfer-encoding", "connection", "date", "server", "keep-alive"}


def address(service, scheme, port):
    """Where a service is."""
    return f"{scheme}://127.0.1.{SERVICES.index(service) + 1}:{port}"


def endpoints(scheme, port):
    """The variables by which every tool finds the services."""
    upper = {name: "SECRETS_MANAGER" if name == "secretsmanager" else name.upper().replace("-", "_") for name in SERVICES[1:]}
    named = {name: f"AWS_ENDPOINT_URL_{upper[name]}" for name in SERVICES[1:]}
    return {
        "GITHUB_API_URL": address("github", scheme, port),
        **{variable: address(name, scheme, port) for name, variable in named.items()},
    }


@dataclasses.dataclass
class Entry:
    """One request and its answer."""

    host: int
    method: str
    target: str
    headers: list
    body: bytes
    status: int = 0
    answer_headers: list = ()
    answer: bytes = b""
    after: int = -1

    def call(self):
        """The request as a call of AWS, None for GitHub's."""
        if self.host == 1:
            return None
        request = Request(self.method, self.target, [(name.lower(), value) for name, value in self.headers], self.body)
        service = models.service(signature.scope(request).service)
        operation = models.operation(service, request)
        value, problems = wire.read(operation, request)
        assert not problems, problems
        return {"service": service.service_name, "operation": operation.name, "input": value}

    def bytes(self):
        """The entry as tape.h describes it."""

        def block(headers):
            return "".join(f"{name}: {value}\r\n" for name, value in headers).encode()

        parts = [block(self.headers), self.body, block(self.answer_headers), self.answer]
        sizes = [len(part) for part in parts]
        line = f"{self.host} {self.after} {self.method} {self.target} {sizes[0]} {sizes[1]} {self.status} {sizes[2]} {sizes[3]}\n"
        return line.encode() + b"".join(parts)


def write(entries, path):
    """Writes a tape."""
    path.write_bytes(b"".join(entry.bytes() for entry in entries))


class Recorder:
    """Stands before a sandbox on all hosts and keeps what passes."""

    def __init__(self, aws, github):
        self.entries, self.lock = [], threading.Lock()
        self.ports = {host: urllib.parse.urlsplit(github if host == 1 else aws).netloc for host in range(1, len(SERVICES) + 1)}
        self.servers, self.port = [], 0
        for host in self.ports:
            server = http.server.ThreadingHTTPServer((f"127.0.1.{host}", self.port), self.handler(host))
            server.daemon_threads = True
            self.port = server.server_address[1]
            self.servers.append(server)
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()

    def handler(self, host):
        """What passes a request of one host on."""
        recorder = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def handle_one_request(self):
                self.raw_requestline = self.rfile.readline(65537)
                if not self.raw_requestline or not self.parse_request():
                    self.close_connection = True
                    return
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                headers = [(name, value) for name, value in self.headers.items()]
                entry = Entry(host, self.command, self.path, headers, body)
                onward = http.client.HTTPConnection(recorder.ports[host], timeout=60)
                onward.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
                for name, value in headers:
                    onward.putheader(name, value)
                onward.endheaders(body or None)
                answer = onward.getresponse()
                entry.status, entry.answer = answer.status, answer.read()
                entry.answer_headers = [(n, v) for n, v in answer.getheaders() if n.lower() not in OWN_HEADERS]
                onward.close()
                with recorder.lock:
                    recorder.entries.append(entry)
                lines = [
                    f"HTTP/1.1 {entry.status} X",
                    f"Content-Length: {len(entry.answer)}",
                    *(f"{name}: {value}" for name, value in entry.answer_headers),
                ]
                self.wfile.write("\r\n".join(lines).encode() + b"\r\n\r\n" + entry.answer)
                self.wfile.flush()

        return Handler

    def close(self):
        """Ends it."""
        for server in self.servers:
            server.shutdown()
            server.server_close()
