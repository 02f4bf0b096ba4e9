"""What stands on GitHub: one plain value, as `PUT /_sandbox/github` takes it. Everything but an id is optional.

users          login -> {id, name}
organizations  login -> {id, plan, oidc, teams, secrets, variables, actions, runners, role, ip_allow_list,
                         forbids_classic, forbids_fine_grained, max_token_days, enterprise}
tokens         token -> {login, kind: classic|fine-grained|job, scopes, repositories,
                         permissions, expires, sso, sso_hides, pending}
repositories   owner/name -> {id, private, visibility, fork, default_branch, archived, created_at,
                         former_names, role, roles, branches, rulesets, oidc, actions, secrets,
                         variables, environments, files, pulls, runs, runners, disabled_workflows}

teams          slug -> {id, name, repositories: [owner/name]}
branches       name -> {sha, protected, protection, files: path -> text, or null where it is taken away}
oidc           {use_default, include_claim_keys, use_immutable_subject, leaves_out: [member]}
secrets        NAME -> {sha256 of the opened value, updated_at, visibility, selected: [owner/name]}
runs           [{workflow: file's name, event, branch, status, conclusion, created_at, jobs: [{name, conclusion, log}]}]
runners        [{name, os, status: online|offline, labels: [text]}]
variables      NAME -> value; of an organization {value, visibility, selected}
environments   name -> {name, wait_timer, prevent_self_review, reviewers, deployment_branch_policy, branch_policies,
                         secrets, variables}
role, roles    what the person behind any token, or the one with that login, may do there
"""

from __future__ import annotations

import copy
import datetime
from typing import Any

# When everything was made that was not made by a call.
EPOCH = "2026-08-01T09:00:00Z"

# Repositories made from this day on have immutable subjects, and keep them.
IMMUTABLE_SINCE = "2026-07-15"
SECTIONS = ("users", "organizations", "tokens", "repositories")

State = dict[str, Any]


class BadState(ValueError):
    """A state that a test spelt wrong."""


class Store:
    """The state, with lookups by GitHub's rules: names ignore case, ids do not move."""

    def __init__(self) -> None:
        self.state: State = {name: {} for name in SECTIONS}
        # Beside the state, so in no dump: git's objects by id, when a thing was made and last
        # written, what pull requests came to.
        self.objects: dict[str, Any] = {}
        self.moments: dict[tuple[str, ...], dict[str, str]] = {}
        self.closed: dict[str, dict[str, Any]] = {}
        self.runs: dict[str, list[dict[str, Any]]] = {}
        # Where logs are kept and jobs get their tokens: another origin.
        self.elsewhere = ""

    def replace(self, state: Any) -> None:
        """Puts another state in place of this one."""
        if not isinstance(state, dict) or set(state) - set(SECTIONS):
            raise BadState(f"the state has the sections {', '.join(SECTIONS)}")
        self.state = {name: copy.deepcopy(state.get(name, {})) for name in SECTIONS}

    def wrote(self, *key: str) -> None:
        """A thing was made or written anew, now."""
        now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.moments.setdefault(key, {"created_at": now})["updated_at"] = now

    def dates(self, *key: str) -> dict[str, str]:
        """When a thing was made and last written; long ago where it was put there with the state."""
        return self.moments.get(key, {"created_at": EPOCH, "updated_at": EPOCH})

    def clear(self) -> None:
        """Back to nothing, what stands beside the state too."""
        self.replace({})
        for kept in (self.objects, self.moments, self.closed, self.runs):
            kept.clear()

    def shown(self) -> State:
        """The state for a dump: without the branches of pull requests that somebody closed, and environments with their
        names, so that one without rules is seen to be there."""
        shown = copy.copy(self.state)
        shown["repositories"] = {}
        for name, found in self.state["repositories"].items():
            kept = {pull["head"] for pull in found.get("pulls", {}).values()} | {found.get("default_branch", "main")}
            gone = {pull["head"] for pull in self.closed.values() if pull["repository"] == name} - kept
            branches = {branch: facts for branch, facts in found.get("branches", {}).items() if branch not in gone}
            environments = {one: {"name": one, **facts} for one, facts in found.get("environments", {}).items()}
            shown["repositories"][name] = {**found, "branches": branches, "environments": environments}
        return shown

    def repository(self, full_name: str) -> tuple[str, dict[str, Any]] | None:
        """A repository and the way its name is really spelt."""
        wanted = full_name.lower()
        return next((item for item in self.state["repositories"].items() if item[0].lower() == wanted), None)

    def repository_by_id(self, number: int) -> str | None:
        """The present name of a repository."""
        return next((name for name, found in self.state["repositories"].items() if found["id"] == number), None)

    def renamed(self, full_name: str) -> int | None:
        """The id behind a name that a repository once had."""
        wanted = full_name.lower()
        for found in self.state["repositories"].values():
            if wanted in (name.lower() for name in found.get("former_names", [])):
                return int(found["id"])
        return None

    def owner(self, login: str) -> tuple[str, dict[str, Any], str] | None:
        """An account by login: its spelling, what is known of it, and its type."""
        for section, kind in (("users", "User"), ("organizations", "Organization")):
            for name, found in self.state[section].items():
                if name.lower() == login.lower():
                    return name, found, kind
        return None

    def immutable(self, full_name: str) -> bool:
        """Whether subjects carry ids: the repository's own setting, its age, its owner's setting."""
        found = self.state["repositories"][full_name]
        if found.get("created_at", "") >= IMMUTABLE_SINCE:
            return True
        own = found.get("oidc", {}).get("use_immutable_subject")
        if own is not None:
            return bool(own)
        owner = self.owner(full_name.partition("/")[0])
        return bool(owner and owner[1].get("oidc", {}).get("use_immutable_subject", False))

    def subject_prefix(self, full_name: str) -> str:
        """How every default subject of a repository begins."""
        owner_name, _, name = full_name.partition("/")
        if not self.immutable(full_name):
            return f"repo:{full_name}"
        owner = self.owner(owner_name)
        owner_id = owner[1]["id"] if owner else 0
        return f"repo:{owner_name}@{owner_id}/{name}@{self.state['repositories'][full_name]['id']}"

    def runs_of(self, name: str) -> list[dict[str, Any]]:
        """The runs of a repository's workflows, the newest first: those of the state, and those that were made since."""
        kept = [self._run(name, number, run) for number, run in enumerate(self.state["repositories"][name].get("runs", []))]
        return sorted([*kept, *self.runs.get(name, [])], key=lambda run: -int(run["id"]))

    def add_run(self, name: str, facts: dict[str, Any]) -> dict[str, Any]:
        """Enters a run beside the state, as if it had begun now."""
        made = self.runs.setdefault(name, [])
        now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        run = self._run(name, len(self.state["repositories"][name].get("runs", [])) + len(made), {"created_at": now, **facts})
        made.append(run)
        return run

    def _run(self, name: str, number: int, facts: dict[str, Any]) -> dict[str, Any]:
        ident = self.state["repositories"][name]["id"] * 10000 + number * 10
        jobs = [{"id": ident + 1 + place, **job} for place, job in enumerate(facts.get("jobs", []))]
        return {"id": ident, "number": number + 1, **facts, "jobs": jobs}

    def next_pull(self) -> str:
        """A number that no pull request has or had."""
        taken = [int(number) for found in self.state["repositories"].values() for number in found.get("pulls", {})]
        return str(max([*taken, *map(int, self.closed)], default=0) + 1)

    def close(self, name: str, number: str, **facts: Any) -> None:
        """Puts a pull request away; whoever asks for it by number still sees it."""
        self.closed[number] = {**self.state["repositories"][name]["pulls"].pop(number), **facts, "repository": name}

    def merge(self, number: int) -> dict[str, Any]:
        """Plays the person who merges a pull request; its branch goes away with it."""
        for name, found in self.state["repositories"].items():
            pull = found.get("pulls", {}).get(str(number))
            if pull:
                branch = found["branches"].pop(pull["head"])
                files = {**found.get("files", {}), **branch.get("files", {})}
                found["files"] = {path: text for path, text in files.items() if text is not None}
                found["branches"][pull["base"]]["sha"] = branch["sha"]
                self.close(name, str(number), merged=True, sha=branch["sha"])
                return {"merged": number}
        raise BadState(f"no open pull request {number}")
