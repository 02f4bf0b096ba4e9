"""What stands on GitHub: one plain value, as `PUT /_sandbox/github` takes it.

users          login -> {id, name}
organizations  login -> {id, plan, oidc}
tokens         token -> {login, kind: classic|fine-grained, scopes, repositories,
                         permissions, expires, sso, pending}
 repositories   owner/name -> {id, private, fork, default_branch, archived, created_at,
                         former_names, role, branches, oidc, actions, secrets,
                         variables, environments, files, pulls}
"""

from __future__ import annotations

import copy
from typing import Any

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

    def replace(self, state: Any) -> None:
        """Puts another state in place of this one."""
        if not isinstance(state, dict) or set(state) - set(SECTIONS):
            raise BadState(f"the state has the sections {', '.join(SECTIONS)}")
        self.state = {name: copy.deepcopy(state.get(name, {})) for name in SECTIONS}

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

    def next_pull(self) -> str:
        """A number no open pull request has."""
        taken = [int(number) for found in self.state["repositories"].values() for number in found.get("pulls", {})]
        return str(max(taken, default=0) + 1)

    def merge(self, number: int) -> dict[str, Any]:
        """Plays the person who merges a pull request; its branch goes away with it."""
        for found in self.state["repositories"].values():
            pull = found.get("pulls", {}).pop(str(number), None)
            if pull:
                branch = found["branches"].pop(pull["head"])
                found.setdefault("files", {}).update(branch.get("files", {}))
                found["branches"][pull["base"]]["sha"] = branch["sha"]
                return {"merged": number}
        raise BadState(f"no open pull request {number}")
