"""The calendar of due dates: whose, what it says, and when its address leads nowhere."""

import io
import logging
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from accounts.absences import state_absence
from accounts.models import Role
from applications import case_workflow as workflow
from applications.calendar_views import FeedThrottle
from applications.deadlines.feeds import renew_feed, revoke_feed
from applications.models import CalendarFeed, CaseState, StageLimit
from config.logs import RouteForPath
from tests.applications.cases import SUBMITTED_AT, Cast, make_case, make_draft
from tests.people import make_membership

pytestmark = pytest.mark.django_db
PAGE = "/en/applications/calendar/"


def feed_url(membership: Any) -> str:
    return reverse("calendar_feed", args=[renew_feed(by=membership, at=timezone.now())])


def events(client: Any, membership: Any) -> list[tuple[str, date]]:
    response = client.get(feed_url(membership))
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/calendar")
    found = Calendar.from_ical(response.content).walk("VEVENT")
    return [(str(event["SUMMARY"]), event["DTSTART"].dt) for event in found]


@pytest.fixture
def cast() -> Cast:
    made = Cast()
    for membership in (made.applicant, made.agent, made.ministry):
        membership.user.language = "en"
        membership.user.save()
    return made


def test_the_reviewer_has_what_they_review_and_nothing_of_a_colleague(client, cast):
    mine = make_case(CaseState.AGENT_REVIEW, cast=cast)
    make_case(CaseState.AWAITING_DECISION, cast=cast)
    make_case(CaseState.SUBMITTED, cast=cast)
    make_case(CaseState.AGENT_REVIEW)
    assert events(client, cast.agent) == [
        (f"{mine.number}: Review by the financial agent", date(2026, 1, 27))
    ]


def test_who_stands_in_has_what_the_absent_reviewer_reviews(client, cast):
    mine, today = make_case(CaseState.AGENT_REVIEW, cast=cast), timezone.localdate()
    substitute = make_membership(Role.AGENT_OFFICER, organisation=cast.agent.organisation)
    assert events(client, substitute) == []
    state_absence(
        cast.agent.pk,
        substitute_id=substitute.pk,
        first_day=today,
        last_day=today,
        by=cast.agent,
        at=timezone.now(),
        today=today,
    )
    assert [name.split(":")[0] for name, _day in events(client, substitute)] == [mine.number]


def test_an_answered_hearing_is_in_the_ministrys_calendar(client, cast):
    make_draft(cast.applicant)  # brings the limits in
    StageLimit.objects.create(
        stage="decision", working_days=3, effective_from="2026-01-15", source="x"
    )
    case = make_case(CaseState.HEARING, cast=cast)
    assert events(client, cast.ministry) == []
    workflow.answer_hearing(case.pk, text="No.", by=cast.applicant, at=SUBMITTED_AT)
    assert [name.split(":")[0] for name, _day in events(client, cast.ministry)] == [case.number]


def test_the_applicant_has_their_own_by_number_and_stage_only(client, cast):
    mine = make_case(CaseState.SUBMITTED, cast=cast)
    make_case()
    response = client.get(feed_url(cast.applicant))
    text = response.content.decode().replace("\r\n ", "")
    assert f"SUMMARY:{mine.number}: Review by the financial agent" in text
    for secret in ("Дала", "Volga", cast.applicant.user.email, str(cast.applicant.user)):
        assert secret not in text


def test_the_ministry_has_what_awaits_its_decision_where_a_limit_is_set(client, cast):
    make_case(CaseState.AWAITING_DECISION, cast=cast)
    StageLimit.objects.create(
        stage="decision", working_days=3, effective_from="2026-01-15", source="x"
    )
    case = make_case(CaseState.AWAITING_DECISION, cast=cast, at=SUBMITTED_AT)
    assert (f"{case.number}: Decision of the ministry", date(2026, 1, 23)) in events(
        client, cast.ministry
    )


def test_it_comes_without_a_session_in_the_persons_language_and_is_not_kept(client, cast):
    make_case(CaseState.AGENT_REVIEW, cast=cast)
    cast.agent.user.language = "kk"
    cast.agent.user.save()
    response = client.get(feed_url(cast.agent), headers={"accept-language": "ru"})
    assert response["Cache-Control"] == "private, no-store"
    assert not response.cookies
    event: Any = Calendar.from_ical(response.content).walk("VEVENT")[0]
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(days=1)


def test_the_same_due_date_keeps_its_identifier(client, cast):
    make_case(CaseState.AGENT_REVIEW, cast=cast)
    url = feed_url(cast.agent)
    seen = {
        str(Calendar.from_ical(client.get(url).content).walk("VEVENT")[0]["UID"]) for _ in range(2)
    }
    assert len(seen) == 1


def test_renewing_revoking_and_leaving_end_the_address(client, cast):
    first = feed_url(cast.agent)
    second = feed_url(cast.agent)
    assert [client.get(url).status_code for url in (first, second)] == [404, 200]
    revoke_feed(by=cast.agent, at=timezone.now())
    assert client.get(second).status_code == 404
    third = feed_url(cast.agent)
    cast.agent.ended_at = timezone.now()
    cast.agent.save()
    assert client.get(third).status_code == 404
    assert client.get(reverse("calendar_feed", args=["nonsense"])).status_code == 404


def test_of_another_organisation_after_a_change_of_people_nothing_is_seen(client, cast):
    make_case(cast=cast)
    stranger = make_membership(Role.APPLICANT)
    assert events(client, stranger) == []


def test_the_token_is_stored_nowhere(client, cast):
    token = renew_feed(by=cast.agent, at=timezone.now())
    assert token not in str(CalendarFeed.objects.values_list())
    assert len(CalendarFeed.objects.get().token_hash) == 64


def test_too_many_requests_are_told_to_wait(client, cast, monkeypatch):
    monkeypatch.setattr(FeedThrottle, "rate", "2/hour")
    url = feed_url(cast.agent)
    assert [client.get(url).status_code for _ in range(3)] == [200, 200, 429]
    assert int(client.get(url)["Retry-After"]) > 0


@pytest.mark.parametrize("cases", [1, 3])
def test_costs_the_same_queries(client, cast, cases, django_assert_num_queries):
    for _ in range(cases):
        make_case(CaseState.AGENT_REVIEW, cast=cast)
    url = feed_url(cast.agent)
    with django_assert_num_queries(6):
        client.get(url)


def test_neither_a_good_nor_a_lost_address_is_logged(client, cast, monkeypatch):
    token = renew_feed(by=cast.agent, at=timezone.now())
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(RouteForPath())
    for name in ("", "django.server"):
        logging.getLogger(name).addHandler(handler)
    try:
        client.get(reverse("calendar_feed", args=[token]))
        revoke_feed(by=cast.agent, at=timezone.now())
        client.get(reverse("calendar_feed", args=[token]))
    finally:
        for name in ("", "django.server"):
            logging.getLogger(name).removeHandler(handler)
    assert "calendar/<str:token>.ics" in written.getvalue()
    assert token not in written.getvalue()


class TestPage:
    def test_the_address_is_shown_once(self, client, cast):
        client.force_login(cast.applicant.user)
        assert "Make an address" in client.get(PAGE).content.decode()
        shown = client.post(PAGE, {"do": "renew"}, follow=True)
        address = shown.context["address"]
        assert address in shown.content.decode()
        assert "no-store" in shown["Cache-Control"]
        assert client.get(address).status_code == 200
        assert client.get(PAGE).context["address"] == ""

    def test_revoking_ends_it(self, client, cast):
        client.force_login(cast.agent.user)
        address = client.post(PAGE, {"do": "renew"}, follow=True).context["address"]
        client.post(PAGE, {"do": "revoke"})
        assert client.get(address).status_code == 404
        assert client.get(PAGE).context["feed"] is None

    def test_one_valid_address_a_membership(self, cast):
        for _ in range(3):
            renew_feed(by=cast.agent, at=datetime.now(tz=timezone.get_current_timezone()))
        assert CalendarFeed.objects.filter(revoked_at=None).count() == 1
