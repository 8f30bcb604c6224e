"""Remarks on sections and documents: at their place, in the letter, answered on resubmission."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from applications import case_workflow as workflow
from applications.answers import draft_answers
from applications.case_errors import CaseMovedOn, WrongState
from applications.correspondence.remark_answers import remarks_to_answer, save_remark_answers
from applications.documents import remove_document
from applications.events import verify_chain
from applications.models import Case, CaseState, DocumentKind, RemarkAnswer
from applications.remarks import document_code, is_answered, last_return, remark_title
from files.uploads import PDF, store_bytes
from tests.applications.cases import SUBMITTED_AT, make_case

pytestmark = pytest.mark.django_db
LATER = SUBMITTED_AT + timedelta(days=2)


@pytest.fixture
def paper_and_case():
    """Returned with a remark on the buyer and one on the export contract."""
    case = make_case(CaseState.AGENT_REVIEW)
    paper = case.documents.get(kind=DocumentKind.EXPORT_CONTRACT)
    remarks = {"buyer": "Check the number.", document_code(paper.pk): "Page 3 is missing."}
    workflow.return_case(case.pk, remarks=remarks, written_in="ru", by=case.cast.agent, at=LATER)
    returned: Any = Case.objects.get(pk=case.pk)
    returned.cast = case.cast
    returned.sections.update(updated_at=SUBMITTED_AT)
    return paper, returned


@pytest.fixture
def case(paper_and_case):
    return paper_and_case[1]


@pytest.fixture
def paper(paper_and_case):
    return paper_and_case[0]


def replace(case, paper):
    """A new version, as the documents page makes one."""
    file = store_bytes(b"%PDF-1.7 with page 3\n%%EOF", PDF)
    paper.replaced_at = LATER + timedelta(minutes=1)
    paper.save()
    return case.documents.create(
        kind=paper.kind, version=2, name="v2.pdf", file=file, uploaded_by=case.cast.applicant
    )


def answer(case, **answers):
    save_remark_answers(case.pk, answers, language="ru", by=case.cast.applicant, at=LATER)


def resubmit(case):
    case_ = workflow.submit_case(case.pk, by=case.cast.applicant, at=LATER + timedelta(days=1))
    return case_.events.order_by("-ordinal").first()


def pages(case, client, who, *names):
    client.force_login(who.user)
    return [client.get(reverse(name, args=[case.pk])).content.decode() for name in names]


def test_the_remark_stands_at_the_document_and_on_every_page_of_the_history(case, client):
    shown = pages(
        case, client, case.cast.applicant,
        "applications:documents", "applications:answer_remarks", "applications:case",
    )  # fmt: skip
    assert all("Page 3 is missing." in page for page in shown)
    (staff,) = pages(case, client, case.cast.agent, "applications:review")
    assert "Page 3 is missing." in staff


def test_the_letter_names_kind_version_and_name(case, paper):
    content = case.events.get(kind="returned").notice.content["ru"]
    headings = [part["heading"] for part in content["sections"]]
    assert any(paper.name in heading and "1" in heading for heading in headings)
    assert not any("document-" in heading for heading in headings)


def test_the_form_of_the_return_asks_by_document(client):
    case = make_case(CaseState.AGENT_REVIEW)
    paper = case.documents.get(kind=DocumentKind.EXPORT_CONTRACT)
    client.force_login(case.cast.agent.user)
    address = reverse("applications:act", args=[case.pk, "return"])
    sent = {f"return-remark_document-{paper.pk}": "Unreadable.", "return-written_in": "kk"}
    assert client.post(address, sent).status_code == 302
    event = last_return(Case.objects.get(pk=case.pk))
    assert event.details["remarks"] == {f"document-{paper.pk}": "Unreadable."}
    assert event.details["documents"][f"document-{paper.pk}"]["name"] == paper.name


def test_a_document_of_another_case_cannot_be_remarked():
    case, other = make_case(CaseState.AGENT_REVIEW), make_case(CaseState.AGENT_REVIEW)
    strange = {document_code(other.documents.first().pk): "x"}
    with pytest.raises(KeyError):
        workflow.return_case(case.pk, remarks=strange, by=case.cast.agent, at=LATER)
    assert Case.objects.get(pk=case.pk).state == CaseState.AGENT_REVIEW


def test_answered_once_the_document_is_replaced_or_removed(case, paper):
    event, code = last_return(case), document_code(paper.pk)
    assert not is_answered(event, code, draft_answers(case))
    replace(case, paper)
    assert is_answered(event, code, draft_answers(case))
    assert not is_answered(event, "buyer", draft_answers(case))


def test_removing_counts_as_a_change(case, paper):
    remove_document(case.pk, paper.pk, by=case.cast.applicant)
    assert is_answered(last_return(case), document_code(paper.pk), draft_answers(case))


def test_the_submission_takes_the_answers_over_and_the_chain_holds(case, paper, client):
    replace(case, paper)
    answer(case, **{document_code(paper.pk): "All pages now.", "buyer": "It is right."})
    event = resubmit(case)
    assert event.details["answers"]["buyer"] == "It is right."
    assert event.details["answers_to"] == case.events.get(kind="returned").ordinal
    assert not RemarkAnswer.objects.exists()
    assert verify_chain(Case.objects.get(pk=case.pk)) is None
    client.force_login(case.cast.agent.user)
    page = client.get(reverse("applications:review", args=[case.pk]))
    marks = next(item["mark"] for item in page.context["timeline"] if item["mark"])
    told = {str(remark.title): remark for remark in marks.answered}
    assert {remark.answer: remark.is_changed for remark in told.values()} == {
        "All pages now.": True, "It is right.": False,
    }  # fmt: skip
    assert any(paper.name in title for title in told)


def test_without_answers_nothing_is_added_to_the_event(case, paper):
    replace(case, paper)
    assert "answers" not in resubmit(case).details


def test_an_empty_answer_takes_the_earlier_one_back(case):
    answer(case, buyer="Yes")
    answer(case, buyer=" ")
    answer(case, seller="not a remark")
    assert not RemarkAnswer.objects.exists()


def test_an_answer_changed_elsewhere_is_not_submitted_unseen(case, paper, client):
    replace(case, paper)
    client.force_login(case.cast.applicant.user)
    response = client.get(reverse("applications:check_answers", args=[case.pk]))
    answer(case, buyer="Written by a colleague")
    with pytest.raises(CaseMovedOn):
        workflow.submit_case(case.pk, by=case.cast.applicant, seen=response.context["seen"])


def test_nothing_is_answered_outside_a_correction():
    case = make_case(CaseState.AGENT_REVIEW)
    with pytest.raises(WrongState):
        answer(case, buyer="?")
    assert remarks_to_answer(case, draft_answers(case)) == []


def test_the_page_keeps_and_shows_the_answers(case, client):
    client.force_login(case.cast.applicant.user)
    address = reverse("applications:answer_remarks", args=[case.pk])
    assert client.post(address, {"answer_buyer": "Right", "language": "en"}).status_code == 302
    assert "Right" in client.get(address).content.decode()


def test_a_title_outlives_what_it_names():
    """Erased details leave the code alone: the title falls back to the section's."""
    assert "document-" not in str(remark_title("document-7", {}))
