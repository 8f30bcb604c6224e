"""Cases with a token: the state, the clock, and the very findings of the page."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.models import Membership
from applications.check_panel import panel_for_applicant, panel_for_staff
from applications.models import CaseOpening, CaseState
from applications.timeline import timeline
from tests.api.conftest import codes
from tests.applications.cases import SUBMITTED_AT, Cast, make_case
from tests.people import token_for

pytestmark = pytest.mark.django_db
PATH = "/api/v1/applications"


def client_of(membership: Membership, language: str = "en") -> Client:
    secret = token_for(membership).secret
    return Client(headers={"authorization": f"Bearer {secret}", "accept-language": language})


def texts(shown: Any) -> list[tuple[str, str, str]]:
    return [(one.rule, str(one.title), str(one.message)) for one in [*shown.open, *shown.met]]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_findings_are_those_of_the_page(language: str) -> None:
    case = make_case(CaseState.AGENT_REVIEW)
    submission = case.submissions.get()
    with translation.override(language):
        pages = {
            case.cast.applicant: texts(panel_for_applicant(submission)),
            case.cast.agent: texts(panel_for_staff(submission, at=SUBMITTED_AT)),
        }
    for reader, page in pages.items():
        answer = client_of(reader, language).get(f"{PATH}/{case.number}/findings").json()
        found = [(one["rule"], one["title"], one["message"]) for one in answer["findings"]]
        assert sorted(found) == sorted(page)
        assert answer["case"] == case.number


def test_an_applicant_does_not_read_what_only_officers_may() -> None:
    case = make_case(CaseState.AWAITING_DECISION)
    names = {case.cast.agent.user.full_name, case.cast.ministry.user.full_name}
    own = client_of(case.cast.applicant).get(f"{PATH}/{case.number}/timeline").json()
    theirs = client_of(case.cast.agent).get(f"{PATH}/{case.number}/timeline").json()
    assert not any(name in str(own) for name in names)
    assert case.cast.agent.user.full_name in str(theirs)
    for for_staff, answer in ((False, own), (True, theirs)):
        page = timeline(case, for_staff=for_staff)
        assert [entry["what"] for entry in answer["entries"]] == [str(e.what) for e in page]
        assert [entry["paragraphs"] for entry in answer["entries"]] == [e.paragraphs for e in page]


def test_a_case_says_its_state_and_clock() -> None:
    case = make_case(CaseState.AGENT_REVIEW)
    answer = client_of(case.cast.applicant).get(f"{PATH}/{case.number}").json()
    assert answer["state"] == "agent_review"
    assert answer["organisation"] == case.organisation.business_number
    assert answer["first_submitted_at"] == case.first_submitted_at.isoformat()
    assert answer["clock"]["stage"] == "review"
    assert answer["clock"]["due"] == answer["due_on"]


def test_a_decided_case_has_no_clock() -> None:
    case = make_case(CaseState.APPROVED)
    answer = client_of(case.cast.applicant).get(f"{PATH}/{case.number}").json()
    assert (answer["state"], answer["clock"]) == ("approved", None)
    assert answer["decided_at"]


def test_drafts_stay_where_they_are() -> None:
    case = make_case(CaseState.DRAFT)
    api = client_of(case.cast.applicant)
    assert api.get(PATH).json()["results"] == []
    for number in (str(case.pk), "None", "draft"):
        answer = api.get(f"{PATH}/{number}")
        assert answer.status_code == 404
        assert codes(answer) == {"": "not_found"}


def test_a_state_is_asked_for() -> None:
    cast = Cast()
    made = {state: make_case(state, cast=cast) for state in ("submitted", "returned")}
    api = client_of(cast.applicant)
    (one,) = api.get(PATH, {"state": "returned"}).json()["results"]
    assert one["number"] == made["returned"].number
    assert codes(api.get(PATH, {"state": "draft"})) == {"state": "unknown_code"}
    assert codes(api.get(f"{PATH}/{one['number']}", {"x": "1"})) == {"x": "unknown_member"}


def test_an_officers_reading_is_written_down_as_the_pages_is() -> None:
    case = make_case(CaseState.AGENT_REVIEW)
    client_of(case.cast.agent).get(PATH)
    assert not CaseOpening.objects.exists()
    client_of(case.cast.agent).get(f"{PATH}/{case.number}")
    opening = CaseOpening.objects.get()
    assert (opening.case, opening.membership) == (case, case.cast.agent)


def test_the_list_costs_the_same_for_one_and_three() -> None:
    cast, counts = Cast(), []
    api = client_of(cast.agent)
    make_case(CaseState.AGENT_REVIEW, cast=cast)
    api.get(PATH)
    for __ in range(2):
        with CaptureQueriesContext(connection) as queries:
            answer = api.get(PATH)
        counts.append((len(answer.json()["results"]), len(queries)))
        for state in (CaseState.RETURNED, CaseState.SUBMITTED):
            make_case(state, cast=cast)
    assert [rows for rows, __ in counts] == [1, 3]
    assert counts[0][1] == counts[1][1]
