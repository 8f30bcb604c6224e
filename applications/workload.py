"""How much lies with each officer of the agent, for who gives the cases out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.db.models import Count, Min, Q

from accounts.absences import absences_on
from accounts.models import Absence, Membership, Role
from applications.models import OPEN_STATES, Case, CaseState

# In these states the agent works on the case; in the other open ones somebody else does.
TO_REVIEW = (CaseState.SUBMITTED, CaseState.AGENT_REVIEW)


@dataclass(frozen=True)
class Load:
    """One officer's open cases; ``person`` is None for those that nobody reviews.

    ``elsewhere`` are with the applicant or the ministry. ``has_left``: they wait for another.
    """

    person: Membership | None
    to_review: int
    elsewhere: int
    overdue: int
    oldest: datetime | None
    absence: Absence | None
    has_left: bool

    @property
    def query(self) -> str:
        return self._query(state=[state.value for state in TO_REVIEW])

    @property
    def overdue_query(self) -> str:
        return self._query(state=[state.value for state in TO_REVIEW], overdue="1")

    @property
    def elsewhere_query(self) -> str:
        others = [state.value for state in OPEN_STATES if state not in TO_REVIEW]
        return self._query(state=others)

    def _query(self, **filters: list[str] | str) -> str:
        reviewer = str(self.person.pk) if self.person else "nobody"
        return urlencode({"reviewer": reviewer, **filters}, doseq=True)


def workload(membership: Membership, *, today: date) -> list[Load]:
    """What nobody has, what leavers left, then the officers by name: three queries."""
    counted = _counted(membership, today)
    officers = Membership.objects.filter(
        organisation=membership.organisation_id, role=Role.AGENT_OFFICER
    )
    of_interest = Q(ended_at=None, user__is_active=True) | Q(pk__in=[key for key in counted if key])
    people = officers.filter(of_interest).select_related("user").order_by("user__full_name", "pk")
    away = {one.membership_id: one for one in absences_on(membership.organisation_id, today)}
    loads = [_load(person, counted, away) for person in people]
    loads.sort(key=lambda load: not load.has_left)
    return [_load(None, counted, away), *loads]


Counted = Mapping[int | None, tuple[int, int, int, datetime | None]]


def _counted(membership: Membership, today: date) -> Counted:
    ours = Q(state__in=TO_REVIEW)
    rows = (
        Case.objects.visible_to(membership)
        .filter(state__in=OPEN_STATES)
        .order_by()
        .values("reviewer")
        .annotate(
            to_review=Count("pk", filter=ours),
            elsewhere=Count("pk", filter=~ours),
            overdue=Count("pk", filter=ours & Q(due_on__lt=today)),
            oldest=Min("submitted_at", filter=ours),
        )
    )
    return {
        row["reviewer"]: (row["to_review"], row["elsewhere"], row["overdue"], row["oldest"])
        for row in rows
    }


def _load(person: Membership | None, counted: Counted, away: Mapping[int, Absence]) -> Load:
    key = person.pk if person else None
    to_review, elsewhere, overdue, oldest = counted.get(key, (0, 0, 0, None))
    return Load(
        person=person,
        to_review=to_review,
        elsewhere=elsewhere,
        overdue=overdue,
        oldest=oldest,
        absence=away.get(key) if key else None,
        has_left=person is not None and not (person.ended_at is None and person.user.is_active),
    )
