"""Two people at once, on PostgreSQL: one act happens, the other is told."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Role
from applications import case_workflow as workflow
from applications.documents import Receipt, add_document, receive_document
from applications.drafts import start_draft
from applications.events import verify_chain
from applications.models import Case, CaseDocument, CaseState, DocumentKind, Submission
from notices.models import Notice
from tests.applications.cases import GROUNDS, Cast, make_case, make_draft
from tests.applications.complete_answers import PDF, pdf
from tests.people import make_membership

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run each act on a connection of its own; results, or what was raised, in order."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return act()
        except Exception as raised:
            return raised
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def later(seconds: float, act: Callable[[], Any]) -> Callable[[], Any]:
    def wait_and_act() -> Any:
        time.sleep(seconds)
        return act()

    return wait_and_act


@pytest.mark.parametrize("pause", [0, 0.2])
def test_two_submissions_are_one_case_one_number_one_receipt(pause):
    cast = Cast()
    draft = make_draft(cast.applicant)

    def submit():
        return workflow.submit_case(draft.pk, by=cast.applicant)

    first, second = at_once(submit, later(pause, submit))
    assert first.number == second.number is not None
    assert first.submitted_at == second.submitted_at
    case = Case.objects.get(pk=draft.pk)
    assert (case.events.count(), Submission.objects.count(), Notice.objects.count()) == (1, 1, 1)
    assert verify_chain(case) is None


def test_two_officers_decide_at_once_and_one_is_told():
    case = make_case(CaseState.AWAITING_DECISION)
    colleague = make_membership(Role.MINISTRY_OFFICER)
    outcomes = at_once(
        lambda: workflow.approve_case(case.pk, by=case.cast.ministry),
        lambda: workflow.refuse_case(case.pk, grounds=GROUNDS, by=colleague),
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, workflow.WrongState)]
    decided = [outcome for outcome in outcomes if isinstance(outcome, Case)]
    assert (len(refused), len(decided)) == (1, 1)
    after = Case.objects.get(pk=case.pk)
    assert after.state == decided[0].state
    assert after.events.filter(kind__in=["approved", "refused"]).count() == 1
    assert Notice.objects.filter(kind__in=["approval", "refusal"]).count() == 1
    assert verify_chain(after) is None


def test_two_officers_take_at_once_and_one_becomes_the_reviewer():
    case = make_case()
    officers = [make_membership(Role.AGENT_OFFICER) for _ in range(2)]
    outcomes = at_once(
        *(lambda officer=officer: workflow.take_case(case.pk, by=officer) for officer in officers)
    )
    winner = officers[[isinstance(outcome, Case) for outcome in outcomes].index(True)]
    assert sum(isinstance(outcome, workflow.WrongState) for outcome in outcomes) == 1
    assert Case.objects.get(pk=case.pk).reviewer == winner


def test_two_leads_assign_at_once_and_one_is_told():
    case = make_case()
    office = case.cast.agent.organisation
    first, second, one, other = (
        make_membership(Role.AGENT_OFFICER, organisation=office, may_assign=True)
        for _person in range(4)
    )
    outcomes = at_once(
        lambda: workflow.assign_case(case.pk, to=one.pk, by=first),
        lambda: workflow.assign_case(case.pk, to=other.pk, by=second),
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Case", "WrongState"]
    after = Case.objects.get(pk=case.pk)
    assert after.reviewer == (one if isinstance(outcomes[0], Case) else other)
    assert after.events.filter(kind="assigned").count() == 1
    assert verify_chain(after) is None


def test_who_leaves_while_a_case_is_given_to_them_keeps_none_or_is_not_given_it():
    case, mine = make_case(), make_case(CaseState.AGENT_REVIEW)
    office = mine.cast.agent.organisation
    lead = make_membership(
        Role.AGENT_OFFICER, organisation=office, may_assign=True, may_invite=True
    )
    leaver = mine.cast.agent
    outcomes = at_once(
        lambda: workflow.assign_case(case.pk, to=leaver.pk, by=lead),
        lambda: workflow.leave_and_hand_over(leaver.pk, to=lead.pk, by=lead, at=timezone.now()),
    )
    assert type(outcomes[0]).__name__ in ("Case", "NotAColleague"), outcomes
    assert isinstance(outcomes[1], list), outcomes
    assert not Case.objects.filter(reviewer=leaver).exists()


def test_a_withdrawal_and_an_approval_cannot_both_happen():
    case = make_case(CaseState.AWAITING_DECISION)
    outcomes = at_once(
        lambda: workflow.withdraw_case(case.pk, by=case.cast.applicant),
        lambda: workflow.approve_case(case.pk, by=case.cast.ministry),
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Case", "WrongState"]


def test_twenty_uploads_at_once_are_all_kept_and_numbered_without_a_gap():
    cast = Cast()
    case = start_draft(by=cast.applicant)
    kind = DocumentKind.EXPORT_CONTRACT

    def upload(number: int) -> Callable[[], Any]:
        file = pdf(f"{number}.pdf", PDF + b"%% %d\n%%%%EOF\n" % number)
        return lambda: add_document(case.pk, kind, file, by=cast.applicant)

    outcomes = at_once(*(upload(number) for number in range(20)))
    assert all(isinstance(outcome, CaseDocument) for outcome in outcomes), outcomes
    kept = case.documents.order_by("version")
    assert [document.version for document in kept] == list(range(1, 21))
    assert {document.name for document in kept} == {f"{number}.pdf" for number in range(20)}


def test_the_same_file_twenty_times_at_once_is_one_document():
    cast = Cast()
    case = start_draft(by=cast.applicant)
    kind = DocumentKind.EXPORT_CONTRACT
    outcomes = at_once(
        *(lambda: receive_document(case.pk, kind, pdf(), by=cast.applicant) for _ in range(20))
    )
    assert all(isinstance(outcome, Receipt) for outcome in outcomes), outcomes
    assert sum(not outcome.seen_before for outcome in outcomes) == 1
    assert case.documents.count() == 1


def test_two_new_versions_of_one_document_at_once_and_one_is_told():
    cast = Cast()
    case = start_draft(by=cast.applicant)
    kind = DocumentKind.EXPORT_CONTRACT
    old = add_document(case.pk, kind, pdf(), by=cast.applicant)

    def replace(number: int) -> Callable[[], Any]:
        file = pdf(f"{number}.pdf", PDF + b"%% %d\n%%%%EOF\n" % number)
        return lambda: receive_document(case.pk, kind, file, by=cast.applicant, replaces=old.pk)

    outcomes = at_once(replace(1), replace(2))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyReplaced", "Receipt"]
    assert case.documents.current().count() == 1


def test_many_first_submissions_have_numbers_without_gaps():
    cast = Cast()
    drafts = [make_draft(cast.applicant) for _ in range(4)]
    outcomes = at_once(
        *(lambda pk=draft.pk: workflow.submit_case(pk, by=cast.applicant) for draft in drafts)
    )
    year = outcomes[0].number.split("-")[1]
    assert sorted(case.number for case in outcomes) == [
        f"KR-{year}-{number:06d}" for number in range(1, 5)
    ]


def test_two_officers_confirm_a_reopening_at_once_and_one_is_told():
    case = make_case("refused, reopening proposed")
    officers = [make_membership(Role.MINISTRY_OFFICER) for _ in range(2)]
    outcomes = at_once(
        *(lambda by=officer: workflow.reopen_case(case.pk, by=by) for officer in officers)
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Case", "WrongState"]
    assert Notice.objects.filter(kind="reopening").count() == 1
    assert verify_chain(Case.objects.get(pk=case.pk)) is None


def test_one_confirms_and_another_rejects_a_reopening_at_once():
    case = make_case("approved, reopening proposed")
    officers = [make_membership(Role.MINISTRY_OFFICER) for _ in range(2)]
    outcomes = at_once(
        lambda: workflow.reopen_case(case.pk, by=officers[0]),
        lambda: workflow.reject_reopening(case.pk, reasons="No.", by=officers[1]),
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Case", "WrongState"]
    assert verify_chain(Case.objects.get(pk=case.pk)) is None


@pytest.mark.parametrize("pause", [0, 0.2])
def test_a_double_click_answers_a_hearing_once(pause):
    case = make_case("hearing")

    def answer():
        return workflow.answer_hearing(case.pk, text="No.", by=case.cast.applicant)

    outcomes = at_once(answer, later(pause, answer))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Case", "WrongState"]
    assert case.events.filter(kind="hearing_answered").count() == 1
