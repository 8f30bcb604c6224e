"""The offshore list as data: 45 items, nine of them for named territories alone.

Source: rows 80-3, 83-1, 84-1 and 88-1 of annex 1 to № 358, as added by № 242. Its days
of effect are those of the norm ``bank/offshore_list_items``.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from norms.schema import LANGUAGES, NormFileError, Text
from norms.strict_yaml import read_strict

FILE = Path(__file__).resolve().parent / "data" / "offshore_territories.yaml"


@dataclass(frozen=True)
class ListedTerritory:
    """A part of a state: ISO codes (the first is its own) and the names it goes by."""

    codes: tuple[str, ...]
    name: Text
    also_called: tuple[str, ...]

    def goes_by(self, given: str) -> bool:
        """Whether a code or a name in any language means this territory."""
        wanted = plain_name(given)
        known = (*self.codes, *self.name.values(), *self.also_called)
        return any(plain_name(name) == wanted for name in known)


@dataclass(frozen=True)
class ListedState:
    """One item of the list; ``only`` is empty where the whole state is listed."""

    item: int
    iso: str
    state: Text
    only: tuple[ListedTerritory, ...]

    @property
    def is_partial(self) -> bool:
        return bool(self.only)

    def territory_called(self, given: str) -> ListedTerritory | None:
        return next((part for part in self.only if part.goes_by(given)), None)

    def territory_coded(self, code: str) -> ListedTerritory | None:
        return next((part for part in self.only if code in part.codes), None)


def plain_name(name: str) -> str:
    """A name for comparing: no case, accents, punctuation or leading article."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    words = "".join(sign if sign.isalnum() else " " for sign in bare).split()
    return " ".join(words[1:] if words[:1] == ["the"] else words)


@cache
def offshore_list() -> tuple[ListedState, ...]:
    return read_offshore_list(FILE)


def read_offshore_list(path: Path) -> tuple[ListedState, ...]:
    """The items in order; NormFileError on a gap, a missing name or a code used twice."""
    try:
        items = tuple(_state(raw) for raw in read_strict(path)["items"])
    except (KeyError, TypeError, ValueError) as error:
        raise NormFileError(str(path), f"{type(error).__name__}: {error}") from error
    if [listed.item for listed in items] != list(range(1, len(items) + 1)):
        raise NormFileError(str(path), "items must be numbered 1, 2, 3 …")
    codes = [code for listed in items for code in _codes(listed)]
    if doubled := sorted({code for code in codes if codes.count(code) > 1}):
        raise NormFileError(str(path), f"codes stand twice: {', '.join(doubled)}")
    return items


def _codes(listed: ListedState) -> list[str]:
    return [listed.iso, *(code for part in listed.only for code in part.codes)]


def _state(raw: Mapping[str, Any]) -> ListedState:
    parts = tuple(_territory(part) for part in raw.get("only", ()))
    return ListedState(int(raw["item"]), raw["iso"], _text(raw["state"]), parts)


def _territory(raw: Mapping[str, Any]) -> ListedTerritory:
    return ListedTerritory(tuple(raw["codes"]), _text(raw["name"]), tuple(raw["also_called"]))


def _text(raw: Mapping[str, str]) -> Text:
    if set(raw) != set(LANGUAGES):
        raise ValueError(f"a name lacks a language: {dict(raw)}")
    return dict(raw)
