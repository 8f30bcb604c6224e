"""Workbooks and Parquet: the same columns and rules as CSV, and what only they can spoil."""

import duckdb
import pytest

from files.uploads import PARQUET, XLSX
from prudential.register_reading import RegisterReading, read_register_file
from prudential.rule_texts import RULE_TEXTS
from tests.prudential.register_files import CUT_OFF, as_csv, filed, mfo_reporter, row
from tests.prudential.register_workbooks import (
    SHEET,
    as_parquet,
    as_workbook,
    changed,
    day,
    loan_in_sql,
    sheet_with,
    typed_row,
)


def read(content, folder, content_type=XLSX) -> RegisterReading:
    path = folder / "given"
    path.write_bytes(content)
    return read_register_file(path, folder, cut_off_date=CUT_OFF, content_type=content_type)


def faults(content, folder, content_type=XLSX):
    reading = read(content, folder, content_type)
    assert reading.content is None
    found = duckdb.read_parquet(str(reading.faults)).fetchall()
    assert {fault[3] for fault in found} <= set(RULE_TEXTS)
    return found


def rows_of(reading):
    assert reading.content is not None, reading.fault_counts
    return duckdb.read_parquet(str(reading.content)).fetchall()


def test_a_workbook_gives_the_rows_its_csv_gives(tmp_path):
    typed = [
        typed_row(principal_balance=766.22, days_past_due=91, past_due_principal=766.22),
        typed_row(loan_identifier="L-2", on_balance_sheet=False, chargeoff_date=day("2025-12-31")),
    ]
    told = [
        row(principal_balance="766.22", days_past_due="91", past_due_principal="766.22"),
        row(loan_identifier="L-2", on_balance_sheet="false", chargeoff_date="2025-12-31"),
    ]
    from_sheet = rows_of(read(as_workbook(*typed), tmp_path))
    assert from_sheet == rows_of(read(as_csv(told), tmp_path, "text/csv"))


CELLS = [
    ({"loan_identifier": 17}, "loan_identifier", "17", "identifier_is_number"),
    ({"counterparty_identifier": 12345678901}, "counterparty_identifier", "12345678901",
     "identifier_is_number"),
    ({"principal_balance": 100.005}, "principal_balance", "100.005", "too_many_decimals"),
    ({"principal_balance": 1e16}, "principal_balance", "1e+16", "scientific"),
    ({"accrued_interest": -1}, "accrued_interest", "-1.0", "negative"),
    ({"principal_balance": True}, "principal_balance", "True", "not_a_number"),
    ({"principal_balance": day("2026-01-02")}, "principal_balance", "2026-01-02", "not_a_number"),
    ({"days_past_due": 1.5}, "days_past_due", "1.5", "not_whole_days"),
    ({"cut_off_date": 46112}, "cut_off_date", "46112.0", "not_a_date"),
    ({"on_balance_sheet": 1}, "on_balance_sheet", "1.0", "not_true_or_false"),
    ({"loan_identifier": "=HYPERLINK(A1)"}, "loan_identifier", "=HYPERLINK(A1)", "formula"),
    ({"loan_identifier": "@SUM(A1)"}, "loan_identifier", "@SUM(A1)", "formula"),
    ({"currency": None}, "currency", None, "required"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "column", "value", "rule"), CELLS)
def test_a_spoilt_cell_is_named_by_row_column_value_and_rule(tmp_path, cells, column, value, rule):
    content = as_workbook(typed_row(loan_identifier="L-0"), typed_row(**cells))
    assert faults(content, tmp_path) == [(3, column, value, rule)]


def test_a_sum_of_doubles_is_not_rounded(tmp_path):
    cell = b'<c r="E2"><v>%r</v></c>' % (0.1 + 0.2)
    content = sheet_with(b'<c r="E2"><v>100.00</v></c>', cell)
    assert faults(content, tmp_path) == [
        (2, "principal_balance", "0.30000000000000004", "too_many_decimals")
    ]


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        (b'<c r="E2"><f>50*2</f><v>100</v></c>', "formula_cell"),
        (b'<c r="E2"><f>50*2</f></c>', "formula_without_result"),
        (b'<c r="E2"><f>50*2</f><v></v></c>', "formula_without_result"),
        (b'<c r="E2" t="str"><f>WEBSERVICE("x")</f><v>100</v></c>', "formula_cell"),
        (b'<c r="E2"><f t="shared" si="0"/><v>100</v></c>', "formula_cell"),
    ],
)
def test_formulas_are_named_with_and_without_a_result(tmp_path, cell, rule):
    content = sheet_with(b'<c r="E2"><v>100.00</v></c>', cell)
    assert [fault[:2] + fault[3:] for fault in faults(content, tmp_path)] == [
        (2, "principal_balance", rule)
    ]


def test_rows_keep_their_numbers_and_an_empty_one_between_is_named(tmp_path):
    good = typed_row(loan_identifier="L-2")
    assert faults(as_workbook(typed_row(), {}, good), tmp_path) == [(3, "", "", "empty_row")]
    assert len(rows_of(read(as_workbook(typed_row(), good, {}, {}), tmp_path))) == 2


def test_cells_beside_the_columns_are_named(tmp_path):
    content = sheet_with(b"</row></sheetData>", b'<c r="P2"><v>1</v></c></row></sheetData>')
    assert [fault[3] for fault in faults(content, tmp_path)] == ["too_many_cells"]


def test_headings_must_be_the_columns(tmp_path):
    content = sheet_with(b"risk_weight", b"weight")
    assert {fault[3] for fault in faults(content, tmp_path)} == {"column_missing", "column_unknown"}


def test_a_second_sheet_is_not_left_out_in_silence(tmp_path):
    def add(parts):
        sheet = b'<sheet name="more" sheetId="2" r:id="rId1"/></sheets>'
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</sheets>", sheet)

    content = changed(as_workbook(typed_row()), add)
    assert [fault[3] for fault in faults(content, tmp_path)] == ["several_sheets"]


def test_a_sheet_of_milliards_of_cells_ends_its_own_process_only(tmp_path):
    """Two cells in opposite corners: the reader would lay out all between them."""
    corner = b'</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    content = sheet_with(b"</row></sheetData>", corner)
    assert [fault[3] for fault in faults(content, tmp_path)] == ["unreadable_workbook"]


@pytest.mark.parametrize("cut", [200, 2000])
def test_a_cut_workbook_is_unreadable(tmp_path, cut):
    content = as_workbook(typed_row())[:cut]
    assert [fault[3] for fault in faults(content, tmp_path)] == ["unreadable_workbook"]


def test_a_sheet_that_is_no_xml_is_no_register(tmp_path):
    content = changed(as_workbook(typed_row()), lambda parts: parts.update({SHEET: b"\x00<" * 9}))
    assert faults(content, tmp_path)


def test_parquet_gives_the_rows_its_csv_gives(tmp_path):
    content = as_parquet(tmp_path, loan_in_sql())
    told = as_csv([row(accrued_interest="0.50")])
    from_csv = rows_of(read(told, tmp_path, "text/csv"))
    assert rows_of(read(content, tmp_path, PARQUET)) == from_csv


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"counterparty_identifier": "12345678901"},
         (None, "counterparty_identifier", "BIGINT", "identifier_is_number")),
        ({"currency": "['KZT']"}, (None, "currency", "VARCHAR[]", "column_type")),
        ({"principal_balance": "0.1::DOUBLE + 0.2::DOUBLE"},
         (2, "principal_balance", "0.30000000000000004", "too_many_decimals")),
        ({"principal_balance": "'nan'::DOUBLE"}, (2, "principal_balance", "nan", "not_a_number")),
        ({"loan_identifier": "'=1+1'"}, (2, "loan_identifier", "=1+1", "formula")),
        ({"cut_off_date": "TIMESTAMP '2026-03-31 10:00:00'"},
         (2, "cut_off_date", "2026-03-31 10:00:00", "not_a_date")),
    ],
)  # fmt: skip
def test_parquet_passes_the_same_rules(tmp_path, cells, fault):
    content = as_parquet(tmp_path, loan_in_sql(**cells))
    assert faults(content, tmp_path, PARQUET) == [fault]


def test_parquet_that_is_damaged_or_has_other_columns_is_refused(tmp_path):
    content = as_parquet(tmp_path, loan_in_sql())
    damaged = content[:40] + b"\xff" * 30 + content[-8:]
    assert [f[3] for f in faults(damaged, tmp_path, PARQUET)] == ["unreadable"]
    other = as_parquet(tmp_path, "SELECT 1 AS \"x' FROM read_csv('/etc/passwd')--\"")
    assert {f[3] for f in faults(other, tmp_path, PARQUET)} == {"column_missing", "column_unknown"}


@pytest.mark.django_db
def test_a_workbook_uploaded_is_read_and_measured():
    register = filed(mfo_reporter(), as_workbook(typed_row()))
    assert (register.state, register.row_count, register.original.content_type) == (
        "accepted",
        1,
        XLSX,
    )
