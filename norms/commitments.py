"""Personal values in a digest as commitments, so that the digest outlives the values.

See decision 0014. A row that a digest covers has a random secret. In place of a personal
value the digest holds SHA-256 over secret, place and value. Erasing keeps those
commitments and deletes secret and values: the digest still verifies, and nobody can try
names against a commitment whose 256-bit secret is gone.
"""

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from norms.hash_chain import sha256_of

Path = tuple[str, ...]
# Asked of every node from the root on: is the value at this place personal as a whole?
IsPersonal = Callable[[Path, Any], bool]
SEALED = "sealed"


def new_secret() -> str:
    """256 random bits as 64 hexadecimal digits."""
    return secrets.token_hex(32)


def commitment(secret: str, path: Path, value: Any) -> str:
    return sha256_of([secret, list(path), value])


def commitments_of(content: Any, is_personal: IsPersonal, *, secret: str) -> dict[str, str]:
    """The commitment of every personal value by its place."""
    found: dict[str, str] = {}

    def seal(path: Path, value: Any) -> Any:
        found[place(path)] = commitment(secret, path, value)
        return value

    _walk(content, is_personal, seal)
    return found


def sealed(content: Any, is_personal: IsPersonal, commitments: Mapping[str, str]) -> Any:
    """The content that a digest covers: commitments where personal values stand."""

    def seal(path: Path, value: Any) -> Any:
        return {SEALED: commitments.get(place(path))}

    return _walk(content, is_personal, seal)


def blanked(content: Any, is_personal: IsPersonal) -> Any:
    """The content without its personal values, in the same shape."""
    return _walk(content, is_personal, lambda _path, value: type(value)())


def is_blank(content: Any, is_personal: IsPersonal) -> bool:
    """Whether nothing stands where a personal value stood."""
    return bool(content == blanked(content, is_personal))


def place(path: Path) -> str:
    return "/".join(part.replace("~", "~0").replace("/", "~1") for part in path)


def _walk(
    node: Any, is_personal: IsPersonal, change: Callable[[Path, Any], Any], path: Path = ()
) -> Any:
    if node is not None and is_personal(path, node):
        return change(path, node)
    if isinstance(node, Mapping):
        return {
            key: _walk(value, is_personal, change, (*path, str(key))) for key, value in node.items()
        }
    if isinstance(node, list | tuple):
        return [_walk(value, is_personal, change, (*path, str(n))) for n, value in enumerate(node)]
    return node
