"""What an uploaded .xlsx may hold, known from its directory before anything is unpacked.

A plain archive only: no second directory, nothing before or after it, no parts that a
spreadsheet would run or fetch. The declared sizes are limits for honest files; who reads
the content reads it in a process of limited memory.
"""

import struct
import zipfile
from enum import StrEnum
from typing import BinaryIO

MEBIBYTE = 1024 * 1024
LARGEST_FILE = 100 * MEBIBYTE
LARGEST_CONTENT = 700 * MEBIBYTE
LARGEST_DIRECTORY = MEBIBYTE
MOST_PARTS = 500
SUSPECT_FROM = MEBIBYTE
HIGHEST_RATIO = 200
"""Sheets of a register shrink to a tenth; a part above this only pretends to be one."""
END, END_SIZE, ZIP64_LOCATOR_SIZE = b"PK\x05\x06", 22, 20
TYPES_PART = "[Content_Types].xml"
SHEET_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
ACTIVE_TYPES = (b"macro", b"vba", b"activex", b"oleobject", b"externallink", b"connections+xml")
ACTIVE_PARTS = ("vba", "/macrosheets/", "/activex/", "/embeddings/", "/externallinks/")


class WorkbookFault(StrEnum):
    TOO_LARGE = "too_large"
    ENCRYPTED = "encrypted"
    ACTIVE = "active"
    DAMAGED = "damaged"


def is_workbook(file: BinaryIO) -> bool:
    """Whether this is an archive that calls itself a workbook, macros or not."""
    parts = _parts(file)
    if parts is None:
        return False
    types = _types(file, parts)
    return SHEET_TYPE in types or b"ms-excel" in types


def workbook_fault(file: BinaryIO) -> WorkbookFault | None:
    """Why the workbook is not taken in; None for a harmless one."""
    parts = _parts(file) or []
    size = file.seek(0, 2)
    if any(part.flag_bits & 1 for part in parts):
        return WorkbookFault.ENCRYPTED
    if size > LARGEST_FILE or _swells(parts):
        return WorkbookFault.TOO_LARGE
    if _is_active(parts, _types(file, parts)):
        return WorkbookFault.ACTIVE
    return WorkbookFault.DAMAGED if _is_damaged(parts, size) else None


def _parts(file: BinaryIO) -> list[zipfile.ZipInfo] | None:
    """The directory, read only where it is small and stands at the very end."""
    if not _has_plain_end(file):
        return None
    try:
        with zipfile.ZipFile(file) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return None


def _has_plain_end(file: BinaryIO) -> bool:
    size = file.seek(0, 2)
    file.seek(max(0, size - END_SIZE - ZIP64_LOCATOR_SIZE))
    tail = file.read()
    end = tail[-END_SIZE:]
    if not end.startswith(END) or tail.startswith(b"PK\x06\x07"):
        return False
    parts, directory, offset = struct.unpack("<10xHII2x", end)
    return bool(directory <= LARGEST_DIRECTORY and offset + directory + END_SIZE == size and parts)


def _types(file: BinaryIO, parts: list[zipfile.ZipInfo]) -> bytes:
    found = [part for part in parts if part.filename == TYPES_PART]
    if len(found) != 1 or found[0].file_size > MEBIBYTE:
        return b""
    try:
        with zipfile.ZipFile(file) as archive, archive.open(found[0]) as types:
            return types.read(MEBIBYTE)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, OSError):
        return b""


def _swells(parts: list[zipfile.ZipInfo]) -> bool:
    return (
        len(parts) > MOST_PARTS
        or sum(part.file_size for part in parts) > LARGEST_CONTENT
        or any(
            part.file_size > max(SUSPECT_FROM, HIGHEST_RATIO * part.compress_size) for part in parts
        )
    )


def _is_active(parts: list[zipfile.ZipInfo], types: bytes) -> bool:
    names = "\n".join(f"/{part.filename.lower()}" for part in parts)
    return any(name in names for name in ACTIVE_PARTS) or any(
        kind in types.lower() for kind in ACTIVE_TYPES
    )


def _is_damaged(parts: list[zipfile.ZipInfo], size: int) -> bool:
    """Parts under one name or over one another, or packed in a way spreadsheets do not."""
    names = {part.filename.lower() for part in parts}
    usual = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    return (
        len(names) < len(parts)
        or sum(part.compress_size for part in parts) > size
        or any(part.compress_type not in usual for part in parts)
    )
