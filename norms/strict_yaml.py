"""YAML that cannot surprise: no guessed numbers or dates, no key twice."""

from pathlib import Path
from typing import Any

import yaml

from norms.schema import NormFileError


class _StrictLoader(yaml.SafeLoader):
    """Refuses what YAML would guess; ``true``, ``false`` and ``null`` remain."""


class _Refused(ValueError):
    pass


def _refuse_guess(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> None:
    raise _Refused(f"line {node.start_mark.line + 1}: {node.value} must be quoted")


def _boolean(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> bool:
    if node.value not in ("true", "false"):
        raise _Refused(f"line {node.start_mark.line + 1}: {node.value} must be quoted")
    return node.value == "true"


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node)
        line = key_node.start_mark.line + 1
        if not isinstance(key, str):
            raise _Refused(f"line {line}: the key {key_node.value} must be quoted")
        if key in found:
            raise _Refused(f"line {line}: the key {key} stands twice")
        found[key] = loader.construct_object(value_node, deep=True)
    return found


for _tag in ("int", "float", "timestamp"):
    _StrictLoader.add_constructor(f"tag:yaml.org,2002:{_tag}", _refuse_guess)
_StrictLoader.add_constructor("tag:yaml.org,2002:bool", _boolean)
_StrictLoader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_strict(path: Path) -> dict[str, Any]:
    """The mapping in a file; NormFileError names file, line and reason."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader)  # noqa: S506
    except (_Refused, yaml.YAMLError, UnicodeDecodeError) as error:
        raise NormFileError(str(path), str(error)) from error
    if not isinstance(content, dict):
        raise NormFileError(str(path), "must hold a mapping")
    return content
