"""What goes into the ZIP of a case, file by file, and what is left out with its reason.

Officers' internal notes are never in it, for no reader: an archive is made to be handed on.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import Membership, Role
from applications.answer_display import answer_cards
from applications.case_archive.tables import messages_csv, timeline_csv
from applications.documents import readable_documents
from applications.findings_data import last_findings_as_data
from applications.form_sections import SECTIONS
from applications.models import Case, CaseDocument, DocumentKind, Submission
from applications.timeline import timeline
from files.models import ErasedFile, InfectedFile, StoredFile
from files.names import safe_name
from notices.models import Notice

PORTION = 64 * 1024


@dataclass(frozen=True)
class ArchivedFile:
    """``name`` within the archive; ``is_packed``: its content is as small as it gets."""

    name: str
    content: Iterator[bytes]
    is_packed: bool = False


@dataclass(frozen=True)
class LeftOut:
    what: str
    why: str | Promise


Entry = ArchivedFile | LeftOut


def contents_of(case: Case, membership: Membership) -> Iterator[Entry]:
    """In the order of reading; each file's content is read when it is asked for."""
    staff = membership.role != Role.APPLICANT
    for submission in case.submissions.select_related("case", "submitted_by__user"):
        yield from _submission(submission, staff)
    yield from _documents(case, membership)
    yield from _letters(case)
    yield from _history(case, staff)


def _submission(submission: Submission, staff: bool) -> Iterator[Entry]:
    folder = f"submissions/{submission.ordinal:02}"
    page = {"submission": submission, "case": submission.case, "blocks": _blocks(submission)}
    yield _text(
        f"{folder}/answers.html", render_to_string("applications/archive/answers.html", page)
    )
    yield _json(f"{folder}/answers.json", _submission_data(submission))
    findings = last_findings_as_data(submission, for_applicant=not staff)
    if findings is not None:
        yield _json(f"{folder}/checks.json", findings)


def _submission_data(submission: Submission) -> dict[str, Any]:
    return {
        "case": submission.case.number,
        "submission": submission.ordinal,
        "submitted_at": submission.submitted_at.isoformat(),
        "answers": submission.answers,
        "documents": submission.documents,
        "reference": submission.reference,
    }


def _blocks(submission: Submission) -> list[dict[str, Any]]:
    answers = submission.answers
    return [
        {"section": section, "cards": list(answer_cards(section, answers[section.code]))}
        for section in SECTIONS
        if section.code in answers
    ]


def _documents(case: Case, membership: Membership) -> Iterator[Entry]:
    """All that were filed, also those replaced since; of the rest what counts now."""
    filed = {document["id"] for s in case.submissions.all() for document in s.documents}
    documents = readable_documents(case, membership).select_related("file")
    for document in documents.order_by("kind", "version"):
        if document.pk not in filed and not document.is_current:
            yield LeftOut(_named(document), _("removed or replaced before it was ever filed"))
        else:
            yield _stored(_document_path(document), document.file, _named(document))


def _document_path(document: CaseDocument) -> str:
    name = safe_name(document.name, document.file.content_type, fallback=document.kind)
    return f"documents/{document.kind}/{document.version:03}-{name}"


def _named(document: CaseDocument) -> str:
    kind = DocumentKind(document.kind).label
    words = {"kind": kind, "version": document.version, "name": document.name}
    return _("%(kind)s, version %(version)s, %(name)s") % words


def _letters(case: Case) -> Iterator[Entry]:
    issued = Notice.objects.filter(pk__in=case.events.values("notice")).select_related("pdf")
    for notice in issued.order_by("pk"):
        what = f"{notice.get_kind_display()} № {notice.number}"
        if notice.pdf is None:
            yield LeftOut(what, _("not written yet, or erased because its time is over"))
        else:
            yield _stored(f"letters/{notice.number}.pdf", notice.pdf, what)


def _stored(name: str, file: StoredFile, what: str) -> Entry:
    """Opened at once, so that what cannot be opened is told instead of breaking the archive."""
    try:
        opened = file.open()
    except InfectedFile:
        return LeftOut(what, _("a virus was found in it"))
    except ErasedFile:
        return LeftOut(what, _("erased because its time is over"))
    except OSError:
        return LeftOut(what, _("its content could not be read"))
    return ArchivedFile(name, _portions(opened), is_packed=True)


def _portions(opened: Any) -> Iterator[bytes]:
    with opened:
        yield from opened.chunks(PORTION)


def _history(case: Case, staff: bool) -> Iterator[Entry]:
    entries = timeline(case, for_staff=staff)[::-1]
    page = {"case": case, "entries": entries}
    yield _text("history.html", render_to_string("applications/archive/history.html", page))
    yield ArchivedFile("history.csv", timeline_csv(entries))
    yield ArchivedFile("messages.csv", messages_csv(case, for_staff=staff))


def _text(name: str, text: str) -> ArchivedFile:
    return ArchivedFile(name, iter([text.encode()]))


def _json(name: str, content: Any) -> ArchivedFile:
    return _text(name, json.dumps(content, ensure_ascii=False, indent=2) + "\n")
