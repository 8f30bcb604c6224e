"""Every calculator's answer as a PDF and a workbook: the page's figures, read back."""

import io
import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.cache import cache
from django.test import Client
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from programs import paper
from programs.calculators import file_views
from programs.models import ReferenceRate
from tests.programs.test_calculators import (
    LANGUAGES,
    SCHEDULE,
    SUBSIDY,
    _reference_rates,
    address,
    words,
)

__all__ = ["_reference_rates"]
pytestmark = pytest.mark.django_db
RATE = {
    "payout-1-day": "01.01.2025",
    "payout-1-amount": "1000",
    "payment-1-day": "01.01.2026",
    "payment-1-amount": "1200",
}
OWN = {"repayment": "own_schedule", "own": "15.02.2026\t200\n15.03.2026\t1000"}
Fetch = Callable[..., Any]


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet() -> None:
    cache.clear()


@pytest.fixture
def fetch(client: Client) -> Fetch:
    def get(calculator: str, kind: str, query: dict[str, str], language: str = "en") -> Any:
        base = address("calculators", language)
        return client.get(f"{base}{calculator}/{kind}/", query)

    return get


def sheets(response: Any) -> dict[str, list[list[Any]]]:
    assert response.status_code == 200
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    return {name: workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names}


def facts(front: list[list[Any]]) -> dict[str, list[Any]]:
    return {row[0]: row[1:3] for row in front if row[0]}


def text_of(response: Any) -> str:
    """The PDF's words with single plain spaces."""
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(response.content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_a_workbook_has_numbers_and_days(fetch: Fetch) -> None:
    """The page's golden schedule: 1 % a month of 1200, 800 and 400."""
    found = sheets(fetch("schedule", "xlsx", SCHEDULE))
    assert list(found) == ["Result", "Years", "Payments"]
    assert found["Payments"][2:] == [
        [date(2026, 2, 15), 1200.0, 400.0, 12.0, 412.0],
        [date(2026, 3, 15), 800.0, 400.0, 8.0, 408.0],
        [date(2026, 4, 15), 400.0, 400.0, 4.0, 404.0],
        ["Total", "", 1200.0, 24.0, 1224.0],
    ]
    front = facts(found["Result"])
    assert front["Amount of the credit"] == [1200.0, "KZT"]
    assert front["Nominal annual rate"] == [12.0, "%"]
    assert front["First disbursement"][0] == date(2026, 1, 15)
    assert front["Interest in total"] == [24.0, "KZT"]


def test_totals_are_formulas_with_our_value_beside(fetch: Fetch) -> None:
    content = fetch("schedule", "xlsx", SCHEDULE).content
    with ZipFile(io.BytesIO(content)) as parts:
        payments = parts.read("xl/worksheets/sheet3.xml").decode()
    assert "<f>SUM(D3:D5)</f><v>24.00</v>" in payments


def test_what_a_cell_cannot_hold_stands_as_text(fetch: Fetch) -> None:
    """15 digits are a number; 12345678901234.56 has 16, and then no formula sums it."""
    many = {**SCHEDULE, "amount": "12345678901234,56", "rate": "0", "term": "1"}
    rows = sheets(fetch("schedule", "xlsx", many))["Payments"]
    assert rows[2][1:3] == ["12345678901234.56", "12345678901234.56"]
    assert rows[3][2] == "12345678901234.56"
    few = {**many, "amount": "1234567890123,45"}
    assert sheets(fetch("schedule", "xlsx", few))["Payments"][2][1] == 1234567890123.45


def test_the_agents_columns_and_the_reference(fetch: Fetch) -> None:
    found = sheets(fetch("subsidy", "xlsx", SUBSIDY))
    assert found["Payments"][1] == [
        "Repayment date",
        "Principal balance",
        "Principal repaid",
        "Interest paid by the agent",
        "Interest paid by the recipient",
        "Total interest",
    ]
    assert found["Payments"][2] == [date(2026, 2, 15), 1200.0, 600.0, 11.0, 9.0, 20.0]
    front = facts(found["Result"])
    name = "Half of the base rate of the National Bank of Kazakhstan"
    assert front[name] == [9.0, "%"]
    assert front["Published rate"] == [18.0, "%"]
    assert front["The rate is in effect from"][0] == date(2025, 10, 13)
    source = ReferenceRate.objects.get(kind="base_rate", value_percent=18).source
    assert f"Source of the reference rate: {source} (not compared with the publication)" in front
    (limit,) = [label for label in front if label.startswith("Terms of up to 180 months")]
    assert limit.endswith("Not verified against the act.")


@pytest.mark.parametrize("calculator", ["schedule", "subsidy"])
def test_how_amounts_are_rounded_stands_on_the_page_and_in_the_file(
    fetch: Fetch, client: Client, calculator: str
) -> None:
    query = SCHEDULE if calculator == "schedule" else SUBSIDY
    page = words(client.get(f"{address('calculators', 'en')}{calculator}/", query).content.decode())
    told = facts(sheets(fetch(calculator, "xlsx", query))["Result"])
    assert "rounded half up to 0.01" in page
    assert any("rounded half up to 0.01" in label for label in told)


def test_a_rate_below_the_reference_is_said_in_the_file(fetch: Fetch) -> None:
    front = facts(sheets(fetch("subsidy", "xlsx", {**SUBSIDY, "rate": "9"}))["Result"])
    assert front["Subsidy over the whole term"][0] == 0
    assert any("nothing is left to subsidise" in label for label in front)


def test_a_comparison_and_its_differences(fetch: Fetch) -> None:
    query = {**SCHEDULE, "other_rate": "24", "third_term": "2"}
    found = sheets(fetch("schedule", "xlsx", query))
    _title, heads, *rows = found["Comparison"]
    place = heads.index("Interest in total")
    assert [(row[0], row[1], row[place]) for row in rows] == [
        ("These terms", 12.0, 24.0),
        ("Other terms", 24.0, 48.0),
        ("Difference", 12.0, 24.0),
        ("Third terms", 12.0, 18.0),
        ("Difference", 0.0, -6.0),
    ]
    assert list(found)[2:] == [
        "Years",
        "Payments",
        "Years 2",
        "Payments 2",
        "Years 3",
        "Payments 3",
    ]
    text = text_of(fetch("schedule", "pdf", query))
    # Rate, term, effective rate, largest payment, interest, all payments.
    assert re.search(r"Difference \+12 pp 0 [+]\S+ pp [+]\S+ [+]24.00 [+]24.00", text)


def test_an_own_schedule_in_both(fetch: Fetch) -> None:
    rows = sheets(fetch("subsidy", "xlsx", {**SUBSIDY, **OWN}))["Payments"]
    assert rows[3] == [date(2026, 3, 15), 1000.0, 1000.0, 9.17, 7.5, 16.67]
    text = text_of(fetch("subsidy", "pdf", {**SUBSIDY, **OWN}))
    assert "15 Mar 2026 1 000.00 1 000.00 9.17 7.50 16.67" in text
    assert "Own schedule" in text


def test_the_effective_rate_in_both(fetch: Fetch) -> None:
    found = sheets(fetch("effective_rate", "xlsx", RATE))
    assert facts(found["Result"])["Annual effective rate"] == [20.0, "%"]
    assert found["Payments by the borrower"][2] == [date(2026, 1, 1), 1200.0]
    assert "Annual effective rate 20.0%" in text_of(fetch("effective_rate", "pdf", RATE))


def test_no_effective_rate_is_said(fetch: Fetch) -> None:
    same_day = {**RATE, "payment-1-day": RATE["payout-1-day"]}
    text = text_of(fetch("effective_rate", "pdf", same_day))
    assert "Annual effective rate There is no effective rate" in text
    front = facts(sheets(fetch("effective_rate", "xlsx", same_day))["Result"])
    assert front["Annual effective rate"][0].startswith("There is no effective rate")


@pytest.mark.parametrize(
    ("language", "title", "cells", "verified"),
    [
        ("en", "Interest subsidy", "15 Feb 2026 1 200.00 600.00 11.00 9.00 20.00", "Not verified"),
        ("kk", "", "15.02.2026 1 200,00 600,00 11,00 9,00 20,00", ""),
        ("ru", "", "15.02.2026 1 200,00 600,00 11,00 9,00 20,00", ""),
    ],
)
def test_a_pdf_in_three_languages(
    fetch: Fetch, language: str, title: str, cells: str, verified: str
) -> None:
    response = fetch("subsidy", "pdf", SUBSIDY, language)
    text = text_of(response)
    assert cells in text
    assert title in text
    assert verified in text
    root = PdfReader(io.BytesIO(response.content)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == language
    assert response["Content-Disposition"] == 'attachment; filename="subsidy.pdf"'


def test_pages_are_numbered_and_the_address_reproduces_them(fetch: Fetch, client: Client) -> None:
    response = fetch("schedule", "pdf", {**SCHEDULE, "term": "60"})
    pages = PdfReader(io.BytesIO(response.content)).pages
    for number, sheet in enumerate(pages, start=1):
        assert f"{number} / {len(pages)}" in sheet.extract_text()
    front = sheets(fetch("schedule", "xlsx", SCHEDULE))["Result"]
    link = facts(front)["The same, to follow and to change"][0]
    assert link.startswith("http://testserver/en/programmes/calculators/schedule/?")
    page = client.get(link.removeprefix("http://testserver")).content.decode()
    assert "All payments 1 224.00 ₸" in words(page)


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_a_missing_reference_rate_is_named_with_currency_day_and_term(
    fetch: Fetch, kind: str
) -> None:
    query = {**SUBSIDY, "currency": "EUR", "other_term": "61", "as_of": "06.03.2026"}
    response = fetch("subsidy", kind, query)
    found = text_of(response) if kind == "pdf" else str(sheets(response))
    for term in ("terms up to 5 years", "terms over 5 and up to 8.5 years"):
        name = f"CIRR, the commercial interest reference rate, EUR, {term}"
        assert f"{name} is not known for 6 March 2026." in found
    assert "/en/programmes/reference-rates/" in found
    assert "Interest paid by the agent" not in found


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
@pytest.mark.parametrize(
    ("calculator", "query"),
    [
        ("schedule", {**SCHEDULE, "term": "0"}),
        ("schedule", {}),
        ("subsidy", {**SUBSIDY, "term": "181"}),
        ("effective_rate", {**RATE, "payment-1-day": "x"}),
    ],
)
def test_what_is_wrong_is_a_page_not_a_file(
    fetch: Fetch, client: Client, kind: str, calculator: str, query: dict[str, str]
) -> None:
    response = fetch(calculator, kind, query)
    assert response.status_code == 302
    page = client.get(response["Location"])
    assert page.status_code == 200
    assert ("govuk-error-summary" in page.content.decode()) is bool(query)


def test_a_pdf_too_long_leads_to_the_workbook(
    fetch: Fetch, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_views, "MOST_ROWS", 3)
    page = fetch("schedule", "pdf", SCHEDULE)
    assert page.status_code == 422
    (link,) = re.findall(r'href="([^"]+/xlsx/[^"]+)"', page.content.decode())
    assert client.get(unescape(link)).status_code == 200


def test_files_are_made_only_so_often(fetch: Fetch) -> None:
    for _ in range(20):
        assert fetch("effective_rate", "xlsx", RATE).status_code == 200
    assert fetch("effective_rate", "pdf", RATE).status_code == 429
    assert fetch("effective_rate", "pdf", {}).status_code == 302


def test_only_so_many_wait_for_a_pdf(fetch: Fetch) -> None:
    for _ in range(paper.MOST_WAITING):
        paper._places.acquire()
    try:
        page = fetch("schedule", "pdf", SCHEDULE)
    finally:
        for _ in range(paper.MOST_WAITING):
            paper._places.release()
    assert page.status_code == 503
    assert page["Retry-After"] == "21"
    assert "Many people are asking" in words(page.content.decode())
    assert fetch("schedule", "pdf", SCHEDULE).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_tabs_have_names_a_workbook_allows(fetch: Fetch, language: str) -> None:
    query = {**SUBSIDY, "other_term": "3", "third_term": "4", "fourth_term": "5"}
    names = list(sheets(fetch("subsidy", "xlsx", query, language)))
    assert len(names) == 10
    assert all(len(name) <= 31 for name in names)


def test_a_text_is_no_formula(fetch: Fetch) -> None:
    """A source somebody typed stays text."""
    ReferenceRate.objects.filter(kind="base_rate").update(source='=HYPERLINK("x")')
    content = fetch("subsidy", "xlsx", SUBSIDY).content
    with ZipFile(io.BytesIO(content)) as parts:
        assert "<f>" not in parts.read("xl/worksheets/sheet1.xml").decode()
