"""An application for paper: a draft that says it is one, and a submission as frozen."""

import io

import pypdf
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from applications.answers import draft_answers
from applications.drafts import start_draft
from applications.editions import load_editions
from applications.form_sections import SECTIONS
from applications.models import Case, CaseState, DraftSection, Submission
from programs.paper import Busy
from tests.applications.cases import RAW_ANSWERS, SUBMITTED_AT, make_case
from tests.people import make_membership

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    cache.clear()
    with translation.override("en"):
        yield


def get(client, name, case, language="en"):
    with translation.override(language):
        return client.get(reverse(f"applications:{name}", args=[case.pk]))


def paper(client, name, case, language="en"):
    answer = get(client, name, case, language)
    assert answer["Content-Type"] == "application/pdf"
    return pypdf.PdfReader(io.BytesIO(answer.content)), answer


@pytest.fixture
def as_applicant(client):
    def enter(case):
        client.force_login(case.cast.applicant.user)
        return client

    return enter


def test_an_empty_draft_shows_every_section_as_empty(client):
    load_editions()
    person = make_membership()
    client.force_login(person.user)
    page = get(client, "print_draft", start_draft(by=person)).content.decode()
    for number, section in enumerate(SECTIONS, start=1):
        assert f"{number}. {section.title}" in page
    assert "Nothing here yet" in page
    assert "Not given" in page
    assert "DRAFT – not submitted" in page


@pytest.mark.parametrize("language", ["en", "kk", "ru"])
def test_the_draft_s_mark_stands_on_each_page(as_applicant, language):
    case = make_case(CaseState.DRAFT)
    reader, answer = paper(as_applicant(case), "draft_pdf", case, language)
    with translation.override(language):
        mark = gettext("DRAFT – not submitted · as of %(at)s").split("%")[0].strip()
    assert len(reader.pages) > 1
    assert all(mark in page.extract_text() for page in reader.pages)
    assert answer["Content-Disposition"] == 'attachment; filename="draft.pdf"'
    assert reader.trailer["/Root"]["/Lang"] == language
    assert "no-store" in answer["Cache-Control"]


def test_a_returned_case_prints_as_a_draft_without_its_number(as_applicant):
    case = make_case(CaseState.RETURNED)
    client = as_applicant(case)
    assert "DRAFT – not submitted" in get(client, "print_draft", case).content.decode()
    reader, _answer = paper(client, "draft_pdf", case)
    assert case.number not in "".join(page.extract_text() for page in reader.pages)


def test_what_is_filed_prints_from_its_frozen_answers(as_applicant):
    case = make_case(CaseState.SUBMITTED)
    DraftSection.objects.filter(case=case, section="buyer").update(answers={"buyer_name": "Other"})
    page = get(as_applicant(case), "print_filed", case).content.decode()
    assert "Volga Agro LLC" in page
    assert "Other" not in page
    assert case.number in page
    assert "DRAFT" not in page
    reader, answer = paper(as_applicant(case), "filed_pdf", case)
    assert case.number in answer["Content-Disposition"]
    text = "".join(page.extract_text() for page in reader.pages)
    assert "Volga Agro LLC" in text
    assert "The state pays" in text


def test_a_filed_case_has_no_draft_and_a_draft_nothing_filed(as_applicant):
    filed, draft = make_case(CaseState.SUBMITTED), make_case(CaseState.DRAFT)
    for name in ("print_draft", "draft_pdf"):
        assert get(as_applicant(filed), name, filed).status_code == 302
    for name in ("print_filed", "filed_pdf"):
        assert get(as_applicant(draft), name, draft).status_code == 404


def test_too_many_pdfs_and_a_busy_maker_ask_to_wait(as_applicant, monkeypatch):
    case = make_case(CaseState.DRAFT)
    client = as_applicant(case)

    def busy(*_args, **_options):
        raise Busy

    monkeypatch.setattr("applications.printout_views.pdf_of_page", busy)
    assert get(client, "draft_pdf", case).status_code == 503
    monkeypatch.setattr("programs.file_limits.FileThrottle.rate", "1/min")
    assert get(client, "draft_pdf", case).status_code == 429


def test_the_draft_s_page_costs_the_same_for_one_row_and_three(as_applicant):
    case = make_case(CaseState.DRAFT)
    client, counts = as_applicant(case), []
    goods = case.sections.get(section="goods")
    for many in (1, 3):
        goods.answers = {"rows": RAW_ANSWERS["goods"]["rows"] * many}
        goods.save()
        with CaptureQueriesContext(connection) as queries:
            get(client, "print_draft", case)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert len(draft_answers(case).raw["goods"]["rows"]) == 3
    assert not Submission.objects.exists()


def test_officers_and_the_applicant_are_led_to_the_print_until_it_is_erased(client):
    case = make_case(CaseState.AGENT_REVIEW)
    link = reverse("applications:print_filed", args=[case.pk])
    pages = (("review", case.cast.agent), ("case", case.cast.applicant))
    for name, reader in pages:
        client.force_login(reader.user)
        assert link in get(client, name, case).content.decode()
    Case.objects.filter(pk=case.pk).update(erased_at=SUBMITTED_AT)
    for name, reader in pages:
        client.force_login(reader.user)
        page = get(client, name, case).content.decode()
        assert link not in page
        assert reverse("applications:copy", args=[case.pk]) not in page
