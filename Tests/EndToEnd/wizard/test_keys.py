"""Keys beside the main road: what they keep, show and accept, against a real account of the sandbox."""

import datetime
import os
import shlex
import subprocess

import yaml

from support.screen import Screen
from support.waiting import until
from support.world import BUCKET, ONRAMP, ROLE


def find(screen, *words):
    """Filters the checks down to these words and selects the first row below its heading."""
    return screen.press("/").press(*"".join(words)).press("\r", "g", "j")


def looked(world, **options):
    """The program after a look at everything."""
    return Screen(world, **options).wait("Check").press("1", "\r").looked()


def test_the_files_of_a_fix_mend_what_it_stands_beside(healthy):
    healthy.boto("s3").delete_bucket_cors(Bucket=BUCKET)
    screen = find(looked(healthy), "S3-05").wait("The bucket has CORS rules").press("s").wait("Written to onramp-s3-05")
    folder = healthy.home / "onramp-s3-05"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.name for path in folder.iterdir()} >= {"commands.sh"}
    done = subprocess.run(["./commands.sh"], env=healthy.env, cwd=folder, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    screen.press("\x1b", "R").looked().press("q")
    assert screen.end() == 0
    assert healthy.check().troubled == {}


def test_the_same_files_are_not_written_twice_and_others_go_into_another_folder(healthy):
    healthy.boto("s3").delete_bucket_cors(Bucket=BUCKET)
    screen = find(looked(healthy), "S3-05").wait("The bucket has CORS rules").press("s").wait("Written to onramp-s3-05:")
    screen.press("s").wait("Already in onramp-s3-05")
    (healthy.home / "onramp-s3-05" / "commands.sh").write_text("mine")
    screen.press("s").wait("Written to onramp-s3-05-2:").press("q").end()
    assert (healthy.home / "onramp-s3-05" / "commands.sh").read_text() == "mine"


def test_a_dry_run_shows_the_calls_and_sends_none(world):
    screen = looked(world, columns=120, rows=40).press("p").wait("apply")
    world.mark()
    screen.press("D").wait("calls that would be made; nothing was sent").press("G")
    screen.wait("aws sagemaker add-tags").press("s").wait("Written to onramp-plan: onramp-plan.sh").press("\x1b", "q").end()
    assert world.records() == []
    script = (world.home / "onramp-plan" / "onramp-plan.sh").read_text()
    assert script == world.onramp("plan", "--format", "cli").out


def test_an_accepted_warning_is_accepted_by_the_file_for_ninety_days(healthy):
    text = healthy.setup_file.read_text()
    healthy.setup_file.write_text("# kept\n" + text)
    healthy.boto("iam").update_role(RoleName=ROLE, MaxSessionDuration=43200)
    healthy.boto("s3").delete_bucket_policy(Bucket=BUCKET)
    warned = healthy.check().ids("warn")
    assert warned
    check = min(warned)
    screen = find(looked(healthy), check).wait(f", {check}").press("x").wait("Why is this good as it is")
    screen.press("\r").wait("A reason is needed").press(*"two admins only", "\r").wait("is accepted until")
    screen.press("q").end()
    written = yaml.safe_load(healthy.setup_file.read_text())["accepted"]
    last = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=90)
    assert written == [{"check": check, "reason": "two admins only", "until": str(last)}]
    assert healthy.setup_file.read_text().startswith("# kept\n")
    assert healthy.check()[check]["status"] == "accepted"


def test_undo_takes_back_what_the_run_made_and_nothing_else(world):
    screen = looked(world, columns=120, rows=40)
    find(screen, "OIDC-01").wait("GitHub is registered").press("f").wait("in plan").press("p").wait("1 ").press("a")
    screen.wait("Cancel").press("\t", "\r").wait("Done.")
    before = world.writes()
    screen.press("u").wait("1 chosen").press("x").wait("Type the account id").press(*"123456789012", "\r")
    screen.wait("Taken away, and looked at again").press("q").end()
    assert world.writes()[len(before) :] == ["DeleteOpenIDConnectProvider"]


def test_the_first_screen_names_every_step_and_what_is_wrong_with_it(world):
    world.reset("documents")
    steps = world.check().report["steps"]
    lines = looked(world).lines
    for step in steps:
        line = next((line for line in lines if f" {step['title']} " in line), None)
        assert line, (step["title"], lines)
        failing = sum(check["status"] == "fail" for check in step["checks"])
        assert f"{failing} problem" in line if failing else "problem" not in line, line
    assert any(step["status"] == "fail" for step in steps)


def test_undo_chooses_everything_of_the_run_also_what_stands_on_foreign_things(world):
    before = world.reset("documents").state()
    screen = looked(world, columns=120, rows=40).press("p").wait("not ticked").press("A", "a").wait("Type apply")
    screen.press(*"apply", "\r").wait("Done. Nothing required is wrong now.")
    # The files go with the branch that they are on.
    made = len([line for line in screen.lines if "✓ " in line and "Files on branch" not in line][1:])
    screen.press("u").wait(f"{made} chosen").press("x").wait("Type the account id").press(*"123456789012", "\r")
    screen.wait("Taken away, and looked at again").press("q").end()
    assert world.state() == before


def test_the_log_holds_every_request_and_no_secret(world):
    screen = looked(world, columns=120, rows=40).press("l").wait("Log: ").press("g").wait("GetCallerIdentity")
    assert world.env["AWS_SECRET_ACCESS_KEY"] not in screen.text
    screen.press("/", *"iam").wait(" lines").press("\r").press("\x1b", "q").end()


def test_ctrl_z_stops_the_program_and_fg_brings_it_back(world, tmp_path):
    """In a shell with job control, which a bare pty has not."""
    exports = tmp_path / "env"
    exports.write_text("".join(f"export {name}={shlex.quote(value)}\n" for name, value in world.env.items()))
    tmux = ["tmux", "-L", f"onramp-{os.getpid()}"]

    def shown(wanted):
        def text():
            return subprocess.run([*tmux, "capture-pane", "-p"], capture_output=True, text=True, check=True).stdout

        until(lambda: wanted in text(), f"{wanted} on the screen")

    subprocess.run([*tmux, "new-session", "-d", "-x", "80", "-y", "24", "bash --norc"], check=True)
    try:
        for keys, wanted in (([f". {exports}; clear; {ONRAMP}", "Enter"], "Welcome"), (["C-z"], "Stopped"), (["fg", "Enter"], "Welcome")):
            subprocess.run([*tmux, "send-keys", *keys], check=True)
            shown(wanted)
    finally:
        subprocess.run([*tmux, "kill-server"], check=False)


def test_a_token_that_lands_beside_its_field_presses_no_key(healthy):
    healthy.boto("s3").delete_bucket_cors(Bucket=BUCKET)
    screen = find(looked(healthy), "S3-05").wait("The bucket has CORS rules")
    before = sorted(path.name for path in healthy.home.iterdir())
    token = "github_pat_" + "11ABCDEFG0spFaLxRq" * 5
    screen.press(token).wait("Pasted text ignored: no field is open", "The bucket has CORS rules")
    screen.press(token + "\n").wait("Pasted text ignored: no field is open")
    assert sorted(path.name for path in healthy.home.iterdir()) == before
    screen.press("\x1b", "/" + "public access").wait("Public access is blocked").press("\x1b", "q").end()
