"""The services of the account: a file or a folder each, found by looking here.

A service is named as botocore names it; a hyphen is an underscore in the file's
name, and a name that Python keeps to itself ends in one. Nothing is entered in a
list: what a file calls SERVICE (see `service`) is all that the rest knows of it.

moto's answers are still written by its serializer from botocore's model, so their
shape is not ours to get wrong. Services that moto lacks altogether are added in the
same way: see `codeconnections`.
"""

from __future__ import annotations

import importlib
import pkgutil
import uuid
from typing import Any

from moto.core.serialize import SerializationContext, get_serializer_class
from moto.core.utils import get_service_model

from ..aws import emulator, envelopes
from ..aws.call import READS, Call
from ..aws.refused import Refused, Switches
from ..message import Answer
from ..service import Service


def _found() -> dict[str, Service]:
    modules = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name.rstrip("_").replace("_", "-"): importlib.import_module(f"{__name__}.{name}").SERVICE for name in modules}


ALL = _found()
CONTROLS = {name: do for service in ALL.values() for name, do in service.controls.items()}
SWITCHES = sorted(name for service in ALL.values() for name in service.switches)


def install() -> None:
    """Adds everything to the moto of this process."""
    for service in ALL.values():
        service.install()


def is_filled(call: Call) -> bool:
    """Whether we answer this operation, at least in part."""
    return call.service in ALL and call.name in {*ALL[call.service].filled, *ALL[call.service].answers}


def answer(call: Call) -> Answer:
    """What the service says: in our words where they are ours alone, else in moto's."""
    own = ALL.get(call.service, Service()).answers.get(call.name)
    if own is None:
        return emulator.answer(call.request)
    try:
        content = own(call)
    except Refused as refused:
        return _refused(call, refused)
    if isinstance(content, Answer):
        return content
    form = get_serializer_class(call.service, str(call.model.metadata["protocol"]))
    operation = get_service_model(call.service).operation_model(call.name)
    sent = form(operation, SerializationContext(request_id=str(uuid.uuid4()))).serialize(content)
    body = sent["body"]
    return Answer(sent["status_code"], list(sent["headers"].items()), body.encode() if isinstance(body, str) else body)


def writes(service: str, operation: str) -> bool:
    """Whether an operation could change what the state dump shows."""
    unseen = ALL[service].unseen if service in ALL else ()
    return operation != "" and not operation.startswith(READS) and operation not in unseen


def reads(operation: str) -> bool:
    """Whether an operation changes nothing at all, whether the dump shows it or not."""
    return operation.startswith(READS)


def refusal(call: Call, switches: Switches) -> Answer | None:
    """AWS's refusal of a well-formed request, if it has one that moto lacks.

    It is an answer and no violation: a correct client may well meet it.
    """
    service = ALL.get(call.service, Service())
    try:
        for rule in (service.refuse, service.refusals.get(call.name)):
            if rule:
                rule(call, switches)
    except Refused as refused:
        return _refused(call, refused)
    return None


def _refused(call: Call, refused: Refused) -> Answer:
    answer = envelopes.coded(call.model, call.request, refused.code, refused.status, refused.message)
    answer.headers += list(refused.headers.items())
    return answer


def resource(call: Call) -> str:
    """The resource a denial names: as the service says it, else an ARN of the input, else all of them."""
    named = ALL[call.service].resource(call) if call.service in ALL else None
    arns = [value for value in call.input.values() if isinstance(value, str) and value.startswith("arn:")]
    return named or (arns[0] if arns else "*")


def account(number: str) -> dict[str, Any]:
    """Everything that stands in one account, by service."""
    return {name: service.dump(number) for name, service in ALL.items() if service.dump}
