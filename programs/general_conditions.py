"""Conditions beside the rows of terms, and the glossary, as the source's revision has them.

Thresholds are data, one predicate each reads them in ``eligibility``. An edition
holds from its first day until the next one's; before the first nothing is known.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from norms.schema import LANGUAGES, NormFileError, Text
from norms.strict_yaml import read_strict

FOLDER = Path(__file__).resolve().parent / "data"
UNITS = frozenset({"months", "members", "percent", "years", "days", "ratio"})


@dataclass(frozen=True)
class Threshold:
    """``unit`` is one of UNITS; a ratio is a plain number: 5 means 5/1."""

    value: Decimal
    unit: str


@dataclass(frozen=True)
class Condition:
    """``allowed`` holds codes where the condition is one of a list, not a number."""

    code: str
    paragraphs: tuple[str, ...]
    thresholds: Mapping[str, Threshold]
    allowed: tuple[str, ...]
    text: Text

    @property
    def paragraph(self) -> str:
        return ", ".join(self.paragraphs)


@dataclass(frozen=True)
class Edition:
    """The conditions from ``effective_from`` on, by code."""

    revision: str
    decision: str
    effective_from: date
    conditions: Mapping[str, Condition]


@dataclass(frozen=True)
class GlossaryTerm:
    """``term`` is the document's own, in Russian; ``definition`` the portal's words."""

    paragraph: str
    term: str
    definition: Text


@cache
def editions() -> tuple[Edition, ...]:
    """Every edition, earliest first; read once a process."""
    return read_editions(FOLDER / "general_conditions.yaml")


@cache
def glossary() -> tuple[GlossaryTerm, ...]:
    """The terms in the document's order; read once a process."""
    return read_glossary(FOLDER / "glossary.yaml")


def conditions_on(day: date) -> Edition | None:
    """The edition that governs ``day``; None on a day before the first."""
    begun = [edition for edition in editions() if edition.effective_from <= day]
    return begun[-1] if begun else None


def read_editions(path: Path) -> tuple[Edition, ...]:
    """Raises NormFileError for a missing language, a strange unit or a code twice."""
    found = _checked(path, lambda raw: tuple(_edition(one) for one in raw["editions"]))
    days = [edition.effective_from for edition in found]
    if not days or days != sorted(set(days)):
        raise NormFileError(str(path), "editions must stand in order, one a day")
    return found


def read_glossary(path: Path) -> tuple[GlossaryTerm, ...]:
    """Raises NormFileError for a missing language or a paragraph twice."""
    found = _checked(path, lambda raw: tuple(_term(one) for one in raw["terms"]))
    if len({term.paragraph for term in found}) != len(found):
        raise NormFileError(str(path), "a paragraph stands twice")
    return found


def _checked(path: Path, read: Any) -> Any:
    try:
        return read(read_strict(path))
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        if isinstance(error, NormFileError):
            raise
        raise NormFileError(str(path), f"{type(error).__name__}: {error}") from error


def _edition(raw: Mapping[str, Any]) -> Edition:
    conditions = [_condition(one) for one in raw["conditions"]]
    by_code = {condition.code: condition for condition in conditions}
    if len(by_code) != len(conditions):
        raise ValueError("a condition stands twice")
    day = date.fromisoformat(raw["effective_from"])
    return Edition(raw["revision"], raw["decision"], day, by_code)


def _condition(raw: Mapping[str, Any]) -> Condition:
    thresholds = {name: _threshold(one) for name, one in raw["thresholds"].items()}
    return Condition(
        code=raw["code"],
        paragraphs=tuple(raw["paragraphs"]),
        thresholds=thresholds,
        allowed=tuple(raw.get("allowed", ())),
        text=_text(raw["text"]),
    )


def _threshold(raw: Mapping[str, str]) -> Threshold:
    if raw["unit"] not in UNITS:
        raise ValueError(f"no unit: {raw['unit']}")
    return Threshold(Decimal(raw["value"]), raw["unit"])


def _term(raw: Mapping[str, Any]) -> GlossaryTerm:
    return GlossaryTerm(raw["paragraph"], raw["term"], _text(raw["definition"]))


def _text(raw: Mapping[str, str]) -> Text:
    return {language: raw[language] for language in LANGUAGES}
