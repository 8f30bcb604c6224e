"""A letter becomes one tagged PDF/A-3a, once, whatever happens on the way."""

import hashlib
import io

import pypdf
import pytest
from django.core import mail

from notices import rendering, tasks
from notices.issue import render_key
from notices.models import OutboxJob
from tests.notices.letters import KK, issue_letter
from tests.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice():
    return issue_letter()


def read(notice):
    with notice.pdf.open() as file:
        return pypdf.PdfReader(io.BytesIO(file.read()))


def languages_of(reader):
    """Every /Lang in the structure tree."""
    found, seen = set(), set()

    def walk(node):
        node = node.get_object()
        if not isinstance(node, pypdf.generic.DictionaryObject) or id(node) in seen:
            return
        seen.add(id(node))
        if "/Lang" in node:
            found.add(str(node["/Lang"]))
        children = node.get("/K", [])
        children = children.get_object() if hasattr(children, "get_object") else children
        for child in children if isinstance(children, list) else [children]:
            walk(child)

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return found


def test_the_pdf_is_tagged_archival_and_names_each_language(notice):
    tasks.render_notice(notice.pk)
    notice.refresh_from_db()
    reader = read(notice)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "kk"
    assert {"kk", "ru"} <= languages_of(reader)
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert "pdfaid:part" in metadata
    assert "part>3<" in metadata or 'part="3"' in metadata
    assert ">A<" in metadata or 'conformance="A"' in metadata


def quotes_of(reader):
    """Words and language of every quotation in the structure tree, page by page."""
    found = []

    def walk(node):
        node = node.get_object()
        if not isinstance(node, pypdf.generic.DictionaryObject):
            return
        if node.get("/S") == "/BlockQuote":
            page = next(p for p in reader.pages if p.indirect_reference == node.raw_get("/Pg"))
            found.append((page.page_number, str(node["/Lang"])))
        children = node.get("/K", [])
        children = children.get_object() if hasattr(children, "get_object") else children
        for child in children if isinstance(children, list) else [children]:
            walk(child)

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return found


def test_words_in_a_language_of_their_own_are_tagged_with_it_on_every_page():
    long = {"heading": "Негіздер", "paragraphs": ["Слово. " * 60] * 12, "items": []}
    parts = [{**long, "language": "ru"}, {**long, "language": "kk", "paragraphs": ["Сөз."]}]
    letter = {**KK, "sections": [*parts, KK["sections"][0]]}
    notice = issue_letter(content={"languages": ["kk"], "kk": letter})
    tasks.render_notice(notice.pk)
    notice.refresh_from_db()
    quotes = quotes_of(read(notice))
    assert [language for _page, language in quotes] == ["ru"] * (len(quotes) - 1) + ["kk"]
    assert len({page for page, language in quotes if language == "ru"}) > 1


def test_the_text_has_every_kazakh_letter_number_and_code(notice):
    tasks.render_notice(notice.pk)
    notice.refresh_from_db()
    text = "".join(page.extract_text() for page in read(notice).pages)
    for expected in ("Өтінімді қабылдау туралы хабарлама", "₸", notice.number, "Уведомление"):
        assert expected in text
    assert notice.verification_code in text.replace("\n", "")


def test_the_stored_file_is_the_rendered_one(notice):
    tasks.render_notice(notice.pk)
    notice.refresh_from_db()
    with notice.pdf.open() as file:
        assert hashlib.sha256(file.read()).hexdigest() == notice.pdf.sha256


def test_rendering_again_changes_nothing(notice):
    tasks.render_notice(notice.pk)
    notice.refresh_from_db()
    first = (notice.pdf.sha256, notice.rendered_at)
    tasks.render_notice(notice.pk)
    notice.refresh_from_db()
    assert (notice.pdf.sha256, notice.rendered_at) == first


def test_killed_after_rendering_it_is_rendered_once_by_the_next_run(notice, monkeypatch):
    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(tasks, "store_rendering", killed)
        with pytest.raises(KeyboardInterrupt):
            tasks.render_notice(notice.pk)
    assert OutboxJob.objects.get(key=render_key(notice.pk)).done_at is None
    tasks.render_notice(notice.pk)
    notice.refresh_from_db()
    assert notice.pdf is not None
    assert OutboxJob.objects.get(key=render_key(notice.pk)).done_at is not None


def test_killed_between_storing_and_ticking_off_the_pdf_stays_the_first(notice, monkeypatch):
    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(tasks.outbox, "doing", killed)
        with pytest.raises(KeyboardInterrupt):
            tasks.render_notice(notice.pk)
    notice.refresh_from_db()
    first = notice.pdf.sha256
    tasks.render_notice(notice.pk)
    notice.refresh_from_db()
    assert notice.pdf.sha256 == first
    assert OutboxJob.objects.get(key=render_key(notice.pk)).done_at is not None


@pytest.mark.parametrize(
    "url",
    [
        "https://example.invalid/x.css",
        "file:///etc/passwd",
        "https://portal.invalid/static/../config/settings.py",
        "https://portal.invalid/qr.svg",
    ],
)
def test_the_renderer_fetches_nothing_but_own_files(url):
    with pytest.raises(ValueError, match="not a file of the portal"):
        rendering.OwnFilesOnly().fetch(url)


def test_words_of_a_hostile_applicant_stay_words(notice):
    notice.content["kk"]["opening"] = '<img src="file:///etc/passwd"><script>1</script>'
    assert "<script>" not in rendering.letter_html(notice)


def test_news_is_mailed_once_in_the_persons_language_and_tells_nothing():
    person = make_user(language="ru")
    notice = issue_letter(recipients=[person])
    tasks.send_news(notice.pk, person.pk)
    tasks.send_news(notice.pk, person.pk)
    assert [message.to for message in mail.outbox] == [[person.email]]
    assert notice.subject in mail.outbox[0].subject
    assert notice.content["ru"]["opening"] not in mail.outbox[0].body
    assert "/ru/" in mail.outbox[0].body
