"""The control endpoints: what a test does to the world without being a client of it.

They answer on either port, ask for no signature, and are never recorded.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from moto.core.exceptions import ServiceException

from . import faults, services
from .github.store import BadState
from .message import Answer, Request, json_answer
from .service import Unknown
from .services.lambda_ import queue as functions
from .world import SWITCHES, World

PREFIX = "/_sandbox/"


class Control:
    """One method a control request, beside those of the services; unknown ones answer 404."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._actions = {
            "GET state": self._state,
            "PUT github": self._github,
            "POST reset": self._reset,
            "PUT faults": self._faults,
            "POST merge": self._merge,
            "POST run": self._run,
            "POST job": self._job,
            "GET functions": self._functions,
            "GET violations": self._violations,
            "DELETE violations": self._forget,
            **{f"POST {name}": self._of_service(name) for name in services.CONTROLS},
        }

    async def answer(self, request: Request) -> Answer:
        """Runs one action; whatever a test spelt wrong is a 400 that says so."""
        action = self._actions.get(f"{request.method} {request.path.removeprefix(PREFIX)}")
        if action is None:
            return json_answer(404, {"error": "no such control", "controls": sorted(self._actions)})
        try:
            content = await action(json.loads(request.body or b"null"))
        except Unknown as error:
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
        unknown = switches.keys() - set(SWITCHES)
        if unknown:
            raise faults.BadFault(f"no switch {', '.join(sorted(unknown))}; there is {', '.join(SWITCHES)}")
        self._world.faults.rules[:] = rules
        self._world.switches.on = {name for name, on in switches.items() if on}
        await self._world.work(self._world.forget)
        return {}

    def _of_service(self, name: str) -> Callable[[Any], Awaitable[Any]]:
        async def action(body: Any) -> Any:
            await self._world.work(self._world.play, name, body)
            return {}

        return action

    async def _merge(self, body: Any) -> Any:
        return self._world.github.store.merge(int(body["pull"]))

    async def _run(self, body: Any) -> Any:
        store = self._world.github.store
        found = store.repository(body["repository"])
        if found is None:
            raise Unknown(f"no repository {body['repository']}")
        run = await self._world.work(store.add_run, found[0], {key: value for key, value in body.items() if key != "repository"})
        return {"id": run["id"], "jobs": {job["name"]: job["id"] for job in run["jobs"]}}

    async def _job(self, body: Any) -> Any:
        return await self._world.work(self._world.issuer.begin, body)

    async def _functions(self, _: Any) -> Any:
        return await asyncio.to_thread(functions.settled)

    async def _violations(self, _: Any) -> Any:
        return self._world.violations.all()

    async def _forget(self, _: Any) -> Any:
        self._world.violations.clear()
        return {}
