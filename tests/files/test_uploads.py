"""What a file is, its content decides; what is refused is told why."""

import hashlib
import io
import zipfile

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from files.models import StoredFile
from files.uploads import DOCUMENTS, REGISTERS, Allowance, UploadRefused, store_upload

PDF_BYTES = b"%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n"


def image_bytes(kind):
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, kind)
    return buffer.getvalue()


def zip_bytes():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
    return buffer.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (PDF_BYTES, "application/pdf"),
        (image_bytes("PNG"), "image/png"),
        (image_bytes("JPEG"), "image/jpeg"),
    ],
)
def test_documents_are_known_by_content_whatever_their_name(data, content_type):
    stored = store_upload(SimpleUploadedFile("anything.exe", data), allow=DOCUMENTS)
    assert stored.content_type == content_type
    with stored.open() as file:
        assert file.read() == data


@pytest.mark.parametrize(
    "data",
    [
        b"MZ\x90\x00 a program",
        b"<html><script>alert(1)</script></html>",
        b"%PDF-1.7 cut off",
        image_bytes("PNG")[:40],
        b"\xff\xd8\xff not a picture",
        image_bytes("GIF"),
        zip_bytes(),
        b"GIF89a;%PDF-1.7\n%%EOF",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    ],
    ids=["exe", "html", "cut pdf", "cut png", "false jpeg", "gif", "zip", "polyglot", "svg"],
)
def test_everything_else_is_refused_under_a_pdfs_name(data):
    with pytest.raises(UploadRefused) as refusal:
        store_upload(SimpleUploadedFile("contract.pdf", data), allow=DOCUMENTS)
    assert refusal.value.code == "wrong_type"


@pytest.mark.parametrize(("data", "code"), [(b"", "empty"), (PDF_BYTES + b" " * 100, "too_large")])
def test_size_is_limited(data, code):
    small = Allowance(DOCUMENTS.content_types, max_bytes=len(PDF_BYTES) + 10)
    with pytest.raises(UploadRefused) as refusal:
        store_upload(SimpleUploadedFile("a.pdf", data), allow=small)
    assert refusal.value.code == code


@pytest.mark.django_db
def test_the_same_content_is_stored_once():
    first = store_upload(SimpleUploadedFile("a.pdf", PDF_BYTES), allow=DOCUMENTS)
    second = store_upload(SimpleUploadedFile("b.pdf", PDF_BYTES), allow=DOCUMENTS)
    assert first == second
    assert StoredFile.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("data", [b"a;b\n1;2\n", "\ufeffа,б\n1,2\n".encode()])
def test_a_register_is_utf8_text_with_columns(data):
    assert store_upload(SimpleUploadedFile("r.csv", data), allow=REGISTERS).size == len(data)


@pytest.mark.parametrize(
    "data",
    ["имя;сумма\n".encode("cp1251"), zip_bytes(), b"no columns at all", b"a,b\n\x00"],
    ids=["cp1251", "xlsx", "no separator", "binary"],
)
def test_other_files_are_no_register(data):
    with pytest.raises(UploadRefused):
        store_upload(SimpleUploadedFile("r.csv", data), allow=REGISTERS)


@pytest.mark.django_db
def test_names_in_the_storage_come_from_the_content_only():
    stored = store_upload(SimpleUploadedFile("../../etc/passwd.pdf", PDF_BYTES), allow=DOCUMENTS)
    digest = hashlib.sha256(PDF_BYTES).hexdigest()
    with storages["private"].open(f"{digest[:2]}/{digest[2:4]}/{digest}") as file:
        assert file.read() == PDF_BYTES
    assert stored.sha256 == digest
