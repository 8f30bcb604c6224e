"""Grounds, the hearing, appeals and reopening: what each act needs and leaves behind."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Role
from applications import case_workflow as workflow
from applications.commitments import committed
from applications.events import verify_chain
from applications.hearings import last_day_to_answer
from applications.models import Case, CaseState, HearingSetting, RefusalGround
from applications.refusal_grounds import (
    load_shipped_grounds,
    load_shipped_settings,
    refusals_of_year,
    suggestions,
)
from norms.models import CalendarDay, calendar_in_force
from norms.working_days import WorkingCalendar
from notices.models import Notice
from tests.applications.cases import (
    GROUNDS,
    RAW_ANSWERS,
    REOPENING,
    SUBMITTED_AT,
    Cast,
    hear_from,
    make_case,
    make_draft,
)
from tests.people import make_membership

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def another_officer(case):
    return make_membership(Role.MINISTRY_OFFICER, organisation=case.cast.ministry.organisation)


def fresh(case):
    return Case.objects.get(pk=case.pk)


def last_event(case):
    return case.events.latest("ordinal")


class TestGrounds:
    @pytest.mark.parametrize("said", [{}, {"goods_not_listed": "  "}])
    def test_no_refusal_without_a_ground_and_its_text(self, said):
        case = make_case(CaseState.AWAITING_DECISION)
        with pytest.raises(workflow.MissingWords):
            workflow.refuse_case(case.pk, grounds=said, by=case.cast.ministry)
        assert fresh(case).state == CaseState.AWAITING_DECISION

    def test_a_ground_that_ended_or_is_not_listed_is_refused(self):
        case = make_case(CaseState.AWAITING_DECISION)
        RefusalGround.objects.create(
            code="budget_exhausted", effective_from=date(2026, 1, 19), source="a test"
        )
        for code in ("budget_exhausted", "never_heard_of"):
            with pytest.raises(workflow.UnknownGround):
                workflow.refuse_case(
                    case.pk, grounds={code: "No."}, by=case.cast.ministry, at=SUBMITTED_AT
                )

    def test_the_letter_names_every_ground_in_both_languages_as_the_list_did_that_day(self):
        case = make_case(CaseState.AWAITING_DECISION)
        said = {"goods_not_listed": "First.", "term_too_long": "Second."}
        workflow.refuse_case(case.pk, grounds=said, written_in="ru", by=case.cast.ministry)
        RefusalGround.objects.filter(code="term_too_long").update(text_kk="Басқа")
        event = last_event(case)
        assert [ground["code"] for ground in event.details["grounds"]] == list(said)
        for language in ("kk", "ru"):
            parts = event.notice.content[language]["sections"]
            for place, ground in enumerate(event.details["grounds"]):
                assert ground["title"][language] in parts[place]["heading"]
                assert parts[place]["paragraphs"] == [ground["text"]]

    def test_failed_checks_and_a_conclusion_against_suggest_grounds(self):
        case = make_case(
            CaseState.AGENT_REVIEW,
            goods={"rows": [{**RAW_ANSWERS["goods"]["rows"][0], "hs_code": "0101 21"}]},
        )
        assert "conclusion" not in suggestions(case)
        workflow.conclude_case(case.pk, in_favour=False, reasons="No.", by=case.cast.agent)
        assert "conclusion" in suggestions(case)

    def test_every_shipped_ground_has_words_in_three_languages_and_is_not_verified(self):
        assert load_shipped_settings() == 14
        assert load_shipped_settings() == 0
        for ground in RefusalGround.objects.all():
            assert all((ground.text_kk, ground.text_ru, ground.text_en, ground.source))
            assert not ground.verified

    def test_statistics_count_what_stands_by_ground(self):
        cast = Cast()
        for _ in range(2):
            make_case(CaseState.REFUSED, cast=cast)
        reopened = make_case("refused, reopening proposed", cast=cast)
        assert refusals_of_year(2026) == {"goods_not_listed": 3}
        workflow.reopen_case(reopened.pk, by=another_officer(reopened))
        assert refusals_of_year(2026) == {"goods_not_listed": 2}


class TestHearing:
    def test_in_force_nothing_is_refused_unheard(self):
        hear_from(date(2026, 1, 1))
        case = make_case(CaseState.AWAITING_DECISION)
        with pytest.raises(workflow.HearingRequired):
            workflow.refuse_case(
                case.pk, grounds=GROUNDS, by=case.cast.ministry, at=SUBMITTED_AT + DAY
            )

    def test_not_in_force_nobody_is_announced_to(self):
        hear_from(date(2026, 1, 1))
        hear_from(date(2026, 1, 21), None)
        case = make_case(CaseState.AWAITING_DECISION)
        with pytest.raises(workflow.HearingNotInForce):
            workflow.announce_refusal(
                case.pk, grounds=GROUNDS, by=case.cast.ministry, at=SUBMITTED_AT + DAY
            )

    def test_the_letter_tells_the_grounds_and_the_last_day(self):
        case = make_case(CaseState.HEARING)
        # Announced on Tuesday 20 January: Wednesday, Thursday, Friday.
        assert fresh(case).answer_until == date(2026, 1, 23)
        letter = last_event(case).notice.content["ru"]
        assert "23 января 2026" in letter["opening"]
        assert GROUNDS["goods_not_listed"] in letter["sections"][0]["paragraphs"]

    def test_refused_only_after_the_last_day_where_nobody_answers(self):
        case = make_case(CaseState.HEARING)
        # 23 January, 23:59 in Almaty (UTC+5), and one minute later.
        last_minute = datetime(2026, 1, 23, 18, 59, tzinfo=UTC)
        with pytest.raises(workflow.HearingNotOver) as told:
            workflow.refuse_case(case.pk, grounds=GROUNDS, by=case.cast.ministry, at=last_minute)
        assert told.value.until == date(2026, 1, 23)
        assert "2026" in str(told.value.explanation)
        workflow.refuse_case(
            case.pk,
            grounds=GROUNDS,
            by=case.cast.ministry,
            at=last_minute + timedelta(minutes=1),
        )
        assert fresh(case).state == CaseState.REFUSED

    def test_refused_at_once_after_the_answer_on_announced_grounds_alone(self):
        case = make_case("hearing, answered")
        at = SUBMITTED_AT + timedelta(hours=6)
        with pytest.raises(workflow.GroundNotAnnounced):
            workflow.refuse_case(
                case.pk,
                grounds={**GROUNDS, "budget_exhausted": "No money."},
                by=case.cast.ministry,
                at=at,
            )
        workflow.refuse_case(case.pk, grounds=GROUNDS, by=case.cast.ministry, at=at)
        after = fresh(case)
        assert (after.state, after.answer_until, after.answered_at) == ("refused", None, None)
        assert verify_chain(after) is None

    def test_one_answer_and_a_second_click_changes_nothing(self):
        case = make_case("hearing, answered")
        with pytest.raises(workflow.WrongState):
            workflow.answer_hearing(case.pk, text="Again.", by=case.cast.applicant)
        assert case.events.filter(kind="hearing_answered").count() == 1

    @pytest.mark.parametrize(
        "meanwhile",
        [
            lambda c: workflow.answer_hearing(c.pk, text="A colleague's.", by=c.cast.applicant),
            lambda c: workflow.approve_case(c.pk, by=c.cast.ministry),
        ],
        ids=["answered", "approved"],
    )
    def test_an_answer_that_comes_too_late_is_not_lost(self, client, meanwhile):
        case = make_case(CaseState.HEARING)
        meanwhile(case)
        client.force_login(case.cast.applicant.user)
        address = reverse("applications:answer_hearing", args=[case.pk])
        late = client.post(address, {"text": "Half an hour of my words."})
        assert late.status_code == 409
        assert "Half an hour of my words." in late.content.decode()

    def test_a_double_click_on_the_answer_leads_to_the_case(self, client):
        case = make_case(CaseState.HEARING)
        client.force_login(case.cast.applicant.user)
        address = reverse("applications:answer_hearing", args=[case.pk])
        sent = [client.post(address, {"text": "The list was read wrongly."}) for _ in range(2)]
        assert [answer.status_code for answer in sent] == [302, 302]
        assert case.events.filter(kind="hearing_answered").count() == 1

    @pytest.mark.parametrize(
        ("drop", "state"),
        [
            (lambda c: workflow.approve_case(c.pk, by=c.cast.ministry), "approved"),
            (
                lambda c: workflow.remit_case(c.pk, reasons="Look.", by=c.cast.ministry),
                "agent_review",
            ),
            (lambda c: workflow.withdraw_case(c.pk, by=c.cast.applicant), "withdrawn"),
        ],
        ids=["approved", "sent back", "withdrawn"],
    )
    def test_a_hearing_may_end_without_a_refusal(self, drop, state):
        case = make_case(CaseState.HEARING)
        drop(case)
        after = fresh(case)
        assert (after.state, after.answer_until) == (state, None)
        assert verify_chain(after) is None

    @pytest.mark.parametrize(
        ("announced", "days", "until"),
        [
            # Friday 20 March 2026; Nauryz takes 21 to 25 (two of them moved off the weekend).
            (date(2026, 3, 20), 1, date(2026, 3, 26)),
            (date(2026, 3, 19), 1, date(2026, 3, 20)),
            # 31 December is worked; 1 and 2 January are free, then a weekend.
            (date(2026, 12, 30), 1, date(2026, 12, 31)),
            (date(2026, 12, 30), 2, date(2027, 1, 5)),
        ],
    )
    def test_last_days_around_nauryz_and_the_turn_of_the_year(self, announced, days, until):
        found = last_day_to_answer(WorkingCalendar(), announced_on=announced, days=days)
        assert found == until

    @given(
        announced=st.dates(date(2024, 1, 1), date(2027, 12, 31)),
        days=st.integers(min_value=1, max_value=15),
    )
    def test_the_last_day_is_worked_and_leaves_the_days_promised(self, announced, days):
        calendar = WorkingCalendar()
        until = last_day_to_answer(calendar, announced_on=announced, days=days)
        assert calendar.is_working_day(until)
        assert calendar.working_days_between(announced, until) == days

    def test_a_declared_free_day_moves_the_last_day(self):
        CalendarDay.objects.create(
            day=date(2026, 1, 22), is_working=False, reason="a test", source="a test"
        )
        found = last_day_to_answer(calendar_in_force(), announced_on=date(2026, 1, 20), days=3)
        assert found == date(2026, 1, 26)


class TestAppeal:
    def test_noted_and_its_outcome_once(self):
        case = make_case("refused, appealed")
        workflow.note_outcome(
            case.pk,
            decided_on=date(2026, 1, 21),
            outcome="dismissed",
            words="The decision stands.",
            by=case.cast.ministry,
            at=SUBMITTED_AT + DAY,
        )
        with pytest.raises(workflow.WrongState):
            workflow.note_outcome(
                case.pk,
                decided_on=date(2026, 1, 21),
                outcome="upheld",
                words="Again.",
                by=case.cast.ministry,
            )
        assert fresh(case).state == CaseState.REFUSED
        assert verify_chain(fresh(case)) is None

    @pytest.mark.parametrize("day", [date(2026, 1, 19), date(2026, 1, 22)])
    def test_not_before_the_decision_nor_in_the_future(self, day):
        case = make_case(CaseState.REFUSED)
        with pytest.raises(workflow.DayOutOfOrder):
            workflow.note_appeal(
                case.pk,
                appealed_on=day,
                addressed_to="A court",
                asked="Yes.",
                by=case.cast.ministry,
                at=SUBMITTED_AT + DAY,
            )

    def test_the_applicant_reads_it(self, client):
        case = make_case("refused, appealed")
        client.force_login(case.cast.applicant.user)
        page = client.get(reverse("applications:case", args=[case.pk])).content.decode()
        assert "The minister" in page
        assert "To approve." in page


class TestReopening:
    @pytest.mark.parametrize("state", ["refused", "approved"])
    @pytest.mark.parametrize("to", ["agent_review", "awaiting_decision"])
    def test_cancels_the_decision_and_goes_where_it_was_proposed(self, state, to):
        case = make_case(state)
        decision = last_event(case).notice
        workflow.propose_reopening(case.pk, **{**REOPENING, "to": to}, by=case.cast.ministry)
        workflow.reopen_case(case.pk, by=another_officer(case))
        after, letter = fresh(case), last_event(case).notice
        assert (after.state, after.decided_by, after.reopening_proposed_by) == (to, None, None)
        assert (after.concluded_by is None) is (to == "agent_review")
        assert letter.cancels == decision
        assert REOPENING["citation"] in str(letter.content["kk"]["sections"])
        assert verify_chain(after) is None

    def test_a_second_person_is_needed_not_a_second_membership(self):
        case = make_case("refused, reopening proposed")
        same = make_membership(Role.MINISTRY_OFFICER, user=case.cast.ministry.user)
        for by in (case.cast.ministry, same):
            for act in (
                lambda: workflow.reopen_case(case.pk, by=by),  # noqa: B023
                lambda: workflow.reject_reopening(case.pk, reasons="No.", by=by),  # noqa: B023
            ):
                with pytest.raises(workflow.NotAllowed) as refused:
                    act()
                assert refused.value.code == "proposed_it"

    @pytest.mark.parametrize("missing", ["words", "citation"])
    def test_needs_words_and_a_citation(self, missing):
        case = make_case(CaseState.REFUSED)
        with pytest.raises(workflow.MissingWords):
            workflow.propose_reopening(
                case.pk, **{**REOPENING, missing: " "}, by=case.cast.ministry
            )
        assert fresh(case).reopening_proposed_by is None

    def test_rejected_the_decision_stands_and_may_be_proposed_again(self):
        case = make_case("refused, reopening proposed")
        workflow.reject_reopening(case.pk, reasons="No error.", by=another_officer(case))
        assert fresh(case).state == CaseState.REFUSED
        workflow.propose_reopening(case.pk, **REOPENING, by=case.cast.ministry)
        assert verify_chain(fresh(case)) is None

    def test_whoever_took_the_cancelled_decision_does_not_decide_anew(self):
        case = make_case("refused, reopening proposed")
        second = another_officer(case)
        workflow.reopen_case(case.pk, by=second)
        with pytest.raises(workflow.NotAllowed) as refused:
            workflow.approve_case(case.pk, by=case.cast.ministry)
        assert refused.value.code == "decided_before"
        workflow.approve_case(case.pk, by=second)
        numbers = list(
            Notice.objects.filter(
                kind__in=["approval", "refusal"], subject=str(case.number)
            ).values_list("number", flat=True)
        )
        assert len(set(numbers)) == 2

    def test_a_cancelled_approval_takes_nothing_from_the_budget(self):
        case = make_case("approved, reopening proposed")
        assert committed(2026, "KZT")[0] > 0
        workflow.reopen_case(case.pk, by=another_officer(case))
        assert committed(2026, "KZT") == (Decimal(0), 0)

    def test_waits_among_the_open_cases_of_the_ministry(self, client):
        case = make_case("refused, reopening proposed")
        client.force_login(another_officer(case).user)
        rows = client.get(reverse("applications:queue")).context["rows"]
        assert [row.case for row in rows] == [case]


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("case_heard_until_a_day", {"state": "hearing"}),
        ("case_heard_until_a_day", {"answer_until": date(2026, 1, 1)}),
        ("case_reopening_of_a_decision", {"reopening_proposed_at": SUBMITTED_AT}),
    ],
)
def test_the_database_refuses_impossible_hearings_and_reopenings(constraint, fields):
    case = make_case(CaseState.AWAITING_DECISION)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**fields)


def test_a_hearing_lasts_a_day_or_more():
    with pytest.raises(IntegrityError, match="hearing_lasts"), transaction.atomic():
        HearingSetting.objects.create(effective_from=date(2026, 1, 1), working_days=0, source="x")


def test_drafts_have_no_such_acts():
    cast = Cast()
    draft = make_draft(cast.applicant)
    load_shipped_grounds()
    for act in (
        lambda: workflow.answer_hearing(draft.pk, text="?", by=cast.applicant),
        lambda: workflow.propose_reopening(draft.pk, **REOPENING, by=cast.ministry),
        lambda: workflow.reopen_case(draft.pk, by=cast.ministry),
    ):
        with pytest.raises(workflow.WrongState):
            act()


class TestSettingsPage:
    URL = "applications:refusal_settings"
    GROUND = {
        "ground": "1",
        "ground-code": "sanctions",
        "ground-effective_from": "01.01.2026",
        "ground-text_kk": "Санкциялар",
        "ground-source": "a test",
    }

    def test_the_ministry_adds_a_ground_and_ends_it_and_a_day_is_taken_once(self, client):
        client.force_login(make_membership(Role.MINISTRY_OFFICER).user)
        for _ in range(2):
            response = client.post(reverse(self.URL), self.GROUND)
        assert response.status_code == 200
        assert response.context["form"].non_field_errors()
        ended = {**self.GROUND, "ground-effective_from": "02.01.2026", "ground-text_kk": ""}
        assert "Санкциялар" in client.get(reverse(self.URL)).content.decode()
        assert client.post(reverse(self.URL), ended).status_code == 302
        assert "Санкциялар" not in client.get(reverse(self.URL)).content.decode()
        assert RefusalGround.objects.count() == 2

    def test_the_ministry_changes_the_hearing_and_the_agent_only_reads(self, client):
        data = {
            "hearing": "1",
            "hearing-effective_from": "01.01.2026",
            "hearing-working_days": "7",
            "hearing-source": "a test",
        }
        agent, ministry = (make_membership(r) for r in (Role.AGENT_OFFICER, Role.MINISTRY_OFFICER))
        client.force_login(agent.user)
        assert client.post(reverse(self.URL), data).status_code == 403
        client.force_login(ministry.user)
        assert client.post(reverse(self.URL), data).status_code == 302
        assert HearingSetting.objects.get().working_days == 7
        assert (
            client.post(reverse(self.URL), {**data, "hearing-working_days": "0"})
            .context["form"]
            .errors
        )

    @pytest.mark.parametrize("language", ["kk", "ru", "en"])
    def test_counts_this_years_refusals(self, client, language):
        case = make_case(CaseState.AWAITING_DECISION)
        workflow.refuse_case(case.pk, grounds=GROUNDS, by=case.cast.ministry)
        client.force_login(case.cast.agent.user)
        client.cookies["django_language"] = language
        with translation.override(language):
            response = client.get(reverse(self.URL))
        counted = {ground.code: total for ground, total in response.context["grounds"]}
        assert counted["goods_not_listed"] == 1
        assert sum(counted.values()) == 1
