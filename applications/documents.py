"""The documents of a case: taken in, numbered by kind, replaced or removed but kept on record."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, Max, QuerySet, Sum
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Role
from applications.case_errors import CaseRefusal, DocumentInfected
from applications.drafts import editable_case
from applications.models import Case, CaseDocument, DocumentKind, Submission
from files.models import ScanState, StoredFile
from files.names import safe_name
from files.uploads import DOCUMENTS, MEBIBYTE, UploadRefused, store_upload
from notices.file_scans import promise_scan

# The portal's own minimum, not the order's: without these no officer can begin.
REQUIRED_KINDS = (
    DocumentKind.EXPORT_CONTRACT,
    DocumentKind.LENDER_DECISION,
    DocumentKind.FINANCING_AGREEMENT,
    DocumentKind.INSURANCE_CONTRACT,
    DocumentKind.ORIGIN_PROOF,
)
# Everything on record counts, replaced and removed documents too: their content is kept.
MOST_DOCUMENTS = 200
MOST_BYTES = 500 * MEBIBYTE


class AlreadyReplaced(CaseRefusal):
    explanation = _(
        "This document has been replaced or removed since you opened the page. Look at the list"
        " again, then choose."
    )


@dataclass(frozen=True)
class Receipt:
    """The document a file became, or already was: the same content of the same kind."""

    document: CaseDocument
    seen_before: bool


@dataclass(frozen=True)
class Kept:
    """What a case holds on record: documents, and bytes as uploaded."""

    count: int
    size: int


def add_document(
    case_id: int, kind: DocumentKind, upload: UploadedFile, *, by: Membership
) -> CaseDocument:
    """The document that ``receive_document`` makes of a file."""
    return receive_document(case_id, kind, upload, by=by).document


def receive_document(
    case_id: int,
    kind: DocumentKind,
    upload: UploadedFile,
    *,
    by: Membership,
    replaces: int | None = None,
) -> Receipt:
    """The next version number of a kind; in place of the document ``replaces``, if given.

    The kind of file is told by its content. What the case has already in this kind is
    recognised. Raises files.uploads.UploadRefused, Case.DoesNotExist, NotAllowed,
    WrongState, CaseDocument.DoesNotExist, AlreadyReplaced.
    """
    with transaction.atomic():
        editable_case(case_id, by=by)
    # Reading a large file holds nobody else's upload up; what is allowed is asked again.
    file = store_upload(upload, allow=DOCUMENTS)
    with transaction.atomic():
        case = editable_case(case_id, by=by)
        return _receive(case, kind, file, upload.name or "", by, replaces)


def _receive(
    case: Case,
    kind: DocumentKind,
    file: StoredFile,
    name: str,
    by: Membership,
    replaces: int | None,
) -> Receipt:
    same = case.documents.current().filter(kind=kind, file=file).first()
    if same is not None:
        return Receipt(same, seen_before=True)
    _refuse_above_limits(case, file)
    older = _replaced(case, kind, replaces)
    safe = safe_name(name, file.content_type, fallback=kind.value)
    return Receipt(_add(case, kind, file, safe, by, older), seen_before=False)


def _replaced(case: Case, kind: DocumentKind, document_id: int | None) -> CaseDocument | None:
    if document_id is None:
        return None
    older: CaseDocument = case.documents.get(pk=document_id, kind=kind)
    if older.removed_at or older.replaced_at:
        raise AlreadyReplaced
    return older


def _add(
    case: Case,
    kind: DocumentKind,
    file: StoredFile,
    name: str,
    by: Membership,
    older: CaseDocument | None = None,
) -> CaseDocument:
    now = timezone.now()
    if older is not None:
        older.replaced_at = now
        older.save(update_fields=["replaced_at"])
    promise_scan(file, at=now)
    return CaseDocument.objects.create(
        case=case,
        kind=kind,
        version=_last_version(case, kind) + 1,
        name=name,
        file=file,
        uploaded_by=by,
        replaces=older,
    )


def _refuse_above_limits(case: Case, file: StoredFile) -> None:
    kept = kept_on_record(case)
    if kept.count < MOST_DOCUMENTS and kept.size + file.size <= MOST_BYTES:
        return
    raise UploadRefused(
        _("The application has no room for it: at most %(count)s documents, %(size)s in all."),
        code="case_full",
        params={"count": MOST_DOCUMENTS, "size": filesizeformat(MOST_BYTES)},
    )


def kept_on_record(case: Case) -> Kept:
    sums = case.documents.aggregate(count=Count("pk"), size=Sum("file__size"))
    return Kept(sums["count"], sums["size"] or 0)


def _last_version(case: Case, kind: DocumentKind) -> int:
    """Removed versions count: a number is given once."""
    last = case.documents.filter(kind=kind).aggregate(last=Max("version"))["last"]
    return last or 0


@transaction.atomic
def change_kind(
    case_id: int, document_id: int, kind: DocumentKind, *, by: Membership
) -> CaseDocument:
    """Put a document under another kind: a new entry there, the old one removed.

    Raises CaseDocument.DoesNotExist besides what ``receive_document`` raises.
    """
    case = editable_case(case_id, by=by)
    document = case.documents.select_related("file").get(pk=document_id)
    if document.kind == kind:
        return document
    if document.removed_at or document.replaced_at:
        raise AlreadyReplaced
    _remove(document, by)
    same = case.documents.current().filter(kind=kind, file=document.file).first()
    return same or _add(case, kind, document.file, document.name, by)


@transaction.atomic
def remove_document(case_id: int, document_id: int, *, by: Membership) -> None:
    """Take a document out of the case; the row and the file stay. A second click does nothing.

    Raises CaseDocument.DoesNotExist besides what ``receive_document`` raises.
    """
    case = editable_case(case_id, by=by)
    document = case.documents.get(pk=document_id, replaced_at=None)
    if document.removed_at is None:
        _remove(document, by)


def _remove(document: CaseDocument, by: Membership) -> None:
    document.removed_at, document.removed_by = timezone.now(), by
    document.save(update_fields=["removed_at", "removed_by"])


@transaction.atomic
def scan_again(case_id: int, document_id: int, *, by: Membership) -> bool:
    """Ask for a scan that failed or never was; whoever may read the document may ask.

    False where there is nothing to do. Raises Case.DoesNotExist, CaseDocument.DoesNotExist.
    """
    case = Case.objects.visible_to(by).get(pk=case_id)
    document = readable_documents(case, by).select_related("file").get(pk=document_id)
    return promise_scan(document.file, at=timezone.now())


def current_documents(case: Case) -> list[CaseDocument]:
    """Documents neither removed nor replaced, by kind and version."""
    return list(case.documents.current().select_related("file", "uploaded_by__user"))


def readable_documents(case: Case, membership: Membership) -> QuerySet[CaseDocument]:
    """All of an applicant's own case; for officers those that a submission names."""
    if membership.role == Role.APPLICANT:
        return case.documents.all()
    filed = [d["id"] for s in case.submissions.all() for d in s.documents]
    return case.documents.filter(pk__in=filed)


def missing_documents(documents: Iterable[CaseDocument]) -> list[DocumentKind]:
    present = {document.kind for document in documents}
    return [kind for kind in REQUIRED_KINDS if kind not in present]


def require_harmless_documents(submission: Submission) -> None:
    """Raises DocumentInfected where the scanner has found a virus since the filing."""
    filed = CaseDocument.objects.filter(pk__in=[entry["id"] for entry in submission.documents])
    infected = filed.filter(file__scan_state=ScanState.INFECTED).first()
    if infected is not None:
        raise DocumentInfected(infected.name)
