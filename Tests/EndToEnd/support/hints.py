"""What every hint has to be: complete, executable as far as that can be told without running it, and in plain words.

The commands are parsed by the aws command itself, up to the moment before it would send, so that what it takes
is decided by nobody else.
"""

import contextlib
import functools
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import urllib.parse

import awscli.clidriver
import yaml

from support.world import ROOT

KNOWN_HOSTS = re.compile(
    r"(([a-z0-9-]+\.)?console\.aws\.amazon\.com|[a-z0-9-]+\.console\.amazonaws\.cn|console\.amazonaws-us-gov\.com"
    r"|github\.com|docs\.aws\.amazon\.com|docs\.github\.com)"
)
BANNED = re.compile(r"\b(please|simply|just|oops|obviously|easily)\b|[!?]", re.IGNORECASE)
SEVERITIES = {"critical", "high", "medium", "low", "info"}
ORDER = ["wizard", "cli", "console", "terraform"]
FACTS = json.loads((pathlib.Path(__file__).parent / "terraform.json").read_text())
# What stands between quotes is somebody else's words.
QUOTED = re.compile(r'"[^"]*"')


# Commands.


class WouldSend(BaseException):
    """The command line was taken: the next thing would be to send it. No error, so that nobody catches it."""


@functools.cache
def driver():
    """The aws command, in this process, which stops before it sends."""
    made = awscli.clidriver.create_clidriver()

    def stop(**_):
        raise WouldSend

    made.session.register("before-call", stop)
    return made


def refusal_of_aws(words, folder):
    """Why the aws command would not send these words in a folder; None when it would."""
    said = io.StringIO()
    keys = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "x", "AWS_DEFAULT_REGION": "us-east-1"}
    before = {name: os.environ.get(name) for name in keys}
    os.environ.update(keys)
    try:
        with contextlib.chdir(folder), contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
            try:
                driver().main(words[1:])
            except WouldSend:
                return None
            except SystemExit:
                pass
        return said.getvalue().strip().rpartition("\n")[2] or "it would send nothing"
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def refusal_of_gh(words):
    """Why a `gh` command is none of those we print; None when it is one."""
    flags = {
        "api": {"-X", "--method", "-f", "-F", "--raw-field", "--field", "--input", "-H", "--header", "--jq", "--silent"},
        "secret": {"--repo", "-R", "--env", "-e", "--body-file"},
        "variable": {"--repo", "-R", "--env", "-e", "--body"},
        "repo": {"--repo", "-R", "--default-branch"},
    }
    if len(words) < 3 or words[1] not in flags:
        return f"gh {' '.join(words[1:2])} is not known here"
    for word in words[2:]:
        if word.startswith("-") and word.partition("=")[0] not in flags[words[1]]:
            return f"{word} is no option of gh {words[1]}"
    return None


def refusal_of_archive(words, folder):
    """Makes the archive, which the next command reads."""
    if words[:2] != ["python3", "archive.py"]:
        return "neither aws nor gh, and no archive"
    done = subprocess.run([sys.executable, *words[1:]], cwd=folder, capture_output=True, text=True, timeout=60)
    return done.stderr if done.returncode else None


def problems_of_commands(fix, folder):
    """What is wrong with a `cli` fix; its files are put into the folder, which is empty."""
    for name, text in fix["files"].items():
        if "/" in name or name.startswith("-"):
            return [f"{name} is no plain file name"]
        (folder / name).write_text(text)
    found = []
    for words in fix["commands"]:
        line = " ".join(words)
        if words[0] == "aws":
            refused = refusal_of_aws(words, folder)
        elif words[0] == "gh":
            refused = refusal_of_gh(words)
        else:
            refused = refusal_of_archive(words, folder)
        if refused:
            found.append(f"{line}: {refused}")
        for word in words:
            path = re.fullmatch(r"(?:[^=]*=)?fileb?://(.+)", word)
            if path and path.group(1) not in fix["files"] and not os.path.isabs(os.path.expanduser(path.group(1))):
                found.append(f"{line}: {path.group(1)} is not among the files")
            if re.search(r"\{[a-z_.]+\}|<[a-z-]+>", word) and not word.startswith(("{", "[")):
                found.append(f"{line}: {word} holds a placeholder")
    return found


# Links, words, Terraform.


def problems_of_link(url):
    """What is wrong with an address."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme != "https" or not KNOWN_HOSTS.fullmatch(parts.hostname or ""):
        return [f"{url} is no https link to a known host"]
    return [f"{url} holds a placeholder"] if re.search(r"[{}<> ]", url) else []


def problems_of_words(where, text, limit=120):
    """What is wrong with a sentence of ours."""
    found = []
    ours = QUOTED.sub("", text)
    if BANNED.search(ours):
        found.append(f"{where}: {BANNED.search(ours).group()!r} in {text!r}")
    if len(text) > limit:
        found.append(f"{where}: {len(text)} characters: {text!r}")
    return found


TOKEN = re.compile(
    r'(?P<blank>\s+|#[^\n]*)|(?P<text>"(?:[^"\\\n]|\\.)*")|(?P<word>[A-Za-z_][A-Za-z0-9_.\-]*(?:\[[0-9*]+\][A-Za-z0-9_.]*)*)'
    r"|(?P<number>[0-9]+)|(?P<mark>[{}\[\](),=:?*])"
)


def problems_of_terraform(text):
    """What is wrong with a snippet: its form, and the types and arguments it names."""
    tokens, place = [], 0
    while place < len(text):
        match = TOKEN.match(text, place)
        if not match:
            return [f"not HCL at {text[place : place + 20]!r}"]
        if match.lastgroup != "blank":
            tokens.append((match.lastgroup, match.group()))
        place = match.end()
    open_marks, known, found, blocks = [], None, [], 0
    for number, (kind, token) in enumerate(tokens):
        following = tokens[number + 1][1] if number + 1 < len(tokens) else ""
        if token in "{[(" and kind == "mark":
            open_marks.append(token)
        elif token in "}])" and kind == "mark":
            if not open_marks or open_marks.pop() + token not in ("{}", "[]", "()"):
                return ["brackets that do not match"]
        elif kind == "word" and not open_marks and token in ("resource", "data"):
            name = tokens[number + 1][1].strip('"')
            blocks += 1
            if name not in FACTS[token]:
                return [f"{token} {name} is not in terraform.json"]
            known = FACTS[token][name]
        elif kind == "word" and not open_marks:
            found.append(f"{token} stands outside a resource or data block")
        elif kind == "word" and known is not None and following in ("=", "{") and "(" not in open_marks:
            # Inside the braces of a value (tags, jsonencode) the names are the author's own.
            inside_value = value_depth(tokens[:number])
            if not inside_value and token not in known:
                found.append(f"{token} is no argument of it")
    return found + (["brackets that are not closed"] if open_marks else []) + ([] if blocks else ["no resource"])


def value_depth(tokens):
    """How many braces are open that began after an equals sign: those of maps."""
    depth = []
    for number, (kind, token) in enumerate(tokens):
        if kind == "mark" and token == "{":
            depth.append(number > 0 and tokens[number - 1][1] in ("=", "(", ",", "["))
        elif kind == "mark" and token == "}":
            depth.pop()
    return sum(depth)


# A finding, and the screens.


def problems_of_finding(finding, folder):
    """Everything that is wrong with the hints of one finding."""
    found = []
    kinds = [fix["kind"] for fix in finding["fixes"]]
    if kinds != [kind for kind in ORDER if kind in kinds]:
        found.append(f"the fixes stand in the order {kinds}")
    for number, fix in enumerate(finding["fixes"]):
        if fix["kind"] == "cli":
            place = folder / f"{finding['id']}-{number}"
            place.mkdir(parents=True, exist_ok=True)
            for old in place.iterdir():
                old.unlink()
            found += problems_of_commands(fix, place)
        if fix["kind"] == "console":
            found += problems_of_link(fix["url"]) + ([] if fix["steps"] else ["no steps"])
        if fix["kind"] == "terraform":
            found += problems_of_terraform(fix["text"])
    return [f"{finding['id']}: {problem}" for problem in found]


def problems_of_screen(path):
    """Everything that is wrong with the words of one screen."""
    screen = yaml.safe_load(path.read_text())
    found = problems_of_words(path.stem, screen["title"], 44)
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if len(line) > 140:
            found.append(f"{path.name}:{number}: {len(line)} columns")
    for check, text in screen["checks"].items():
        found += problems_of_words(f"{check} title", text["title"], 44) + problems_of_words(f"{check} why", text["why"])
        if text["severity"] not in SEVERITIES:
            found.append(f"{check}: severity {text['severity']}")
        if len(re.findall(r"[.](\s|$)", QUOTED.sub("x", text["why"]))) != 1:
            found.append(f"{check}: why is not one sentence: {text['why']}")
        console = text.get("console")
        if not console:
            if text["severity"] != "info":
                found.append(f"{check}: no way by hand")
            continue
        filled = re.sub(r"\{console\}", "us-east-1.console.aws.amazon.com", console["url"])
        found += problems_of_link(re.sub(r"\{[a-z_.]+\}", "x", filled))
        for step in console["steps"]:
            found += problems_of_words(f"{check} step", step)
        if "terraform" in text:
            found += [f"{check}: {p}" for p in problems_of_terraform(re.sub(r"(?<!\$)\{[a-z_.]+\}", "x", text["terraform"]))]
    return found


SCREENS = sorted((ROOT / "screens").glob("*.yaml"))
