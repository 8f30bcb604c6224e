"""Breaches for tests: an MFO above the limit, plans, and every state reached by its acts."""

from datetime import UTC, date, datetime

from accounts.models import Membership, Role
from prudential import breach_workflow as workflow
from prudential.models import Breach
from prudential.plan_content import Measure, PlanContent
from tests.people import make_membership
from tests.prudential.register_files import CUT_OFF, filed, mfo_reporter, portfolio

AT = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)


def good_plan(**changes) -> PlanContent:
    measures = (
        Measure("Collect overdue loans", "In court, by age", date(2026, 6, 30), "A. Bekova"),
        Measure("Stop unsecured lending", "By order", date(2026, 4, 15), "D. Serikov"),
    )
    fields = {"begins_on": date(2026, 4, 1), "ends_on": date(2026, 7, 1), "measures": measures}
    return PlanContent(**{**fields, **changes})


def opened(by: Membership | None = None, on: date = CUT_OFF) -> Breach:
    by = by or mfo_reporter()
    above = "11.00" if on.year > 2025 else "16.00"
    filed(by, portfolio(above, "100.00", on=on), on=on)
    return Breach.objects.get(organisation=by.organisation, reporting_date=on)


def back_within(by: Membership, on: date = date(2026, 4, 30)) -> None:
    """A later register at the limit."""
    filed(by, portfolio("10.00", "100.00", on=on), on=on)


def in_state(state: str, by: Membership, supervisor: Membership | None = None) -> Breach:
    """A breach brought to a state by the acts that lead there."""
    supervisor = supervisor or make_membership(Role.SUPERVISOR)
    breach = opened(by)
    if state == "corrected":
        filed(by, portfolio("9.00", "100.00"))
    elif state == "fulfilled":
        back_within(by)
        workflow.give_return_notice(breach.pk, by=by, at=AT)
    elif state != "plan_due":
        _beyond_filing(state, breach, by, supervisor)
    return Breach.objects.get(pk=breach.pk)


def _beyond_filing(state: str, breach: Breach, by: Membership, supervisor: Membership) -> None:
    workflow.file_plan(breach.pk, good_plan(), by=by, at=AT)
    if state == "approved":
        workflow.approve_plan(breach.pk, by=supervisor, at=AT)
    if state in ("remarks", "revised", "objected"):
        workflow.remark_on_plan(breach.pk, remarks="Name the court", by=supervisor, at=AT)
    if state == "revised":
        workflow.revise_plan(breach.pk, good_plan(), by=by, at=AT)
    if state == "objected":
        workflow.object_to_remarks(breach.pk, reasons="It is named", by=by, at=AT)
