"""Measures the program on the sandbox and writes RESULTS.md beside this file: `make bench`.

Nothing is asserted here: what a machine does in a moment is no test. Every number is the median of one run of
this file, with the least and the most beside it, and comes with the way it was taken.
"""

import argparse
import json
import os
import pathlib
import platform
import select
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "EndToEnd"))

import pexpect  # noqa: E402
import pyte  # noqa: E402

from calls import calls_of, command_of  # noqa: E402
from world import ONRAMP, World  # noqa: E402

SIZE = (32, 110)


class Bench:
    """What was measured, row by row."""

    def __init__(self, repeats):
        self.repeats = repeats
        self.rows = []

    def add(self, what, numbers, unit, how=""):
        """One row: the median of some numbers, and their range."""
        shown = [f"{value:.2f}" if unit == "s" else f"{value:.0f}" for value in
                 (statistics.median(numbers), min(numbers), max(numbers))]
        spread = f"{shown[1]} to {shown[2]}" if len(numbers) > 1 else ""
        self.rows.append((what, f"{shown[0]} {unit}", spread, str(len(numbers)), how))
        print(f"{what}: {shown[0]} {unit} ({spread}, {len(numbers)} times)", flush=True)

    def timed(self, what, run, how, times=None):
        """Times something as often as asked for, in seconds."""
        numbers = []
        for _ in range(times or self.repeats):
            start = time.perf_counter()
            run()
            numbers.append(time.perf_counter() - start)
        self.add(what, numbers, "s", how)


def run(words, world, **more):
    """Runs a command in the sandbox's surroundings; how it ends is no matter here."""
    return subprocess.run(words, env=world.env, cwd=world.home, capture_output=True, check=False, **more)


def looking(bench, folder, latency):
    """`check`, and the same requests by other people's tools."""
    world = World(folder / f"latency-{latency}", "--latency", str(latency))
    try:
        world.reset("healthy")
        report = json.loads(run([str(ONRAMP), "check", "--json"], world).stdout)
        sent = [line for line in world.records() if not line["write"]]
        calls = calls_of(report)
        label = f"{latency} ms a request"
        print(f"== {label}: {len(sent)} requests sent, {len(calls)} of them named by the findings", flush=True)
        bench.timed(f"`onramp check`, {label}", lambda: run([str(ONRAMP), "check"], world), f"{len(sent)} requests")

        def by_command():
            for call in calls:
                run(command_of(call), world)

        bench.timed(
            f"`aws` and `gh`, {label}", by_command, f"{len(calls)} commands, one after the other",
            times=max(1, bench.repeats // 5))
        for threads in (1, 16):
            words = [sys.executable, str(HERE / "with_boto3.py"), str(threads)]
            text = json.dumps(calls).encode()
            bench.timed(
                f"boto3, {threads} thread{'s' * (threads > 1)}, {label}",
                lambda words=words, text=text: run(words, world, input=text), f"one Python process, {len(calls)} calls")
    finally:
        world.stop()


class Terminal:
    """The program on a pseudo-terminal, with every byte and moment at hand."""

    def __init__(self, world):
        self.screen = pyte.Screen(SIZE[1], SIZE[0])
        self.stream = pyte.ByteStream(self.screen)
        self.bytes = 0
        self.child = pexpect.spawn(
            str(ONRAMP), dimensions=SIZE, cwd=str(world.home), encoding=None,
            env={**world.env, "LANG": "C.UTF-8", "TERM": "xterm-256color"})
        self.child.delaybeforesend = None

    def take(self, seconds):
        """Takes what is written within some seconds at most; false when nothing was."""
        ready, _, _ = select.select([self.child.child_fd], [], [], seconds)
        if not ready:
            return False
        new = os.read(self.child.child_fd, 65536)
        self.bytes += len(new)
        self.stream.feed(new)
        return True

    def until(self, holds, limit=60):
        """Reads until something holds of the screen; the seconds it took."""
        start = time.perf_counter()
        while not holds():
            assert time.perf_counter() - start < limit, "\n".join(self.screen.display)
            self.take(0.05)
        return time.perf_counter() - start

    def shows(self, *words):
        """Whether all words are on the screen."""
        text = "\n".join(self.screen.display)
        return all(word in text for word in words)

    def settle(self, seconds=0.4):
        """Reads until nothing has come for a while."""
        while self.take(seconds):
            pass

    def selected(self):
        """The selected row, by its mark."""
        return next((row for row, line in enumerate(self.screen.display[2:]) if line.lstrip().startswith("▸")), None)

    def key(self, letter):
        """Presses a key that moves the selection; the seconds until the moved selection is drawn."""
        before = self.selected()
        self.child.send(letter)
        return self.until(lambda: self.selected() != before)

    def close(self):
        """Ends it."""
        self.child.close(force=True)


def first_frame(bench, world):
    """From the start of the process to a whole first page."""
    numbers, sizes = [], []
    for _ in range(bench.repeats):
        start = time.perf_counter()
        terminal = Terminal(world)
        terminal.until(lambda terminal=terminal: terminal.shows("Set up", "quit"))
        numbers.append(1000 * (time.perf_counter() - start))
        sizes.append(terminal.bytes)
        terminal.close()
    bench.add("First page", numbers, "ms", "start of the process to its last line on the terminal")
    bench.add("Bytes of the first page", sizes, "bytes", f"{SIZE[1]} columns, {SIZE[0]} rows")


def frames(bench, world):
    """What keys cost once nothing is under way, and what idling costs."""
    terminal = Terminal(world)
    terminal.until(lambda: terminal.shows("Set up"))
    time.sleep(0.3)
    terminal.child.send("1")
    time.sleep(0.3)
    terminal.child.send("\r")
    terminal.until(lambda: terminal.shows("requests in"))
    terminal.settle()
    sizes = []
    for letter in "j" * 10 + "k" * 10:
        terminal.bytes = 0
        terminal.key(letter)
        terminal.settle(0.1)
        sizes.append(terminal.bytes)
    bench.add("Bytes of a key that moves the selection", sizes, "bytes", "the details beside it change too")
    terminal.bytes = 0
    end = time.perf_counter() + 10
    while time.perf_counter() < end:
        terminal.take(end - time.perf_counter())
    bench.add("Bytes while nothing happens", [terminal.bytes], "bytes", "10 s on the page of checks")
    terminal.close()


def under_load(bench, folder):
    """Keys while calls are in flight and one service never answers."""
    world = World(folder / "load", "--latency", "3000")
    try:
        world.reset("healthy")
        world.faults({"service": "s3", "do": "stall"})
        terminal = Terminal(world)
        terminal.until(lambda: terminal.shows("Set up"))
        time.sleep(0.3)
        terminal.child.send("1")
        time.sleep(0.3)
        terminal.child.send("\r")
        terminal.until(lambda: terminal.shows("Checks", "GitHub repository"))
        # Once it is known who is calling, every step asks at once.
        while len(world.records()) < 8:
            terminal.take(0.05)
        terminal.settle(0.2)
        asked = len(world.records()) - 2
        numbers = []
        for letter in ("j" * 5 + "k" * 5) * 4:
            numbers.append(1000 * terminal.key(letter))
            end = time.perf_counter() + 0.05
            while time.perf_counter() < end:
                terminal.take(max(0, end - time.perf_counter()))
        running = not terminal.shows("requests in")
        bench.add(
            "Key to frame while calls are in flight", numbers, "ms",
            f"at least {asked} calls in flight, each answered after 3 s, S3's never"
            + ("" if running else "; the checks ended before the last key"))
        terminal.close()
    finally:
        world.stop()


def table(bench):
    """The results as Markdown."""
    lines = [
        "# What it costs", "",
        f"Made by `make bench` on {time.strftime('%Y-%m-%d', time.gmtime())}: {os.cpu_count()} cores, "
        f"{platform.system()} {platform.machine()}, program and sandbox on the same machine, repeats {bench.repeats}.",
        "The sandbox is a Python server: with 0 ms, most of the time is its own.", "",
        "| what | median | range | times | how |", "|---|---|---|---|---|"]
    lines += ["| " + " | ".join(row) + " |" for row in bench.rows]
    return "\n".join(lines) + "\n"


def main():
    """Measures everything."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--repeats", type=int, default=15)
    parser.add_argument("--into", type=pathlib.Path, default=HERE / "RESULTS.md")
    options = parser.parse_args()
    bench = Bench(options.repeats)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="onramp-bench-"))
    for name in ("latency-0", "latency-60", "quiet", "load"):
        (folder / name).mkdir()
    for latency in (0, 60):
        looking(bench, folder, latency)
    world = World(folder / "quiet")
    try:
        world.reset("healthy")
        first_frame(bench, world)
        frames(bench, world)
    finally:
        world.stop()
    under_load(bench, folder)
    options.into.write_text(table(bench))


if __name__ == "__main__":
    main()
