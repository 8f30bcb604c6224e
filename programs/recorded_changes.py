"""What the source's own table of changes says of a revision that came without a base."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from norms.schema import NormFileError
from norms.strict_yaml import read_strict
from programs.models import Revision

FILE = Path(__file__).resolve().parent / "data" / "lending_terms" / "recorded_changes.yaml"
KINDS = ("restated", "added")
LINES = ("purpose", "amount", "rate", "term", "conditions")


@dataclass(frozen=True)
class RecordedProgramme:
    """``lines`` are the restated lines of a programme's table; an added one has none.

    ``conditions`` are codes of general conditions that stand in the line on the amount.
    """

    paragraph: str
    kind: str
    lines: tuple[str, ...]
    conditions: tuple[str, ...]


@dataclass(frozen=True)
class RecordedChanges:
    number: int
    decided: date
    terms: tuple[str, ...]
    programmes: tuple[RecordedProgramme, ...]


@cache
def recorded_changes(path: Path = FILE) -> tuple[RecordedChanges, ...]:
    """Read once a process. Raises NormFileError for a kind or a line that is none."""
    try:
        return tuple(_changes(raw) for raw in read_strict(path)["revisions"])
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, NormFileError):
            raise
        raise NormFileError(str(path), f"{type(error).__name__}: {error}") from error


def recorded_of(revision: Revision) -> RecordedChanges | None:
    """Of the source's own revision only: a later one is compared with its base."""
    if revision.base_id is not None:
        return None
    of_number = {(one.number, one.decided): one for one in recorded_changes()}
    return of_number.get((revision.number, revision.decided or date.min))


def _changes(raw: dict[str, Any]) -> RecordedChanges:
    return RecordedChanges(
        number=int(raw["number"]),
        decided=date.fromisoformat(raw["decided"]),
        terms=tuple(raw["terms"]),
        programmes=tuple(_programme(one) for one in raw["programmes"]),
    )


def _programme(raw: dict[str, Any]) -> RecordedProgramme:
    lines = tuple(raw.get("lines", ()))
    if raw["kind"] not in KINDS or set(lines) - set(LINES):
        raise ValueError(f"programme {raw['paragraph']}")
    return RecordedProgramme(raw["paragraph"], raw["kind"], lines, tuple(raw.get("conditions", ())))
