"""A table typed or pasted: read by line and column, checked against the credit."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from programs.calculators.own_rows import (
    MOST_ROWS,
    MOST_TOLD,
    check_own_rows,
    read_own_rows,
    rows_as_text,
)
from programs.schedules import PrincipalPart

D = Decimal
DAY = date(2026, 3, 15)
WHOLE = [PrincipalPart(DAY, D(250000)), PrincipalPart(date(2026, 4, 15), D("0.5"))]


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    "text",
    [
        "15.03.2026\t250000\n15.04.2026\t0.5",
        "15.03.2026\t250 000,00\t\r\n15.04.2026\t0,50\r\n",
        "2026-03-15;250000\n2026-04-15;0,5",
        "15.03.2026 250\u00a0000\n\n15.04.2026   0.5",
        "Payment day\tPrincipal\n15.03.2026\t250000\n15.04.2026\t0.5",
    ],
)
def test_as_people_type_and_spreadsheets_copy(text: str) -> None:
    found = read_own_rows(text)
    assert found.errors == []
    assert found.parts == WHOLE


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "Enter the rows of your schedule, a day and an amount in each"),
        ("Day\tPrincipal", "Enter the rows of your schedule, a day and an amount in each"),
        ("\n31.02.2026\t5", "Row 2, payment day: Enter a real day"),
        ("15.03.2026", "Row 1, principal repaid: Enter an amount, or 0"),
        ("15.03.2026\tmuch", "Row 1, principal repaid: Enter figures only"),
        ("15.03.2026\t-5", "Row 1, principal repaid: Enter 0 or more"),
        ("15.03.2026\t0.001", "Row 1, principal repaid: Use no more than 2 figures"),
        ("15.03.2026\t5\t7", "Row 1: leave two columns"),
    ],
)
def test_an_error_names_row_and_column(text: str, error: str) -> None:
    (told,) = read_own_rows(text).errors
    assert told.startswith(error)


def test_many_errors_are_counted() -> None:
    found = read_own_rows("1.1.2026\tx\n" * 12)
    assert len(found.errors) == 12
    assert found.told()[MOST_TOLD:] == ["And 2 more errors"]


def test_a_row_too_many() -> None:
    days = [DAY + timedelta(days=n) for n in range(MOST_ROWS + 1)]
    lines = [f"{day}\t1" for day in days]
    assert read_own_rows("\n".join(lines[:-1])).errors == []
    assert read_own_rows("\n".join(lines)).errors == ["Enter at most 180 rows"]


@pytest.mark.parametrize(
    ("amount", "start", "last_day", "errors"),
    [
        ("250000.50", date(2026, 3, 14), date(2026, 4, 15), []),
        (
            "250000.50",
            DAY,
            None,
            ["Row 1, payment day: Enter a day after 15 March 2026"],
        ),
        (
            "250000.50",
            date(2026, 3, 14),
            date(2026, 4, 14),
            [
                "Row 3, payment day: This day lies after the end of the term, 14 April 2026",
            ],
        ),
        (
            "250000",
            date(2026, 3, 14),
            None,
            ["The principal of all rows is 250 000.50, the amount of the credit 250 000.00"],
        ),
    ],
)
def test_against_the_credit(
    amount: str, start: date, last_day: date | None, errors: list[str]
) -> None:
    rows = read_own_rows("15.03.2026\t250000\n\n15.04.2026\t0.5")
    check_own_rows(rows, amount=D(amount), start=start, last_day=last_day)
    assert [error.replace("\u00a0", " ") for error in rows.errors] == errors


@given(
    st.lists(
        st.builds(
            PrincipalPart,
            st.dates(date(1900, 1, 1), date(2200, 12, 31)),
            st.decimals(0, 10**17, places=2),
        ),
        min_size=1,
        max_size=MOST_ROWS,
    )
)
def test_what_is_written_is_read_back(parts: list[PrincipalPart]) -> None:
    text = rows_as_text([[f"{part.date:%d.%m.%Y}", str(part.principal)] for part in parts])
    assert read_own_rows(text).parts == parts


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    found = read_own_rows(text)
    assert found.parts or found.errors
