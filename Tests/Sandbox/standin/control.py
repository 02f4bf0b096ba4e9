"""The control endpoints: what a test does to the world without being a client of it.

They answer on either port, ask for no signature, and are never recorded.
"""

from __future__ import annotations

import json
from typing import Any

from moto.core.exceptions import ServiceException

from . import faults, seeds
from .aws.refused import Switches
from .github.store import BadState
from .message import Answer, Request, json_answer
from .world import World

PREFIX = "/_sandbox/"
STATUSES = ("AVAILABLE", "PENDING", "ERROR")
DOMAIN_STATUSES = ("Deleting", "Failed", "InService", "Pending", "Updating", "Update_Failed", "Delete_Failed")


class Control:
    """One method a control request; unknown ones answer 404."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._actions = {
            "GET state": self._state,
            "PUT github": self._github,
            "POST reset": self._reset,
            "PUT faults": self._faults,
            "POST connection": self._connection,
            "POST domain": self._domain,
            "POST secret": self._secret,
            "POST merge": self._merge,
            "GET violations": self._violations,
            "DELETE violations": self._forget,
        }

    async def answer(self, request: Request) -> Answer:
        """Runs one action; whatever a test spelt wrong is a 400 that says so."""
        action = self._actions.get(f"{request.method} {request.path.removeprefix(PREFIX)}")
        if action is None:
            return json_answer(404, {"error": "no such control", "controls": sorted(self._actions)})
        try:
            content = await action(json.loads(request.body or b"null"))
        except seeds.Unknown as error:
            return json_answer(404, {"error": str(error)})
        except (ValueError, KeyError, TypeError, AttributeError, BadState, ServiceException) as error:
            return json_answer(400, {"error": str(error)})
        return json_answer(200, content)

    async def _state(self, _: Any) -> Any:
        return await self._world.work(self._world.state)

    async def _github(self, body: Any) -> Any:
        self._world.github.store.replace(body)
        self._world.tape.write({"github": body})
        return {}

    async def _reset(self, body: Any) -> Any:
        await self._world.work(self._world.reset, (body or {}).get("seed", "empty"))
        return {}

    async def _faults(self, body: Any) -> Any:
        rules, switches = faults.parse(body)
        unknown = switches.keys() - set(Switches.NAMES)
        if unknown:
            raise faults.BadFault(f"no switch {', '.join(sorted(unknown))}; there is {', '.join(Switches.NAMES)}")
        self._world.faults.rules[:] = rules
        self._world.switches.on = {name for name, on in switches.items() if on}
        return {}

    async def _connection(self, body: Any) -> Any:
        if body["status"] not in STATUSES:
            raise ValueError(f"status is one of {', '.join(STATUSES)}")
        await self._world.work(seeds.set_connection, body["arn"], body["status"])
        self._world.tape.write({"connection": body})
        return {}

    async def _domain(self, body: Any) -> Any:
        if body["status"] not in DOMAIN_STATUSES:
            raise ValueError(f"status is one of {', '.join(DOMAIN_STATUSES)}")
        reason = body.get("reason", "")
        if not isinstance(reason, str) or len(reason) > 1024:
            raise ValueError("reason is text of at most 1024 characters")
        await self._world.work(seeds.set_domain, body["id"], body["status"], reason)
        self._world.tape.write({"domain": body})
        return {}

    async def _secret(self, body: Any) -> Any:
        await self._world.work(seeds.age_secret, body["name"], int(body["days"]))
        self._world.tape.write({"secret": body})
        return {}

    async def _merge(self, body: Any) -> Any:
        return self._world.github.store.merge(int(body["pull"]))

    async def _violations(self, _: Any) -> Any:
        return self._world.violations.all()

    async def _forget(self, _: Any) -> Any:
        self._world.violations.clear()
        return {}
