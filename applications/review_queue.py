"""The officers' queue: which cases, in which order, and what is to be done with each."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.absences import Away, covered_by
from accounts.models import Membership, Organisation, Role
from applications.capped_pages import CappedCount
from applications.case_filters import ALL, ME, CaseFilters, filtered
from applications.correspondence.messages import unread_counts
from applications.deadlines.of_cases import current_clocks
from applications.deadlines.wording import ShownClock
from applications.filing_pages import unread_words
from applications.hearings import is_over
from applications.models import Case, CaseState
from applications.models.listed_columns import AGENT_FIRST, LAST_OPEN_RANK, MINISTRY_FIRST
from applications.orders import in_order
from languages.choices import country_name
from norms.working_days import WorkingCalendar

# So many are counted for a tab; beyond, "more than" is said.
COUNTED = 1000
# What a row shows: the JSON and the words to search by stay in the database.
DEFERRED = ("search_text", "contract_key")

NEXT_STEP: dict[str, str | Promise] = {
    CaseState.SUBMITTED: _("Agent takes it for review"),
    CaseState.AGENT_REVIEW: _("Agent returns it or concludes"),
    CaseState.RETURNED: _("Applicant corrects it"),
    CaseState.AWAITING_DECISION: _("Ministry decides"),
    CaseState.HEARING: _("Applicant answers, then the ministry decides"),
    CaseState.APPROVED: _("Nothing: approved"),
    CaseState.REFUSED: _("Nothing: refused"),
    CaseState.WITHDRAWN: _("Nothing: withdrawn"),
}
REOPENING_WAITS = _("Another ministry officer confirms or rejects the reopening")
WAITING_FOR: dict[str, tuple[CaseState, ...]] = {
    Role.AGENT_OFFICER: AGENT_FIRST,
    Role.MINISTRY_OFFICER: MINISTRY_FIRST,
}


@dataclass(frozen=True)
class QueueRow:
    """A case in the queue; ``clock`` is that of whoever has it now.

    ``is_away`` the reviewer is today; ``stands_in`` the reader does for them.
    """

    case: Case
    next_step: str | Promise
    clock: ShownClock | None
    is_mine: bool
    stands_in: bool
    is_away: bool
    buyer_country: str
    tag: str
    unread: str


@dataclass(frozen=True)
class QueueTab:
    """A quick filter with how many cases it finds; ``is_more`` where they were not all counted."""

    label: str | Promise
    query: str
    total: int
    is_more: bool


def queue(membership: Membership, filters: CaseFilters) -> QuerySet[Case]:
    """Cases the membership may see, filtered and in order."""
    visible: QuerySet[Case] = Case.objects.visible_to(membership).select_related(
        "organisation", "reviewer__user"
    )
    cases = filtered(visible.defer(*DEFERRED), filters.chosen, membership)
    return in_order(cases, filters.order, membership.role)


Tab = tuple[str | Promise, str, dict[str, Any]]


def queue_tabs(membership: Membership) -> list[QueueTab]:
    """One query, which reads at most ``COUNTED`` rows of an index for a tab."""
    tabs = _tabs(membership)
    visible = Case.objects.visible_to(membership)
    counts = {
        f"tab_{place}": CappedCount(visible.filter(**condition), COUNTED + 1)
        for place, (_label, _query, condition) in enumerate(tabs)
    }
    one_row = Organisation.objects.filter(pk=membership.organisation_id)
    (totals,) = one_row.annotate(**counts).values_list(*counts)
    return [
        QueueTab(label, query, min(total, COUNTED), total > COUNTED)
        for (label, query, _condition), total in zip(tabs, totals, strict=True)
    ]


def _tabs(membership: Membership) -> list[Tab]:
    waiting = WAITING_FOR[membership.role]
    tabs: list[Tab] = [
        (_("Waiting for us"), "&".join(f"state={s.value}" for s in waiting), {"state__in": waiting})
    ]
    if membership.role == Role.AGENT_OFFICER:
        mine = {"reviewer__user": membership.user_id, "agent_rank__lte": LAST_OPEN_RANK}
        tabs.append((_("I review"), f"reviewer={ME}", mine))
    others = [s for s in CaseState if s != CaseState.DRAFT and s not in waiting]
    tabs += [(state.label, f"state={state.value}", {"state": state}) for state in others]
    return [*tabs, (_("All cases"), f"state={ALL}", {})]


def next_step(case: Case, *, on: date) -> str | Promise:
    """What is to be done with a case, and by whom."""
    if case.reopening_proposed_at is not None:
        return REOPENING_WAITS
    if case.state == CaseState.HEARING and is_over(case, on=on):
        return NEXT_STEP[CaseState.AWAITING_DECISION]
    return NEXT_STEP[case.state]


def queue_rows(
    cases: list[Case],
    membership: Membership,
    *,
    calendar: WorkingCalendar,
    today: date,
    away: Away,
) -> list[QueueRow]:
    clocks = current_clocks(cases, on=today, calendar=calendar)
    unread = unread_counts(cases, membership)
    tags = {state: _tag(state) for state in {case.state for case in cases}}
    covered = covered_by(membership.pk, away)
    return [
        QueueRow(
            case=case,
            next_step=next_step(case, on=today),
            clock=ShownClock(clock, None) if (clock := clocks[case.pk]) else None,
            is_mine=case.reviewer is not None and case.reviewer.user_id == membership.user_id,
            stands_in=case.reviewer_id in covered,
            is_away=case.reviewer_id in away,
            buyer_country=country_name(case.buyer_country),
            tag=tags[case.state],
            unread=unread_words(unread.get(case.pk, 0)),
        )
        for case in cases
    ]


def _tag(state: str) -> str:
    """Rendered once a page, not once a row."""
    label = CaseState(state).label
    return render_to_string("components/tag.html", {"state": state, "label": label})
