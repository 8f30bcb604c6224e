"""Workbooks at the door: real ones go in, those that swell, run or fetch do not."""

import struct
import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from files.uploads import DOCUMENTS, REGISTERS, XLSX, UploadRefused, store_upload
from tests.prudential.register_workbooks import as_workbook, changed, typed_row, zipped


def refusal(content: bytes, allow=REGISTERS) -> str | None:
    with pytest.raises(UploadRefused) as refused:
        store_upload(SimpleUploadedFile("register.xlsx", content), allow=allow)
    assert refused.value.messages
    return refused.value.code


def with_part(name: str, data: bytes = b"x") -> bytes:
    return changed(as_workbook(typed_row()), lambda parts: parts.update({name: data}))


def with_type(old: bytes, new: bytes) -> bytes:
    def change(parts):
        name = "[Content_Types].xml"
        parts[name] = parts[name].replace(old, new)

    return changed(as_workbook(typed_row()), change)


MACRO_TYPE = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
PLAIN_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


@pytest.mark.django_db
def test_a_workbook_is_known_by_its_content_whatever_its_name():
    upload = SimpleUploadedFile("register.csv", as_workbook(typed_row()))
    assert store_upload(upload, allow=REGISTERS).content_type == XLSX


@pytest.mark.django_db
def test_parquet_is_known_by_both_its_ends():
    stored = store_upload(
        SimpleUploadedFile("r", b"PAR1" + b"\x00" * 20 + b"PAR1"), allow=REGISTERS
    )
    assert stored.content_type == "application/vnd.apache.parquet"
    assert refusal(b"PAR1" + b"\x00" * 20) == "wrong_type"


@pytest.mark.parametrize(
    "name",
    ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml", "xl/activeX/activeX1.xml",
     "xl/embeddings/oleObject1.bin", "xl/externalLinks/externalLink1.xml"],
)  # fmt: skip
def test_what_a_spreadsheet_would_run_or_fetch_is_refused(name):
    assert refusal(with_part(name)) == "workbook_active"


def test_a_macro_workbook_under_another_name_is_refused():
    assert refusal(with_type(PLAIN_TYPE, MACRO_TYPE)) == "workbook_active"


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    assert refusal(with_part("xl/media/a.bin", b"\x00" * 5_000_000)) == "workbook_too_large"


def test_an_archive_of_very_many_parts_is_refused():
    def many(parts):
        parts.update({f"xl/media/{n}.bin": b"x" for n in range(600)})

    assert refusal(changed(as_workbook(typed_row()), many)) == "workbook_too_large"


def test_a_declared_size_beyond_the_limit_is_refused():
    """The directory says three gigabytes; nothing is unpacked to find out."""
    content = bytearray(as_workbook(typed_row()))
    entry = content.rindex(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = struct.pack("<I", 3_000_000_000)
    assert refusal(bytes(content)) == "workbook_too_large"


def test_a_workbook_under_a_password_is_refused():
    content = bytearray(as_workbook(typed_row()))
    entry = content.rindex(b"PK\x01\x02")
    content[entry + 8] |= 1
    assert refusal(bytes(content)) == "workbook_encrypted"


def test_two_parts_of_one_name_are_refused():
    file = BytesIO(as_workbook(typed_row()))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("XL/worksheets/sheet1.xml", "<x/>")
    assert refusal(file.getvalue()) == "workbook_damaged"


@pytest.mark.parametrize(
    "content",
    [
        zipped({"a.txt": b"x"}),
        zipped({"[Content_Types].xml": b"<x/>"}),
        with_type(PLAIN_TYPE, b"application/wordprocessingml.document.main+xml"),
        b"PK\x03\x04" + b"\x00" * 100,
        as_workbook(typed_row())[:-30],
        as_workbook(typed_row()) + b"a,b\n1,2\n",
        b"a,b\n1,2\n" + as_workbook(typed_row()),
        b"PK\x05\x06" + b"\x00" * 18,
    ],
    ids=["zip", "no types", "docx", "no directory", "cut", "tail", "polyglot", "empty zip"],
)  # fmt: skip
def test_what_only_looks_like_a_workbook_is_refused(content):
    assert refusal(content) in {"wrong_type", "workbook_damaged"}


def test_a_workbook_is_no_document():
    assert refusal(as_workbook(typed_row()), allow=DOCUMENTS) == "wrong_type"
