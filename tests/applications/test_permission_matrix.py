"""The hand-written matrix against the workflow's functions and against the pages.

Each cell is tried in a transaction that is rolled back, so that all cells of a state
see the same case.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.access import SESSION_KEY
from accounts.models import Absence, Membership, OrganisationKind, Role
from applications import case_workflow as workflow
from applications import permissions
from applications.assignees import Assignee
from applications.case_errors import CaseRefusal, NotAllowed
from applications.correspondence.messages import write_message
from applications.correspondence.notes import write_note
from applications.models import Case, CaseState
from tests.applications.cases import GROUNDS, REOPENING, SUBMITTED_AT, Cast, announced, make_case
from tests.applications.permission_matrix import (
    ACTS,
    PAGE_STATUS,
    PAGES,
    PEOPLE,
    SITUATIONS,
    STATES,
    is_allowed,
)
from tests.people import make_membership, make_organisation

pytestmark = pytest.mark.django_db

LATER = SUBMITTED_AT + timedelta(days=1)
DAY = date(2026, 1, 21)
# The case has no known reference rate, so that recomputing gets as far as looking it up.
UNKNOWN_RATE = {"financing": {"financing_currency": "USD"}}
# These acts are let through by role and state and stop at the missing rate.
STOPS_AT_THE_RATE = ("recompute", "approve")

PERFORM: dict[str, Callable[[int, Membership | None], Any]] = {
    "submit": lambda pk, by: workflow.submit_case(pk, by=by, at=LATER),
    "take": lambda pk, by: workflow.take_case(pk, by=by, at=LATER),
    "take_over": lambda pk, by: workflow.take_over_case(pk, reasons="Ill.", by=by, at=LATER),
    "return": lambda pk, by: workflow.return_case(pk, remarks={"buyer": "?"}, by=by, at=LATER),
    "conclude": lambda pk, by: workflow.conclude_case(
        pk, in_favour=True, reasons="Fine.", by=by, at=LATER
    ),
    "remit": lambda pk, by: workflow.remit_case(pk, reasons="More.", by=by, at=LATER),
    "recompute": lambda pk, by: workflow.recompute_case(pk, by=by, at=LATER),
    "recheck": lambda pk, by: workflow.recheck_case(pk, by=by, at=LATER),
    "approve": lambda pk, by: workflow.approve_case(pk, by=by, at=LATER),
    "refuse": lambda pk, by: workflow.refuse_case(pk, grounds=GROUNDS, by=by, at=LATER),
    "withdraw": lambda pk, by: workflow.withdraw_case(pk, by=by, at=LATER),
    "announce": lambda pk, by: announced(pk, by, LATER),
    "answer": lambda pk, by: workflow.answer_hearing(pk, text="No.", by=by, at=LATER),
    "note_appeal": lambda pk, by: workflow.note_appeal(
        pk, appealed_on=DAY, addressed_to="A court", asked="Yes.", by=by, at=LATER
    ),
    "note_outcome": lambda pk, by: workflow.note_outcome(
        pk, decided_on=DAY, outcome="dismissed", words="No.", by=by, at=LATER
    ),
    "propose_reopening": lambda pk, by: workflow.propose_reopening(
        pk, **REOPENING, by=by, at=LATER
    ),
    "reject_reopening": lambda pk, by: workflow.reject_reopening(
        pk, reasons="No.", by=by, at=LATER
    ),
    "reopen": lambda pk, by: workflow.reopen_case(pk, by=by, at=LATER),
    "write_message": lambda pk, by: write_message(
        pk, text="When?", language="en", key=uuid4(), by=by, at=LATER
    ),
    "write_note": lambda pk, by: write_note(
        pk, text="Look.", language="en", key=uuid4(), by=by, at=LATER
    ),
    "assign": lambda pk, by: workflow.assign_case(pk, to=a_colleague(by).pk, by=by, at=LATER),
    "reassign": lambda pk, by: workflow.reassign_case(
        pk, to=a_colleague(by).pk, reasons="Ill.", by=by, at=LATER
    ),
    "release": lambda pk, by: workflow.release_case(pk, reasons="Ill.", by=by, at=LATER),
    "hand_over": lambda pk, by: workflow.hand_over_case(
        pk, assignee=Assignee(a_colleague(by), None), by=by, at=LATER
    ),
}


def a_colleague(by: Membership | None) -> Membership:
    """A fresh officer of the same organisation."""
    return make_membership(Role.AGENT_OFFICER, organisation=by and by.organisation)


POSTED: dict[str, dict[str, str]] = {
    "take_over": {"take_over-reasons": "Ill."},
    "return": {"return-remark_buyer": "?", "return-written_in": "kk"},
    "conclude": {"conclude-in_favour": "yes", "conclude-reasons": "Fine."},
    "remit": {"remit-reasons": "More."},
    "refuse": {"refuse-ground_goods_not_listed": "No.", "refuse-written_in": "kk"},
    "announce": {"announce-ground_goods_not_listed": "No.", "announce-written_in": "kk"},
    "note_appeal": {
        "note_appeal-appealed_on": "21.01.2026",
        "note_appeal-addressed_to": "A court",
        "note_appeal-asked": "Yes.",
    },
    "note_outcome": {
        "note_outcome-decided_on": "21.01.2026",
        "note_outcome-outcome": "dismissed",
        "note_outcome-words": "No.",
    },
    "propose_reopening": {
        **{f"propose_reopening-{name}": word for name, word in REOPENING.items()},
        "propose_reopening-written_in": "kk",
    },
    "reject_reopening": {"reject_reopening-reasons": "No."},
    "reassign": {"reassign-reasons": "Ill."},
    "release": {"release-reasons": "Ill."},
}
# These have addresses of their own.
OTHER_ADDRESSES = (
    "submit",
    "withdraw",
    "answer",
    "recheck",
    "write_message",
    "write_note",
    "hand_over",
)
STAFF_ACTS = tuple(act for act in ACTS if act not in OTHER_ADDRESSES)
# No hearing is in force today, so that the address of the announcement says so.
STOPS_AT_THE_ADDRESS = (*STOPS_AT_THE_RATE, "announce")


@pytest.fixture(autouse=True)
def _in_kazakh() -> Iterator[None]:
    with translation.override("kk"):
        yield


def ended(membership: Membership) -> Membership:
    membership.ended_at = SUBMITTED_AT
    membership.save()
    return membership


def an_officer(agent: Membership, **fields: Any) -> Membership:
    return make_membership(Role.AGENT_OFFICER, organisation=agent.organisation, **fields)


def standing_in(person: Membership, *, until: date = date.max) -> Membership:
    """A colleague who stands in from the day of the submission, on the day of the acts too."""
    substitute = an_officer(person)
    Absence.objects.create(
        membership=person,
        substitute=substitute,
        first_day=date(2026, 1, 1),
        last_day=until,
        stated_by=person,
        stated_at=SUBMITTED_AT,
    )
    return substitute


def in_an_exporter(role: Role) -> Membership:
    return make_membership(role, organisation=make_organisation(OrganisationKind.EXPORTER))


def person(name: str, cast: Cast) -> Membership | None:
    """The membership that a name of the matrix stands for."""
    applicant, agent = cast.applicant, cast.agent
    makers: dict[str, Callable[[], Membership | None]] = {
        "nobody signed in": lambda: None,
        "its applicant": lambda: applicant,
        "a colleague of its applicant": lambda: make_membership(
            organisation=applicant.organisation
        ),
        "an applicant elsewhere": make_membership,
        "its applicant, membership ended": lambda: ended(applicant),
        "its reviewer": lambda: agent,
        "another officer of the agent": lambda: make_membership(
            Role.AGENT_OFFICER, organisation=agent.organisation
        ),
        "a lead of the agent": lambda: an_officer(agent, may_assign=True),
        "a lead of the agent, who filed": lambda: an_officer(
            agent, may_assign=True, user=applicant.user
        ),
        "who stands in for its reviewer": lambda: standing_in(agent),
        "who stands in for who stands in": lambda: standing_in(standing_in(agent)),
        "who stood in for its reviewer": lambda: standing_in(agent, until=date(2026, 1, 19)),
        "an officer who may end memberships": lambda: an_officer(agent, may_invite=True),
        "a lead of another agent": lambda: make_membership(Role.AGENT_OFFICER, may_assign=True),
        "an officer of an agent, membership ended": lambda: ended(
            make_membership(Role.AGENT_OFFICER)
        ),
        "agent's role in an exporter": lambda: in_an_exporter(Role.AGENT_OFFICER),
        "its applicant, as agent's officer": lambda: make_membership(
            Role.AGENT_OFFICER, user=applicant.user
        ),
        "a ministry officer": lambda: cast.ministry,
        "another officer of the ministry": lambda: make_membership(
            Role.MINISTRY_OFFICER, organisation=cast.ministry.organisation
        ),
        "ministry's role in an exporter": lambda: in_an_exporter(Role.MINISTRY_OFFICER),
        "a ministry officer, membership ended": lambda: ended(
            make_membership(Role.MINISTRY_OFFICER)
        ),
        "its applicant, as ministry officer": lambda: make_membership(
            Role.MINISTRY_OFFICER, user=applicant.user
        ),
        "its reviewer, as ministry officer": lambda: make_membership(
            Role.MINISTRY_OFFICER, user=agent.user
        ),
        "a lender's officer": lambda: make_membership(Role.LENDER_OFFICER),
        "a programme administrator": lambda: make_membership(Role.PROGRAMME_ADMIN),
        "a reporter": lambda: make_membership(
            Role.REPORTER, organisation=make_organisation(OrganisationKind.MFO)
        ),
        "a supervisor": lambda: make_membership(Role.SUPERVISOR),
    }
    return makers[name]()


def walk_to(state: str, cast: Cast) -> Case:
    """Decided cases need the rate; all others are without it."""
    changes: dict[str, Any] = {} if state.startswith("approved") else UNKNOWN_RATE
    return make_case(state, cast=cast, **changes)


def lets_through(case: Case, by: Membership | None, act: str) -> bool:
    """Whether the workflow's function lets the act through its guards."""
    try:
        PERFORM[act](case.pk, by)
    except NotAllowed:
        return False
    except workflow.ReferenceRateUnknown:
        assert act in STOPS_AT_THE_RATE
        return True
    except workflow.HearingNotOver:
        assert (act, case.state) == ("refuse", CaseState.HEARING)
        return True
    except CaseRefusal:
        return False
    return True


def differences(state: str) -> list[str]:
    """Every cell of a state in which the code and the matrix disagree."""
    cast = Cast()
    case = walk_to(state, cast)
    found = []
    for name in PEOPLE:
        for act in ACTS:
            with transaction.atomic():
                really = lets_through(case, person(name, cast), act)
                transaction.set_rollback(True)
            cast = _afresh(cast)
            if really != is_allowed(name, state, act):
                found.append(f"{name} / {state} / {act}: {'allowed' if really else 'refused'}")
    return found


def _afresh(cast: Cast) -> Cast:
    """What a rolled back attempt changed in memory is read again."""
    return Cast(*(Membership.objects.get(pk=m.pk) for m in vars(cast).values()))


@pytest.mark.parametrize("state", SITUATIONS)
def test_the_workflow_allows_what_the_matrix_allows_and_nothing_else(state):
    assert differences(state) == []


@pytest.mark.parametrize("state", SITUATIONS)
def test_the_pages_offer_what_the_matrix_allows(state):
    """``allowed_acts`` is what pages show; a second submission is not offered as such."""
    cast = Cast()
    case = Case.objects.get(pk=walk_to(state, cast).pk)
    for name in PEOPLE:
        offered = permissions.allowed_acts(case, person(name, cast), on=DAY)
        cast = _restored(cast)
        expected = {act for act in ACTS if is_allowed(name, state, act)}
        assert offered == expected - ({"submit"} if state == "submitted" else set()), name


def _restored(cast: Cast) -> Cast:
    Membership.objects.filter(pk=cast.applicant.pk).update(ended_at=None)
    return _afresh(cast)


@pytest.mark.parametrize("state", SITUATIONS)
def test_the_addresses_do_what_the_matrix_allows(state):
    cast = Cast()
    case = walk_to(state, cast)
    for name in PEOPLE:
        with transaction.atomic():
            post_every_act(name, state, case, person(name, cast))
            transaction.set_rollback(True)
        cast = _afresh(cast)


def post_every_act(name: str, state: str, case: Case, by: Membership | None) -> None:
    client = Client()
    sign_in(client, by)
    for act in STAFF_ACTS:
        before, address = case.events.count(), reverse("applications:act", args=[case.pk, act])
        with transaction.atomic():
            response = client.post(address, posted(act, by))
            happened = case.events.count() > before
            transaction.set_rollback(True)
        allowed = is_allowed(name, state, act)
        assert happened == (allowed and act not in STOPS_AT_THE_ADDRESS), (name, act)
        if not allowed:
            assert response.status_code in (302, 403, 404, 409), (name, act)


def posted(act: str, by: Membership | None) -> dict[str, Any]:
    to = {f"{act}-to": a_colleague(by).pk} if act in ("assign", "reassign") else {}
    return {**POSTED.get(act, {}), **to}


def sign_in(client: Client, by: Membership | None) -> None:
    if by is None:
        return
    client.force_login(by.user)
    session = client.session
    session[SESSION_KEY] = by.pk
    session.save()


@pytest.mark.parametrize(("name", "address"), PAGE_STATUS, ids=str)
def test_the_officers_pages_let_in_whom_the_matrix_lets_in(name, address):
    cast = Cast()
    case = make_case("agent_review", cast=cast)
    notice = case.events.get(kind="submitted").notice
    addresses = {
        "queue": reverse("applications:queue"),
        "review": reverse("applications:review", args=[case.pk]),
        "case_notice": reverse("applications:case_notice", args=[case.pk, notice.pk]),
        "messages": reverse("applications:messages", args=[case.pk]),
        "notes": reverse("applications:notes", args=[case.pk]),
        "openings": reverse("applications:openings", args=[case.pk]),
    }
    client = Client()
    sign_in(client, person(name, cast))
    assert client.get(addresses[address]).status_code == PAGE_STATUS[name, address]


def test_the_matrix_is_complete():
    """Every role, every state and every act of the code stands in it."""
    assert set(STATES) == set(CaseState.values)
    assert set(ACTS) == {act.value for act in permissions.Act} == set(PERFORM)
    cast = Cast()
    make_case(cast=cast)
    roles = {by.role for name in PEOPLE if (by := person(name, cast))}
    assert roles == set(Role.values)
    assert {page for _name, page in PAGE_STATUS} == set(PAGES)


@pytest.mark.parametrize(
    ("act", "rule", "state"),
    [
        (permissions.Act.APPROVE, permissions.Rule(Role.MINISTRY_OFFICER, (), "approve"), None),
        (
            permissions.Act.TAKE,
            permissions.Rule(Role.MINISTRY_OFFICER, (), "take"),
            "submitted",
        ),
        (
            permissions.Act.WITHDRAW,
            permissions.Rule(Role.APPLICANT, (), "withdraw"),
            "agent_review",
        ),
    ],
    ids=["four eyes forgotten", "wrong role", "another organisation's case"],
)
def test_a_planted_wrong_permission_is_found(monkeypatch, act, rule, state):
    monkeypatch.setitem(permissions.RULES, act, rule)
    assert differences(state or "awaiting_decision") != []
