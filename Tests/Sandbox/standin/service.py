"""What one service adds to the sandbox: a value that its file in `services` calls SERVICE."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from moto.core.base_backend import BackendDict

from .aws.call import Call
from .aws.refused import Switches
from .message import Answer

Rule = Callable[[Call, Switches], None]
Own = Callable[[Call], dict[str, Any] | Answer]


def _nothing() -> None:
    pass


@dataclass(frozen=True, kw_only=True)
class Service:
    """Everything is optional: a service that moto has right needs no file at all, one that is only shown needs `dump`."""

    filled: Iterable[str] = ()
    """The operations that we answer: held against botocore's model before they are sent, and owned up to in README."""

    answers: Mapping[str, Own] = field(default_factory=dict)
    """The same where moto has no part in it: what an operation's output is (or the whole answer), given its call; a refusal raises
    `Refused`."""

    install: Callable[[], None] = _nothing
    """Puts them into the moto of this process; called once, before anything is asked."""

    refusals: Mapping[str, Rule] = field(default_factory=dict)
    """What AWS refuses and moto lets pass, by operation: a rule raises `Refused`."""

    refuse: Rule | None = None
    """The same for every operation, before the operation's own."""

    unseen: Iterable[str] = ()
    """Operations that change only what the dump leaves out: sessions, logs, counters."""

    dump: Callable[[str], dict[str, Any]] | None = None
    """What stands in an account, by its number, without dates, counters and random ids."""

    controls: Mapping[str, Callable[[Any], None]] = field(default_factory=dict)
    """What `POST /_sandbox/NAME` does, given its JSON: what a person or AWS itself would do. Seeds replay it too."""

    switches: Iterable[str] = ()
    """The names of refusals that wait until a test turns them on."""

    resource: Callable[[Call], str | None] = lambda call: None
    """What a denial says was asked for, where it is not the first ARN of the input."""


class Unknown(Exception):
    """A control request names what does not stand here: 404."""


def by_region(backends: BackendDict[Any], read: Callable[[Any], dict[str, Any]]) -> Callable[[str], dict[str, Any]]:
    """The dump of a service that lives in Regions: one part for each that was ever asked."""
    return lambda account: {region: read(backend) for region, backend in list(backends[account].items())}
