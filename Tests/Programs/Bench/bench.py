"""Measures the program beside other tools and writes RESULTS.md beside this file: `make bench`.

Nothing is asserted here: what a machine does in a moment is no test. Every number is the median of one run of this
file. How it is measured is said in RESULTS.md, whose head is written here.
"""

import argparse
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "EndToEnd"))

import accounts  # noqa: E402
import playback  # noqa: E402
import screens  # noqa: E402
from support.world import ONRAMP, World  # noqa: E402

HEAD = """# What it costs

Made by `make bench` on {date}: {cores} cores, {system}, libcurl {libcurl}; {repeats} repetitions unless said.

One `check` on seed `healthy` is recorded: each request, its answer, and which answer it waited for. A C program
(`server.c`) then gives the recorded answers over loopback, with a host of its own for each service ({hosts} of them) and
a network between: whatever a client sends is taken up a round trip later, and a new connection takes one more for TCP
(TLS 1.3 takes its own). Not modelled: the services' own time, name resolution, loss. Every tool sends the same requests
to the same server on the same two cores, with credentials from the environment.

- **onramp**: `onramp check`, with everything it judges and prints.
- **C**: `replay.c`, the recorded requests over one bare libcurl multi handle, each as soon as the first answer of the
  wave before it has come from its own host (from any, where none has); nothing is signed, parsed or judged. The
  practical limit. **C, at once** waits for no answer: what no program can do that has to know one before it can ask.
- **boto3**: one Python process, a client for each service, the same calls, each waiting as in C and for a free thread;
  **at once**: for a free thread only.
- **aws**: one `aws` command a request, without pages; GitHub's requests by the C program, which is faster than `gh`.

Wall and CPU are those of the whole process (of all processes, for `aws`), memory the peak of the largest. *n×* is an
account with n times the roles, buckets, domains and secrets of the seed (1×: {sizes}).
"""


class Bench:
    """What was measured: rows by circumstances and tool."""

    def __init__(self, repeats):
        self.repeats = repeats
        self.rows = {}
        self.notes = {}
        self.started = time.monotonic()

    def say(self, text):
        """Progress, with the time it took so far."""
        print(f"[{time.monotonic() - self.started:4.0f} s] {text}", flush=True)

    def add(self, place, tool, costs):
        """Keeps the medians of some runs of a tool."""
        row = {name: statistics.median(cost[name] for cost in costs) for name in costs[0]}
        row.update(times=len(costs), least=min(c["wall"] for c in costs), most=max(c["wall"] for c in costs))
        self.rows[(*place, tool)] = row
        odd = f", {row['strangers']:.0f} unknown requests" if row["strangers"] else ""
        self.say(
            f"{name_of(place)}: {tool}: {row['wall']:.3f} s, CPU {row['cpu']:.3f} s, {row['memory'] / 1024:.1f} MiB, "
            f"{row['requests']:.0f} requests, {row['connections']:.0f} connections{odd}"
        )

    def of(self, place, tool):
        """One row, None when it was not measured."""
        return self.rows.get((*place, tool))


def name_of(place):
    """A circumstance in words."""
    scheme, latency, factor = place
    return f"{'TLS' if scheme == 'https' else 'HTTP'}, {latency} ms, {factor}×"


MAIN = ("https", 60, 1)
# The words of the command line, and how much seldomer it runs than what is quick.
BOTO3 = (("boto3, 16 threads", ["16"], 2), ("boto3, 16 threads, at once", ["16", "all"], 3), ("boto3, serial", ["1"], 5))
TOOLS = ("onramp", "C", "C, at once", *(tool for tool, _, _ in BOTO3), "aws, 8 at once", "aws, serial")


def compare(bench, place, tape, entries, tools, world):
    """`check` and the same requests by other programs, in one circumstance."""
    scheme, latency, _ = place
    server = playback.Playback(tools, tape, latency, scheme)
    python = [sys.executable]
    calls = json.dumps(playback.calls(entries)).encode()
    commands = json.dumps(playback.commands(entries, server, tools.folder)).encode()

    def cost(words, **more):
        return server.cost(words, world.env, cwd=world.home, **more)

    # In turn, so that a machine that slows down slows all of them down.
    quick = {"onramp": [ONRAMP, "check"], "C": server.replay(), "C, at once": server.replay("all")}
    repeats = bench.repeats if place == MAIN else max(1, bench.repeats // 2)
    runs = {tool: [] for tool in quick}
    for _ in range(repeats):
        for tool, words in quick.items():
            runs[tool].append(cost(words))
    for tool, costs in runs.items():
        bench.add(place, tool, costs)
    boto = [*python, HERE / "with_boto3.py"]
    for tool, threads, times in BOTO3:
        bench.add(place, tool, [cost([*boto, *threads], input=calls) for _ in range(max(1, repeats // times))])
    if place in (MAIN, ("http", 0, 1)):
        each = [*python, HERE / "with_commands.py"]
        for tool, many in (("aws, 8 at once", "8"), ("aws, serial", "1")):
            times = 2 if place == MAIN and bench.repeats > 4 else 1
            bench.add(place, tool, [cost([*each, many], input=commands) for _ in range(times)])
    server.close()


def on_screen(bench, tools, world, tape, crowded):
    """The first page, the frames, and keys while calls are in flight."""
    server = playback.Playback(tools, tape, 60, "https")

    def start():
        return screens.Terminal(ONRAMP, server.env(world.env), world.home)

    pages, sizes = screens.first_page(start, bench.repeats)
    note(bench, "first page", "Start to first page", pages, "ms", "TLS, 60 ms; to its last line on the terminal")
    note(bench, "page bytes", "Bytes of the first page", sizes, "bytes", f"{screens.SIZE[1]} columns, {screens.SIZE[0]} rows")
    sizes, idle = screens.frames(start)
    note(bench, "key bytes", "Bytes of a key that moves the selection", sizes, "bytes", "the details beside it change too")
    note(bench, "idle", "Bytes while nothing happens", [idle], "bytes", "10 s on the page of checks")
    server.close()
    busy = playback.Playback(tools, crowded, -3000)
    # S3's host never answers.
    busy.ask(f"hang {playback.tape.SERVICES.index('s3') + 1}")
    numbers, seen = screens.keys_under_load(
        lambda: screens.Terminal(ONRAMP, busy.env(world.env), world.home), lambda: busy.ask("count")["open"], 40
    )
    note(
        bench,
        "key",
        "Key to frame under load",
        numbers,
        "ms",
        f"{seen[0]} calls in flight at the first key, {seen[1]} at the last; S3 never answers, the others after 3 s",
    )
    busy.close()


def note(bench, key, what, numbers, unit, how):
    """Keeps a number that stands alone."""
    middle, least, most = statistics.median(numbers), min(numbers), max(numbers)
    bench.notes[key] = (what, middle, least, most, unit, len(numbers), how)
    bench.say(f"{what}: {middle:.0f} {unit} ({least:.0f} to {most:.0f}, {len(numbers)} times)")


def targets(bench):
    """Each target with what was measured, and whether that meets it."""
    row = {tool: bench.of(MAIN, tool) for tool in TOOLS}
    own = row["onramp"]

    def ratio(one, other):
        return row[one]["wall"] / row[other]["wall"]

    page, key, idle = (bench.notes[name] for name in ("first page", "key", "idle"))
    return [
        ("wall, to the bare C program", "≤ 1.2×", f"{ratio('onramp', 'C'):.2f}×", ratio("onramp", "C") <= 1.2),
        (
            "boto3 with 16 threads takes",
            "≥ 3× as long",
            f"{ratio('boto3, 16 threads', 'onramp'):.1f}×",
            ratio("boto3, 16 threads", "onramp") >= 3,
        ),
        (
            "one `aws` command a request takes",
            "≥ 35× as long",
            f"{ratio('aws, serial', 'onramp'):.0f}×",
            ratio("aws, serial", "onramp") >= 35,
        ),
        ("CPU", "≤ 0.15 s", f"{own['cpu']:.3f} s", own["cpu"] <= 0.15),
        ("peak memory", "≤ 40 MiB", f"{own['memory'] / 1024:.1f} MiB", own["memory"] <= 40 * 1024),
        ("first page after the start", "≤ 50 ms", f"{page[1]:.0f} ms", page[1] <= 50),
        ("key to frame, 40 calls in flight, one service hanging", "≤ 50 ms", f"{key[1]:.0f} ms (at most {key[3]:.0f})", key[3] <= 50),
        ("written while nothing happens", "0 bytes", f"{idle[1]:.0f} bytes", idle[1] == 0),
    ]


def target_table(bench):
    """The targets as Markdown."""
    lines = ["| target (60 ms a round trip, TLS, 1×) | wanted | measured | |", "|---|---|---|---|"]
    return lines + [f"| {what} | {wanted} | {found} | {'met' if met else '**missed**'} |" for what, wanted, found, met in targets(bench)]


def result_lines(bench, places):
    """Every row as Markdown, with its ratio to onramp's."""
    lines = [
        "| circumstances | tool | wall | range | to onramp | CPU | peak | requests | connections | handshakes | times |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for place in places:
        own = bench.of(place, "onramp")
        for tool in TOOLS:
            if not (row := bench.of(place, tool)):
                continue
            shakes = f"{row['full']:.0f}" + (f" + {row['resumed']:.0f} resumed" if row["resumed"] else "")
            lines.append(
                f"| {name_of(place)} | {tool} | {row['wall']:.3f} s | {row['least']:.3f} to {row['most']:.3f} | "
                f"{row['wall'] / own['wall']:.2f}× | {row['cpu']:.3f} s | {row['memory'] / 1024:.1f} MiB | "
                f"{row['requests']:.0f} | {row['connections']:.0f} | {shakes} | {row['times']} |"
            )
    return lines


def note_lines(bench):
    """The numbers that stand alone, as Markdown."""
    lines = ["| what | median | range | times | how |", "|---|---|---|---|---|"]
    return lines + [
        f"| {what} | {middle:.0f} {unit} | {least:.0f} to {most:.0f} | {times} | {how} |"
        for what, middle, least, most, unit, times, how in bench.notes.values()
    ]


def quoted(bench, places):
    """What README quotes."""
    own = bench.of(MAIN, "onramp")
    lines = [
        f"`onramp check` at 60 ms a round trip over TLS: {own['requests']:.0f} requests, {own['connections']:.0f} "
        f"connections, {own['wall']:.2f} s.",
        "",
    ]
    lines += [
        *target_table(bench),
        "",
        "| `onramp check` | wall | C | boto3, 16 threads | CPU | peak | requests |",
        "|---|---|---|---|---|---|---|",
    ]
    for place in places:
        row, bare, boto = (bench.of(place, tool) for tool in ("onramp", "C", "boto3, 16 threads"))
        lines.append(
            f"| {name_of(place)} | {row['wall']:.2f} s | {bare['wall']:.2f} s | {boto['wall']:.2f} s | "
            f"{row['cpu']:.3f} s | {row['memory'] / 1024:.0f} MiB | {row['requests']:.0f} |"
        )
    sizes = bench.notes["page bytes"][1], bench.notes["key bytes"][1]
    return [*lines, "", f"The first page is {sizes[0]:.0f} bytes, a key that moves the selection {sizes[1]:.0f}."]


def quote(lines):
    """Puts some lines into README, between its marks."""
    readme = HERE.parents[2] / "README.md"
    before, mark, rest = readme.read_text().partition("<!-- bench -->\n")
    after = rest.partition("<!-- /bench -->")[2]
    readme.write_text(before + mark + "\n".join(lines) + "\n<!-- /bench -->" + after)


def main():
    """Measures everything."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--repeats", type=int, default=11, help="of what is quick, where the targets are")
    parser.add_argument("--into", type=pathlib.Path, default=HERE / "RESULTS.md")
    parser.add_argument("--factors", type=int, nargs="+", default=[1, 10, 100])
    options = parser.parse_args()
    bench = Bench(options.repeats)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="onramp-bench-"))
    tools = playback.Tools(folder)
    (folder / "world").mkdir()
    world = World(folder / "world", "--seed", "healthy")
    places, head = [], {}
    try:
        world.reset("healthy")
        accounts.crowd(world, profiles=20, policies=12)
        crowded = folder / "tape-crowded"
        playback.recorded(tools, world, ONRAMP, crowded)
        for factor in options.factors:
            world.reset("healthy")
            sizes = accounts.grow(world, factor)
            tape = folder / f"tape-{factor}"
            entries = playback.recorded(tools, world, ONRAMP, tape)
            words = ", ".join(f"{number} {kind}" for kind, number in sizes.items())
            bench.say(f"{factor}×: {words}; {len(entries)} requests, up to {playback.depth(entries)} in a row")
            head.setdefault("sizes", words)
            for scheme in ("https", "http"):
                for latency in (60, 0):
                    places.append((scheme, latency, factor))
                    compare(bench, places[-1], tape, entries, tools, world)
            if factor == 1:
                bench.notes["depth"] = playback.depth(entries)
                on_screen(bench, tools, world, tape, crowded)
    finally:
        world.stop()
    depth = bench.notes.pop("depth")
    libcurl = subprocess.run(["curl-config", "--version"], capture_output=True, text=True, check=False).stdout.split()
    text = HEAD.format(
        date=time.strftime("%Y-%m-%d", time.gmtime()),
        cores=os.cpu_count(),
        repeats=bench.repeats,
        system=f"{platform.system()} {platform.machine()}",
        libcurl=libcurl[-1] if libcurl else "?",
        hosts=len(playback.tape.SERVICES),
        **head,
    )
    trips = (
        f"The requests wait for each other {depth} deep, so {depth + 2} round trips is what TCP, TLS and they take "
        "with every connection opened beforehand; each further host on that way costs two more."
    )
    options.into.write_text(
        "\n".join([text, trips, "", *target_table(bench), "", *note_lines(bench), "", *result_lines(bench, places), ""])
    )
    if options.into == HERE / "RESULTS.md":
        quote(quoted(bench, places))
    bench.say(f"written to {options.into}")


if __name__ == "__main__":
    main()
