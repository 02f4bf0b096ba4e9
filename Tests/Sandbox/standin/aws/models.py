"""botocore's service models, and which of their operations a request means."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from urllib.parse import unquote

import botocore.session
from botocore.model import OperationModel, ServiceModel

from ..message import Request

# A credential scope names the signing name; botocore files models by their own name.
SIGNING_NAMES = {
    "tagging": "resourcegroupstaggingapi",
    "servicequotas": "service-quotas",
    "access-analyzer": "accessanalyzer",
}

_session = botocore.session.Session()


@functools.cache
def service(signing_name: str) -> ServiceModel | None:
    """The model for a signing name; None where AWS has no such service."""
    name = SIGNING_NAMES.get(signing_name, signing_name)
    if name not in _session.get_available_services():
        return None
    return _session.get_service_model(name)


def asked(signing_name: str, request: Request) -> ServiceModel | None:
    """The model that a signed request is about: two services sign as `sagemaker`, and one of them has paths."""
    runs = signing_name == "sagemaker" and not request.header("x-amz-target") and request.path.startswith("/endpoints/")
    return service("sagemaker-runtime" if runs else signing_name)


def operation(model: ServiceModel, request: Request) -> OperationModel | None:
    """The operation a request asks for, by the rules of the service's protocol."""
    protocol = model.metadata["protocol"]
    if protocol == "json":
        name = request.header("x-amz-target").rpartition(".")[2]
    elif protocol in ("query", "ec2"):
        name = dict(form(request)).get("Action", "")
    else:
        route = next((r for r in _routes(model.service_name) if r.matches(request)), None)
        name = route.name if route else ""
    return model.operation_model(name) if name in model.operation_names else None


def form(request: Request) -> list[tuple[str, str]]:
    """The parameters of a query-protocol request, from its body or its URL."""
    if not request.body:
        return request.query
    return Request("", "?" + request.body.decode("utf-8", "replace"), []).query


@dataclass(frozen=True)
class Route:
    """One REST operation: its path, and what tells it from its neighbours."""

    name: str
    method: str
    path: re.Pattern[str]
    query: frozenset[tuple[str, str]]
    needed_query: frozenset[str]
    needed_headers: frozenset[str]

    @property
    def weight(self) -> int:
        """More needed parts make a more particular operation, which goes first."""
        return 10 * len(self.query) + len(self.needed_query) + len(self.needed_headers)

    def matches(self, request: Request) -> bool:
        """Whether the request has everything this operation needs."""
        if request.method != self.method or not self.path.fullmatch(request.raw_path):
            return False
        given = dict(request.query)
        fixed = all(given.get(key) == value for key, value in self.query)
        return fixed and self.needed_query <= given.keys() and all(request.header(name) for name in self.needed_headers)


@functools.cache
def _routes(service_name: str) -> list[Route]:
    model = _session.get_service_model(service_name)
    found = [model.operation_model(name) for name in model.operation_names]
    # What AWS gave another name answers at the same address (PUT ?lifecycle); requests mean the new name.
    routes = [_route(operation) for operation in found if not operation.deprecated]
    return sorted(routes, key=lambda route: -route.weight)


def _route(found: OperationModel) -> Route:
    path, _, query = found.http["requestUri"].partition("?")
    pairs = frozenset((key, value) for key, _, value in (part.partition("=") for part in query.split("&")) if key)
    needed_query, needed_headers = set(), set()
    shape = found.input_shape
    for member in shape.required_members if shape else []:
        place = shape.members[member].serialization
        if place.get("location") == "querystring":
            needed_query.add(place["name"])
        elif place.get("location") == "header":
            needed_headers.add(place["name"].lower())
    return Route(found.name, found.http["method"], path_pattern(path), pairs, frozenset(needed_query), frozenset(needed_headers))


@functools.cache
def path_pattern(template: str) -> re.Pattern[str]:
    """The regular expression of a `requestUri`, one named group a label."""
    parts = re.split(r"(\{[^}]+\})", template.rstrip("/") or "/")
    pattern = ""
    for part in parts:
        if part.startswith("{"):
            label = part.strip("{}")
            # A greedy label ({Key+}) may hold slashes; none may be empty.
            pattern += f"(?P<{label.rstrip('+')}>.+)" if label.endswith("+") else f"(?P<{label}>[^/]+)"
        else:
            pattern += re.escape(part)
    return re.compile(pattern + "/?" if not template.endswith("+}") else pattern, re.DOTALL)


def labels(found: OperationModel, request: Request) -> dict[str, str]:
    """What stands in the path for each label of the template."""
    match = path_pattern(found.http["requestUri"].partition("?")[0]).fullmatch(request.raw_path)
    return {name: unquote(value) for name, value in match.groupdict().items()} if match else {}
