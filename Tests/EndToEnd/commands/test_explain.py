"""What onramp says without an account: explain and completions, and what it makes of accepted warnings."""

import concurrent.futures
import os
import re
import shutil
import subprocess

import pytest

from support.breaks.every import ROWS
from support.world import BUCKET, ONRAMP, ROOT, Checked, day

# Neither credentials nor a setup file nor a network.
NOTHING = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LANG": "C.UTF-8"}


def bare(*words, folder="/", env=None):
    """Runs the program with nothing around it."""
    return subprocess.run([str(ONRAMP), *words], env={**NOTHING, **(env or {})}, cwd=folder, capture_output=True, text=True, timeout=60)


def listed():
    """The ids of all steps and checks as explain lists them."""
    done = bare("explain")
    assert done.returncode == 0 and done.stderr == ""
    steps = re.findall(r"^([a-z][a-z0-9-]+)  ", done.stdout, re.MULTILINE)
    checks = re.findall(r"^  ([A-Z0-9]+-[0-9]{2})  ", done.stdout, re.MULTILINE)
    return steps, checks


def test_every_step_and_check_is_explained_to_somebody_who_has_nothing():
    steps, checks = listed()
    assert {r.check for r in ROWS} <= set(checks)
    assert {path.stem for path in (ROOT / "screens").glob("*.yaml")} == set(steps)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        pages = list(pool.map(lambda subject: bare("explain", subject), steps + checks))
    for subject, done in zip(steps + checks, pages, strict=True):
        assert done.returncode == 0 and done.stderr == "", (subject, done)
        assert done.stdout.startswith(f"{subject}  "), done.stdout
        for part in ("What it is", "What onramp does", "Permissions", "Cost", "Teardown", "Sources"):
            assert f"\n\n{part}\n  " in done.stdout, (subject, part)
        if subject in checks:
            assert "\n\nWhy it matters\n" in done.stdout, done.stdout
            # What is only for information has nothing to repair.
            assert "https://" in done.stdout or "severity info" in done.stdout, done.stdout
        assert max(len(line) for line in done.stdout.splitlines()) <= 100, subject
        assert not re.search(r"\{[a-z]+\}", done.stdout), done.stdout


def test_values_come_from_the_setup_file_and_placeholders_from_nowhere_else(world):
    nothing = bare("explain", "TRUST-13").stdout
    assert "/roles/details/ROLE?" in nothing and "https://REGION.console" in nothing
    ours = world.onramp("explain", "TRUST-13", env={"AWS_ACCESS_KEY_ID": None}).out
    assert "/roles/details/GitHubActionsRole?" in ours and "https://us-east-1.console" in ours
    assert world.records() == [], "nobody was asked"


@pytest.mark.parametrize("subject, nearest", [("TRUST-99", "TRUST-"), ("bucket", "template-bucket"), ("domian", "domain")])
def test_an_unknown_id_ends_with_2_and_the_nearest(subject, nearest):
    done = bare("explain", subject)
    assert done.returncode == 2 and done.stdout == ""
    assert f"explain {subject}: no such step or check; the nearest is {nearest}" in done.stderr


def test_an_id_that_waits_says_so():
    _, checks = listed()
    waiting = next(f"TRUST-{n:02}" for n in range(1, 56) if f"TRUST-{n:02}" not in checks)
    done = bare("explain", waiting.lower())
    assert done.returncode == 0 and f"{waiting} is an id of the catalogue" in done.stdout and "waits" in done.stdout


def completed(line):
    """What bash offers after a line that ends where the cursor is."""
    script = """
        source <("$0" completions bash)
        COMP_LINE=$1 COMP_POINT=${#1}
        read -ra COMP_WORDS <<< "$1"; [[ $1 == *" " ]] && COMP_WORDS+=("")
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        command=$(complete -p onramp | sed 's/.*-F \\([^ ]*\\).*/\\1/')
        $command onramp "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf '%s\\n' "${COMPREPLY[@]}"
    """
    done = subprocess.run(["bash", "-c", script, str(ONRAMP), line], env=NOTHING, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return [word.strip() for word in done.stdout.split("\n") if word.strip()]


@pytest.mark.parametrize(
    "line, wanted",
    [
        ("onramp ex", {"explain"}),
        ("onramp explain TRUST-1", {"TRUST-13"}),
        ("onramp explain template-", {"template-bucket"}),
        ("onramp check --step git", {"github-role", "github-repository"}),
        ("onramp check --track ", {"access", "project"}),
        ("onramp setup --glyphs ", {"auto", "unicode", "ascii"}),
        ("onramp setup --color ", {"auto", "always", "never"}),
        ("onramp plan --format ", {"cli"}),
        ("onramp completions ", {"bash", "zsh", "fish"}),
        ("onramp teardown --conf", {"--confirm"}),
    ],
)
def test_bash_completes(line, wanted):
    offered = completed(line)
    last = line.rpartition(" ")[2]
    assert wanted <= set(offered) and all(word.startswith(last) for word in offered), offered


@pytest.mark.parametrize("shell, check", [("bash", ["-n"]), ("zsh", ["-n"]), ("fish", ["--no-execute"])])
def test_every_shell_takes_its_script(shell, check, tmp_path):
    done = bare("completions", shell)
    assert done.returncode == 0 and "TRUST-13" in done.stdout and "github-role" in done.stdout
    # bash is everywhere; the others check their script where they are installed.
    (tmp_path / "script").write_text(done.stdout)
    if shutil.which(shell):
        assert subprocess.run([shell, *check, str(tmp_path / "script")], capture_output=True, check=False).stderr == b""


# Accepted warnings.


def accepting(world, until):
    """A bucket without its policy, a setup file that accepts that until a day, and what check then says."""
    world.boto("s3").delete_bucket_policy(Bucket=BUCKET)
    world.edit(accepted=[{"check": "S3-17", "reason": "cut off at the edge", **({"until": until} if until else {})}])
    return world.onramp("check", "--json")


@pytest.mark.parametrize("ahead", [0, 1, 90])
def test_a_warning_is_accepted_to_the_end_of_its_last_day(healthy, ahead):
    checked = Checked(accepting(healthy, day(ahead)))
    finding = checked["S3-17"]
    assert checked.code == 0 and checked.err == ""
    assert finding["status"] == "accepted" and f"(accepted until {day(ahead)}: cut off at the edge)" in finding["found"]
    assert healthy.onramp("check", "--strict").code == 0


def test_an_acceptance_whose_day_has_passed_is_a_warning_again_and_says_so(healthy):
    ran = accepting(healthy, day(-1))
    assert Checked(ran)["S3-17"]["status"] == "warn" and ran.code == 0
    assert f"S3-17 was accepted until {day(-1)}, which has passed (cut off at the edge)" in ran.err
    assert healthy.onramp("check", "--strict").code == 3


@pytest.mark.parametrize("until", [None, "91 days", "2199-01-01"])
def test_an_acceptance_names_a_day_at_most_90_days_ahead(healthy, until):
    ran = accepting(healthy, day(91) if until == "91 days" else until)
    assert ran.code == 2 and ran.out == ""
    line = healthy.setup_file.read_text().splitlines().index("- check: S3-17") + 1
    assert f"{healthy.setup_file}:{line}:1: accepted S3-17 " in ran.err and f"write until: {day(90)}" in ran.err
    assert {line["operation"] for line in healthy.records()} == {"DeleteBucketPolicy"}, "onramp asked nobody"


REFUSED = "Error: Not authorized to perform sts:AssumeRoleWithWebIdentity"


def test_an_error_line_is_explained_by_what_this_setup_has(world):
    documents = world.reset("documents")
    ran = documents.onramp("explain", "--error", REFUSED)
    assert ran.code == 0, ran
    assert "AWS STS says: " + REFUSED in ran.out and "Cause: The trust policy of the role does not admit" in ran.out
    assert "fail  TRUST-13" in ran.out and "Needed: " in ran.out and "Fix: " in ran.out, ran
    assert documents.writes() == []


def test_what_is_right_is_said_to_be_no_cause(healthy):
    ran = healthy.onramp("explain", "--error", REFUSED)
    assert ran.code == 0 and "Not the cause here: TRUST-13" in ran.out and "fail  " not in ran.out, ran
    assert "Nothing to judge here: TRUST-51, OIDC-12" in ran.out, "nobody signed in"


def test_a_log_on_stdin_is_read(healthy):
    log = "Run docker push\n\x1b[31mdenied\x1b[0m: no basic auth credentials\n##[error]Process completed with exit code 1.\n"
    ran = healthy.onramp("explain", "--error", "-", stdin=log)
    assert ran.code == 0 and "the image client says: " in ran.out and "\x1b" not in ran.out, ran
    assert "Not looked at: ECR-10" in ran.out, ran


def test_a_line_that_is_not_known_ends_with_3(healthy):
    ran = healthy.onramp("explain", "--error", "the dog ate it")
    assert ran.code == 3 and ran.out == "" and "known" in ran.err, ran
    assert healthy.records() == [], "nothing is looked at for it"


def test_without_a_setup_the_cause_is_told_and_that_nothing_was_looked_at():
    done = bare("explain", "--error", REFUSED)
    assert done.returncode == 0 and "Cause: " in done.stdout and "Not looked at: TRUST-13" in done.stdout
    assert "the checks were not run" in done.stderr


def test_an_id_and_a_line_are_not_asked_for_at_once():
    done = bare("explain", "TRUST-13", "--error", REFUSED)
    assert done.returncode == 2 and "leave TRUST-13 out" in done.stderr
