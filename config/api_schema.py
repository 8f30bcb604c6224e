"""The OpenAPI description: what every operation has in common is added here, once."""

from typing import Any

from config.problem_details import CONTENT_TYPE

Description = dict[str, Any]

PROBLEM = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "field": {
                        "type": "string",
                        "description": "Members joined by dots, items by index from 0.",
                    },
                    "code": {"type": "string", "description": "Never changes."},
                    "detail": {"type": "string", "description": "In the request's language."},
                },
                "required": ["field", "code", "detail"],
            },
        },
    },
    "required": ["type", "title", "status", "detail", "errors"],
}
EVERY_OPERATION = {
    "404": "There is no such address.",
    "405": "The address does not take this method.",
    "406": "The answer does not come in the media type asked for.",
    "422": "The request is invalid or cannot be answered; the errors say why.",
    "429": "Too many requests; Retry-After says how many seconds to wait.",
}
WITH_A_BODY = {
    "400": "The body is malformed.",
    "413": "The body is too large.",
    "415": "The body is of another media type than those named.",
}
WITH_A_FILE = {"411": "The length of the body is not announced."}
WITH_A_TOKEN = {
    "401": "There is no token, or it is unknown, expired or revoked.",
    "403": "The token's scopes do not include this, or its holder owes consent or a second step.",
}


def add_problems(result: Description, **_: Any) -> Description:
    """drf_spectacular's POSTPROCESSING_HOOK: the errors of every operation."""
    schemas = result["components"]["schemas"]
    for name, schema in schemas.items():
        if name.endswith("Request"):
            schema["additionalProperties"] = False
    schemas["Problem"] = PROBLEM
    for methods in result["paths"].values():
        for operation in methods.values():
            for status, description in sorted(_problems_of(operation).items()):
                operation["responses"].setdefault(status, _problem(status, description))
            _plain_bodies(operation)
    return result


def _problems_of(operation: Description) -> dict[str, str]:
    body = operation.get("requestBody", {}).get("content", {})
    return {
        **EVERY_OPERATION,
        **(WITH_A_BODY if body else {}),
        **(WITH_A_FILE if body and "application/json" not in body else {}),
        **(WITH_A_TOKEN if any(operation.get("security", [])) else {}),
    }


def _problem(status: str, description: str) -> Description:
    schema = {"$ref": "#/components/schemas/Problem"}
    problem: Description = {
        "description": description,
        "content": {CONTENT_TYPE: {"schema": schema}},
    }
    headers = {"401": "WWW-Authenticate", "429": "Retry-After"}
    if status in headers:
        problem["headers"] = {headers[status]: {"schema": {"type": "string"}}}
    return problem


def _plain_bodies(operation: Description) -> None:
    """A body that the operation reads is never left out."""
    if "requestBody" in operation:
        operation["requestBody"]["required"] = True
