"""Who may do what about a breach in which state, written by hand; guards and plan content.

``ALLOWED`` lists every pair of a person and an act that is ever allowed, with the states
in which it is; whatever is not listed is refused and changes nothing.
"""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import Role
from notices.models import Notice
from prudential import breach_workflow as workflow
from prudential.breach_errors import (
    BreachMovedOn,
    BreachRefusal,
    InvalidPlan,
    MissingWords,
    NotAllowed,
    NotBackYet,
)
from prudential.breach_events import verify_chain
from prudential.breach_permissions import allowed_acts
from prudential.models import Breach, PlanVersion
from prudential.plan_content import Measure, PlanFault, plan_faults
from tests.people import make_membership, make_organisation
from tests.prudential.breach_matters import AT, back_within, good_plan, in_state, opened
from tests.prudential.register_files import filed, mfo_reporter, portfolio

pytestmark = pytest.mark.django_db

STATES = (
    "plan_due",
    "filed",
    "remarks",
    "revised",
    "objected",
    "approved",
    "fulfilled",
    "corrected",
)
ACTS = {
    "file": lambda pk, by: workflow.file_plan(pk, good_plan(), by=by, at=AT),
    "revise": lambda pk, by: workflow.revise_plan(pk, good_plan(), by=by, at=AT),
    "object": lambda pk, by: workflow.object_to_remarks(pk, reasons="No", by=by, at=AT),
    "approve": lambda pk, by: workflow.approve_plan(pk, by=by, at=AT),
    "remark": lambda pk, by: workflow.remark_on_plan(pk, remarks="Dates", by=by, at=AT),
    "give_notice": lambda pk, by: workflow.give_return_notice(pk, by=by, at=AT),
}
LEADS_TO = {
    "file": "filed",
    "revise": "revised",
    "object": "objected",
    "approve": "approved",
    "remark": "remarks",
    "give_notice": "fulfilled",
}
AWAITING = ("filed", "revised", "objected")
OPEN = ("plan_due", "filed", "remarks", "revised", "objected", "approved")
ALLOWED = {
    ("its reporter", "file"): ("plan_due",),
    ("its reporter", "revise"): ("remarks",),
    ("its reporter", "object"): ("remarks",),
    ("its reporter", "give_notice"): OPEN,
    ("a colleague", "file"): ("plan_due",),
    ("a colleague", "revise"): ("remarks",),
    ("a colleague", "object"): ("remarks",),
    ("a colleague", "give_notice"): OPEN,
    ("a supervisor", "approve"): AWAITING,
    ("a supervisor", "remark"): AWAITING,
}
PEOPLE = (
    "nobody",
    "its reporter",
    "a colleague",
    "a reporter elsewhere",
    "its reporter, membership ended",
    "a supervisor",
    "a supervisor, membership ended",
    "supervisor's role in an MFO",
    "its reporter, as supervisor",
    "an applicant",
    "a ministry officer",
)


def person(name, reporter):
    ended: dict[str, Any] = {"ended_at": timezone.now()}
    if name == "nobody":
        return None
    if name == "its reporter":
        return reporter
    makers = {
        "a colleague": lambda: make_membership(Role.REPORTER, organisation=reporter.organisation),
        "a reporter elsewhere": mfo_reporter,
        "its reporter, membership ended": lambda: make_membership(
            Role.REPORTER, organisation=reporter.organisation, **ended
        ),
        "a supervisor": lambda: make_membership(Role.SUPERVISOR),
        "a supervisor, membership ended": lambda: make_membership(Role.SUPERVISOR, **ended),
        "supervisor's role in an MFO": lambda: make_membership(
            Role.SUPERVISOR, organisation=make_organisation("mfo")
        ),
        "its reporter, as supervisor": lambda: make_membership(Role.SUPERVISOR, user=reporter.user),
        "an applicant": lambda: make_membership(Role.APPLICANT),
        "a ministry officer": lambda: make_membership(Role.MINISTRY_OFFICER),
    }
    return makers[name]()


@pytest.mark.parametrize("state", STATES)
def test_everybody_and_every_act(state):
    """Each pair is tried on the same breach inside a transaction that is rolled back."""
    reporter = mfo_reporter()
    breach = in_state(state, reporter)
    back_within(reporter)
    for name in PEOPLE:
        by = person(name, reporter)
        for act, perform in ACTS.items():
            sees = act in allowed_acts(Breach.objects.get(pk=breach.pk), by)
            with transaction.atomic():
                outcome = _outcome(perform, breach.pk, by)
                transaction.set_rollback(True)
            expected = state in ALLOWED.get((name, act), ())
            assert (outcome == LEADS_TO[act]) is expected, (name, act, outcome)
            assert sees is expected, (name, act)


def _outcome(perform, pk, by):
    try:
        return str(perform(pk, by).state)
    except (NotAllowed, BreachRefusal) as refusal:
        return type(refusal).__name__


def test_a_refused_act_changes_nothing_and_leaves_no_event():
    reporter = mfo_reporter()
    breach = opened(reporter)
    for perform in ACTS.values():
        with pytest.raises((NotAllowed, BreachRefusal)):
            perform(breach.pk, make_membership(Role.APPLICANT))
    assert breach.events.count() == 1
    assert Notice.objects.count() == 1


def test_the_whole_course_keeps_every_plan_and_letter():
    """Plan, remarks, revision, approval, back below: what the issue asks for."""
    reporter, supervisor = mfo_reporter(), make_membership(Role.SUPERVISOR)
    breach = in_state("revised", reporter, supervisor)
    workflow.approve_plan(breach.pk, by=supervisor, note="Carry on", at=AT)
    back_within(reporter)
    workflow.give_return_notice(breach.pk, by=reporter, at=AT)
    breach = Breach.objects.get(pk=breach.pk)
    assert list(breach.events.values_list("kind", "from_state", "to_state")) == [
        ("opened", "", "plan_due"),
        ("filed", "plan_due", "filed"),
        ("remarked", "filed", "remarks"),
        ("revised", "remarks", "revised"),
        ("approved", "revised", "approved"),
        ("fulfilled", "approved", "fulfilled"),
    ]
    assert list(Notice.objects.order_by("pk").values_list("kind", flat=True)) == [
        "breach",
        "plan_remarks",
        "plan_approval",
        "limit_restored",
    ]
    assert breach.plans.count() == 2
    assert verify_chain(breach) is None


def test_letters_say_what_was_decided_in_both_languages():
    reporter, supervisor = mfo_reporter(), make_membership(Role.SUPERVISOR)
    breach = in_state("objected", reporter, supervisor)
    workflow.approve_plan(breach.pk, by=supervisor, note="Carry on", at=AT)
    remarks, approval = Notice.objects.order_by("pk")[1:3]
    for language in ("kk", "ru"):
        assert "Name the court" in str(remarks.content[language]["sections"])
        sections = str(approval.content[language]["sections"])
        for told in ("Collect overdue loans", "A. Bekova", "Carry on", "5-1"):
            assert told in sections
        assert supervisor.user.full_name in approval.content[language]["signature"]


def test_the_return_notice_goes_to_the_regulator():
    reporter, supervisor = mfo_reporter(), make_membership(Role.SUPERVISOR)
    in_state("fulfilled", reporter, supervisor)
    notice = Notice.objects.get(kind="limit_restored")
    assert notice.addressee == supervisor.organisation
    assert notice.content["ru"]["issuer"] == reporter.organisation.name_ru


@pytest.mark.parametrize(
    ("on", "mm90", "is_back"),
    [
        (date(2026, 4, 30), "10.00", True),
        (date(2026, 4, 30), "10.01", False),
        (date(2026, 2, 28), "1.00", False),
    ],
)
def test_notice_only_when_a_later_register_shows_the_share_at_or_below(on, mm90, is_back):
    reporter = mfo_reporter()
    breach = opened(reporter)
    filed(reporter, portfolio(mm90, "100.00", on=on), on=on)
    if is_back:
        assert workflow.give_return_notice(breach.pk, by=reporter).state == "fulfilled"
    else:
        with pytest.raises(NotBackYet):
            workflow.give_return_notice(breach.pk, by=reporter)


def test_a_later_register_corrected_upwards_no_longer_counts():
    reporter = mfo_reporter()
    breach = opened(reporter)
    back_within(reporter)
    day = date(2026, 4, 30)
    filed(reporter, portfolio("12.00", "100.00", on=day), on=day)
    with pytest.raises(NotBackYet):
        workflow.give_return_notice(breach.pk, by=reporter)


def test_an_act_from_a_stale_page_is_refused():
    reporter, supervisor = mfo_reporter(), make_membership(Role.SUPERVISOR)
    breach = in_state("revised", reporter, supervisor)
    with pytest.raises(BreachMovedOn):
        workflow.approve_plan(breach.pk, by=supervisor, seen=2)
    assert workflow.approve_plan(breach.pk, by=supervisor, seen=4).state == "approved"


def test_remarks_and_objections_need_words():
    reporter, supervisor = mfo_reporter(), make_membership(Role.SUPERVISOR)
    breach = in_state("filed", reporter, supervisor)
    with pytest.raises(MissingWords):
        workflow.remark_on_plan(breach.pk, remarks=" \n", by=supervisor)
    workflow.remark_on_plan(breach.pk, remarks="Dates", by=supervisor)
    with pytest.raises(MissingWords):
        workflow.object_to_remarks(breach.pk, reasons="", by=reporter)


def test_a_second_filing_is_refused_and_one_plan_remains():
    reporter = mfo_reporter()
    breach = in_state("filed", reporter)
    with pytest.raises(BreachRefusal):
        workflow.file_plan(breach.pk, good_plan(), by=reporter)
    assert PlanVersion.objects.count() == 1


LATE = Measure("a", "b", date(2026, 7, 2), "c")
EARLY = Measure("a", "b", date(2026, 3, 31), "c")
BARE = Measure(" ", "", date(2026, 4, 1), "")
# At least three months: from 1 April to 1 July; clamped at the end of a short month.
CONTENT = [
    ({}, []),
    ({"ends_on": date(2026, 6, 30)}, [PlanFault(None, "ends_on", "too_short")]),
    ({"measures": ()}, [PlanFault(None, "measures", "no_measures")]),
    ({"measures": (LATE,)}, [PlanFault(0, "until", "outside_term")]),
    ({"measures": (EARLY,)}, [PlanFault(0, "until", "outside_term")]),
    ({"measures": (BARE,)}, [PlanFault(0, n, "missing") for n in ("what", "how", "manager")]),
]


@pytest.mark.parametrize(("changes", "faults"), CONTENT)
def test_what_a_plan_must_hold(changes, faults):
    assert plan_faults(good_plan(**changes)) == faults


@pytest.mark.parametrize(
    ("begins", "ends", "enough"),
    [
        (date(2025, 11, 30), date(2026, 2, 28), True),
        (date(2025, 11, 30), date(2026, 2, 27), False),
        (date(2026, 1, 1), date(2026, 4, 1), True),
        (date(2026, 1, 1), date(2026, 3, 31), False),
        (date(2025, 11, 1), date(2025, 11, 2), True),
    ],
)
def test_three_months_from_the_paragraphs_first_day_on(begins, ends, enough):
    measure = Measure("a", "b", ends, "c")
    plan = good_plan(begins_on=begins, ends_on=ends, measures=(measure,))
    assert (plan_faults(plan) == []) is enough


def test_an_incomplete_plan_is_not_filed():
    reporter = mfo_reporter()
    breach = opened(reporter)
    with pytest.raises(InvalidPlan):
        workflow.file_plan(breach.pk, good_plan(measures=()), by=reporter)
    assert Breach.objects.get(pk=breach.pk).state == "plan_due"


def test_the_answer_is_due_three_working_days_after_the_plan_came():
    """Over Nauryz: 21 to 23 March 2026, Saturday to Monday, with the days moved from it."""
    reporter, on = mfo_reporter(), date(2026, 2, 28)
    breach = opened(reporter, on=on)
    at = datetime.fromisoformat("2026-03-19T23:30:00+05:00")
    plan = good_plan(begins_on=date(2026, 3, 19), ends_on=date(2026, 7, 1))
    breach = workflow.file_plan(breach.pk, plan, by=reporter, at=at)
    assert breach.answer_due_on == date(2026, 3, 27)
