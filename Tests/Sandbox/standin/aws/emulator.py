"""moto, called in this process as the WSGI application it is."""

from __future__ import annotations

import functools
import io
from typing import Any

import moto.backends
import moto.core.responses
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from ..message import Answer, Request


@functools.cache
def _modules(find: Any = moto.backends.list_of_moto_modules) -> tuple[str, ...]:
    return tuple(find())


# moto reads its own folder, and goes through a class, at each request; neither changes while it runs.
moto.backends.list_of_moto_modules = _modules  # type: ignore[assignment]
moto.core.responses.method_names_from_class = functools.cache(moto.core.responses.method_names_from_class)

_application = DomainDispatcherApplication(create_backend_app)


class NotThere(Exception):
    """moto has no such operation, or failed in the middle of it."""


def answer(request: Request) -> Answer:
    """moto's answer. The scheme says https: policies that demand TLS must not bite on loopback."""
    host = request.header("host", "127.0.0.1")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        # WSGI wants the bytes of the decoded path, spelt in latin-1.
        "PATH_INFO": request.path.encode().decode("latin-1"),
        "QUERY_STRING": request.raw_query,
        "RAW_URI": request.target,
        "REQUEST_URI": request.target,
        "SERVER_NAME": host.partition(":")[0],
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(request.body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "https",
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.input_terminated": True,
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in request.headers:
        if name == "content-type":
            environ["CONTENT_TYPE"] = value
        elif name not in ("content-length", "transfer-encoding", "expect", "connection"):
            environ["HTTP_" + name.upper().replace("-", "_")] = value
    try:
        found = _run(environ)
    except Exception as error:
        raise NotThere(f"{type(error).__name__}: {error}") from error
    if found.header("content-type").startswith("text/html") and found.body.startswith(b"<!doctype html>"):
        raise NotThere(f"an HTML page with status {found.status}")
    return found


def _run(environ: dict[str, Any]) -> Answer:
    started: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], error: Any = None) -> None:
        started[:] = [int(status.split()[0]), headers]

    chunks = _application(environ, start_response)
    try:
        body = b"".join(chunks)
    finally:
        if hasattr(chunks, "close"):
            chunks.close()
    return Answer(started[0], started[1], body)
