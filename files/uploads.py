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
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from files.models import StoredFile
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
    content_type = content_type_of(cast(BinaryIO, upload))
    if content_type not in allow.content_types:
        raise UploadRefused(_refusal_of(allow), code="wrong_type")
    if content_type == XLSX and (fault := workbook_fault(cast(BinaryIO, upload))):
        raise UploadRefused(WORKBOOK_TEXTS[fault], code=f"workbook_{fault}")
    return _store(upload, content_type, size)


def _refusal_of(allow: Allowance) -> str:
    if CSV in allow.content_types:
        return cast(
            str,
            _(
                "This is not CSV text in UTF-8, an .xlsx workbook or a Parquet file. Save the "
                "register as one of these."
            ),
        )
    return cast(
        str, _("This is not a readable PDF, PNG or JPEG. Save the document as one of these.")
    )


def content_type_of(file: BinaryIO) -> str | None:
    """The content type by content alone, or None for anything unknown or damaged."""
    file.seek(0)
    head = file.read(8192)
    file.seek(0)
    if head.startswith(b"%PDF-"):
        return PDF if _has_pdf_end(file) else None
    if head.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return _image_type(file)
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


def _image_type(file: BinaryIO) -> str | None:
    try:
        with Image.open(file) as image:
            kind = {"PNG": PNG, "JPEG": JPEG}.get(image.format or "")
            image.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError):
        return None
    finally:
        file.seek(0)
    return kind


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
    return row
