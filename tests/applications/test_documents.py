"""Documents are known by content, numbered by kind, and never lost."""

import hashlib
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from applications.answers import frozen_documents
from applications.case_errors import WrongState
from applications.documents import (
    add_document,
    current_documents,
    missing_documents,
    readable_documents,
)
from applications.documents import remove_document as remove
from applications.drafts import start_draft
from applications.models import Case, CaseDocument, CaseState, DocumentKind
from files.models import StoredFile
from files.uploads import UploadRefused
from tests.applications.cases import attach, make_case
from tests.applications.complete_answers import PDF, pdf, png
from tests.applications.test_drafts import filed_case
from tests.people import make_membership

pytestmark = pytest.mark.django_db
KIND = DocumentKind.EXPORT_CONTRACT


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
    add_document(case.pk, KIND, pdf("second.pdf"), by=person)
    other = add_document(case.pk, DocumentKind.CONSENT, pdf(), by=person)
    remove(case.pk, first.pk, by=person)
    remove(case.pk, case.documents.get(version=2).pk, by=person)
    third = add_document(case.pk, KIND, pdf("third.pdf"), by=person)
    assert (first.version, third.version, other.version) == (1, 3, 1)
    assert [d.name for d in current_documents(case)] == ["contract.pdf", "third.pdf"]
    assert case.documents.count() == 4


def test_the_same_content_is_stored_once():
    person = make_membership()
    case = start_draft(by=person)
    for _ in range(2):
        add_document(case.pk, KIND, pdf(), by=person)
    assert StoredFile.objects.count() == 1


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
