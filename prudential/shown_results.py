"""A stored result as a page shows it: texts in the page's language, details typed again."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from languages.amounts import NO_BREAK_SPACE, format_number, format_percent
from languages.text import current_language
from prudential.models import RatioResult, RatioRun, Verdict

STATES = {
    Verdict.HELD: "held",
    Verdict.BREACHED: "breached",
    Verdict.NO_THRESHOLD: "todo",
    Verdict.NOT_IN_FORCE: "blocked",
    Verdict.NO_RATIO: "blocked",
}


@dataclass(frozen=True)
class ShownBucket:
    label: str
    loans: int
    balance: Decimal


@dataclass(frozen=True)
class ShownResult:
    result: RatioResult

    @property
    def label(self) -> str:
        return str(self.result.get_code_display())

    @property
    def verdict(self) -> str:
        return str(self.result.get_verdict_display())

    @property
    def state(self) -> str:
        return STATES[Verdict(self.result.verdict)]

    @property
    def is_breached(self) -> bool:
        return self.result.verdict == Verdict.BREACHED

    @property
    def is_held(self) -> bool:
        return self.result.verdict == Verdict.HELD

    @property
    def is_not_in_force(self) -> bool:
        return self.result.verdict == Verdict.NOT_IN_FORCE

    @property
    def value(self) -> str:
        """The ratio in its unit, with as many decimals as tell it from the limit."""
        if self.result.value is None:
            return ""
        exact = self.result.value * (100 if self._is_percent else 1)
        places = 2
        while places < 10 and self._looks_like_the_limit(exact, places):
            places += 2
        return self._in_unit(format_number(exact, current_language(), places))

    @property
    def limit(self) -> str:
        if self.result.limit is None:
            return ""
        if self._is_percent:
            return format_percent(self.result.limit, current_language())
        return format_number(self.result.limit.normalize(), current_language())

    @property
    def to_collect(self) -> Decimal | None:
        return _decimal(self._detail("to_collect"))

    @property
    def room(self) -> Decimal | None:
        return _decimal(self._detail("room"))

    @property
    def written_off_over(self) -> Decimal | None:
        return _decimal(self._detail("written_off_over"))

    @property
    def provisions_over(self) -> Decimal | None:
        return _decimal(self._detail("provisions_over"))

    @property
    def plan_due(self) -> date | None:
        return _day((self._detail("deadlines") or {}).get("plan_due"))

    @property
    def approval_due(self) -> date | None:
        return _day((self._detail("deadlines") or {}).get("approval_due"))

    @property
    def effective_until(self) -> date | None:
        return _day(self._detail("effective_until"))

    @property
    def first_day(self) -> date | None:
        return _day(self._detail("first_day"))

    @property
    def last_day(self) -> date | None:
        return _day(self._detail("last_day"))

    @property
    def loans(self) -> int | None:
        return self._detail("loans")

    @property
    def loans_over(self) -> int | None:
        return self._detail("loans_over")

    @property
    def buckets(self) -> list[ShownBucket]:
        listed = self._detail("buckets") or []
        return [
            ShownBucket(_days(first, last), loans, Decimal(balance))
            for first, last, loans, balance in listed
        ]

    @property
    def title(self) -> dict[str, str] | None:
        return self._detail("title")

    @property
    def citation(self) -> dict[str, str] | None:
        return self._detail("citation")

    @property
    def place(self) -> dict[str, str] | None:
        return self._detail("place")

    @property
    def note(self) -> dict[str, str] | None:
        return self._detail("note")

    @property
    def before(self) -> dict[str, str] | None:
        return self._detail("before")

    @property
    def reason(self) -> dict[str, str] | None:
        return self._detail("reason")

    @property
    def replaced_by(self) -> dict[str, str] | None:
        return self._detail("replaced_by")

    @property
    def _is_percent(self) -> bool:
        return self.result.unit == "percent"

    def _detail(self, name: str) -> Any:
        return self.result.details.get(name)

    def _looks_like_the_limit(self, exact: Decimal, places: int) -> bool:
        limit = self.result.limit
        return limit is not None and exact != limit and round(exact, places) == limit

    def _in_unit(self, number: str) -> str:
        if not self._is_percent:
            return number
        return f"{number}{NO_BREAK_SPACE if current_language() == 'ru' else ''}%"


def shown(run: RatioRun | None, code: str) -> ShownResult | None:
    result = run.result(code) if run else None
    return ShownResult(result) if result else None


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _days(first: int, last: int | None) -> str:
    if last is None:
        return _("%(first)s days and more") % {"first": first}
    return (
        _("not overdue") if first == last == 0 else _("%(a)s–%(b)s days") % {"a": first, "b": last}
    )
