"""What a check says: codes and values as data, so that it reads in any language for ever."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    FAIL = "fail"
    UNKNOWN = "unknown"
    WARNING = "warning"
    PASS = "pass"  # noqa: S105  not a password


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule stands. ``sure`` is S (the act), P (public practice) or A (assumption)."""

    sure: str
    act: str = ""
    act_date: str = ""
    paragraph: str = ""
    annex: str = ""
    words: str = ""
    """The source of a value that staff entered, in their words."""
    effective_from: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """One value that the check looked at. ``kind`` says how it is shown."""

    label: str
    value: str
    kind: str = "text"
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """``rule`` and ``reason`` choose the words; ``values`` are what was compared."""

    rule: str
    outcome: Outcome
    reason: str
    source: Source
    values: tuple[Compared, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "outcome": self.outcome.value,
            "reason": self.reason,
            "source": asdict(self.source),
            "values": [asdict(value) for value in self.values],
        }


def text(label: str, value: str) -> Compared:
    return Compared(label, value)


def code(label: str, value: str) -> Compared:
    """A code out of a closed list, shown by its name."""
    return Compared(label, value, "code")


def country(label: str, value: str) -> Compared:
    return Compared(label, value, "country")


def money(label: str, amount: Decimal, currency: str) -> Compared:
    return Compared(label, str(amount), "money", currency)


def percent(label: str, value: Decimal) -> Compared:
    return Compared(label, str(value), "percent")


def day(label: str, value: date) -> Compared:
    return Compared(label, value.isoformat(), "date")


def count(label: str, value: int | Decimal) -> Compared:
    return Compared(label, str(value), "number")
