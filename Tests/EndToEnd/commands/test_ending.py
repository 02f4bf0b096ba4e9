"""However a run ends, it ends with the contract's code: no thread works on while the process is taken down."""

import collections
import concurrent.futures
import itertools
import os
import random
import signal
import subprocess
import time

import pexpect
import pytest

from support.world import ONRAMP

CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}


def seen_by_a_shell(code):
    """An exit code as a shell shows it: 128 + n for signal n, which Python writes as -n."""
    return 128 - code if code < 0 else code


def ignoring(number):
    """What a child does before it becomes the program, to ignore a signal from its start."""
    return lambda: signal.signal(number, signal.SIG_IGN)


def count(request, few, many):
    """How many runs are made: a few, or with --every-run so many that something rare would be seen."""
    return many if request.config.getoption("--every-run") else few


def on_all_cores(run, number):
    """How often each code came in so many runs, as many at a time as there are cores."""
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return collections.Counter(pool.map(run, range(number)))


@pytest.mark.ending
def test_a_check_of_another_account_ends_with_4(domain, request):
    """What was looked at ahead is in flight when the answer says that the account is another."""
    runs = count(request, 100, 1000)
    domain.edit(account="111122223333")
    assert on_all_cores(lambda _: seen_by_a_shell(domain.onramp("check").code), runs) == {4: runs}


@pytest.mark.ending
def test_an_interrupted_check_ends_by_its_signal(domain, request):
    """The moments are spread over a whole run, so that some come before the first request and some after the end."""
    runs = count(request, 40, 200)
    start = time.monotonic()
    assert domain.onramp("check").code == 3
    whole = time.monotonic() - start
    numbers = itertools.cycle(CODES)
    plays = [(next(numbers), random.Random(play).uniform(0, whole)) for play in range(runs)]

    def run(play):
        number, moment = plays[play]
        process = subprocess.Popen(
            [str(ONRAMP), "check"], env=domain.env, cwd=domain.home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            process.wait(moment)
        except subprocess.TimeoutExpired:
            process.send_signal(number)
        code = seen_by_a_shell(process.wait(60))
        return "its signal" if code == CODES[number] else code

    ended = on_all_cores(run, runs)
    assert set(ended) <= {"its signal", 3}, ended
    assert ended["its signal"] > runs / 4, ended


@pytest.mark.ending
def test_an_interrupted_setup_ends_with_its_code(domain, request):
    """It finishes the call in flight, and leaves by the road of every result."""
    for number, code in itertools.islice(itertools.cycle(CODES.items()), count(request, 2, 20)):
        domain.reset("domain")
        domain.faults({"write": True, "skip": 2, "times": 1, "do": "stall"})
        process = subprocess.Popen([str(ONRAMP), "setup", "--yes", "--timeout", "1"], env=domain.env, stderr=subprocess.PIPE)
        while not any(line["status"] is None for line in domain.records()):
            assert process.poll() is None
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
        assert process.returncode == code, err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
@pytest.mark.parametrize("command", [["check"], ["setup", "--yes"]], ids=lambda command: command[0])
def test_a_signal_that_is_ignored_from_the_start_stays_so_without_a_terminal(domain, command, number):
    """nohup ignores SIGHUP, and a shell SIGINT for what it starts in the background."""
    # The signal comes when the command has decided which ones it takes: at its third write, or at its first look.
    asked = {"check": {"service": "sts"}, "setup": {"write": True, "skip": 2}}[command[0]]
    domain.faults({**asked, "times": 1, "do": "stall"})
    process = subprocess.Popen(
        [str(ONRAMP), *command, "--timeout", "2"],
        env=domain.env,
        cwd=domain.home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=ignoring(number),
    )
    while not any(line["status"] is None for line in domain.records()):
        assert process.poll() is None
    process.send_signal(number)
    # What the stalled write came to is not the question here.
    assert process.wait(60) in {"check": (3,), "setup": (0, 5)}[command[0]]


def test_ctrl_c_at_a_terminal_is_heard_whatever_a_script_ignores(world, tmp_path):
    (tmp_path / "config").write_text(f"[default]\ncredential_process = sh -c 'echo > {tmp_path}/begun; sleep 1000'\n")
    env = {**{name: value for name, value in world.env.items() if not name.startswith("AWS_")}, "AWS_CONFIG_FILE": str(tmp_path / "config")}
    child = pexpect.spawn(str(ONRAMP), ["aws-config"], env=env, cwd=str(tmp_path), timeout=30, preexec_fn=ignoring(signal.SIGINT))
    while not (tmp_path / "begun").exists():
        assert child.isalive()
        time.sleep(0.05)
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()
    assert child.signalstatus == signal.SIGINT or child.exitstatus == 130
