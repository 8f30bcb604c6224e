"""The dated time limits: which hold for a case, and how they come in.

A case keeps the limits of the day of its first submission, as it keeps its edition and its
reference rate: nobody's time limit changes while they wait. A row that begins in the past
is different on purpose: it says what was right for the cases of those days all along.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from applications.deadlines.clocks import Stage
from applications.models import CaseStage, StageLimit
from norms.strict_yaml import read_strict

FILE = Path(__file__).resolve().parent.parent / "data" / "time_limits.yaml"


class LimitsByDay:
    """All rows, so that the limits of many days cost one query."""

    def __init__(self, rows: Iterable[StageLimit]) -> None:
        self._rows = sorted(rows, key=lambda row: row.effective_from)

    def rows_on(self, day: date) -> dict[Stage, StageLimit]:
        """The row of every stage that began by ``day``, one without a limit included."""
        return {Stage(row.stage): row for row in self._rows if row.effective_from <= day}

    def on(self, day: date) -> dict[Stage, int | None]:
        """Working days of every stage for a case first submitted on ``day``."""
        return {stage: row.working_days for stage, row in self.rows_on(day).items()}


def limits_by_day() -> LimitsByDay:
    return LimitsByDay(StageLimit.objects.all())


def working_days_of(stage: Stage, *, on: date) -> int | None:
    """The limit of one stage for a case first submitted on a day; None: not known."""
    return limits_by_day().on(on).get(stage)


@transaction.atomic
def load_limits(path: Path = FILE) -> int:
    """Bring in the first row of every stage; a stage that has rows stays as it is."""
    added = 0
    for stage, content in read_strict(path)["limits"].items():
        if StageLimit.objects.filter(stage=CaseStage(stage)).exists():
            continue
        StageLimit.objects.create(stage=stage, **_values(content))
        added += 1
    return added


def _values(content: dict[str, Any]) -> dict[str, Any]:
    days = content["working_days"]
    return {
        **content,
        "effective_from": date.fromisoformat(content["effective_from"]),
        "working_days": None if days is None else int(days),
    }
