"""Pipelines' executions and endpoints, where moto has no more than half of them."""

from __future__ import annotations

import json
from typing import Any

from moto.core.utils import utcnow
from moto.sagemaker.models import sagemaker_backends

from ...aws.call import Call
from ...aws.credentials import OPERATOR
from ...aws.refused import Refused, Switches
from ...service import Unknown
from . import shelf

STATUSES = ("Executing", "Stopping", "Stopped", "Failed", "Succeeded")
RUNNING = ("Creating", "Updating", "SystemUpdating", "RollingBack", "InService", "OutOfService", "Deleting", "Failed")


def _execution(account: str, region: str, arn: str) -> Any:
    for pipeline in sagemaker_backends[account][region].pipelines.values():
        if arn in pipeline.pipeline_executions:
            return pipeline.pipeline_executions[arn]
    return None


def _found(call: Call) -> Any:
    found = _execution(call.account, call.region, call.input["PipelineExecutionArn"])
    if found is None:
        raise shelf.missing(f"Pipeline execution with ARN {call.input['PipelineExecutionArn']} does not exist.")
    return found


def steps(call: Call) -> dict[str, Any]:
    """ListPipelineExecutionSteps: those of the definition, which end as the execution did."""
    execution = _found(call)
    status, reason = execution.pipeline_execution_status, execution.pipeline_execution_failure_reason
    try:
        names = [step["Name"] for step in json.loads(execution.pipeline_definition_for_execution)["Steps"]]
    except (ValueError, KeyError, TypeError):
        names = []
    found: list[dict[str, Any]] = [
        {"StepName": name, "StartTime": execution.start_time, "EndTime": execution.start_time, "StepStatus": "Succeeded"} for name in names
    ]
    if found and status != "Succeeded":
        found[-1]["StepStatus"] = status
        if reason and status == "Failed":
            found[-1]["FailureReason"] = str(reason)
    return {"PipelineExecutionSteps": found}


def stop(call: Call) -> dict[str, Any]:
    """StopPipelineExecution."""
    execution = _found(call)
    if execution.pipeline_execution_status != "Executing":
        raise Refused("ConflictException", 400, f"Only pipelines with Executing status can be stopped, and this is {execution.pipeline_execution_status}.")  # fmt: skip
    execution.pipeline_execution_status, execution.last_modified_time = "Stopped", utcnow()
    return {"PipelineExecutionArn": execution.arn}


def _has_steps(call: Call, _: Switches) -> None:
    text = call.input.get("PipelineDefinition")
    if text is None:
        return
    try:
        definition = json.loads(text)
        assert isinstance(definition["Steps"], list) and "Version" in definition
    except (ValueError, KeyError, TypeError, AssertionError):
        raise shelf.invalid("Unable to parse pipeline definition.") from None


def _pipeline_exists(call: Call, _: Switches) -> None:
    name = str(call.input["PipelineName"])
    known = sagemaker_backends[call.account][call.region].pipelines
    if not any(name in (pipeline.pipeline_name, pipeline.arn) for pipeline in known.values()):
        arn = name if name.startswith("arn:") else f"arn:aws:sagemaker:{call.region}:{call.account}:pipeline/{name}"
        raise Refused("ResourceNotFound", 400, f"Pipeline '{arn}' does not exist.")


def update_endpoint(call: Call) -> dict[str, Any]:
    """UpdateEndpoint: another configuration, at once."""
    backend, name, config = sagemaker_backends[call.account][call.region], call.input["EndpointName"], call.input["EndpointConfigName"]
    prefix = f"arn:aws:sagemaker:{call.region}:{call.account}"
    if name not in backend.endpoints:
        raise shelf.invalid(f'Could not find endpoint "{prefix}:endpoint/{name}".')
    if config not in backend.endpoint_configs:
        raise shelf.invalid(f'Could not find endpoint configuration "{prefix}:endpoint-config/{config}".')
    endpoint = backend.endpoints[name]
    endpoint.endpoint_config_name, endpoint.last_modified_time = config, utcnow()
    endpoint.production_variants = endpoint._process_production_variants(backend.endpoint_configs[config].production_variants)
    return {"EndpointArn": endpoint.arn}


def _endpoint_is_new(call: Call, _: Switches) -> None:
    if call.input["EndpointName"] in sagemaker_backends[call.account][call.region].endpoints:
        raise shelf.invalid(f'Cannot create already existing endpoint "{call.input["EndpointName"]}".')


def put(body: Any) -> None:
    """Puts an endpoint or an execution of a pipeline into a status, with its reason."""
    for region, backend in list(sagemaker_backends[OPERATOR.account].items()):
        endpoint = backend.endpoints.get(body.get("endpoint"))
        execution = _execution(OPERATOR.account, region, str(body.get("execution")))
        if endpoint is None and execution is None:
            continue
        known = RUNNING if endpoint else STATUSES
        if body["status"] not in known:
            raise ValueError(f"status is one of {', '.join(known)}")
        if endpoint:
            endpoint.endpoint_status, endpoint.failure_reason = body["status"], body.get("reason")
        else:
            execution.pipeline_execution_status, execution.pipeline_execution_failure_reason = body["status"], body.get("reason")
        return
    raise Unknown("no such endpoint or execution in any Region")


RULES = {
    "CreatePipeline": _has_steps, "UpdatePipeline": _has_steps, "DescribePipeline": _pipeline_exists, "CreateEndpoint": _endpoint_is_new,
}  # fmt: skip
ANSWERS = {"ListPipelineExecutionSteps": steps, "StopPipelineExecution": stop, "UpdateEndpoint": update_endpoint}
