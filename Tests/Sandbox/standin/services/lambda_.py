"""Lambda: moto's, and what of it the dump shows."""

from __future__ import annotations

from typing import Any

from moto.awslambda.models import lambda_backends

from ..service import Service, by_region
from ..tags import plain


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
            "tags": plain(function.tags),
        }
        for function in backend.list_functions()
    }


SERVICE = Service(unseen={"Invoke"}, dump=by_region(lambda_backends, _functions))
