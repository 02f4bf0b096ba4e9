"""`make bench` can measure: what it records is played back, and every tool asks for the same."""

import json
import sys

import pytest

from support.world import ONRAMP, ROOT

sys.path.insert(0, str(ROOT / "Tests" / "Programs" / "Bench"))

import playback  # noqa: E402


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_bench_plays_back_what_it_recorded(running, tmp_path, scheme):
    world = running.reset("healthy")
    tools = playback.Tools(tmp_path)
    entries = playback.recorded(tools, world, ONRAMP, tmp_path / "tape")
    assert len(entries) == len(world.records()) > 20
    assert 1 < playback.depth(entries) < len(entries)
    calls = json.dumps(playback.calls(entries)).encode()
    server = playback.Playback(tools, tmp_path / "tape", 0, scheme)
    boto3 = [sys.executable, playback.HERE / "with_boto3.py", "16"]
    for words, more in (
        ([ONRAMP, "check"], {}),
        (server.replay(), {}),
        (server.replay(), {}),
        (server.replay("all"), {}),
        (boto3, {"input": calls}),
    ):
        cost = server.cost(words, world.env, cwd=world.home, **more)
        assert (cost["code"], cost["requests"], cost["strangers"]) == (0, len(entries), 0), (words, cost)
        assert cost["full"] + cost["resumed"] == (cost["connections"] if scheme == "https" else 0)
        assert cost["memory"] > 0 and cost["wall"] > 0
    server.close()


def test_a_request_that_nobody_recorded_is_noticed(running, tmp_path):
    world = running.reset("healthy")
    tools = playback.Tools(tmp_path)
    entries = playback.recorded(tools, world, ONRAMP, tmp_path / "tape")
    playback.tape.write(entries[1:], tmp_path / "shorter")
    server = playback.Playback(tools, tmp_path / "shorter", 0)
    cost = server.cost([tools.folder / "replay", tmp_path / "tape", "http", str(server.port), "all"], world.env)
    assert (cost["requests"], cost["strangers"], cost["code"]) == (len(entries), 1, 1)
    server.close()
