"""The gate: every AWS request is authenticated and parsed before moto sees it.

moto believes any signature, ignores members it does not know and checks few
limits. A client that works only because of that must fail here.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..message import Answer, Request
from ..violations import Violations
from . import envelopes, models, shapes, signature, wire
from .call import Call
from .credentials import keys

# STS takes a web identity token instead of a signature.
UNSIGNED = {"AssumeRoleWithWebIdentity", "AssumeRoleWithSAML"}


@dataclass
class Refusal:
    """A request that went no further, and what is known about it."""

    service: str
    operation: str
    answer: Answer


class Gate:
    """Turns requests into calls, or into refusals that it also notes."""

    def __init__(self, violations: Violations) -> None:
        self._violations = violations

    def examine(self, request: Request) -> Call | Refusal:
        """Judges one request, in AWS's order: signature, operation, shape."""
        scope = signature.scope(request)
        if scope is None:
            return self._unsigned(request)
        model = models.asked(scope.service, request)
        if model is None:
            return self._refuse(request, None, scope.service, "", "operation", f"no service '{scope.service}'")
        operation = models.operation(model, request)
        name = operation.name if operation else request.header("x-amz-target") or request.method
        fault = signature.verify(request, scope, keys)
        if fault:
            return self._refuse(request, model, model.service_name, name, fault.kind, fault.message)
        if operation is None:
            return self._refuse(request, model, model.service_name, name, "operation", f"The action {name} is not valid.")
        call = Call(request, model, operation, scope.region, scope.key, {})
        return self._shape(call)

    def _unsigned(self, request: Request) -> Call | Refusal:
        model = models.service("sts")
        assert model is not None
        operation = models.operation(model, request)
        if operation is not None and operation.name in UNSIGNED:
            return self._shape(Call(request, model, operation, "us-east-1", "", {}))
        guess = models.service("s3") if not request.header("x-amz-target") and not request.body else None
        return self._refuse(request, guess, "", request.method, "missing", "Missing Authentication Token")

    def _shape(self, call: Call) -> Call | Refusal:
        call.input, problems = wire.read(call.operation, call.request)
        shape = call.operation.input_shape
        if shape is not None:
            problems += shapes.faults(shape, call.input)
        if not problems:
            return call
        count = len(problems)
        message = f"{count} validation error{'s' if count > 1 else ''} detected: " + "; ".join(problems)
        return self._refuse(call.request, call.model, call.service, call.name, "shape", message)

    def _refuse(self, request: Request, model: object, service: str, operation: str, kind: str, message: str) -> Refusal:
        listed = {"mismatch": "signature", "skew": "signature", "incomplete": "signature", "content": "signature",
                  "unknown-key": "credentials", "missing": "credentials"}.get(kind, "shape")  # fmt: skip
        self._violations.add(listed, service, operation, message)
        return Refusal(service, operation, envelopes.error(model, request, kind, message))  # type: ignore[arg-type]
