"""The record of changes: the terms' own columns, from the data; page, PDF and table."""

import io
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from accounts.models import Membership
from norms.schema import NormFileError
from programs import change_record_files, revisions
from programs.change_record import RecordFilters, record_of, recorded_revisions
from programs.models import Programme, Revision
from programs.recorded_changes import recorded_changes
from tests.programs.conftest import make_programme, make_row

pytestmark = pytest.mark.django_db
LANGUAGES = ("kk", "ru", "en")


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def url(name: str, *args: Any, language: str = "en", **query: str) -> str:
    with override(language):
        asked = "&".join(f"{key}={value}" for key, value in query.items())
        return reverse(f"programs:{name}", args=args) + (f"?{asked}" if asked else "")


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ").split())


def next_revision(month: int, drafter: Membership, second: Membership, **changes: Any) -> Revision:
    """Revision of the first of ``month`` 2026: its rows of programme 45 with ``changes``."""
    draft = revisions.draft_revision(by=drafter)
    for row in draft.rows.filter(programme__paragraph="45"):
        revisions.edit_row(row.pk, by=drafter, values=changes)
    day = date(2026, month, 1)
    revisions.set_header(
        draft.pk,
        by=drafter,
        number=draft.number,
        decision=f"№ {month}",
        decided=day,
        effective_from=day,
        summary={"kk": "Қысқаша", "ru": "Кратко", "en": "In brief"},
    )
    revisions.propose(draft.pk, by=drafter)
    return revisions.approve(draft.pk, by=second)


@pytest.fixture
def three(in_force: Revision, drafter: Membership, second_person: Membership) -> list[Revision]:
    make_row(in_force, make_programme("46", 2))
    first = next_revision(2, drafter, second_person, rate_percent=Decimal("16.5"))
    second = next_revision(3, drafter, second_person, term_months_max=None)
    return [in_force, first, second]


def test_a_line_for_every_paragraph_with_was_and_became(three: list[Revision]) -> None:
    with override("en"):
        newest, middle, source = record_of(recorded_revisions(RecordFilters()))
    assert [one.revision for one in (source, middle, newest)] == three
    [line] = middle.lines
    [change] = line.changes
    assert (line.paragraphs, str(line.heading)) == ("45", "Agrobusiness programme")
    [field] = change.fields
    assert (change.kind, str(field.old), str(field.new)) == ("changed", "17%", "16.5%")
    [field] = newest.lines[0].changes[0].fields
    assert (str(field.old), str(field.new)) == ("120 months", "")


def test_rows_that_change_alike_are_told_once(
    in_force: Revision, agrobusiness: Programme, drafter: Membership, second_person: Membership
) -> None:
    make_row(in_force, agrobusiness, channel="mfo")
    next_revision(2, drafter, second_person, rate_percent=Decimal(16))
    record = record_of(recorded_revisions(RecordFilters()))[0]
    [change] = record.lines[0].changes
    assert len(change.titles) == 2


def test_added_and_removed_rows_say_what_they_state(
    in_force: Revision, agrobusiness: Programme, drafter: Membership, second_person: Membership
) -> None:
    draft = revisions.draft_revision(by=drafter)
    revisions.remove_row(draft.rows.get().pk, by=drafter)
    values = {"paragraph": "45", "channel": "mfo", "rate_kind": "exact", "rate_percent": "9"}
    revisions.add_row(draft.pk, by=drafter, programme=agrobusiness, values=values)
    with override("en"):
        changes = {c.kind: c for c in record_of([draft])[0].lines[0].changes}
    removed = {str(f.label): (str(f.old), str(f.new)) for f in changes["removed"].fields}
    added = {str(f.label): (str(f.old), str(f.new)) for f in changes["added"].fields}
    assert removed["Rate, markup or commission"] == ("17%", "")
    assert added["Rate, markup or commission"] == ("", "9%")
    assert in_force.rows.get().rate_percent == 17


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({}, [22, 21, 20]),
        ({"programme": "45"}, [22, 21]),
        ({"programme": "46"}, []),
        ({"since": "2026-02-01"}, [22, 21]),
        ({"since": "2026-02-02"}, [22]),
        ({"until": "2026-02-01"}, [21, 20]),
        ({"until": "2026-01-31"}, [20]),
        ({"programme": "45", "since": "2026-02-02", "until": "2026-12-31"}, [22]),
    ],
)
def test_filters_of_the_page_and_of_its_files(
    client: Client, three: list[Revision], asked: dict[str, str], numbers: list[int]
) -> None:
    text = client.get(url("change_record", **asked)).content.decode()
    assert re.findall(r'scope="rowgroup"[^>]*>(\d+)<', text) == [str(n) for n in numbers]
    table = client.get(url("change_record_table", "csv", **asked))
    lines = body(table).decode().splitlines()[1:]
    assert list(dict.fromkeys(line.split(",")[0] for line in lines)) == [str(n) for n in numbers]


def test_a_programme_is_found_again_after_the_next_approval(
    client: Client, three: list[Revision], drafter: Membership, second_person: Membership
) -> None:
    asked = url("change_record", programme="45")
    assert "№ 4" not in client.get(asked).content.decode()
    next_revision(4, drafter, second_person, rate_percent=Decimal(15))
    assert "№ 4" in client.get(asked).content.decode()


@pytest.mark.parametrize("query", [{"programme": "99"}, {"since": "33.13.2026"}])
def test_a_query_that_is_not_right(client: Client, three: list[Revision], query: Any) -> None:
    page = client.get(url("change_record", **query))
    assert "govuk-error-summary" in page.content.decode()
    for target in (url("change_record_pdf", **query), url("change_record_table", "xlsx", **query)):
        answer = client.get(target)
        assert answer.status_code == 302
        assert answer["Location"].startswith(url("change_record"))


def test_the_last_day_is_not_before_the_first(client: Client, three: list[Revision]) -> None:
    asked = url("change_record", since="2026-03-01", until="2026-02-01")
    assert "The last day is before the first" in client.get(asked).content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_has_the_columns_the_pages_and_its_day(
    client: Client, three: list[Revision], language: str
) -> None:
    answer = client.get(url("change_record_pdf", language=language))
    assert answer["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.content))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"].value is True
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert f"1 / {len(reader.pages)}" in text
    for said in ("№ 2", "16,5" if language != "en" else "16.5", "120", "22"):
        assert said in text


def test_the_heading_row_stands_on_every_page(
    client: Client, three: list[Revision], drafter: Membership, second_person: Membership
) -> None:
    long = [
        {"kk": f"{n}. " + "шарт " * 60, "ru": f"{n}", "en": f"{n}. " + "a " * 300}
        for n in range(30)
    ]
    next_revision(5, drafter, second_person, conditions=long)
    reader = PdfReader(io.BytesIO(client.get(url("change_record_pdf")).content))
    assert len(reader.pages) > 2
    for page in reader.pages:
        assert "Description of changes" in " ".join(page.extract_text().split())


def test_a_pdf_is_made_once_and_made_again_after_an_approval(
    client: Client,
    three: list[Revision],
    drafter: Membership,
    second_person: Membership,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[str] = []

    def write(html: str, *, style: str) -> bytes:
        made.append(html)
        return b"%PDF"

    monkeypatch.setattr(change_record_files, "pdf_of_page", write)
    for _ in range(30):
        assert client.get(url("change_record_pdf")).status_code == 200
    assert len(made) == 1
    client.get(url("change_record_pdf", language="kk"))
    client.get(url("change_record_pdf", programme="45"))
    assert len(made) == 3
    next_revision(4, drafter, second_person, rate_percent=Decimal(15))
    client.get(url("change_record_pdf"))
    assert len(made) == 4


def test_tables_are_made_only_so_often(client: Client, three: list[Revision]) -> None:
    for _ in range(20):
        assert client.get(url("change_record_table", "csv")).status_code == 200
    page = client.get(url("change_record_pdf"))
    assert page.status_code == 429
    assert url("change_record") in page.content.decode()


def test_too_long_for_a_pdf(
    client: Client, three: list[Revision], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(change_record_files, "MOST_ROWS", 2)
    page = client.get(url("change_record_pdf", since="2026-01-01"))
    assert page.status_code == 422
    [link] = re.findall(r'href="([^"]+/xlsx/[^"]+)"', page.content.decode())
    book = CalamineWorkbook.from_filelike(io.BytesIO(body(client.get(unescape(link)))))
    heading, *rows = book.get_sheet_by_index(0).to_python()
    assert heading[0] == "Revision number"
    assert [(row[0], row[4], row[9], row[10]) for row in rows] == [
        (22, "45", "120 months", ""),
        (21, "45", "17%", "16.5%"),
    ]
    assert rows[0][3] == date(2026, 3, 1)


def test_only_get(client: Client, three: list[Revision]) -> None:
    for target in (url("change_record_pdf"), url("change_record_table", "csv")):
        assert client.post(target).status_code == 405


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sources_own_revision_says_what_its_table_says(language: str) -> None:
    """Three terms, four lines of programme 47, programme 50-6 in full."""
    call_command("load_catalogue", verbosity=0)
    with override(language):
        [record] = record_of(recorded_revisions(RecordFilters()))
        assert record.is_source
        assert [line.paragraphs for line in record.lines] == ["11-1, 26-1, 26-2", "47", "50-6"]
        terms, isker, roadmap = record.lines
        told = [words(str(change.fields[0].new)) for change in terms.changes]
        assert "55" in told[0]
        assert "23" in told[2]
        fields = [words(str(field.new)) for field in isker.changes[0].fields]
    assert [kind.kind for kind in isker.changes] == ["restated"]
    purpose, amount, rate, term, conditions = fields
    assert "500 000" in amount.replace(",", " ")
    assert "5/1" in amount
    assert "7/1" in amount
    assert re.findall(r"\d+", rate) == ["2", "2", "6", "4"]
    assert {"60", "120"} <= set(re.findall(r"\d+", term))
    assert "84" in conditions
    assert purpose
    assert [change.kind for change in roadmap.changes] == ["added", "added"]


def test_the_sources_revision_under_a_programme() -> None:
    call_command("load_catalogue", verbosity=0)
    for paragraph, lines in (("47", ["47"]), ("50-6", ["50-6"]), ("45", [])):
        filters = RecordFilters(Programme.objects.get(paragraph=paragraph))
        found = record_of(recorded_revisions(filters), filters)
        assert [line.paragraphs for record in found for line in record.lines] == lines


def test_a_recorded_change_of_no_known_kind_is_refused(tmp_path: Any) -> None:
    file = tmp_path / "changes.yaml"
    file.write_text(
        'revisions:\n- number: "20"\n  decided: "2021-07-29"\n  terms: []\n'
        '  programmes:\n  - paragraph: "47"\n    kind: moved\n'
    )
    with pytest.raises(NormFileError):
        recorded_changes(file)
