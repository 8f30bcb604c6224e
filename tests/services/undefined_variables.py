"""A variable that a template prints and nobody gave fails the test.

Django puts an empty text there. In its place goes a value that is false, so that
``default`` works as ever, and that fails when it is printed or looked into. Templates of
installed packages stay as forgiving as Django made them.
"""

import sys
from pathlib import Path
from types import FrameType

import pytest
from django.template.base import Node

ROOT = Path(__file__).resolve().parent.parent.parent


def _node_being_rendered() -> Node | None:
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None) is not None:
            return node
        frame = frame.f_back
    return None


def _is_ours(origin: str) -> bool:
    path = Path(origin)
    return origin == "<unknown source>" or (
        path.is_relative_to(ROOT) and "site-packages" not in path.parts
    )


class UndefinedVariable:
    def __bool__(self) -> bool:
        return False

    def __contains__(self, item: object) -> bool:
        return False  # Django asks whether there is a "%s" in it

    def __str__(self) -> str:
        self._complain()
        return ""

    __html__ = __str__

    def __getattr__(self, name: str) -> object:
        if not name.startswith("_"):
            self._complain()
        raise AttributeError(name)

    def _complain(self) -> None:
        node = _node_being_rendered()
        if node is not None and _is_ours(node.origin.name):
            line = node.token.lineno if node.token else "?"
            pytest.fail(f"undefined template variable: {node!r} in {node.origin}, line {line}")
