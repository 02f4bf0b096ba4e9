"""The playback of a tape, and what a command against it costs."""

import ipaddress
import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "EndToEnd"))

from cryptography import x509  # noqa: E402

import tape  # noqa: E402
from support.faulty import Authority  # noqa: E402

# What leads another way than to the playback.
ELSEWHERE = ("AWS_ENDPOINT_URL", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "NO_PROXY", "no_proxy")


class Tools:
    """The C programs and the certificate, made in a folder of their own."""

    def __init__(self, folder):
        self.folder = folder
        libraries = {"server": ["-lssl", "-lcrypto"], "replay": ["-lcurl"], "measure": []}
        for name, needed in libraries.items():
            subprocess.run(
                [
                    "cc",
                    "-std=gnu11",
                    "-O2",
                    "-Wall",
                    "-Wextra",
                    "-D_GNU_SOURCE",
                    "-o",
                    str(folder / name),
                    str(HERE / f"{name}.c"),
                    *needed,
                ],
                check=True,
            )
        (folder / "tls").mkdir()
        authority = Authority(folder / "tls")
        hosts = [ipaddress.ip_address(f"127.0.1.{number}") for number in range(1, len(tape.SERVICES) + 1)]
        authority.context(names=[x509.IPAddress(host) for host in hosts])
        self.bundle = authority.bundle
        self.certificate = next(file for file in (folder / "tls").iterdir() if file.name.startswith("server"))

    def measure(self, words, env, **more):
        """What a command costs: seconds on the clock and on the processor, KiB at the peak, how it ended."""
        file = self.folder / "cost.json"
        subprocess.run([str(self.folder / "measure"), str(file), *map(str, words)], env=env, stdout=subprocess.DEVNULL, check=False, **more)
        return json.loads(file.read_text())


class Playback:
    """A server that answers from a tape until it is closed."""

    def __init__(self, tools, path, milliseconds, scheme="http"):
        self.tools, self.path, self.scheme = tools, path, scheme
        words = [str(tools.folder / "server"), str(path), str(len(tape.SERVICES)), str(milliseconds)]
        if scheme == "https":
            words += [str(tools.certificate)] * 2
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def ask(self, question):
        """The answer to one of the server's questions."""
        self.process.stdin.write(question + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def env(self, plain):
        """The surroundings in which every tool finds this server and nothing else."""
        env = {name: value for name, value in plain.items() if name not in ELSEWHERE}
        env.update(tape.endpoints(self.scheme, self.port), AWS_CA_BUNDLE=str(self.tools.bundle), AWS_PAGER="")
        # Finding credentials costs everybody the same: they are in the environment.
        return {**env, "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}

    def cost(self, words, plain, **more):
        """What a command costs, with what the server saw of it."""
        self.ask("zero")
        cost = self.tools.measure(words, self.env(plain), **more)
        return {**cost, **self.ask("count")}

    def replay(self, *more):
        """The words of the bare C program."""
        return [self.tools.folder / "replay", self.path, self.scheme, str(self.port), *more]

    def close(self):
        """Ends it."""
        self.process.stdin.close()
        self.process.wait(10)


def recorded(tools, world, onramp, path):
    """Records one check of a world: its entries in the order of sending, each with what it waited for."""
    recorder = tape.Recorder(world.exports["AWS_ENDPOINT_URL"], world.exports["GITHUB_API_URL"])
    env = {name: value for name, value in world.env.items() if name not in ELSEWHERE}
    words = [str(onramp), "check", "--json"]
    done = subprocess.run(
        words, env={**env, **tape.endpoints("http", recorder.port)}, cwd=world.home, capture_output=True, text=True, check=False
    )
    recorder.close()
    assert done.returncode in (0, 3), done.stderr
    tape.write(recorder.entries, path)
    # At a pace at which whatever is sent waited for the latest answer, and for nothing on its way.
    slow = Playback(tools, path, -100)
    tools.measure(words, slow.env(world.env))
    lines = sorted(slow.ask("log"), key=lambda line: line[1])
    slow.close()
    entries = []
    for number, came, _ in lines:
        entry = recorder.entries[number]
        # The wave before: what was answered since the latest pause of half a round trip.
        answered = [(left, index) for index, (_, _, left) in enumerate(lines) if left <= came]
        latest = max(answered, default=(0, -1))[0]
        wave = sorted(pair for pair in answered if pair[0] > latest - 50_000)
        near = [pair for pair in wave if recorder.entries[lines[pair[1]][0]].host == entry.host]
        entry.after = (near or wave or [(0, -1)])[0][1]
        entries.append(entry)
    assert len(entries) == len(recorder.entries), "the check asked another time what it had not asked before"
    tape.write(entries, path)
    return entries


def depth(entries):
    """How many requests wait for each other, the longest row of them."""
    depths = []
    for entry in entries:
        depths.append(1 if entry.after < 0 else depths[entry.after] + 1)
    return max(depths)


def calls(entries):
    """The tape as calls that boto3 makes."""
    return [
        {
            "after": entry.after,
            **(
                entry.call()
                or {
                    "service": "github",
                    "target": entry.target,
                    "headers": {name: value for name, value in entry.headers if name.lower() != "host"},
                }
            ),
        }
        for entry in entries
    ]


def commands(entries, playback, folder):
    """The tape as commands, one a request: `aws`, and for GitHub's the bare C program, which is faster than `gh`."""
    words = []
    for number, entry in enumerate(entries):
        call = entry.call()
        if call is None:
            path = folder / f"single-{number}"
            single = tape.dataclasses.replace(entry, after=-1)
            tape.write([single], path)
            words.append([str(playback.tools.folder / "replay"), str(path), playback.scheme, str(playback.port)])
            continue
        group = "s3api" if call["service"] == "s3" else call["service"]
        command = [str(pathlib.Path(sys.executable).parent / "aws"), group, tape.xform_name(call["operation"], "-")]
        command += ["--cli-input-json", json.dumps(call["input"]), "--no-paginate"]
        words.append([*command, *([os.devnull] if call["operation"] == "GetObject" else [])])
    return words
