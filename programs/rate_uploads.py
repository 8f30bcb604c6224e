"""Take a table of rates in: kept unaltered under its SHA-256, changing nothing by itself."""

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import Membership
from files.names import safe_name
from files.sheet_rows import LARGEST, UNREADABLE
from files.uploads import CSV, XLSX, Allowance, UploadRefused, store_upload
from programs.models import RateUpload
from programs.rate_errors import RateEntryNotAllowed
from programs.rate_proposals import may_enter_rates

RATE_TABLES = Allowance(frozenset({CSV, XLSX}), LARGEST)


@transaction.atomic
def upload_rates(upload: UploadedFile, *, by: Membership) -> RateUpload:
    """Keep the file for its preview. Raises UploadRefused, RateEntryNotAllowed."""
    if not may_enter_rates(by):
        raise RateEntryNotAllowed
    try:
        file = store_upload(upload, allow=RATE_TABLES)
    except UploadRefused as refusal:
        raise _in_own_words(refusal) from None
    name = safe_name(upload.name or "", file.content_type, fallback="rates")
    return RateUpload.objects.create(file=file, name=name, uploaded_by=by)


def _in_own_words(refusal: ValidationError) -> ValidationError:
    """What a register may be, such as Parquet, a table of rates may not."""
    return UploadRefused(UNREADABLE) if refusal.code == "wrong_type" else refusal
