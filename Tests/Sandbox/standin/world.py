"""The world: one AWS account, one GitHub, and the road a request takes through them.

moto runs on a single worker thread, one request at a time: it is not safe for
threads, ids come out in a fixed order, and the record's order is the order of
effects. Waiting (latency, stalls) happens on the event loop and holds up
nobody else.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.utils import formatdate
from pathlib import Path
from typing import Any, TypeVar

from . import dump, seeds, services
from .access import judge
from .aws import credentials, emulator, envelopes, inner
from .aws.call import Call
from .aws.gate import Gate, Refusal
from .aws.refused import Switches
from .aws.responses import check
from .faults import Fault, Faults
from .github import api, runs
from .issuer.endpoint import Issuer
from .message import Answer, Cut, Later, Request, json_answer
from .past import Past
from .record import Entry, Record
from .services.lambda_ import queue as functions
from .violations import Violations

Result = TypeVar("Result")
# A switch: every answer of AWS is dated ten minutes ahead.
CLOCK_AHEAD = "clock-ahead"
SWITCHES = (CLOCK_AHEAD, *services.SWITCHES)
CUTS = {"reset": Cut.RESET, "stall": Cut.STALL}


class World:
    """Everything behind the two ports."""

    def __init__(self, latency: float = 0.0, record: Path | None = None, tape: Path | None = None) -> None:
        services.install()
        self.violations = Violations()
        self.faults = Faults()
        self.switches = Switches()
        self.github = api.GitHub(self.violations)
        self.issuer = Issuer(self.github.store)
        self.tape = seeds.Tape(tape)
        self._gate = Gate(self.violations)
        self._latency = latency
        self._record = Record(record)
        # By service, what stood before its last write, while a fault looks back. Only the worker touches it.
        self._pasts: dict[str, Past] = {}
        inner.Road.take, inner.Road.judge = self._inner, judge.denial
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="moto")
        inner.Road.work = lambda task: self._worker.submit(task).result()

    async def work(self, task: Callable[..., Result], *arguments: Any) -> Result:
        """Runs something on the one thread that may touch moto."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, task, *arguments)

    def close(self) -> None:
        """Lets go of the worker, without waiting for what it is doing."""
        self._worker.shutdown(wait=False, cancel_futures=True)

    def reset(self, seed: str) -> None:
        """Empties both sides and replays a seed. Call it through `work`."""
        self.faults.rules.clear()
        self.forget()
        self.switches.on.clear()
        self.github.begin_hour()
        self.issuer.clear()
        functions.reset()
        seeds.replay(seed, self)

    def forget(self) -> None:
        """Lets go of what stood before, where no fault looks back any more. Call it through `work`."""
        for service in [service for service in self._pasts if not self.faults.looks_back(service)]:
            self._pasts.pop(service).end()

    def play(self, name: str, body: Any) -> None:
        """Does what a control of a service asks for, and keeps it for the tape. Call it through `work`."""
        services.CONTROLS[name](body)
        self.tape.write({name: body})

    def state(self) -> dict[str, Any]:
        """The dump. Call it through `work`."""
        return dump.state(self.github.store.shown())

    async def aws(self, request: Request) -> Answer | Cut:
        """The AWS port."""
        judged = await self.work(self._gate.examine, request)
        if isinstance(judged, Refusal):
            entry = Entry(judged.service, judged.operation, services.writes(judged.service, judged.operation))
            return await self._finish(entry, request, judged.answer)
        entry = Entry(judged.service, judged.name, services.writes(judged.service, judged.name))
        fault = self.faults.pick(entry.service, entry.operation, entry.write)
        if fault and fault.do in CUTS:
            return self._cut(entry, request, fault)
        if fault and fault.do != "drop_answer":
            return await self._finish(entry, request, aws_fault(judged, fault))
        if services.reads(entry.operation):
            entry.stale = self.faults.is_stale(entry.service, entry.operation, judged.asked)
        answer = await self.work(self._in_time, entry, judged)
        if isinstance(answer, Later) and answer.finish:
            answer = await asyncio.to_thread(answer.finish)
        if entry.write and answer.status < 400:
            self.faults.written(entry.service)
        return await self._finish(entry, request, self._dated(answer), lost=fault is not None)

    def _dated(self, answer: Answer) -> Answer:
        """AWS says in every answer what time it is there."""
        ahead = 600 if CLOCK_AHEAD in self.switches.on else 0
        headers = [(name, value) for name, value in answer.headers if name.lower() != "date"]
        return Answer(answer.status, [*headers, ("Date", formatdate(time.time() + ahead, usegmt=True))], answer.body)

    async def hub(self, request: Request) -> Answer | Cut:
        """The GitHub port."""
        request = self.github.direct(request)
        found = api.find(request)
        operation = found[0].name if found else f"{request.method} {request.raw_path}"
        entry = Entry("github", operation, api.writes(found, request))
        fault = self.faults.pick("github", operation, entry.write)
        if fault and fault.do in CUTS:
            return self._cut(entry, request, fault)
        if fault and fault.do != "drop_answer":
            return await self._finish(entry, request, self._hub_fault(fault))
        if not entry.write:
            entry.stale = self.faults.is_stale("github", operation, f"{request.method} {request.target}")
        answer = await self.work(self._in_time, entry, request)
        if entry.write and answer.status < 400:
            self.faults.written("github")
        return await self._finish(entry, request, answer, lost=fault is not None)

    async def elsewhere(self, request: Request) -> Answer | Cut:
        """The third port: where GitHub keeps logs and a job gets its token, at another origin."""
        what = next((part for part in ("idtoken", "logs", ".well-known") if f"/{part}/" in request.path), "")
        entry = Entry("actions", f"{request.method} /{what}", False)
        fault = self.faults.pick(entry.service, entry.operation, entry.write)
        if fault and fault.do in CUTS:
            return self._cut(entry, request, fault)
        if fault and fault.do != "drop_answer":
            status = {"throttle": 429, "deny": 403}.get(fault.do, fault.status)
            return await self._finish(entry, request, json_answer(status, {"message": fault.message}))
        answer = await self.work(self._from_elsewhere, request)
        return await self._finish(entry, request, answer, lost=fault is not None)

    def _from_elsewhere(self, request: Request) -> Answer:
        found = self.issuer.answer(request) or runs.download(self.github.store, request)
        return found or json_answer(404, {"message": "Not Found"})

    def _in_time(self, entry: Entry, asked: Call | Request) -> Answer:
        """The answer as things stand, or as they stood before the last write of the service if that is asked for."""
        past = self._pasts.get(entry.service)
        entry.stale = entry.stale and past is not None
        if past and entry.stale:
            answer, seen = past.ask(asked)
            for violation in seen:
                self.violations.add(**violation)
            return answer
        if not entry.write or not self.faults.looks_back(entry.service):
            return self._now(asked)
        before = Past(self._then)
        answer = self._now(asked)
        # What was refused changed nothing: what stood before it is what stands.
        ended = past if answer.status < 400 else before
        if answer.status < 400:
            self._pasts[entry.service] = before
        if ended:
            ended.end()
        return answer

    def _now(self, asked: Call | Request) -> Answer:
        return self._process(asked) if isinstance(asked, Call) else self.github.answer(asked, api.find(asked))

    def _then(self, asked: Call | Request) -> tuple[Answer, list[dict[str, str]]]:
        """The same in a copy of this process, with what it has against the answer."""
        self.violations.clear()
        return self._now(asked), self.violations.all()

    def _process(self, call: Call) -> Answer:
        answer = self._answered(call)
        if services.writes(call.service, call.name) and answer.status < 400:
            self.tape.note(call)
        return answer

    def _inner(self, call: Call) -> Answer:
        """The same for a call that a service makes: replaying the call that led to it leads to it again."""
        fault = self.faults.pick(call.service, call.name, services.writes(call.service, call.name), inner=True)
        return aws_fault(call, fault) if fault else self._answered(call)

    def _answered(self, call: Call) -> Answer:
        refused = judge.denial(call) or services.refusal(call, self.switches)
        if refused:
            return refused
        try:
            answer = services.answer(call)
        except emulator.NotThere as error:
            self.violations.add("emulator", call.service, call.name, str(error))
            return envelopes.error(call.model, call.request, "operation", f"{call.name} is not in this sandbox")
        if services.is_filled(call):
            for problem in check(call.operation, answer):
                self.violations.add("response", call.service, call.name, problem)
        return answer

    def _cut(self, entry: Entry, request: Request, fault: Fault) -> Cut:
        self._record.write(entry, request, None)
        return CUTS[fault.do]

    def _hub_fault(self, fault: Fault) -> Answer:
        if fault.do == "throttle":
            return self.github.error(429, "You have exceeded a secondary rate limit.", {"Retry-After": "1"})
        if fault.do == "deny":
            return self.github.error(403, "Resource not accessible by personal access token")
        return self.github.error(fault.status, fault.message, fault.headers)

    async def _finish(self, entry: Entry, request: Request, answer: Answer, lost: bool = False) -> Answer | Cut:
        self._record.write(entry, request, answer.status)
        if self._latency:
            await asyncio.sleep(self._latency)
        return Cut.CLOSE if lost else answer


def aws_fault(call: Call, fault: Fault) -> Answer:
    """The answer of a fault, in the envelope of the call's protocol."""
    if fault.do == "throttle":
        return envelopes.error(call.model, call.request, "throttle", "Rate exceeded")
    if fault.do == "status":
        answer = envelopes.error(call.model, call.request, str(fault.status), fault.message)
        answer.headers += list((fault.headers or {}).items())
        return answer
    _, arn = credentials.caller(call.key)
    prefix = call.model.metadata.get("signingName") or call.model.metadata["endpointPrefix"]
    action = f"{prefix}:{call.name}"
    message = (
        f"User: {arn} is not authorized to perform: {action} on resource: {services.resource(call)} "
        f"because no identity-based policy allows the {action} action"
    )
    return envelopes.error(call.model, call.request, "deny", message)
