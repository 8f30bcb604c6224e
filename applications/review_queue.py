"""The officers' queue: which cases, in which order, and what is to be done with each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Case as SqlCase
from django.db.models import IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Role
from applications.deadlines.of_cases import current_clocks
from applications.deadlines.wording import ShownClock
from applications.models import OPEN_STATES, Case, CaseState, Submission
from languages.choices import country_name
from norms.working_days import WorkingCalendar

OPEN, ALL = "open", "all"

NEXT_STEP: dict[str, str | Promise] = {
    CaseState.SUBMITTED: _("Agent takes it for review"),
    CaseState.AGENT_REVIEW: _("Agent returns it or concludes"),
    CaseState.RETURNED: _("Applicant corrects it"),
    CaseState.AWAITING_DECISION: _("Ministry decides"),
    CaseState.APPROVED: _("Nothing: approved"),
    CaseState.REFUSED: _("Nothing: refused"),
    CaseState.WITHDRAWN: _("Nothing: withdrawn"),
}
# What waits for the reader comes first.
FIRST_OF_ROLE: dict[str, tuple[str, ...]] = {
    Role.AGENT_OFFICER: (CaseState.AGENT_REVIEW, CaseState.SUBMITTED),
    Role.MINISTRY_OFFICER: (CaseState.AWAITING_DECISION,),
}


class QueueFilters(forms.Form):
    """By state, by reviewer, and by number, BIN or name. All optional."""

    marks_optional = False

    q = forms.CharField(
        label=_("Number, BIN or organisation"), required=False, max_length=200, strip=True
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All open cases")),
            *((value, name) for value, name in CaseState.choices if value != CaseState.DRAFT),
            (ALL, _("All cases")),
        ],
    )
    mine = forms.BooleanField(label=_("Only cases I review"), required=False)


@dataclass(frozen=True)
class QueueRow:
    """A case in the queue; ``clock`` is that of whoever has it now."""

    case: Case
    next_step: str | Promise
    clock: ShownClock | None
    is_mine: bool
    buyer_country: str


def queue(membership: Membership, filters: Mapping[str, Any]) -> QuerySet[Case]:
    """Cases the membership may see, what waits for it first, then the oldest first."""
    cases: QuerySet[Case] = Case.objects.visible_to(membership).select_related(
        "organisation", "reviewer__user"
    )
    cases = _by_state(cases, filters.get("state") or OPEN)
    if filters.get("mine"):
        cases = cases.filter(reviewer__user=membership.user_id)
    if words := filters.get("q"):
        cases = cases.filter(_matches(words))
    return _with_last_submission(cases).order_by(_waiting_first(membership), "submitted_at", "pk")


def _by_state(cases: QuerySet[Case], state: str) -> QuerySet[Case]:
    if state == ALL:
        return cases
    return cases.filter(state__in=OPEN_STATES) if state == OPEN else cases.filter(state=state)


def _matches(words: str) -> Q:
    """SQLite folds the case of Kazakh and Russian letters in a regular expression only."""
    pattern = re.escape(words)
    return (
        Q(number__iregex=pattern)
        | Q(organisation__business_number__startswith=words)
        | Q(organisation__name_kk__iregex=pattern)
        | Q(organisation__name_ru__iregex=pattern)
    )


def _with_last_submission(cases: QuerySet[Case]) -> QuerySet[Case]:
    last = Submission.objects.filter(case=OuterRef("pk")).order_by("-ordinal")
    columns = ("buyer_name", "buyer_country", "financing_amount", "financing_currency")
    return cases.annotate(**{f"last_{name}": Subquery(last.values(name)[:1]) for name in columns})


def _waiting_first(membership: Membership) -> SqlCase:
    first = FIRST_OF_ROLE.get(membership.role, ())
    ranks = [When(state=state, then=Value(rank)) for rank, state in enumerate(first)]
    return SqlCase(*ranks, default=Value(len(first)), output_field=IntegerField())


def queue_rows(
    cases: list[Case], membership: Membership, *, calendar: WorkingCalendar, today: date
) -> list[QueueRow]:
    clocks = current_clocks(cases, on=today, calendar=calendar)
    return [
        QueueRow(
            case=case,
            next_step=NEXT_STEP[case.state],
            clock=ShownClock(clock, None) if (clock := clocks[case.pk]) else None,
            is_mine=case.reviewer is not None and case.reviewer.user_id == membership.user_id,
            buyer_country=country_name(case.last_buyer_country),  # type: ignore[attr-defined]
        )
        for case in cases
    ]
