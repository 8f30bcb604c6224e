"""Every act on a case: what it moves, freezes, writes down and sends; and what it refuses."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Role
from applications import case_workflow as workflow
from applications.events import verify_chain
from applications.models import Case, CaseEvent, CaseState, CheckRun, Submission
from notices.models import Notice, NoticeKind, OutboxJob
from notices.rendering import letter_html
from programs.interest_subsidy import TermBucket
from programs.models import RateSeries, ReferenceRate
from tests.applications.cases import GROUNDS, SUBMITTED_AT, Cast, make_case, make_draft
from tests.people import make_membership, make_organisation

pytestmark = pytest.mark.django_db


def kinds_of(case):
    return list(case.events.order_by("ordinal").values_list("kind", flat=True))


class TestSubmit:
    def test_registers_freezes_checks_and_sends_a_receipt(self):
        case = make_case()
        assert (case.state, case.number) == (CaseState.SUBMITTED, "KR-2026-000001")
        assert case.edition.code == "order-389-as-amended-by-211-2025"
        submission = case.submissions.get()
        assert submission.answers["financing"]["nominal_rate_percent"] == "19.5"
        assert submission.financing_amount == Decimal(100_000_000)
        assert (submission.reference["known"], submission.reference["value_percent"][:1]) == (
            True,
            "9",
        )
        assert submission.check_runs.count() == 1
        event = case.events.get()
        assert (event.kind, event.notice.kind) == ("submitted", NoticeKind.RECEIPT)
        assert OutboxJob.objects.filter(key=f"render:{event.notice_id}").exists()

    def test_twice_is_once(self):
        cast = Cast()
        draft = make_draft(cast.applicant)
        first = workflow.submit_case(draft.pk, by=cast.applicant, at=SUBMITTED_AT)
        again = workflow.submit_case(
            draft.pk, by=cast.applicant, at=SUBMITTED_AT + timedelta(seconds=0.2)
        )
        assert (again.pk, again.number, again.submitted_at) == (
            first.pk,
            first.number,
            SUBMITTED_AT,
        )
        assert kinds_of(first) == ["submitted"]
        assert (Submission.objects.count(), Notice.objects.count()) == (1, 1)

    def test_numbers_have_no_gaps_and_a_failed_submission_takes_none(self):
        cast = Cast()
        incomplete = make_draft(cast.applicant, buyer={"buyer_name": ""})
        with pytest.raises(workflow.IncompleteAnswers) as refused:
            workflow.submit_case(incomplete.pk, by=cast.applicant, at=SUBMITTED_AT)
        assert list(refused.value.errors) == ["buyer"]
        numbers = [make_case(cast=cast).number for _ in range(2)]
        assert numbers == ["KR-2026-000001", "KR-2026-000002"]

    def test_the_year_of_the_number_is_the_local_one(self):
        new_year_in_almaty = datetime(2025, 12, 31, 19, 30, tzinfo=UTC)
        assert make_case(at=new_year_in_almaty).number == "KR-2026-000001"

    def test_an_unconfirmed_organisation_waits(self):
        organisation = make_organisation(verified_at=None)
        applicant = make_membership(organisation=organisation)
        draft = make_draft(applicant)
        with pytest.raises(workflow.OrganisationNotConfirmed):
            workflow.submit_case(draft.pk, by=applicant, at=SUBMITTED_AT)
        assert Case.objects.get(pk=draft.pk).state == CaseState.DRAFT

    def test_before_the_order_there_is_nothing_to_file_under(self):
        cast = Cast()
        draft = make_draft(cast.applicant)
        with pytest.raises(workflow.OrderNotInForce):
            workflow.submit_case(draft.pk, by=cast.applicant, at=datetime(2021, 1, 1, tzinfo=UTC))

    @pytest.mark.parametrize(
        ("moment", "code"),
        [
            (datetime(2025, 7, 31, 18, 59, tzinfo=UTC), "order-389-2022"),
            (datetime(2025, 7, 31, 19, 0, tzinfo=UTC), "order-389-as-amended-by-211-2025"),
        ],
        ids=["last minute of the old wording", "midnight in Almaty"],
    )
    def test_the_edition_is_that_of_the_local_day(self, moment, code):
        contract = {"contract_date": "01.06.2025"}
        assert make_case(at=moment, contract=contract).edition.code == code


class TestResubmit:
    def test_keeps_number_edition_and_reference_and_both_versions(self):
        case = make_case(CaseState.RETURNED, at=datetime(2025, 7, 31, 7, 0, tzinfo=UTC))
        before = case.submissions.get()
        buyer = case.sections.get(section="buyer")
        buyer.answers = {**buyer.answers, "buyer_name": "Volga Agro Trade LLC"}
        buyer.save()
        later = datetime(2026, 1, 20, 7, 0, tzinfo=UTC)
        workflow.submit_case(case.pk, by=case.cast.applicant, at=later)
        after: Any = Case.objects.get(pk=case.pk)
        first, second = after.submissions.order_by("ordinal")
        assert (after.number, after.edition.code) == ("KR-2025-000001", "order-389-2022")
        assert second.reference == first.reference == before.reference
        assert [s.buyer_name for s in (first, second)] == [
            "Volga Agro LLC",
            "Volga Agro Trade LLC",
        ]
        assert kinds_of(after)[-1] == "resubmitted"
        assert after.first_submitted_at < after.submitted_at == later

    def test_a_new_currency_takes_the_reference_of_the_first_day(self):
        case = make_case(CaseState.RETURNED)
        financing = case.sections.get(section="financing")
        financing.answers = {**financing.answers, "financing_currency": "USD"}
        financing.save()
        workflow.submit_case(case.pk, by=case.cast.applicant, at=SUBMITTED_AT + timedelta(days=90))
        reference = case.submissions.latest("ordinal").reference
        assert (reference["currency"], reference["on"]) == ("USD", "2026-01-20")


class TestReview:
    def test_take_names_the_reviewer(self):
        case = make_case(CaseState.AGENT_REVIEW)
        assert (case.reviewer, kinds_of(case)[-1]) == (case.cast.agent, "taken")

    def test_return_sends_the_remarks_by_section(self):
        case = make_case(CaseState.RETURNED)
        event = case.events.latest("ordinal")
        assert event.details["remarks"] == {"contract": "The contract is not signed."}
        assert event.notice.kind == NoticeKind.RETURN
        words = str(event.notice.content["ru"]["sections"])
        assert "The contract is not signed." in words

    @pytest.mark.parametrize(
        ("sections", "counted"),
        [(["whole"], None), (["whole", "buyer"], 1), (["buyer", "contract"], 2)],
        ids=["whole only", "whole and one", "two"],
    )
    def test_the_application_as_a_whole_is_not_counted_as_a_section(self, sections, counted):
        case = make_case(CaseState.AGENT_REVIEW)
        remarks = dict.fromkeys(sections, "Look again.")
        workflow.return_case(case.pk, remarks=remarks, by=case.cast.agent)
        letter = case.events.latest("ordinal").notice.content["ru"]
        figures = re.findall(r"\d+", letter["opening"].replace(case.number, ""))
        assert figures == ([] if counted is None else [str(counted)])
        by_an_officer = [part for part in letter["sections"] if part.get("language")]
        assert len(by_an_officer) == len(sections)

    def test_remarks_say_once_that_they_stand_as_written(self):
        case = make_case(CaseState.AGENT_REVIEW)
        remarks = {"buyer": "Кто это?", "contract": "Нет подписи."}
        workflow.return_case(case.pk, remarks=remarks, written_in="ru", by=case.cast.agent)
        content = case.events.latest("ordinal").notice.content
        *parts, checks, basis = content["kk"]["sections"]
        assert [(part["language"], bool(part["note"])) for part in parts] == [
            ("ru", True),
            ("ru", False),
        ]
        assert not checks.get("language")
        assert not basis.get("language")
        assert not any(part.get("note") for part in content["ru"]["sections"])

    @pytest.mark.parametrize("remarks", [{}, {"contract": "  \n"}])
    def test_return_without_a_remark_is_refused(self, remarks):
        case = make_case(CaseState.AGENT_REVIEW)
        with pytest.raises(workflow.MissingWords):
            workflow.return_case(case.pk, remarks=remarks, by=case.cast.agent)
        assert Case.objects.get(pk=case.pk).state == CaseState.AGENT_REVIEW

    def test_another_officer_may_not_conclude_while_the_reviewer_is_there(self):
        case = make_case(CaseState.AGENT_REVIEW)
        colleague = make_membership(Role.AGENT_OFFICER, organisation=case.cast.agent.organisation)
        with pytest.raises(workflow.NotAllowed) as refused:
            workflow.conclude_case(case.pk, in_favour=True, reasons="Fine.", by=colleague)
        assert refused.value.code == "not_the_reviewer"
        case.cast.agent.ended_at = SUBMITTED_AT
        case.cast.agent.save()
        concluded = workflow.conclude_case(case.pk, in_favour=True, reasons="Fine.", by=colleague)
        assert concluded.concluded_by == colleague

    def test_a_colleague_takes_the_review_over_saying_why(self):
        case = make_case(CaseState.AGENT_REVIEW)
        colleague = make_membership(Role.AGENT_OFFICER, organisation=case.cast.agent.organisation)
        with pytest.raises(workflow.MissingWords):
            workflow.take_over_case(case.pk, reasons=" ", by=colleague)
        workflow.take_over_case(case.pk, reasons="She is ill.", by=colleague)
        after = Case.objects.get(pk=case.pk)
        event = after.events.latest("ordinal")
        assert (after.state, after.reviewer) == (CaseState.AGENT_REVIEW, colleague)
        assert (event.kind, event.reason) == ("taken_over", "She is ill.")
        assert event.details == {"reviewer_before": case.cast.agent.pk}
        with pytest.raises(workflow.NotAllowed):
            workflow.conclude_case(case.pk, in_favour=True, reasons="Fine.", by=case.cast.agent)
        workflow.conclude_case(case.pk, in_favour=True, reasons="Fine.", by=colleague)
        assert verify_chain(Case.objects.get(pk=case.pk)) is None

    def test_conclude_needs_reasons_and_keeps_the_opinion(self):
        case = make_case(CaseState.AGENT_REVIEW)
        with pytest.raises(workflow.MissingWords):
            workflow.conclude_case(case.pk, in_favour=False, reasons=" ", by=case.cast.agent)
        workflow.conclude_case(case.pk, in_favour=False, reasons="Late.", by=case.cast.agent)
        event = case.events.latest("ordinal")
        assert (event.details["in_favour"], event.reason) == (False, "Late.")

    def test_remit_takes_the_conclusion_away_and_who_wrote_it_may_still_not_decide(self):
        case = make_case(CaseState.AWAITING_DECISION)
        workflow.remit_case(case.pk, reasons="Say more.", by=case.cast.ministry)
        case = Case.objects.get(pk=case.pk)
        assert (case.state, case.concluded_by) == (CaseState.AGENT_REVIEW, None)
        first_reviewer = CaseEvent.objects.get(case=case, kind="concluded").membership
        successor = make_membership(Role.AGENT_OFFICER)
        first_reviewer.ended_at = SUBMITTED_AT
        first_reviewer.save()
        workflow.conclude_case(case.pk, in_favour=True, reasons="More.", by=successor)
        promoted = make_membership(Role.MINISTRY_OFFICER, user=first_reviewer.user)
        with pytest.raises(workflow.NotAllowed) as refused:
            workflow.approve_case(case.pk, by=promoted)
        assert refused.value.code == "concluded_it"


class TestDecide:
    def test_approval_states_rates_that_sum_to_the_nominal_one(self):
        case = make_case(CaseState.APPROVED)
        event = case.events.latest("ordinal")
        terms = event.details["terms"]
        assert Decimal(terms["subsidised"]) == Decimal("10.5")
        assert Decimal(terms["subsidised"]) + Decimal(terms["borrower"]) == Decimal("19.5")
        assert Decimal(terms["subsidy_total"]) > 0
        assert (case.decided_by, event.notice.kind) == (case.cast.ministry, NoticeKind.APPROVAL)

    def test_refusal_needs_grounds_and_sends_them(self):
        case = make_case(CaseState.AWAITING_DECISION)
        with pytest.raises(workflow.MissingWords):
            workflow.refuse_case(case.pk, grounds={}, by=case.cast.ministry)
        workflow.refuse_case(
            case.pk, grounds={"budget_exhausted": "First.\nSecond."}, by=case.cast.ministry
        )
        letter = case.events.latest("ordinal").notice.content["kk"]
        assert letter["sections"][0]["paragraphs"] == ["First.", "Second."]

    @pytest.mark.parametrize(("written_in", "other"), [("kk", "ru"), ("ru", "kk")])
    def test_grounds_keep_their_language_in_both_halves_of_the_letter(self, written_in, other):
        case = make_case(CaseState.AWAITING_DECISION)
        workflow.refuse_case(case.pk, grounds=GROUNDS, written_in=written_in, by=case.cast.ministry)
        event = case.events.latest("ordinal")
        assert event.details["written_in"] == written_in
        content = event.notice.content
        grounds = {language: content[language]["sections"][0] for language in ("kk", "ru")}
        assert {part["language"] for part in grounds.values()} == {written_in}
        assert (grounds[written_in]["note"], bool(grounds[other]["note"])) == ("", True)
        html = letter_html(event.notice)
        assert html.count(f'-1-{written_in}" lang="{written_in}">') == 2
        assert html.count(grounds[other]["note"]) == 1

    def test_a_language_in_which_no_letter_is_written_is_refused(self):
        case = make_case(CaseState.AWAITING_DECISION)
        with pytest.raises(ValueError, match="en"):
            workflow.refuse_case(case.pk, grounds=GROUNDS, written_in="en", by=case.cast.ministry)
        assert Case.objects.get(pk=case.pk).state == CaseState.AWAITING_DECISION

    def test_four_eyes_are_counted_by_person(self):
        cast = Cast()
        case = make_case(CaseState.AWAITING_DECISION, cast=cast)
        for own in (cast.applicant, cast.agent):
            same_person = make_membership(Role.MINISTRY_OFFICER, user=own.user)
            for act in (
                lambda by: workflow.approve_case(case.pk, by=by),
                lambda by: workflow.refuse_case(case.pk, grounds=GROUNDS, by=by),
                lambda by: workflow.remit_case(case.pk, reasons="No.", by=by),
            ):
                with pytest.raises(workflow.NotAllowed):
                    act(same_person)
        assert Case.objects.get(pk=case.pk).state == CaseState.AWAITING_DECISION

    def test_a_stale_page_does_not_decide(self):
        case = make_case(CaseState.AWAITING_DECISION)
        seen = case.events.count()
        workflow.remit_case(case.pk, reasons="More.", by=case.cast.ministry)
        workflow.conclude_case(case.pk, in_favour=False, reasons="No.", by=case.cast.agent)
        with pytest.raises(workflow.CaseMovedOn):
            workflow.approve_case(case.pk, by=case.cast.ministry, seen=seen)
        assert Case.objects.get(pk=case.pk).state == CaseState.AWAITING_DECISION


class TestUnknownReference:
    DOLLARS = {"financing_currency": "USD"}

    def test_can_be_filed_not_approved_until_recomputed(self):
        case = make_case(CaseState.AWAITING_DECISION, financing=self.DOLLARS)
        assert case.submissions.get().reference["known"] is False
        with pytest.raises(workflow.ReferenceRateUnknown):
            workflow.approve_case(case.pk, by=case.cast.ministry)
        with pytest.raises(workflow.ReferenceRateUnknown):
            workflow.recompute_case(case.pk, by=case.cast.agent)
        assert CheckRun.objects.count() == 1

    def test_recomputed_for_the_first_day_it_can_be_approved_and_keeps_the_rate(self):
        case = make_case(CaseState.AWAITING_DECISION, financing=self.DOLLARS)
        ReferenceRate.objects.create(
            kind=RateSeries.CIRR,
            currency="USD",
            term_bucket=TermBucket.UP_TO_5_YEARS,
            effective_from=date(2026, 1, 15),
            value_percent=Decimal("4.61"),
            source="a test",
        )
        workflow.recompute_case(case.pk, by=case.cast.agent)
        event = case.events.latest("ordinal")
        assert (event.kind, event.from_state, event.to_state) == (
            "recomputed",
            CaseState.AWAITING_DECISION,
            CaseState.AWAITING_DECISION,
        )
        outcomes = [
            {f["rule"]: f["outcome"] for f in run.findings}["rate_above_reference"]
            for run in CheckRun.objects.order_by("pk")
        ]
        assert outcomes == ["unknown", "pass"]
        workflow.approve_case(case.pk, by=case.cast.ministry)
        terms = case.events.latest("ordinal").details["terms"]
        assert (Decimal(terms["borrower"]), terms["currency"]) == (Decimal("4.61"), "USD")
        assert verify_chain(Case.objects.get(pk=case.pk)) is None

    def test_a_known_rate_is_never_recomputed(self):
        case = make_case(CaseState.AGENT_REVIEW)
        with pytest.raises(workflow.NothingToRecompute):
            workflow.recompute_case(case.pk, by=case.cast.agent)


def test_a_term_longer_than_the_norms_is_never_approved():
    case = make_case(CaseState.AWAITING_DECISION, financing={"term_months": "181"})
    with pytest.raises(workflow.TermTooLong):
        workflow.approve_case(case.pk, by=case.cast.ministry)
    assert Case.objects.get(pk=case.pk).state == CaseState.AWAITING_DECISION
    assert not Notice.objects.filter(kind=NoticeKind.APPROVAL).exists()


def test_withdraw_ends_the_case_and_keeps_its_history():
    case = make_case(CaseState.WITHDRAWN)
    assert kinds_of(case) == ["submitted", "withdrawn"]
    with pytest.raises(workflow.WrongState):
        workflow.submit_case(case.pk, by=case.cast.applicant)


def test_an_act_that_fails_leaves_nothing_behind(monkeypatch):
    def broken(*_arguments, **_options):
        raise RuntimeError("no letter")

    case = make_case(CaseState.AWAITING_DECISION)
    events, notices = case.events.count(), Notice.objects.count()
    monkeypatch.setattr("applications.notice_content.approval", broken)
    with pytest.raises(RuntimeError):
        workflow.approve_case(case.pk, by=case.cast.ministry)
    after = Case.objects.get(pk=case.pk)
    assert (after.state, after.decided_by) == (CaseState.AWAITING_DECISION, None)
    assert (after.events.count(), Notice.objects.count()) == (events, notices)


@pytest.mark.parametrize("state", CaseState.values)
def test_every_history_is_a_whole_chain(state):
    assert verify_chain(make_case(state)) is None


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("case_state_known", {"state": "unheard_of"}),
        ("case_numbered_once_submitted", {"number": None}),
        ("case_reviewed_by_someone", {"state": "agent_review", "reviewer": None}),
        ("case_decided_after_conclusion", {"state": "approved"}),
    ],
)
def test_the_database_refuses_impossible_states(constraint, fields):
    case = make_case()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**fields)


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("state", ["submitted", "returned", "approved", "refused"])
def test_a_letter_has_every_part_in_both_languages(state, language):
    case = make_case(state)
    letter = case.events.latest("ordinal").notice.content[language]
    assert case.number in letter["opening"]
    assert all(letter[part] for part in ("issuer", "title", "addressee", "next_step", "signature"))
    assert all(str(value).strip() for row in letter["facts"] for value in row)
    assert case.edition.title_kk in str(letter["sections"]) or language == "ru"
