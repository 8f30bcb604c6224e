"""Stored cases and their clocks: which limits hold, and the due date kept beside the state."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications import case_workflow as workflow
from applications.deadlines.clocks import Stage
from applications.deadlines.due_dates import recompute_due_dates
from applications.deadlines.limits import load_limits, working_days_of
from applications.deadlines.of_cases import clocks_of, current_clocks
from applications.deadlines.wording import shown_clocks
from applications.models import Case, CaseState, EventKind, StageLimit
from applications.review_queue import NEXT_STEP, next_step
from norms.models import CalendarDay, calendar_in_force
from notices.models import Notice, NoticeKind
from tests.applications.cases import STEPS, SUBMITTED_AT, Cast, make_case

pytestmark = pytest.mark.django_db
FIRST_DAY = date(2026, 1, 20)  # a Tuesday
DUE = date(2026, 1, 27)


def limit(stage: str, days: int | None, since: str = "2026-01-01") -> StageLimit:
    return StageLimit.objects.create(
        stage=stage, working_days=days, effective_from=since, source="a test"
    )


def derivation_of(case: Case, on: date) -> list[str]:
    now = datetime(on.year, on.month, on.day, 7, tzinfo=UTC)
    return [step for clock in shown_clocks(case, now=now) for step in clock.steps]


def due_of(case: Case) -> date | None:
    return Case.objects.get(pk=case.pk).due_on


class TestLimits:
    def test_only_the_agents_practice_is_known_and_it_is_marked_as_such(self):
        assert load_limits() == 4
        known = {row.stage: row.working_days for row in StageLimit.objects.all()}
        assert known == {"review": 5, "telling": 1, "correction": None, "decision": None}
        assert not StageLimit.objects.filter(verified=True).exists()

    def test_loading_again_changes_nothing_also_where_staff_changed_it(self):
        load_limits()
        StageLimit.objects.filter(stage="review").update(working_days=7)
        assert load_limits() == 0
        assert working_days_of(Stage.REVIEW, on=FIRST_DAY) == 7

    def test_before_the_first_row_no_limit_is_known(self):
        load_limits()
        assert working_days_of(Stage.REVIEW, on=date(2022, 9, 29)) is None
        assert working_days_of(Stage.REVIEW, on=date(2022, 9, 30)) == 5

    def test_a_case_keeps_the_limit_of_its_first_submission(self):
        cast = Cast()
        earlier = make_case(cast=cast)
        limit("review", 9, "2026-01-21")
        later = make_case(cast=cast, at=SUBMITTED_AT + timedelta(days=1))
        clocks = current_clocks([earlier, later], on=date(2026, 1, 22))
        assert [clocks[case.pk].days for case in (earlier, later)] == [5, 9]


class TestDueDate:
    def test_every_act_writes_it(self):
        cast = Cast()
        case = make_case(cast=cast)
        assert due_of(case) == DUE
        STEPS["take"](case.pk, cast, SUBMITTED_AT + timedelta(days=1))
        assert due_of(case) == DUE
        STEPS["return"](case.pk, cast, SUBMITTED_AT + timedelta(days=2))
        assert due_of(case) is None  # no limit is known for the applicant
        STEPS["submit"](case.pk, cast, SUBMITTED_AT + timedelta(days=6))  # Monday: paused 2
        assert due_of(case) == DUE + timedelta(days=2)
        STEPS["take"](case.pk, cast, SUBMITTED_AT + timedelta(days=6))
        STEPS["conclude"](case.pk, cast, SUBMITTED_AT + timedelta(days=7))
        assert due_of(case) is None
        STEPS["approve"](case.pk, cast, SUBMITTED_AT + timedelta(days=8))
        assert due_of(case) is None

    def test_the_ministry_and_the_applicant_have_one_where_it_is_set(self):
        limit("decision", 3)
        limit("correction", 10)
        assert due_of(make_case(CaseState.AWAITING_DECISION)) == date(2026, 1, 23)
        assert due_of(make_case(CaseState.RETURNED)) == date(2026, 2, 3)

    def test_overdue_is_what_is_open_and_past_its_day(self):
        case = make_case()
        make_case(CaseState.WITHDRAWN)
        assert not Case.objects.overdue(DUE).exists()
        assert list(Case.objects.overdue(DUE + timedelta(days=1))) == [case]

    def test_the_queue_can_be_narrowed_to_what_is_overdue(self, client):
        cast = Cast()
        late = make_case(cast=cast)
        make_case(cast=cast, at=timezone.now())
        client.force_login(cast.agent.user)
        page = client.get(reverse("applications:queue"), {"overdue": "1"})
        assert [row.case.pk for row in page.context["rows"]] == [late.pk]
        assert "overdue by" in page.content.decode()

    def test_a_decision_stands_still_while_the_applicant_is_heard(self):
        case = make_case(CaseState.HEARING)
        last = clocks_of([case], on=FIRST_DAY)[case.pk]
        assert [(c.stage, c.stands_still) for c in last[-2:]] == [
            ("decision", True),
            ("hearing", False),
        ]

    def test_a_hearing_nobody_answered_gives_the_case_back_to_the_ministry(self):
        """The last day is the applicant's whole; from the next one the decision's clock runs."""
        limit("decision", 3)
        case = make_case(CaseState.HEARING)
        last_day = Case.objects.get(pk=case.pk).answer_until
        assert last_day is not None
        assert current_clocks([case], on=last_day)[case.pk].stage == Stage.HEARING
        recompute_due_dates(on=last_day)
        assert due_of(case) is None
        after = last_day + timedelta(days=1)
        assert current_clocks([case], on=after)[case.pk].stage == Stage.DECISION
        case = Case.objects.get(pk=case.pk)
        assert next_step(case, on=last_day) == NEXT_STEP[CaseState.HEARING]
        assert next_step(case, on=after) == NEXT_STEP[CaseState.AWAITING_DECISION]
        recompute_due_dates(on=after)
        assert due_of(case) == calendar_in_force().add_working_days(last_day, 3)
        assert "The last day to answer was" in " ".join(derivation_of(case, after))

    def test_an_answer_in_time_begins_the_decisions_clock_on_its_own_day(self):
        case = make_case(CaseState.HEARING)
        answered = SUBMITTED_AT + timedelta(days=1)
        workflow.answer_hearing(case.pk, text="No.", by=case.cast.applicant, at=answered)
        found = clocks_of([case], on=date(2026, 3, 1))[case.pk]
        assert [clock.ended for clock in found if clock.stage == Stage.HEARING] == [
            date(2026, 1, 21)
        ]

    def test_the_letter_of_approval_tells_the_parties_on_the_same_day(self):
        case = make_case(CaseState.APPROVED)
        telling = clocks_of([case], on=date(2026, 3, 1))[case.pk][-1]
        assert (telling.stage, telling.day, telling.is_overdue) == ("telling", 0, False)
        assert telling.ended == FIRST_DAY

    def test_the_receipt_of_a_corrected_application_names_the_days_left(self):
        cast = Cast()
        case = make_case(CaseState.RETURNED, cast=cast, at=SUBMITTED_AT)
        workflow.submit_case(case.pk, by=cast.applicant, at=SUBMITTED_AT + timedelta(days=3))
        receipt = Notice.objects.filter(kind=NoticeKind.RECEIPT).latest("pk")
        assert "30 января 2026" in receipt.content["ru"]["next_step"]
        assert due_of(case) == date(2026, 1, 30)


class TestRecomputing:
    def test_a_calendar_day_entered_since_moves_what_is_open(self):
        case, closed = make_case(), make_case(CaseState.APPROVED)
        CalendarDay.objects.create(day=date(2026, 1, 22), is_working=False, reason="x", source="x")
        assert recompute_due_dates(on=FIRST_DAY) == 1
        assert due_of(case) == DUE + timedelta(days=1)
        assert due_of(closed) is None

    def test_again_it_changes_nothing(self):
        make_case()
        assert recompute_due_dates(on=FIRST_DAY) == 0

    @pytest.mark.parametrize("cases", [1, 3])
    def test_costs_the_same_queries_however_many(self, django_assert_num_queries, cases):
        cast = Cast()
        for _ in range(cases):
            make_case(cast=cast)
        with django_assert_num_queries(7):
            recompute_due_dates(on=FIRST_DAY)

    def test_acts_that_hand_nothing_over_leave_it(self):
        case = make_case(CaseState.AGENT_REVIEW)
        kinds = set(case.events.values_list("kind", flat=True))
        assert kinds == {EventKind.SUBMITTED, EventKind.TAKEN}
        assert due_of(case) == DUE
