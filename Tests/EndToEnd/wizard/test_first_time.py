"""A first time in an empty folder: what is typed is written before the first change, and a stop is found again."""

import yaml

from support.screen import Screen
from support.world import BUCKET


def in_an_empty_folder(world):
    """The program where no setup file is."""
    world.setup_file.unlink()
    return Screen(world, env={"ONRAMP_SETUP": None})


def answered(world):
    """Owner and repository typed, everything looked at."""
    screen = in_an_empty_folder(world).wait("none yet; will be ./onramp.yaml").press("2", "\r").wait("no file yet")
    screen.press("\r", *"octo-org", "\r", *"sagemaker-churn", "\r").wait("✓").press("r")
    return screen.looked()


def test_the_answers_stand_in_a_file_before_anything_is_changed(healthy):
    healthy.boto("s3").delete_bucket_cors(Bucket=BUCKET)
    screen = answered(healthy)
    screen.press("p").wait("CORS of bucket").press("a").wait("The answers are written to ./onramp.yaml first.")
    assert not healthy.setup_file.exists()
    screen.press("\x1b").wait("CORS of bucket")
    assert not healthy.setup_file.exists()
    screen.press("a").wait("Cancel").press("\t", "\r").wait("Done. Nothing required is wrong now.").press("q")
    assert screen.end() == 0
    written = yaml.safe_load(healthy.setup_file.read_text())
    assert written == {"version": 1, "github": {"owner": "octo-org", "repository": "sagemaker-churn"}}


def test_a_folder_that_cannot_be_written_stops_before_the_first_change(healthy):
    healthy.boto("s3").delete_bucket_cors(Bucket=BUCKET)
    screen = answered(healthy)
    (healthy.home / "onramp.yaml").mkdir()
    healthy.mark()
    screen.press("p").wait("CORS of bucket").press("a").wait("Cancel").press("\t", "\r").wait("This cannot go on")
    assert healthy.writes() == []
    screen.press("\x1b", "q").wait("Leave onramp").press("\t", "\r").end()


def test_a_run_that_stopped_is_found_by_the_next_start_and_gone_on_with(healthy):
    healthy.boto("s3").delete_bucket_cors(Bucket=BUCKET)
    provider = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
    healthy.boto("iam").delete_open_id_connect_provider(OpenIDConnectProviderArn=provider)
    healthy.faults({"operation": "CreateOpenIDConnectProvider", "do": "deny"})
    screen = answered(healthy).press("p").wait("CORS of bucket").press("a").wait("Cancel").press("\t", "\r")
    screen.wait("The changes stopped part way").press("\r").wait("exit code 5").press("q")
    assert screen.end() == 5
    healthy.faults()

    healthy.mark()
    again = Screen(healthy, env={"ONRAMP_SETUP": None}).wait("stopped after 1 of 2 changes", " UTC")
    again.press("4", "\r").wait("1 change left of the run that stopped").press("a").wait("Apply 1 change")
    again.press("\t", "\r").wait("Done. Nothing required is wrong now.").press("q")
    assert again.end() == 0
    assert healthy.writes() == ["CreateOpenIDConnectProvider"]
    last = Screen(healthy, env={"ONRAMP_SETUP": None}).wait("no run stopped part way", "token from")
    assert last.press("q").end() == 0


def test_a_stopped_run_that_was_made_right_by_hand_is_forgotten(healthy):
    healthy.boto("s3").delete_bucket_cors(Bucket=BUCKET)
    healthy.faults({"operation": "PutBucketCors", "do": "deny"})
    screen = Screen(healthy).press("1", "\r").looked().press("p").wait("CORS of bucket")
    screen.press("a").wait("Cancel").press("\t", "\r").wait("The changes stopped part way").press("\r", "q").end()
    healthy.faults()
    healthy.setup()
    assert Screen(healthy).wait("no run stopped part way", "token from").press("q").end() == 0


def test_leaving_with_answers_that_no_file_has_offers_to_write_them(healthy):
    screen = answered(healthy).press("q").wait("Save and leave").press("\x1b[D", "\r")
    assert screen.end() == 0
    assert yaml.safe_load(healthy.setup_file.read_text())["github"]["owner"] == "octo-org"
