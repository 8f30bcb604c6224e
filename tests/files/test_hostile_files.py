"""Hostile uploads are refused with a sentence, or taken in and harmless."""

import time
import unicodedata

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from files.downloads import file_response
from files.names import LONGEST_BYTES, safe_name
from files.uploads import DOCUMENTS, UploadRefused, store_upload
from tests.files.hostile_files import NAMES, PDF, Hostile, hostile_files

HOSTILE = hostile_files()
SAFE_TYPES = {"application/pdf": (".pdf",), "image/png": (".png",), "image/jpeg": (".jpg", ".jpeg")}


def test_there_are_at_least_two_hundred():
    assert len(HOSTILE) >= 200
    assert len({(hostile.name, hostile.content) for hostile in HOSTILE}) == len(HOSTILE)


@pytest.mark.django_db
@pytest.mark.parametrize("hostile", HOSTILE, ids=[f"{h.what}, {h.name[:20]!r}" for h in HOSTILE])
def test_it_is_refused_with_a_sentence_or_harmless(hostile: Hostile):
    upload = SimpleUploadedFile("x", hostile.content)
    vars(upload)["_name"] = hostile.name
    if hostile.code is None:
        is_handed_out_harmlessly(store_upload(upload, allow=DOCUMENTS), hostile.name)
        return
    with pytest.raises(UploadRefused) as refusal:
        store_upload(upload, allow=DOCUMENTS)
    assert refusal.value.code == hostile.code
    (sentence,) = refusal.value.messages
    assert sentence.endswith(".")
    assert len(sentence.split()) > 5


def is_handed_out_harmlessly(stored, name):
    response = file_response(stored, name=name)
    list(response.streaming_content)
    response.close()
    assert response["Content-Type"] in SAFE_TYPES
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "\n" not in response["Content-Disposition"]


def test_the_dearest_refusal_takes_less_than_two_seconds():
    slowest = 0.0
    for hostile in HOSTILE:
        if hostile.code is None:
            continue
        started = time.monotonic()
        with pytest.raises(UploadRefused):
            store_upload(SimpleUploadedFile("x", hostile.content), allow=DOCUMENTS)
        slowest = max(slowest, time.monotonic() - started)
    assert slowest < 2


@given(
    st.one_of(st.text(), st.sampled_from(list(NAMES.values()))), st.sampled_from(list(SAFE_TYPES))
)
def test_any_name_becomes_a_harmless_one(name, content_type):
    safe = safe_name(name, content_type)
    assert safe.lower().endswith(SAFE_TYPES[content_type])
    assert len(safe.encode()) <= LONGEST_BYTES
    assert not set(safe) & set('/\\<>:"|?*%\x00')
    assert not safe.startswith((".", " "))
    assert all(unicodedata.category(sign)[0] != "C" for sign in safe)
    assert safe.split(".")[0].strip().lower() not in {"con", "prn", "aux", "nul", "com1", "lpt9"}
    assert safe_name(safe, content_type) == safe


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Келісімшарт №5.pdf", "Келісімшарт №5.pdf"),
        ("scan.PDF", "scan.pdf"),
        ("contract.pdf.exe", "contract.pdf.exe.pdf"),
        ("contract\u202efdp.exe", "contractfdp.exe.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("....", "document.pdf"),
    ],
)
def test_names_stay_readable(name, safe):
    assert safe_name(name, "application/pdf") == safe


def test_the_plain_document_among_them_is_taken_in(db):
    assert store_upload(SimpleUploadedFile("a.pdf", PDF), allow=DOCUMENTS).size == len(PDF)
