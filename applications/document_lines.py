"""What pages say of documents: what is in the case, what it replaced, what the scanner found."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from applications.documents import MOST_BYTES, MOST_DOCUMENTS, REQUIRED_KINDS, Kept
from applications.models import Case, CaseDocument, DocumentKind
from files.models import ScanState, StoredFile
from files.scans import scanner_is_set_up, state_of
from languages.templatetags.languages import local_datetime

TAGS = {
    ScanState.CLEAN: "done",
    ScanState.WAITING: "waiting",
    ScanState.INFECTED: "error",
    ScanState.FAILED: "near",
    ScanState.NOT_SCANNED: "todo",
}
SCANNABLE = (ScanState.FAILED, ScanState.NOT_SCANNED)


@dataclass(frozen=True)
class ScanLine:
    """A tag with what stands beside it; ``may_ask`` offers the button to scan."""

    state: ScanState
    tag: str
    label: str
    detail: str
    may_ask: bool

    @property
    def is_infected(self) -> bool:
        return self.state == ScanState.INFECTED


@dataclass(frozen=True)
class DocumentLine:
    document: CaseDocument
    scan: ScanLine

    @property
    def short_sha256(self) -> str:
        return self.document.file.sha256[:12]


@dataclass(frozen=True)
class KindGroup:
    """One kind: documents that count now, and those replaced or removed, newest first."""

    kind: DocumentKind
    required: bool
    current: list[DocumentLine]
    earlier: list[DocumentLine]


def scan_line(file: StoredFile, *, now: datetime) -> ScanLine:
    state, set_up = state_of(file, now=now), scanner_is_set_up()
    label = str(state.label)
    if state == ScanState.NOT_SCANNED and not set_up:
        label = _("Not scanned for viruses: no scanner is set up")
    may_ask = set_up and state in SCANNABLE
    return ScanLine(state, TAGS[state], label, _scan_detail(file, state), may_ask)


def _scan_detail(file: StoredFile, state: ScanState) -> str:
    if file.scanned_at is None:
        return ""
    seen = [file.scan_finding, file.scan_engine, local_datetime(file.scanned_at)]
    return ", ".join(part for part in seen if part)


def kind_groups(case: Case, *, now: datetime) -> list[KindGroup]:
    """One query, whatever the case holds."""
    related = ("file", "uploaded_by__user", "removed_by__user", "replaces")
    documents = list(case.documents.select_related(*related))
    lines = [DocumentLine(document, scan_line(document.file, now=now)) for document in documents]
    return [_group(kind, lines) for kind in DocumentKind]


def _group(kind: DocumentKind, lines: Iterable[DocumentLine]) -> KindGroup:
    own = [line for line in lines if line.document.kind == kind]
    return KindGroup(
        kind,
        kind in REQUIRED_KINDS,
        [line for line in own if line.document.is_current],
        [line for line in reversed(own) if not line.document.is_current],
    )


def room_left(kept: Kept) -> dict[str, str | int]:
    """The limits of a case and what it holds, in words for the page."""
    return {
        "count": kept.count,
        "most_count": MOST_DOCUMENTS,
        "size": filesizeformat(kept.size),
        "most_size": filesizeformat(MOST_BYTES),
    }


def scans_of(document_ids: Iterable[int], *, now: datetime) -> dict[int, ScanLine]:
    """By document's number, for lists made from a frozen submission; one query."""
    documents = CaseDocument.objects.filter(pk__in=list(document_ids)).select_related("file")
    return {document.pk: scan_line(document.file, now=now) for document in documents}
