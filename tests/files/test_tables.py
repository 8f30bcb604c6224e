"""Tables as files: exact, in order, and harmless in a spreadsheet."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from files import tables
from files.tables import Column, TableFormat, csv_lines, table_response, write_xlsx

COLUMNS = [Column("Name"), Column("Amount")]


def in_xlsx(rows):
    file = io.BytesIO()
    write_xlsx(file, COLUMNS, rows)
    file.seek(0)
    return CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()


def in_csv(rows):
    text = "".join(csv_lines(COLUMNS, rows))
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:])))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_what_a_spreadsheet_would_run_is_text(start):
    text = f"{start}HYPERLINK(1)"
    assert in_csv([[text, 1]])[1][0] == f"'{text}"
    assert in_xlsx([[text, 1]])[1][0] == text


def test_a_negative_amount_is_a_number_not_a_formula():
    assert in_csv([["a", Decimal("-1.50")], ["b", -2]])[1:] == [["a", "-1.50"], ["b", "-2"]]


def test_amounts_longer_than_a_double_stay_exact_as_text():
    rows = in_xlsx([["short", Decimal("1234.50")], ["long", Decimal("123456789012345678.91")]])
    assert rows[1][1] == 1234.5
    assert rows[2][1] == "123456789012345678.91"


def test_moments_are_written_in_the_portals_time_zone(settings):
    settings.TIME_ZONE = "Asia/Almaty"
    row = [datetime(2026, 3, 5, 20, 30, tzinfo=UTC), date(2026, 3, 6)]
    assert in_csv([row])[1] == ["2026-03-06 01:30:00", "2026-03-06"]
    moment, day = in_xlsx([row])[1]
    assert (moment.isoformat(), day) == ("2026-03-06T01:30:00", date(2026, 3, 6))


@given(st.lists(st.decimals(allow_nan=False, allow_infinity=False, places=2), max_size=5))
def test_every_amount_comes_back_exactly_from_csv(amounts):
    rows = in_csv([["x", amount] for amount in amounts])[1:]
    assert [Decimal(row[1]) for row in rows] == amounts


def test_csv_rows_are_made_only_as_they_are_read():
    made = []

    def rows():
        for number in range(1000):
            made.append(number)
            yield ["x", number]

    response = table_response(TableFormat.CSV, "cases", COLUMNS, rows())
    next(iter(response))
    assert len(made) <= 1
    assert response["Content-Disposition"] == 'attachment; filename="cases.csv"'


def test_a_worksheet_that_cannot_hold_the_rows_is_refused(monkeypatch):
    monkeypatch.setattr(tables, "XLSX_ROWS", 3)
    with pytest.raises(tables.TooManyRows):
        table_response(TableFormat.XLSX, "cases", COLUMNS, ([str(n), n] for n in range(3)))
