"""What an action plan must hold: paragraph 5-1 of № 192, as amended by № 65. Pure.

At least three months; measures with their order and time limits; a responsible
manager for every point. That a measure ends within the plan's term is our reading.
"""

from dataclasses import dataclass
from datetime import date

from norms.parameters import NormNotInForce, norm
from prudential.plan_deadlines import plan_earliest_end


@dataclass(frozen=True)
class Measure:
    what: str
    how: str
    until: date
    manager: str


@dataclass(frozen=True)
class PlanContent:
    begins_on: date
    ends_on: date
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class PlanFault:
    """``row`` is the measure's place from 0, None for the plan itself; ``code`` one of
    ``too_short``, ``no_measures``, ``missing``, ``outside_term``."""

    row: int | None
    field: str
    code: str


def plan_faults(plan: PlanContent) -> list[PlanFault]:
    """Everything that keeps the plan from being filed, in the order of its fields."""
    faults = []
    earliest = earliest_end(plan.begins_on)
    if plan.ends_on <= plan.begins_on or (earliest and plan.ends_on < earliest):
        faults.append(PlanFault(None, "ends_on", "too_short"))
    if not plan.measures:
        faults.append(PlanFault(None, "measures", "no_measures"))
    for row, measure in enumerate(plan.measures):
        faults.extend(_measure_faults(row, measure, plan))
    return faults


def minimum_months(on: date) -> int | None:
    """The shortest term of a plan; None where the act sets none on that day."""
    try:
        return int(norm("mfo/plan_minimum_months", on=on).required_value())
    except NormNotInForce:
        return None


def earliest_end(begins_on: date) -> date | None:
    """The first day on which the plan may end; None where the act sets no term then."""
    try:
        return plan_earliest_end(begins_on)
    except NormNotInForce:
        return None


def _measure_faults(row: int, measure: Measure, plan: PlanContent) -> list[PlanFault]:
    texts = {"what": measure.what, "how": measure.how, "manager": measure.manager}
    faults = [PlanFault(row, name, "missing") for name, text in texts.items() if not text.strip()]
    if not plan.begins_on <= measure.until <= plan.ends_on:
        faults.append(PlanFault(row, "until", "outside_term"))
    return faults
