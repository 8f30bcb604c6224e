"""The calendar of one's due dates, by a secret address that needs no sign-in.

The address carries a token of 256 bits, stored as its SHA-256 only. The calendar says a
case's number and stage, nothing else. An ended membership's address leads nowhere.
"""

from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from accounts.absences import away_on, covered_by
from accounts.models import Membership, Role, hash_token
from applications.deadlines.clocks import Clock
from applications.deadlines.of_cases import current_clocks
from applications.deadlines.wording import stage_name
from applications.legal_day import legal_day
from applications.models import DECIDABLE_STATES, OPEN_STATES, CalendarFeed, Case, CaseState

MOST_CASES = 1000


@transaction.atomic
def renew_feed(*, by: Membership, at: datetime) -> str:
    """A new address for the membership, in place of one it had: the token, told once."""
    Membership.objects.select_for_update().get(pk=by.pk)
    _revoke(by, at)
    token = CalendarFeed.new_token()
    CalendarFeed.objects.create(membership=by, token_hash=hash_token(token), created_at=at)
    return token


def revoke_feed(*, by: Membership, at: datetime) -> None:
    """The membership's address leads nowhere from now on."""
    _revoke(by, at)


def _revoke(by: Membership, at: datetime) -> None:
    CalendarFeed.objects.filter(membership=by, revoked_at=None).update(revoked_at=at)


def feed_of(membership: Membership) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(membership=membership, revoked_at=None).first()


def owner_of(token: str) -> Membership | None:
    """Whose calendar the token opens; None once revoked, or the membership ended."""
    return (
        Membership.objects.active()
        .filter(calendar_feeds__token_hash=hash_token(token), calendar_feeds__revoked_at=None)
        .select_related("user", "organisation")
        .first()
    )


def calendar_of(membership: Membership, *, now: datetime) -> bytes:
    """iCalendar in the person's language: an all-day event for every due date."""
    cases = list(_cases_of(membership, legal_day(now)).order_by("due_on", "pk")[:MOST_CASES])
    clocks = current_clocks(cases, on=legal_day(now))
    with translation.override(membership.user.language):
        calendar = Calendar()
        calendar.add("prodid", "-//Keruen//Time limits//")
        calendar.add("version", "2.0")
        calendar.add("x-wr-calname", _("Keruen: time limits"))
        for case in cases:
            clock = clocks[case.pk]
            if clock is not None and clock.due is not None:
                calendar.add_component(_event(case, clock, clock.due, now))
        return bytes(calendar.to_ical())


def _cases_of(membership: Membership, on: date) -> QuerySet[Case]:
    """What the reviewer reviews, also for whom they stand in on the day; what the ministry
    decides; what the applicant has filed."""
    cases = Case.objects.visible_to(membership).filter(state__in=OPEN_STATES)
    cases = cases.exclude(due_on=None)
    if membership.role == Role.AGENT_OFFICER:
        in_review = [CaseState.SUBMITTED, CaseState.AGENT_REVIEW]
        covered = covered_by(membership.pk, away_on(membership.organisation_id, on))
        theirs = Q(reviewer__user=membership.user_id) | Q(reviewer__in=covered)
        return cases.filter(theirs, state__in=in_review)
    if membership.role == Role.MINISTRY_OFFICER:
        return cases.filter(state__in=DECIDABLE_STATES)
    return cases


def _event(case: Case, clock: Clock, due: date, now: datetime) -> Event:
    host = urlsplit(settings.PORTAL_BASE_URL).hostname
    event = Event()
    event.add("uid", f"{case.number}-{clock.stage}-{clock.began.isoformat()}@{host}")
    event.add("dtstamp", now)
    event.add("dtstart", due)
    event.add("dtend", due + timedelta(days=1))
    event.add("summary", f"{case.number}: {stage_name(clock.stage)}")
    event.add("transp", "TRANSPARENT")
    return event
