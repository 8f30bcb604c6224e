"""Own schedules at the calculators: typed, from a file, with interest, rate and subsidy."""

import io
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import xlsxwriter
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from programs.calculators.own_rows import MOST_ROWS
from tests.programs.test_calculators import (
    SCHEDULE,
    SUBSIDY,
    Open,
    _reference_rates,
    address,
    error_of,
    open_page,
    table,
    words,
)

__all__ = ["_reference_rates", "open_page"]
pytestmark = pytest.mark.django_db
ROWS = "15.02.2026\t200\n15.03.2026\t1000"
OWN = {"repayment": "own_schedule", "own": ROWS}
LOAD = "/en/programmes/calculators/own-schedule/"


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet() -> None:
    cache.clear()


def test_interest_accrues_on_what_is_left(open_page: Open) -> None:
    """1 % of 1200, then of 1000; 212/x^31 + 1010/x^59 is 1200 where x^365 is 1.1303."""
    page = open_page("calculate_schedule", {**SCHEDULE, **OWN})
    assert table(page, "Every payment")[1:] == [
        ["15 Feb 2026", "1 200.00", "200.00", "12.00", "212.00"],
        ["15 Mar 2026", "1 000.00", "1 000.00", "10.00", "1 010.00"],
        ["Total", "1 200.00", "22.00", "1 222.00"],
    ]
    assert "Annual effective rate 13.0%" in words(page)


def test_the_subsidy_of_an_own_schedule(open_page: Open) -> None:
    """20 % against half of 18 %: 11 parts of 20, of 20.00 and of 16.67 (1000 at 20 % / 12)."""
    page = open_page("calculate_subsidy", {**SUBSIDY, **OWN})
    assert table(page, "Every payment")[1:] == [
        ["15 Feb 2026", "1 200.00", "200.00", "11.00", "9.00", "20.00"],
        ["15 Mar 2026", "1 000.00", "1 000.00", "9.17", "7.50", "16.67"],
        ["Total", "1 200.00", "20.17", "16.50", "36.67"],
    ]


def test_an_own_schedule_beside_an_annuity(open_page: Open) -> None:
    query = {**SCHEDULE, **OWN, "other_repayment": "equal_principal"}
    rows = {row[0]: row for row in table(open_page("calculate_schedule", query), "Compared with")}
    assert rows["Interest in total"][1:] == ["22.00 ₸", "24.00 ₸", "+2.00 ₸"]


def test_grace_periods_do_not_count(open_page: Open) -> None:
    page = open_page("calculate_schedule", {**SCHEDULE, **OWN, "grace_interest": "1"})
    assert table(page, "Every payment")[1][3] == "12.00"


@pytest.mark.parametrize(
    ("change", "field", "error"),
    [
        ({"own": "15.02.2026\t1199"}, "own", "The principal of all rows is 1 199.00"),
        ({"own": "15.02.2026\t200\n14.02.2026\t1000"}, "own", "Row 2, payment day"),
        ({"own": "15.05.2026\t1200"}, "own", "after the end of the term, 15 April 2026"),
        ({"other_term": "1"}, "other_term", "The own schedule goes on after this term"),
    ],
)
def test_faults_stand_at_their_field(
    open_page: Open, change: dict[str, str], field: str, error: str
) -> None:
    page = open_page("calculate_schedule", {**SCHEDULE, **OWN, **change})
    assert error in error_of(page, field)
    assert page.count('_error">') == 1
    assert "Every payment" not in page


def test_rows_of_another_repayment_are_not_looked_at(open_page: Open) -> None:
    page = open_page("calculate_schedule", {**SCHEDULE, "own": "anything"})
    assert "Every payment" in page


def workbook(rows: list[list[Any]]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if hasattr(value, "year"):
                    sheet.write_datetime(number, place, value, day)
                else:
                    sheet.write(number, place, value)
    return file.getvalue()


def load(client: Client, name: str, content: bytes, **query: str) -> Any:
    upload = SimpleUploadedFile(name, content)
    return client.post(f"{LOAD}schedule/", {**SCHEDULE, **query, "own_file": upload})


def rows_in(response: Any) -> str:
    assert response.status_code == 302, response.content
    to = urlsplit(response["Location"])
    assert to.path == address("calculate_schedule")
    asked = parse_qs(to.query)
    assert asked["repayment"] == ["own_schedule"]
    assert asked["amount"] == ["1200"]
    return asked["own"][0]


def test_a_workbook_becomes_an_address(client: Client) -> None:
    rows = [["Day", "Principal"], [date(2026, 2, 15), 0.1], [date(2026, 3, 15), 1199.9]]
    sent = load(client, "own.xlsx", workbook(rows))
    assert rows_in(sent) == "Day\tPrincipal\n2026-02-15\t0.1\n2026-03-15\t1199.9"
    page = client.get(sent["Location"]).content.decode()
    assert table(page, "Every payment")[1][2] == "0.10"


@pytest.mark.parametrize(
    "content",
    [
        b"15.02.2026;200,00\r\n15.03.2026;1 000,00\r\n",
        "\ufeff15.02.2026,200.00\n15.03.2026,1000\n".encode(),
        "День;Сумма\n15.02.2026;200\n15.03.2026;1000\n".encode("cp1251"),
        b"15.02.2026\t200\n15.03.2026\t1000",
    ],
)
def test_a_csv_becomes_an_address(client: Client, content: bytes) -> None:
    sent = load(client, "own.csv", content)
    page = client.get(sent["Location"]).content.decode()
    assert table(page, "Every payment")[-1] == ["Total", "1 200.00", "22.00", "1 222.00"]
    assert rows_in(sent)


def test_what_was_loaded_can_be_too_much(client: Client) -> None:
    rows = "15.02.2026;1\n" * (MOST_ROWS + 1)
    sent = load(client, "own.csv", rows.encode())
    page = client.get(sent["Location"]).content.decode()
    assert "Enter at most 180 rows" in error_of(page, "own")


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", "Choose a file with content, of at most 512 KB"),
        (b"x" * (512 * 1024 + 1), "Choose a file with content, of at most 512 KB"),
        (b"\x00\x01\x02", "The file cannot be read"),
    ],
)
def test_a_file_that_is_no_table_is_an_error_of_its_field(
    client: Client, content: bytes, error: str
) -> None:
    page = load(client, "own.csv", content, rate="7,5")
    assert page.status_code == 200
    shown = page.content.decode()
    assert error in error_of(shown, "own_file")
    assert shown.count('_error">') == 1
    assert 'value="7,5"' in shown


def test_a_sheet_that_claims_to_be_vast_harms_nobody(client: Client) -> None:
    """Two cells in opposite corners: seventeen milliard in between."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, 1)
        sheet.write(1_048_575, 16_383, 1)
    page = load(client, "own.xlsx", file.getvalue())
    assert "The file cannot be read" in error_of(page.content.decode(), "own_file")


def test_without_a_file_the_page_says_so(client: Client) -> None:
    page = client.post(f"{LOAD}subsidy/", SUBSIDY).content.decode()
    assert "Choose a file first" in error_of(page, "own_file")


def test_the_address_alone_leads_back(client: Client) -> None:
    assert client.get(f"{LOAD}subsidy/")["Location"] == address("calculate_subsidy")
    assert client.get(f"{LOAD}effective_rate/").status_code == 404
    assert client.post(f"{LOAD}anything/").status_code == 404


def test_files_are_read_only_so_often(client: Client) -> None:
    for _ in range(20):
        assert load(client, "own.csv", b"x").status_code == 302
    page = load(client, "own.csv", b"x")
    assert page.status_code == 429
    assert 0 < int(page["Retry-After"]) <= 61
    assert "You have asked for many files" in words(page.content.decode())
    assert client.get(address("calculate_subsidy")).status_code == 200


def test_the_longest_own_schedule_fits_an_address(client: Client) -> None:
    """180 rows of a hundred million with kopecks, and every other field beside them."""
    lines = [f"{1 + n % 28:02}.{1 + n % 12:02}.{2026 + n // 12};100 000 000,00" for n in range(180)]
    sent = load(client, "own.csv", "\n".join(lines).encode())
    assert len(sent["Location"]) < 8190 - 300
