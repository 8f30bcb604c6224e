"""The OpenAPI description arranged for a page: operations, what each is asked, examples."""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

Description = dict[str, Any]


def operations_by_tag(description: Description) -> list[tuple[str, list[Description]]]:
    """In the order of the description."""
    groups: dict[str, list[Description]] = {}
    schemas = description["components"]["schemas"]
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            shown = _operation(f"{method.upper()} {path}", operation, schemas)
            groups.setdefault(operation["tags"][0], []).append(shown)
    return list(groups.items())


def _operation(address: str, operation: Description, schemas: Description) -> Description:
    body = operation.get("requestBody", {})
    asked = body.get("content", {}).get("application/json", {}).get("schema")
    members = _members(asked, schemas) if asked else _parameters(operation)
    return {
        "id": operation["operationId"],
        "address": address,
        "summary": operation["summary"],
        "description": operation.get("description", ""),
        "members": list(members),
        "request": _example(body),
        "answer": _example(operation["responses"]["200"]),
        "scope": _scope(operation),
        "bodies": [] if asked else list(body.get("content", {})),
    }


def _scope(operation: Description) -> str:
    """What a token must be made for; empty where none is asked."""
    for requirement in operation.get("security", []):
        for scopes in requirement.values():
            return str(scopes[0])
    return ""


def _parameters(operation: Description) -> Iterator[Description]:
    for one in operation.get("parameters", []):
        required = one.get("required", False)
        yield {"name": one["name"], "form": _form(one["schema"]), "required": required}


def _members(schema: Description, schemas: Description, within: str = "") -> Iterator[Description]:
    """Members of an object, those of its lists and objects below them."""
    schema = _resolved(schema, schemas)
    for name, inner in schema["properties"].items():
        full_name = f"{within}{name}"
        required = name in schema.get("required", [])
        yield {"name": full_name, "form": _form(inner), "required": required}
        nested = inner.get("items", inner)
        if "$ref" in nested:
            sign = "[]." if "items" in inner else "."
            yield from _members(nested, schemas, f"{full_name}{sign}")


def _resolved(schema: Description, schemas: Description) -> Description:
    return schemas[schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema


def _form(schema: Description) -> str:
    """What a member looks like, in words."""
    if "anyOf" in schema or "oneOf" in schema:
        choices = schema.get("anyOf", []) + schema.get("oneOf", [])
        kinds = [one for one in choices if one.get("type") != "null" and "maxLength" not in one]
        return _form(kinds[-1])
    if "enum" in schema:
        return ", ".join(code for code in schema["enum"] if code)
    if schema.get("format") == "date":
        return _("day, YYYY-MM-DD")
    kind = schema.get("type", "object")
    return _kinds().get(kind if isinstance(kind, str) else kind[0], "")


def _kinds() -> dict[str, str]:
    return {
        "string": _("text"),
        "number": _("number or string of digits"),
        "integer": _("whole number or string of digits"),
        "boolean": _("true or false"),
        "array": _("list"),
        "object": _("object"),
    }


def _example(part: Description) -> str:
    examples = part.get("content", {}).get("application/json", {}).get("examples", {})
    values = [example["value"] for example in examples.values()]
    return json.dumps(values[0], ensure_ascii=False, indent=2) if values else ""
