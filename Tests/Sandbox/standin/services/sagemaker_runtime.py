"""SageMaker Runtime: an endpoint that stands and is in service answers each line that it is sent with a number."""

from __future__ import annotations

import hashlib

from moto.sagemaker.models import sagemaker_backends

from ..aws.call import Call
from ..aws.refused import Refused
from ..message import Answer
from ..service import Service


def _invoke(call: Call) -> Answer:
    """InvokeEndpoint: equal lines have equal numbers, which say nothing."""
    name = call.input["EndpointName"]
    endpoint = sagemaker_backends[call.account][call.region].endpoints.get(name)
    if endpoint is None or endpoint.endpoint_status not in ("InService", "Updating", "SystemUpdating", "RollingBack"):
        raise Refused("ValidationError", 400, f"Endpoint {name} of account {call.account} not found.")
    lines = bytes(call.input.get("Body") or b"").splitlines()
    numbers = [int.from_bytes(hashlib.sha256(line).digest()[:2], "big") / 1000 for line in lines if line.strip()]
    body = "".join(f"{number}\n" for number in numbers).encode()
    variant = endpoint.production_variants[0]["VariantName"]
    return Answer(200, [("Content-Type", "text/csv; charset=utf-8"), ("x-Amzn-Invoked-Production-Variant", variant)], body)


SERVICE = Service(answers={"InvokeEndpoint": _invoke}, unseen={"InvokeEndpoint", "InvokeEndpointAsync"})
