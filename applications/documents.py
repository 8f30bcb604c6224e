"""The documents of a case: taken in, numbered by kind, removed but kept on record."""

from collections.abc import Iterable

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from accounts.models import Membership, Role
from applications.drafts import editable_case
from applications.models import Case, CaseDocument, DocumentKind
from files.uploads import DOCUMENTS, store_upload

# The portal's own minimum, not the order's: without these no officer can begin.
REQUIRED_KINDS = (
    DocumentKind.EXPORT_CONTRACT,
    DocumentKind.LENDER_DECISION,
    DocumentKind.FINANCING_AGREEMENT,
    DocumentKind.INSURANCE_CONTRACT,
    DocumentKind.ORIGIN_PROOF,
)


def add_document(
    case_id: int, kind: DocumentKind, upload: UploadedFile, *, by: Membership
) -> CaseDocument:
    """The next version of a kind. The kind of file is told by its content.

    Raises files.uploads.UploadRefused, Case.DoesNotExist, NotAllowed, WrongState.
    """
    with transaction.atomic():
        case = editable_case(case_id, by=by)
        file = store_upload(upload, allow=DOCUMENTS)
        return CaseDocument.objects.create(
            case=case,
            kind=kind,
            version=_last_version(case, kind) + 1,
            name=(upload.name or kind.value)[-255:],
            file=file,
            uploaded_by=by,
        )


def _last_version(case: Case, kind: DocumentKind) -> int:
    """Removed versions count: a number is given once."""
    last = case.documents.filter(kind=kind).aggregate(last=Max("version"))["last"]
    return last or 0


@transaction.atomic
def remove_document(case_id: int, document_id: int, *, by: Membership) -> None:
    """Take a document out of the case; the row and the file stay.

    Raises CaseDocument.DoesNotExist besides what ``add_document`` raises.
    """
    case = editable_case(case_id, by=by)
    document = case.documents.get(pk=document_id, removed_at=None)
    document.removed_at = timezone.now()
    document.save(update_fields=["removed_at"])


def current_documents(case: Case) -> list[CaseDocument]:
    """Documents not removed, by kind and version."""
    return list(case.documents.filter(removed_at=None).select_related("file", "uploaded_by__user"))


def readable_documents(case: Case, membership: Membership) -> QuerySet[CaseDocument]:
    """All of an applicant's own case; for officers those that a submission names."""
    if membership.role == Role.APPLICANT:
        return case.documents.all()
    filed = [d["id"] for s in case.submissions.all() for d in s.documents]
    return case.documents.filter(pk__in=filed)


def missing_documents(documents: Iterable[CaseDocument]) -> list[DocumentKind]:
    present = {document.kind for document in documents}
    return [kind for kind in REQUIRED_KINDS if kind not in present]
