"""Take a file in: its size limited, its kind known by its content, stored by its SHA-256."""

import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from files.images import MOST_PIXELS, ImageFault, image_type
from files.models import StoredFile
from files.pdfs import PdfFault, pdf_fault
from files.workbooks import WorkbookFault, is_workbook, workbook_fault

MEBIBYTE = 1024 * 1024


class UploadRefused(ValidationError):
    """The file is not taken in; the message says why and what to do."""


@dataclass(frozen=True)
class Allowance:
    """What a place takes: content types and the largest size in bytes."""

    content_types: frozenset[str]
    max_bytes: int


PDF, PNG, JPEG, CSV = "application/pdf", "image/png", "image/jpeg", "text/csv"
DOCUMENTS = Allowance(frozenset({PDF, PNG, JPEG}), 20 * MEBIBYTE)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARQUET = "application/vnd.apache.parquet"
PARQUET_MAGIC = b"PAR1"
REGISTERS = Allowance(frozenset({CSV, XLSX, PARQUET}), 600 * MEBIBYTE)
WORKBOOK_TEXTS = {
    WorkbookFault.TOO_LARGE: _(
        "The workbook is too large or unpacks to far more than a register. Save it as CSV UTF-8."
    ),
    WorkbookFault.ENCRYPTED: _("The workbook is protected by a password. Save it without one."),
    WorkbookFault.ACTIVE: _(
        "The workbook has macros, embedded objects or links to other files. Save only its "
        "values as .xlsx or CSV UTF-8."
    ),
    WorkbookFault.DAMAGED: _("The workbook is damaged. Save it anew as .xlsx or CSV UTF-8."),
}
PDF_TEXTS = {
    PdfFault.ENCRYPTED: _(
        "The PDF is protected by a password or encrypted. Save it without protection."
    ),
    PdfFault.ACTIVE: _(
        "The PDF can start programs, scripts, films or send its content away. Print it to a "
        "new PDF and upload that."
    ),
    PdfFault.ATTACHED: _(
        "The PDF has other files inside it. Upload each of them by itself, and this one "
        "printed to a new PDF."
    ),
    PdfFault.UNREADABLE: _(
        "A part of the PDF is packed in a way that cannot be read. Print it to a new PDF and "
        "upload that."
    ),
    PdfFault.SWELLS: _(
        "The PDF unpacks to far more than its size. Print it to a new PDF and upload that."
    ),
}
TWO_KINDS = _(
    "The file is two files in one: an archive is hidden in it. Print the document to a new PDF."
)
OFFICE_MAGIC = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"Rar!",
    b"7z\xbc\xaf",
)


def store_upload(upload: UploadedFile, *, allow: Allowance) -> StoredFile:
    """Check and store an uploaded file unaltered; the same content is stored once."""
    size = upload.size or 0
    if size == 0:
        raise UploadRefused(_("The file is empty. Choose a file with content."), code="empty")
    if size > allow.max_bytes:
        raise UploadRefused(
            _("The file is %(size)s. The largest allowed is %(limit)s."),
            code="too_large",
            params={
                "size": filesizeformat(size),
                "limit": filesizeformat(allow.max_bytes),
            },
        )
    content_type = _checked_type(cast(BinaryIO, upload), allow)
    return _store(upload, content_type, size)


def _checked_type(file: BinaryIO, allow: Allowance) -> str:
    """The content type of a file that may be taken in here. Raises UploadRefused."""
    content_type = content_type_of(file)
    if isinstance(content_type, ImageFault):
        raise _image_refused(content_type, allow)
    if content_type not in allow.content_types:
        raise UploadRefused(_refusal_of(file, allow), code="wrong_type")
    if content_type == XLSX and (fault := workbook_fault(file)):
        raise UploadRefused(WORKBOOK_TEXTS[fault], code=f"workbook_{fault}")
    if content_type in (PDF, PNG, JPEG) and zipfile.is_zipfile(file):
        raise UploadRefused(TWO_KINDS, code="two_kinds")
    if content_type == PDF and (pdf := pdf_fault(file)):
        raise UploadRefused(PDF_TEXTS[pdf], code=f"pdf_{pdf}")
    file.seek(0)
    return str(content_type)


def _image_refused(fault: ImageFault, allow: Allowance) -> UploadRefused:
    if fault == ImageFault.PIXELS and PNG in allow.content_types:
        text = _(
            "The picture has more than %(most)s million points. Scan it at a lower resolution."
        )
        return UploadRefused(text, code="pixels", params={"most": MOST_PIXELS // 1_000_000})
    return UploadRefused(_refusal_of(None, allow), code="wrong_type")


def _refusal_of(file: BinaryIO | None, allow: Allowance) -> str:
    if CSV in allow.content_types:
        text = _(
            "This is not CSV text in UTF-8, an .xlsx workbook or a Parquet file. Save the "
            "register as one of these."
        )
    elif file is not None and _starts_with(file, OFFICE_MAGIC):
        text = _(
            "This is an archive or an office document (Word, Excel and the like). Save the "
            "document as PDF."
        )
    else:
        text = _("This is not a readable PDF, PNG or JPEG. Save the document as one of these.")
    return cast(str, text)


def _starts_with(file: BinaryIO, magic: tuple[bytes, ...]) -> bool:
    file.seek(0)
    head = file.read(max(map(len, magic)))
    file.seek(0)
    return head.startswith(magic)


def content_type_of(file: BinaryIO) -> str | ImageFault | None:
    """The content type by content alone, or None for anything unknown or damaged.

    A picture that cannot be opened is told by its fault.
    """
    file.seek(0)
    head = file.read(8192)
    file.seek(0)
    if head.startswith(b"%PDF-"):
        return PDF if _has_pdf_end(file) else None
    if head.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return image_type(file)
    if head.startswith(PARQUET_MAGIC):
        return PARQUET if _has_parquet_end(file) else None
    if head.startswith(b"PK\x03\x04"):
        return XLSX if is_workbook(file) else None
    if zipfile.is_zipfile(file) or b"\x00" in head:
        return None
    return CSV if _is_utf8_table(file) else None


def _has_pdf_end(file: BinaryIO) -> bool:
    file.seek(0, io.SEEK_END)
    file.seek(max(0, file.tell() - 2048))
    tail = file.read()
    file.seek(0)
    return b"%%EOF" in tail


def _has_parquet_end(file: BinaryIO) -> bool:
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - len(PARQUET_MAGIC)))
    return size > 3 * len(PARQUET_MAGIC) and file.read() == PARQUET_MAGIC


def _is_utf8_table(file: BinaryIO) -> bool:
    """Text throughout, with a separator in its first line."""
    file.seek(0)
    first_line = file.readline(65536)
    try:
        text = first_line.decode("utf-8-sig")
        for _block in _decoded_blocks(file):
            pass
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return any(separator in text for separator in ",;\t")


def _decoded_blocks(file: BinaryIO) -> Iterator[str]:
    file.seek(0)
    reader = io.TextIOWrapper(file, encoding="utf-8-sig")
    try:
        while block := reader.read(MEBIBYTE):
            yield block
    finally:
        reader.detach()


def store_bytes(data: bytes, content_type: str) -> StoredFile:
    """Store a document the portal itself made."""
    return _store(ContentFile(data), content_type, len(data))


def store_file(path: Path, content_type: str) -> StoredFile:
    """Store a file the portal itself made, however large, without holding it in memory."""
    with path.open("rb") as file:
        return _store(File(file), content_type, path.stat().st_size)


def _store(content: File, content_type: str, size: int) -> StoredFile:
    """Write the content first, the row after: a lost row leaves a harmless unnamed content."""
    digest = hashlib.sha256()
    for chunk in content.chunks():
        digest.update(chunk)
    stored = StoredFile(sha256=digest.hexdigest(), size=size, content_type=content_type)
    storage = storages["private"]
    if not storage.exists(stored.storage_name):
        content.seek(0)
        storage.save(stored.storage_name, content)
    row, _created = StoredFile.objects.get_or_create(
        sha256=stored.sha256, defaults={"size": size, "content_type": content_type}
    )
    return row if row.erased_at is None else _brought_back(row, content)


def _brought_back(erased: StoredFile, content: File) -> StoredFile:
    """The same content uploaded anew after its erasure; the lock keeps a purge from it."""
    with transaction.atomic():
        row = StoredFile.objects.select_for_update().get(pk=erased.pk)
        row.erased_at = row.purged_at = None
        row.save(update_fields=["erased_at", "purged_at"])
        storage = storages["private"]
        if not storage.exists(row.storage_name):
            content.seek(0)
            storage.save(row.storage_name, content)
    return row
