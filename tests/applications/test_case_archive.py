"""The ZIP of a case: all that its reader may see, sums that hold, nothing of the officers' own."""

import csv
import hashlib
import io
import json
import tracemalloc
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from applications import case_workflow as workflow
from applications.case_archive.building import write_archive
from applications.correspondence.messages import write_message
from applications.correspondence.notes import write_note
from applications.models import Case, CaseDocument, CaseOpening, CaseState
from files.models import ScanState, StoredFile
from files.uploads import PDF, store_bytes
from notices.models import Notice
from tests.applications.cases import SUBMITTED_AT, make_case

pytestmark = pytest.mark.django_db
NOTE = "A note that no applicant reads"
LATER = SUBMITTED_AT + timedelta(days=3)


@pytest.fixture
def case():
    """Concluded and spoken about; every letter written."""
    case = make_case(CaseState.AWAITING_DECISION)
    write_note(case.pk, text=NOTE, language="en", key=uuid4(), by=case.cast.agent)
    write_message(case.pk, text="=1+1, when?", language="en", key=uuid4(), by=case.cast.applicant)
    letter = store_bytes(b"%PDF-1.7 a letter\n%%EOF", PDF)
    Notice.objects.update(pdf=letter, rendered_at=timezone.now())
    return case


def archive_of(case, by, client):
    client.force_login(by.user)
    response = client.post(reverse("applications:archive", args=[case.pk]))
    assert response["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(response.getvalue()))


def everything(archive):
    return b"".join(archive.read(name) for name in archive.namelist()).decode(errors="replace")


def test_all_parts_are_there_under_names_that_are_unique_and_safe(case, client):
    archive = archive_of(case, case.cast.applicant, client)
    names = archive.namelist()
    assert archive.testzip() is None
    assert len({name.lower() for name in names}) == len(names)
    assert not any(name.startswith("/") or ".." in name or "\\" in name for name in names)
    folders = {name.split("/")[0] for name in names}
    assert {"submissions", "documents", "letters", "history.html", "history.csv"} <= folders
    assert json.loads(archive.read("submissions/01/answers.json"))["case"] == case.number
    assert sum(name.startswith("documents/") for name in names) == case.documents.count()


def test_the_sums_hold(case, client):
    archive = archive_of(case, case.cast.ministry, client)
    lines = archive.read("SHA256SUMS.txt").decode().splitlines()
    sums = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    assert sums.keys() == set(archive.namelist()) - {"SHA256SUMS.txt", "README.txt"}
    for name, digest in sums.items():
        assert hashlib.sha256(archive.read(name)).hexdigest() == digest


def test_a_note_and_a_conclusion_are_in_no_applicants_zip(case, client):
    own = everything(archive_of(case, case.cast.applicant, client))
    assert NOTE not in own
    assert "All conditions are met." not in own
    assert case.cast.agent.user.full_name not in own
    theirs = everything(archive_of(case, case.cast.ministry, client))
    assert "All conditions are met." in theirs
    assert NOTE not in theirs, "an archive is handed on"


def test_what_was_typed_runs_in_no_spreadsheet(case, client):
    text = archive_of(case, case.cast.agent, client).read("messages.csv").decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[1][-1] == "'=1+1, when?"


def test_infected_and_never_filed_documents_are_named_as_left_out(case, client):
    infected = case.documents.first()
    StoredFile.objects.filter(pk=infected.file_id).update(
        scan_state=ScanState.INFECTED, scan_finding="Eicar", scanned_at=timezone.now()
    )
    file = store_bytes(b"%PDF-1.7 removed\n%%EOF", PDF)
    removed = CaseDocument.objects.create(
        case=case, kind="consent", version=1, name="removed.pdf", file=file,
        uploaded_by=case.cast.applicant, removed_at=timezone.now(),
    )  # fmt: skip
    archive = archive_of(case, case.cast.applicant, client)
    readme = archive.read("README.txt").decode()
    assert infected.name in readme
    assert removed.name in readme
    assert not any(name.endswith((infected.name, removed.name)) for name in archive.namelist())
    officers = archive_of(case, case.cast.agent, client).read("README.txt").decode()
    assert removed.name not in officers, "what was never filed is the applicant's own"


def test_a_lost_file_is_told_and_breaks_nothing(case, client):
    lost = case.documents.first()
    StoredFile.objects.filter(pk=lost.file_id).update(sha256="0" * 64)
    assert lost.name in archive_of(case, case.cast.agent, client).read("README.txt").decode()


def test_documents_of_the_same_name_stand_beside_each_other(case, client):
    CaseDocument.objects.filter(case=case).update(name="a.pdf")
    names = archive_of(case, case.cast.applicant, client).namelist()
    assert sum(name.endswith("-a.pdf") for name in names) == case.documents.count()


def test_taking_it_is_on_record(case, client):
    archive_of(case, case.cast.agent, client)
    assert CaseOpening.objects.filter(thing="archive").count() == 1


def test_the_memory_does_not_grow_with_the_documents(case, tmp_path):
    """Documents of 24 MiB in all cost less than one of them."""
    for number in range(3):
        content = b"%PDF-1.7 " + bytes([number]) * (8 * 1024 * 1024) + b"\n%%EOF"
        document = case.documents.all()[number]
        document.file = store_bytes(content, PDF)
        document.save()
    del content
    with (tmp_path / "case.zip").open("wb") as file:
        tracemalloc.start()
        write_archive(file, case, by=case.cast.agent, at=timezone.now())
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert (tmp_path / "case.zip").stat().st_size > 24 * 1024 * 1024
    assert peak < 8 * 1024 * 1024


class TestHistory:
    def page(self, case, by, client):
        client.force_login(by.user)
        return client.get(reverse("applications:history", args=[case.pk])).content.decode()

    def test_every_event_to_the_second_with_zone_letter_and_hash(self, case, client):
        page = self.page(case, case.cast.ministry, client)
        for event in case.events.select_related("notice"):
            assert event.hash[:16] in page
            assert event.notice is None or event.notice.number in page
        assert "12:00:00 (UTC+05:00)" in page
        assert "All conditions are met." in page

    def test_the_applicants_copy_has_neither_names_nor_conclusions(self, case, client):
        page = self.page(case, case.cast.applicant, client)
        assert NOTE not in page
        assert "All conditions are met." not in page
        assert case.cast.agent.user.full_name not in page


def test_no_page_file_or_letter_of_the_applicant_carries_a_note(case, client):
    """Every address of the case that opens to its applicant, and every letter's words."""
    workflow.refuse_case(
        case.pk, grounds={"goods_not_listed": "No."}, by=case.cast.ministry, at=LATER
    )
    client.force_login(case.cast.applicant.user)
    own = Case.objects.get(pk=case.pk)
    pages = ("case", "messages", "openings", "history", "differences")
    for name in pages:
        assert (
            NOTE not in client.get(reverse(f"applications:{name}", args=[own.pk])).content.decode()
        )
    assert NOTE not in client.get(reverse("applications:my_cases")).content.decode()
    for kind in ("csv", "xlsx"):
        answer = client.post(reverse("applications:export_own_cases", args=[kind]))
        assert NOTE.encode() not in answer.getvalue()
    assert NOTE not in str(list(Notice.objects.values_list("content", flat=True)))
    assert client.get(reverse("applications:notes", args=[own.pk])).status_code == 403
