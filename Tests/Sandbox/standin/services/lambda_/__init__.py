"""Lambda: functions are moto's, and their own code is run."""

from __future__ import annotations

from typing import Any

from moto.awslambda.models import lambda_backends

from ...service import Service, by_region
from ...tags import plain
from . import operations
from .queue import begin

__all__ = ["SERVICE", "begin"]


def _functions(backend: Any) -> dict[str, Any]:
    return {
        function.function_name: {
            "role": function.role,
            "handler": function.handler,
            "runtime": function.run_time,
            "timeout": function.timeout,
            "environment": function.environment_vars,
            "code_sha256": function.code_sha_256,
            "policy": sorted(str(s) for s in function.policy.statements) if function.policy else None,
            "invoke_config": [config.config for config in function.event_invoke_config],
            "tags": plain(function.tags),
        }
        for function in backend.list_functions()
    }


SERVICE = Service(
    filled={"PutFunctionEventInvokeConfig"},
    answers=operations.ANSWERS,
    install=operations.install,
    refusals=operations.RULES,
    unseen={"Invoke"},
    dump=by_region(lambda_backends, _functions),
    controls={"functions": operations.put},
)
