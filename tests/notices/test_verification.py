"""Anyone can ask whether a document is genuine; only number and code together answer."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from notices import tasks
from notices.views import verified_notice
from tests.notices.letters import issue_letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice():
    return issue_letter()


def address(notice, code=None):
    return f"/en/documents/verify/{notice.number}/{code or notice.verification_code}/"


def test_the_qr_address_leads_to_the_page_in_the_readers_language(client, notice):
    response = client.get(
        f"/v/{notice.number}/{notice.verification_code}", headers={"accept-language": "ru"}
    )
    assert response.status_code == 302
    assert response.url == address(notice).replace("/en/", "/ru/")


def test_a_genuine_document_is_said_to_be_one(client, notice):
    response = client.get(address(notice))
    assert response.status_code == 200
    assert "issued by the portal and stands" in response.content.decode()


def test_a_cancelled_document_names_what_replaced_it(client, notice):
    successor = issue_letter(addressee=notice.addressee, cancels=notice)
    page = client.get(address(notice)).content.decode()
    assert successor.number in page
    assert "and stands" not in page


@pytest.mark.parametrize("code", ["0" * 32, "x", "' OR 1=1"])
def test_a_wrong_code_tells_nothing_of_the_document(client, notice, code):
    response = client.get(address(notice, code))
    assert response.status_code == 404
    assert notice.addressee.name_ru not in response.content.decode()


def test_an_address_with_a_nul_asks_the_database_nothing(notice, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert verified_notice(f"{notice.number}\x00", notice.verification_code) is None


def test_number_and_code_typed_with_spaces_and_small_letters_are_found(client, notice):
    spaced = " ".join([notice.verification_code[:16], notice.verification_code[16:].upper()])
    response = client.get(
        reverse("notices:verify"), {"number": notice.number.lower(), "code": spaced}
    )
    assert response.status_code == 302
    assert notice.verification_code in response.url


def test_a_file_is_compared_byte_for_byte(client, notice):
    tasks.render_notice(notice.pk)
    notice.refresh_from_db()
    with notice.pdf.open() as file:
        genuine = file.read()
    for data, answer in ((genuine, "byte for byte"), (genuine + b" ", "differs from the one")):
        upload = SimpleUploadedFile("letter.pdf", data)
        page = client.post(address(notice), {"document": upload}).content.decode()
        assert answer in page
