"""Holds answers that we had a hand in against the model of their operation."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

from botocore.model import OperationModel

from ..message import Answer
from . import shapes, values


def check(operation: OperationModel, answer: Answer) -> list[str]:
    """What the model has against a successful answer; errors have their own envelope."""
    shape: Any = operation.output_shape
    payload = shape.serialization.get("payload") if shape else None
    if answer.status >= 300 or (payload and shape.members[payload].type_name in ("blob", "string")):
        return []
    problems: list[str] = []
    protocol = operation.service_model.metadata["protocol"]
    if protocol in ("json", "rest-json") and not payload:
        value = json.loads(answer.body or b"{}")
    elif protocol == "query":
        root = ElementTree.fromstring(answer.body)
        wrapper = shape.serialization.get("resultWrapper") if shape else None
        result = next((child for child in root if child.tag.endswith(f"}}{wrapper}")), None) if wrapper else None
        value = values.from_xml(shape, result, problems) if shape and result is not None else {}
    else:
        root = ElementTree.fromstring(answer.body)
        value = {payload: values.from_xml(shape.members[payload], root, problems)}
    if shape is None:
        return problems
    return problems + list(shapes.faults(shape, value, request=False))
