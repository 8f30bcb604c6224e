"""Documents are known by content, numbered by kind, and never lost."""

import hashlib
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from applications.answers import IncompleteAnswers, frozen_documents
from applications.case_errors import WrongState
from applications.case_workflow import (
    DocumentInfected,
    approve_case,
    conclude_case,
    remit_case,
    return_case,
    submit_case,
)
from applications.documents import (
    AlreadyReplaced,
    add_document,
    change_kind,
    current_documents,
    missing_documents,
    readable_documents,
    receive_document,
)
from applications.documents import remove_document as remove
from applications.drafts import discard_draft, start_draft
from applications.models import Case, CaseDocument, CaseState, DocumentKind
from files.models import ScanState, StoredFile
from files.uploads import UploadRefused
from notices import tasks
from notices.models import OutboxJob
from tests.applications.cases import attach, make_case
from tests.applications.complete_answers import PDF, complete_draft, pdf, png
from tests.applications.test_drafts import filed_case
from tests.files.fake_clamd import ENGINE, running_clamd
from tests.people import make_membership

pytestmark = pytest.mark.django_db
KIND = DocumentKind.EXPORT_CONTRACT


def another_pdf(number: int) -> SimpleUploadedFile:
    return pdf(f"number {number}.pdf", PDF + b"%% %d\n%%%%EOF\n" % number)


def zipped() -> bytes:
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        archive.writestr("contract.pdf", PDF)
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("contract.pdf", b""),
        ("contract.pdf", b"<html><script>alert(1)</script></html>"),
        ("contract.pdf", b"MZ\x90\x00 a program"),
        ("contract.pdf", b"%PDF-1.7 without an end"),
        ("contract.pdf", zipped()),
        ("contract.pdf", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("contract.png", png()[:40]),
        ("contract.csv", b"a,b\n1,2\n"),
    ],
)
def test_what_is_no_document_is_refused_whatever_it_is_called(name, content):
    person = make_membership()
    case = start_draft(by=person)
    with pytest.raises(UploadRefused):
        add_document(case.pk, KIND, SimpleUploadedFile(name, content), by=person)
    assert not case.documents.exists()


@pytest.mark.parametrize(("name", "content"), [("a.pdf", PDF), ("wrong-name.exe", png())])
def test_the_content_decides(name, content):
    person = make_membership()
    case = start_draft(by=person)
    document = add_document(case.pk, KIND, SimpleUploadedFile(name, content), by=person)
    assert document.file.sha256 == hashlib.sha256(content).hexdigest()
    with document.file.open() as stored:
        assert stored.read() == content


def test_versions_count_by_kind_and_a_removed_number_is_not_given_again():
    person = make_membership()
    case = start_draft(by=person)
    first = add_document(case.pk, KIND, pdf(), by=person)
    add_document(case.pk, KIND, another_pdf(2), by=person)
    other = add_document(case.pk, DocumentKind.CONSENT, pdf(), by=person)
    remove(case.pk, first.pk, by=person)
    remove(case.pk, case.documents.get(version=2).pk, by=person)
    third = add_document(case.pk, KIND, another_pdf(3), by=person)
    assert (first.version, third.version, other.version) == (1, 3, 1)
    assert [d.name for d in current_documents(case)] == ["contract.pdf", "number 3.pdf"]
    assert case.documents.count() == 4


def test_the_same_content_is_stored_once():
    person = make_membership()
    case = start_draft(by=person)
    for _ in range(2):
        add_document(case.pk, KIND, pdf(), by=person)
    assert StoredFile.objects.count() == 1


def test_the_same_content_of_a_kind_is_recognised_and_not_added_twice():
    person = make_membership()
    case = start_draft(by=person)
    first = receive_document(case.pk, KIND, pdf(), by=person)
    again = receive_document(case.pk, KIND, pdf("other name.pdf"), by=person)
    assert (first.seen_before, again.seen_before) == (False, True)
    assert again.document == first.document
    other = receive_document(case.pk, DocumentKind.CONSENT, pdf(), by=person)
    assert not other.seen_before
    remove(case.pk, first.document.pk, by=person)
    assert receive_document(case.pk, KIND, pdf(), by=person).document.version == 2


def test_a_new_version_stands_in_place_of_its_document_which_stays_on_record():
    person = make_membership()
    case = start_draft(by=person)
    old = add_document(case.pk, KIND, pdf(), by=person)
    other = add_document(case.pk, KIND, another_pdf(2), by=person)
    new = receive_document(case.pk, KIND, another_pdf(3), by=person, replaces=old.pk).document
    assert current_documents(case) == [other, new]
    assert (new.replaces, new.version) == (old, 3)
    assert case.documents.get(pk=old.pk).replaced_at
    assert [document["version"] for document in frozen_documents(case)] == [2, 3]
    remove(case.pk, new.pk, by=person)
    assert current_documents(case) == [other]


def test_what_is_replaced_or_removed_is_not_replaced_again():
    person = make_membership()
    case = start_draft(by=person)
    old = add_document(case.pk, KIND, pdf(), by=person)
    new = receive_document(case.pk, KIND, another_pdf(2), by=person, replaces=old.pk).document
    remove(case.pk, new.pk, by=person)
    for gone in (old, new):
        with pytest.raises(AlreadyReplaced):
            receive_document(case.pk, KIND, another_pdf(3), by=person, replaces=gone.pk)
        with pytest.raises(AlreadyReplaced):
            change_kind(case.pk, gone.pk, DocumentKind.CONSENT, by=person)
    with pytest.raises(CaseDocument.DoesNotExist):
        remove(case.pk, old.pk, by=person)


def test_a_document_replaces_one_of_its_case_and_kind_only():
    person = make_membership()
    case, elsewhere = start_draft(by=person), start_draft(by=person)
    foreign = add_document(elsewhere.pk, KIND, pdf(), by=person)
    consent = add_document(case.pk, DocumentKind.CONSENT, pdf(), by=person)
    for wrong in (foreign, consent):
        with pytest.raises(CaseDocument.DoesNotExist):
            receive_document(case.pk, KIND, another_pdf(2), by=person, replaces=wrong.pk)


def test_the_kind_is_changed_by_a_new_entry_and_the_old_one_removed():
    person = make_membership()
    case = start_draft(by=person)
    document = add_document(case.pk, KIND, pdf(), by=person)
    moved = change_kind(case.pk, document.pk, DocumentKind.CONSENT, by=person)
    assert (moved.kind, moved.version, moved.name) == ("consent", 1, document.name)
    assert change_kind(case.pk, moved.pk, DocumentKind.CONSENT, by=person) == moved
    assert current_documents(case) == [moved]
    assert case.documents.get(pk=document.pk).removed_by == person
    again = add_document(case.pk, KIND, pdf(), by=person)
    assert change_kind(case.pk, again.pk, DocumentKind.CONSENT, by=person) == moved


def test_a_second_removal_changes_nothing():
    person = make_membership()
    case = start_draft(by=person)
    document = add_document(case.pk, KIND, pdf(), by=person)
    remove(case.pk, document.pk, by=person)
    first = case.documents.get().removed_at
    remove(case.pk, document.pk, by=person)
    assert case.documents.get().removed_at == first


@pytest.mark.parametrize(("limit", "value"), [("MOST_DOCUMENTS", 2), ("MOST_BYTES", 2 * len(PDF))])
def test_a_case_has_room_for_so_much_removed_documents_included(monkeypatch, limit, value):
    monkeypatch.setattr(f"applications.documents.{limit}", value)
    person = make_membership()
    case = start_draft(by=person)
    first = add_document(case.pk, KIND, pdf(), by=person)
    remove(case.pk, first.pk, by=person)
    add_document(case.pk, DocumentKind.CONSENT, pdf(), by=person)
    with pytest.raises(UploadRefused) as refusal:
        add_document(case.pk, KIND, pdf(), by=person)
    assert refusal.value.code == "case_full"
    assert case.documents.count() == 2


def test_a_draft_with_versions_can_be_discarded():
    person = make_membership()
    case = start_draft(by=person)
    old = add_document(case.pk, KIND, pdf(), by=person)
    receive_document(case.pk, KIND, another_pdf(2), by=person, replaces=old.pk)
    discard_draft(case.pk, by=person)
    assert not CaseDocument.objects.exists()


@pytest.mark.parametrize("impossible", ["replaces itself", "replaced and removed", "nobody's time"])
def test_impossible_documents_are_refused_by_the_database(impossible):
    person, now = make_membership(), timezone.now()
    document = add_document(start_draft(by=person).pk, KIND, pdf(), by=person)
    changes = {
        "replaces itself": {"replaces": document},
        "replaced and removed": {"replaced_at": now, "removed_at": now},
        "nobody's time": {"removed_by": person},
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseDocument.objects.filter(pk=document.pk).update(**changes[impossible])


def infected(case: Case) -> CaseDocument:
    document: CaseDocument = case.documents.all()[0]
    StoredFile.objects.filter(pk=document.file_id).update(
        scan_state=ScanState.INFECTED, scan_finding="Eicar", scanned_at=timezone.now()
    )
    return document


def test_an_infected_document_is_kept_back_from_everybody(client):
    case = make_case(CaseState.SUBMITTED)
    document = infected(case)
    address = reverse("applications:document", args=[case.pk, document.pk])
    for person in (case.cast.applicant, case.cast.agent, case.cast.ministry):
        client.force_login(person.user)
        answer = client.get(address)
        assert answer.status_code == 403
        assert "Eicar" in answer.content.decode()


def test_a_virus_found_after_filing_stands_in_the_way_of_a_yes_and_of_nothing_else(client):
    case = make_case(CaseState.AWAITING_DECISION)
    document = infected(case)
    client.force_login(case.cast.ministry.user)
    seen = {"approve-seen": case.events.count()}
    page = client.post(reverse("applications:act", args=[case.pk, "approve"]), seen)
    assert document.name in page.content.decode()
    with pytest.raises(DocumentInfected):
        approve_case(case.pk, by=case.cast.ministry)
    remit_case(case.pk, reasons="A document is infected.", by=case.cast.ministry)
    with pytest.raises(DocumentInfected):
        conclude_case(case.pk, in_favour=True, reasons="Fine.", by=case.cast.agent)
    return_case(case.pk, remarks={"documents": "Replace it."}, by=case.cast.agent)
    assert Case.objects.get(pk=case.pk).state == CaseState.RETURNED


def test_an_infected_document_cannot_be_submitted_and_its_applicant_is_told(client):
    person = make_membership()
    case = complete_draft(person)
    document = infected(case)
    with pytest.raises(IncompleteAnswers) as refused:
        submit_case(case.pk, by=person)
    errors = refused.value.errors["documents"]
    assert {error.code for error in errors} == {"infected"}
    client.force_login(person.user)
    page = client.get(reverse("applications:documents", args=[case.pk])).content.decode()
    assert f'href="#document-{document.pk}"' in page
    assert f"A virus was found in {document.name}" in page


def test_officers_see_what_the_scanner_says(client):
    case = make_case(CaseState.SUBMITTED)
    client.force_login(case.cast.agent.user)
    address = reverse("applications:review", args=[case.pk])
    assert "no scanner is set up" in client.get(address).content.decode()
    document = infected(case)
    page = client.get(address).content.decode()
    assert "Eicar" in page
    assert reverse("applications:document", args=[case.pk, document.pk]) not in page


def test_a_document_is_scanned_once_stored_and_again_when_asked(client, settings):
    with running_clamd() as scanner:
        settings.CLAMD_URL = scanner.url
        person = make_membership()
        case = start_draft(by=person)
        document = add_document(case.pk, KIND, pdf(), by=person)
        assert OutboxJob.objects.get().arguments["stored_file_id"] == document.file_id
        StoredFile.objects.update(scan_state=ScanState.FAILED)
        client.force_login(person.user)
        page = client.get(reverse("applications:documents", args=[case.pk])).content.decode()
        address = reverse("applications:scan_document", args=[case.pk, document.pk])
        assert address in page
        client.post(address)
        client.post(address)
        assert OutboxJob.objects.count() == 2
        tasks.scan_file(document.file_id, 2)
        page = client.get(reverse("applications:documents", args=[case.pk])).content.decode()
        assert "No virus found" in page
        assert ENGINE in page


def test_a_submission_freezes_name_version_and_digest():
    person = make_membership()
    case = start_draft(by=person)
    add_document(case.pk, KIND, pdf("Келісімшарт.pdf"), by=person)
    (frozen,) = frozen_documents(case)
    assert frozen["name"] == "Келісімшарт.pdf"
    assert (frozen["kind"], frozen["version"], frozen["size"]) == (KIND, 1, len(PDF))
    assert frozen["sha256"] == hashlib.sha256(PDF).hexdigest()


def test_missing_documents_are_named():
    missing = missing_documents([CaseDocument(kind=KIND)])
    assert KIND not in missing
    assert DocumentKind.LENDER_DECISION in missing


def test_a_foreign_case_takes_no_documents():
    case = start_draft(by=make_membership())
    with pytest.raises(Case.DoesNotExist):
        add_document(case.pk, KIND, pdf(), by=make_membership())


def test_a_filed_case_takes_none_and_loses_none():
    person = make_membership()
    case = filed_case(person, CaseState.AGENT_REVIEW)
    with pytest.raises(WrongState):
        add_document(case.pk, KIND, pdf(), by=person)
    with pytest.raises(WrongState):
        remove(case.pk, 1, by=person)


def test_a_document_of_another_case_is_not_removed():
    person = make_membership()
    case, other = start_draft(by=person), start_draft(by=person)
    document = add_document(other.pk, KIND, pdf(), by=person)
    with pytest.raises(CaseDocument.DoesNotExist):
        remove(case.pk, document.pk, by=person)


def test_officers_read_what_was_filed_and_nothing_of_an_unfinished_correction():
    case = make_case(CaseState.RETURNED)
    filed = case.documents.get(kind=KIND)
    correction = attach(case, DocumentKind.CONSENT, by=case.cast.applicant)
    for officer in (case.cast.agent, case.cast.ministry):
        readable = readable_documents(case, officer)
        assert filed in readable
        assert correction not in readable
    assert correction in readable_documents(case, case.cast.applicant)


def test_a_document_of_an_unfinished_correction_is_not_found_by_its_address(client):
    case = make_case(CaseState.RETURNED)
    correction = attach(case, DocumentKind.CONSENT, by=case.cast.applicant)
    address = reverse("applications:document", args=[case.pk, correction.pk])
    client.force_login(case.cast.agent.user)
    assert client.get(address).status_code == 404
    client.force_login(case.cast.applicant.user)
    assert b"".join(client.get(address).streaming_content).startswith(b"%PDF-1.7")
