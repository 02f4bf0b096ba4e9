"""AWS's error answers, each in the envelope of its protocol."""

from __future__ import annotations

import json
import uuid
from xml.sax.saxutils import escape

from botocore.model import ServiceModel

from ..message import Answer, Request

# What each protocol family calls the same refusal, with its status.
CODES = {
    "unknown-key": {
        "query": ("InvalidClientTokenId", 403),
        "json": ("UnrecognizedClientException", 400),
        "s3": ("InvalidAccessKeyId", 403),
    },
    "mismatch": {"query": ("SignatureDoesNotMatch", 403), "json": ("InvalidSignatureException", 400), "s3": ("SignatureDoesNotMatch", 403)},
    "skew": {"query": ("SignatureDoesNotMatch", 403), "json": ("InvalidSignatureException", 400), "s3": ("RequestTimeTooSkewed", 403)},
    "incomplete": {"query": ("IncompleteSignature", 400), "json": ("IncompleteSignatureException", 400), "s3": ("AccessDenied", 403)},
    "content": {
        "query": ("SignatureDoesNotMatch", 403),
        "json": ("InvalidSignatureException", 400),
        "s3": ("XAmzContentSHA256Mismatch", 400),
    },
    "missing": {
        "query": ("MissingAuthenticationToken", 403),
        "json": ("MissingAuthenticationTokenException", 400),
        "s3": ("AccessDenied", 403),
    },
    "shape": {"query": ("ValidationError", 400), "json": ("ValidationException", 400), "s3": ("InvalidRequest", 400)},
    "operation": {"query": ("InvalidAction", 400), "json": ("UnknownOperationException", 400), "s3": ("MethodNotAllowed", 405)},
    "deny": {"query": ("AccessDenied", 403), "json": ("AccessDeniedException", 400), "s3": ("AccessDenied", 403)},
    "throttle": {"query": ("Throttling", 400), "json": ("ThrottlingException", 400), "s3": ("SlowDown", 503)},
    "500": {"query": ("InternalFailure", 500), "json": ("InternalServerException", 500), "s3": ("InternalError", 500)},
    "503": {"query": ("ServiceUnavailable", 503), "json": ("ServiceUnavailableException", 503), "s3": ("ServiceUnavailable", 503)},
}
REST_JSON_STATUS = {"deny": 403, "throttle": 429, "mismatch": 403, "unknown-key": 403, "missing": 403, "skew": 403}


def error(model: ServiceModel | None, request: Request, kind: str, message: str) -> Answer:
    """The answer for a kind of refusal that every service knows."""
    family = _family(model)
    codes = CODES.get(kind) or {name: (f"Status{kind}", int(kind)) for name in ("query", "json", "s3")}
    code, status = codes["json" if family == "rest-json" else family]
    if family == "rest-json":
        status = REST_JSON_STATUS.get(kind, status)
    return coded(model, request, code, status, message)


def coded(model: ServiceModel | None, request: Request, code: str, status: int, message: str) -> Answer:
    """The answer for a code of the service's own."""
    family, ident = _family(model), str(uuid.uuid4())
    if family in ("json", "rest-json"):
        version = model.metadata.get("jsonVersion", "1.1") if model else "1.1"
        kind = f"application/x-amz-json-{version}" if family == "json" else "application/json"
        body = {"message": message} if family == "rest-json" else {"__type": code, "message": message}
        headers = [("Content-Type", kind), ("x-amzn-RequestId", ident), ("x-amzn-ErrorType", code)]
        return Answer(status, headers, json.dumps(body).encode())
    if family == "s3":
        body_text = (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f"<Error><Code>{code}</Code><Message>{escape(message)}</Message>"
            f"<RequestId>{ident}</RequestId><HostId>sandbox</HostId></Error>"
        )
        headers = [("Content-Type", "application/xml"), ("x-amz-request-id", ident), ("x-amz-id-2", "sandbox")]
        return Answer(status, headers, b"" if request.method == "HEAD" else body_text.encode())
    space = model.metadata.get("xmlNamespace", "") if model else ""
    body_text = (
        f'<ErrorResponse xmlns="{space}"><Error><Type>{"Sender" if status < 500 else "Receiver"}</Type>'
        f"<Code>{code}</Code><Message>{escape(message)}</Message></Error><RequestId>{ident}</RequestId></ErrorResponse>"
    )
    return Answer(status, [("Content-Type", "text/xml"), ("x-amzn-RequestId", ident)], body_text.encode())


def _family(model: ServiceModel | None) -> str:
    protocol = model.metadata["protocol"] if model else "query"
    return {"rest-xml": "s3", "ec2": "query"}.get(protocol, str(protocol))
