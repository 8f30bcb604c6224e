"""What an uploaded PDF may hold, known from its names without rendering anything.

A viewer runs an action only where a dictionary names it: ``/S /JavaScript``. Names are
sought in the whole file, escapes undone, and in the object streams, unpacked up to a
limit. What hides behind more than that is the virus scanner's to find.
"""

import re
import zlib
from collections.abc import Iterator
from enum import StrEnum
from typing import BinaryIO

MEBIBYTE = 1024 * 1024
MOST_UNPACKED = 64 * MEBIBYTE
LONGEST_DICTIONARY = 4096
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb"(?<!end)stream\r?\n")
NAME_END = rb"(?=[\x00\t\n\x0c\r \[\]<>()/{}%]|$)"


class PdfFault(StrEnum):
    ENCRYPTED = "encrypted"
    ACTIVE = "active"
    ATTACHED = "attached"
    SWELLS = "swells"
    UNREADABLE = "unreadable"


FAULT_NAMES = {
    PdfFault.ENCRYPTED: (b"Encrypt",),
    PdfFault.ACTIVE: (
        b"JavaScript",
        b"Launch",
        b"SubmitForm",
        b"ImportData",
        b"RichMedia",
        b"GoToE",
    ),
    PdfFault.ATTACHED: (b"EmbeddedFiles?", b"FileAttachment"),
}
FAULTS = {
    fault: re.compile(rb"/(?:" + rb"|".join(names) + rb")" + NAME_END)
    for fault, names in FAULT_NAMES.items()
}


class _Refused(Exception):
    def __init__(self, fault: PdfFault) -> None:
        super().__init__(fault)
        self.fault = fault


def pdf_fault(file: BinaryIO) -> PdfFault | None:
    """Why the PDF is not taken in; None for a plain one."""
    file.seek(0)
    raw = file.read()
    file.seek(0)
    fault = _fault_in(raw)
    if fault is not None:
        return fault
    try:
        hidden = [_fault_in(part) for part in _object_streams(raw)]
    except _Refused as refused:
        return refused.fault
    return next((fault for fault in hidden if fault), None)


def _fault_in(part: bytes) -> PdfFault | None:
    text = _unescaped(part)
    return next((fault for fault, names in FAULTS.items() if names.search(text)), None)


def _object_streams(raw: bytes) -> Iterator[bytes]:
    """The unpacked streams that hold objects; together at most ``MOST_UNPACKED`` bytes."""
    left, view = MOST_UNPACKED, memoryview(raw)
    for stream in STREAM.finditer(raw):
        before = raw[max(0, stream.start() - LONGEST_DICTIONARY) : stream.start()]
        dictionary = _unescaped(before[before.rfind(b"obj") :])
        if b"/ObjStm" in dictionary and b"/Filter" in dictionary:
            content = _unpacked(view[stream.end() :], left)
            left -= len(content)
            yield content


def _unpacked(packed: memoryview, most: int) -> bytes:
    """Raises _Refused for what unpacks to more, or is packed otherwise than with Flate."""
    try:
        content = zlib.decompressobj().decompress(packed, most + 1)
    except zlib.error as error:
        raise _Refused(PdfFault.UNREADABLE) from error
    if len(content) > most:
        raise _Refused(PdfFault.SWELLS)
    return content


def _unescaped(part: bytes) -> bytes:
    return ESCAPE.sub(lambda escape: bytes([int(escape[1], 16)]), part)
