"""kill -9 at a chosen request: after the service has done its work, before the client hears of it.

A door of TCP stands between the program and the sandbox. The sandbox writes its record line after processing
and before answering; so when an answer comes back through the door and the record holds the n-th line that
counts, the program is killed instead of being answered. No sleeping, no guessing: the kill always falls
between the deed and the word of it.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import threading
import urllib.parse

from support.world import ONRAMP


class Door:
    """Forwards connections to one port of the sandbox; asks before each piece of a question and of an answer."""

    def __init__(self, url, may_pass=lambda: True, *, may_ask=lambda: True):
        self.target = urllib.parse.urlsplit(url)
        self.may_pass, self.may_ask = may_pass, may_ask
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        """Takes no further connections."""
        self.listener.close()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                server = socket.create_connection((self.target.hostname, self.target.port))
                threading.Thread(target=self._pump, args=(client, server, self.may_ask), daemon=True).start()
                threading.Thread(target=self._pump, args=(server, client, self.may_pass), daemon=True).start()

    @staticmethod
    def _pump(source, sink, may_pass):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if not may_pass():
                    break
                sink.sendall(data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


def run_until(world, number, *arguments, every_request=False, env=None):
    """Runs the program and kills it at request `number`, counted from 1 and among the writes unless told otherwise.

    Returns whether it was killed; a run that ends by itself had fewer such requests.
    """
    start = world.record.stat().st_size
    process = None
    ready = threading.Event()
    lock = threading.Lock()

    def count():
        with open(world.record, "rb") as record:
            record.seek(start)
            lines = record.read().split(b"\n")[:-1]
        return sum(1 for line in lines if every_request or json.loads(line)["write"])

    def may_pass():
        ready.wait()
        with lock:
            if count() < number:
                return True
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)
            return False

    doors = [Door(world.exports[name], may_pass) for name in ("AWS_ENDPOINT_URL", "GITHUB_API_URL")]
    environment = {**world.env, **(env or {}), "AWS_ENDPOINT_URL": doors[0].url, "GITHUB_API_URL": doors[1].url}
    process = subprocess.Popen(
        [str(ONRAMP), *arguments],
        env=environment,
        cwd=world.home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    ready.set()
    process.communicate(timeout=60)
    for door in doors:
        door.close()
    return process.returncode == -signal.SIGKILL


def kill_while_stalled(world, skip, *arguments):
    """Kills the program while its write number `skip` + 1 hangs, never to be processed; False if there is none."""
    world.mark()
    world.faults({"write": True, "skip": skip, "times": 1, "do": "stall"})
    process = subprocess.Popen(
        [str(ONRAMP), *arguments],
        env=world.env,
        cwd=world.home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    stop = threading.Event()
    while process.poll() is None and not any(line["status"] is None for line in world.records()):
        stop.wait(0.01)
    killed = process.poll() is None
    process.kill()
    process.wait()
    world.faults()
    return killed
