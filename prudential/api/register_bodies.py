"""A register as the body of a request: the file itself, or the one part of a form.

A body goes to a temporary file piece by piece, never whole into memory; one that ends
before its announced length is refused, for a shorter table would look complete.
"""

from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.http import QueryDict, UnreadablePostError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ErrorDetail, ParseError, ValidationError
from rest_framework.parsers import BaseParser, DataAndFiles, MultiPartParser
from rest_framework.request import Request

from files.uploads import CSV, PARQUET, REGISTERS, XLSX

PIECE = 1024 * 1024
ROOM_FOR_A_FORM = 64 * 1024
MEMBER = "file"


class LengthRequired(APIException):
    status_code = 411
    default_code = "length_required"


class BodyTooLarge(APIException):
    status_code = 413
    default_code = "too_large"


class _Measured:
    """A stream that counts what is read from it."""

    def __init__(self, stream: Any) -> None:
        self._stream, self.read_bytes = stream, 0

    def read(self, *size: int) -> bytes:
        try:
            piece: bytes = self._stream.read(*size)
        except UnreadablePostError:
            raise _ended_early() from None
        self.read_bytes += len(piece)
        return piece


def _ended_early() -> ParseError:
    return ParseError(_("The body ended before its announced length."))


class FileParser(BaseParser):
    """The whole body is the file; its name is that of its kind."""

    file_name = ""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        length = announced_length(parser_context["request"])
        measured = _Measured(stream)
        upload = TemporaryUploadedFile(self.file_name, self.media_type, length, None)
        while piece := measured.read(PIECE):
            upload.write(piece)
        if measured.read_bytes != length:
            upload.close()
            raise _ended_early()
        upload.seek(0)
        return DataAndFiles(QueryDict(), MultiValueDict({MEMBER: [upload]}))


class CSVParser(FileParser):
    media_type, file_name = CSV, "register.csv"


class XLSXParser(FileParser):
    media_type, file_name = XLSX, "register.xlsx"


class ParquetParser(FileParser):
    media_type, file_name = PARQUET, "register.parquet"


class FormParser(MultiPartParser):
    """multipart/form-data with one part, ``file``."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        measured: Any = _Measured(stream)
        try:
            parsed = super().parse(measured, media_type, parser_context)
        except SuspiciousOperation as error:
            raise ParseError(str(error)) from None
        if measured.read_bytes != announced_length(parser_context["request"]):
            raise _ended_early()
        return parsed


def announced_length(request: Request) -> int:
    """Raises LengthRequired, BodyTooLarge before anything is read."""
    announced = request.META.get("CONTENT_LENGTH") or ""
    if not announced and request.META.get("HTTP_TRANSFER_ENCODING"):
        raise LengthRequired(_("Send the length of the body (Content-Length)."))
    length = int(announced) if announced.isdecimal() else 0
    if length > REGISTERS.max_bytes + ROOM_FOR_A_FORM:
        raise BodyTooLarge(_("The body is too large."))
    return length


def file_of(request: Request) -> UploadedFile:
    """The register in the body; raises ValidationError unless there is exactly one file."""
    announced_length(request)
    faults = {
        name: [ErrorDetail(_("Only one part is expected: file."), code="unknown_member")]
        for name in request.data
        if name != MEMBER
    }
    files = request.FILES.getlist(MEMBER)
    if len(files) != 1:
        code = "given_twice" if files else "required"
        faults[MEMBER] = [ErrorDetail(_("Send one file: the register."), code=code)]
    if faults:
        raise ValidationError(faults)
    return files[0]
