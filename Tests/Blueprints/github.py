"""A GitHub on a loopback port with one repository and one workflow, which does what a test says."""

from __future__ import annotations

import http.server
import json
import threading
import time
import urllib.parse
from collections.abc import Callable
from typing import Any


class GitHub:
    """Answers what the trigger asks. `on` replaces an answer: `on["POST dispatches"] = (422, {"message": "…"})`.

    The value can be a function, which is called each time; None as an answer closes the connection without one.
    """

    def __init__(self, inputs: tuple[str, ...] = ("model-package",), details: bool = True) -> None:
        self.inputs, self.details = inputs, details
        self.on: dict[str, Any] = {}
        self.asked: list[tuple[str, str, Any]] = []
        self.tokens: set[str | None] = set()
        self.runs: list[dict[str, Any]] = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(length)) if length else None
                outer.tokens.add(self.headers.get("Authorization"))
                given = outer.reply(self.command, self.path, body)
                if given is None:
                    self.close_connection = True
                    return
                code, answer, *headers = given
                self.send_response(code)
                for name, value in (headers[0] if headers else {}).items():
                    self.send_header(name, value)
                data = json.dumps(answer).encode() if answer is not None else b""
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = answer

            def log_message(self, *_: Any) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def dispatches(self) -> list[Any]:
        """The bodies of the dispatches that were asked for."""
        return [body for method, _, body in self.asked if method == "POST"]

    def reply(self, method: str, path: str, body: Any) -> Any:
        self.asked.append((method, path, body))
        place = urllib.parse.urlsplit(path).path
        kind = f"{method} {'repository' if place.count('/') == 3 else place.rsplit('/', 1)[1]}"
        own = self.on.get(kind)
        given = own() if isinstance(own, Callable) else own
        if given == "done, never told":
            self.start(body)
            return None
        if kind in self.on and given != "as usual":
            return given
        if kind == "GET repository":
            return 200, {"full_name": "acme/sagemaker-churn", "default_branch": "trunk"}
        if kind == "GET runs":
            since = urllib.parse.parse_qs(urllib.parse.urlsplit(path).query)["created"][0].removeprefix(">=")
            return 200, {"workflow_runs": [run for run in self.runs if run["created_at"] >= since]}
        if kind == "GET deploy.yml":
            return 200, {"path": ".github/workflows/deploy.yml"}
        unexpected = set(body["inputs"]) - set(self.inputs)
        if unexpected:
            return 422, {"message": f"Unexpected inputs provided: {json.dumps(sorted(unexpected))}"}
        run = self.start(body)
        return (200, {"workflow_run_id": 1, "run_url": run["url"], "html_url": run["html_url"]}) if self.details else (204, None)

    def start(self, body: Any) -> dict[str, Any]:
        number = len(self.runs) + 1
        title = f"Deploy {body['inputs'].get('model-package', 'the newest')}"
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        url = f"https://github.com/acme/sagemaker-churn/actions/runs/{number}"
        self.runs.append({"display_title": title, "name": "Deploy", "html_url": url, "url": url, "created_at": moment})
        return self.runs[-1]
