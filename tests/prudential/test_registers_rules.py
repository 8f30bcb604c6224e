"""Every rule of a register: what breaks it is named by row, column, value and rule."""

from pathlib import Path

import duckdb
import pytest

from prudential.register_errors import safe_cell
from prudential.register_reading import RegisterReading, read_register_file
from prudential.rule_texts import COLUMN_TEXTS, RULE_TEXTS
from tests.prudential.register_files import CUT_OFF, as_csv, row, rows


def read(content: bytes, folder: Path) -> RegisterReading:
    path = folder / "register.csv"
    path.write_bytes(content)
    return read_register_file(path, folder, cut_off_date=CUT_OFF)


def ask(sql: str, path: Path | None) -> list[tuple]:
    assert path is not None
    return duckdb.sql(sql.format(f"'{path}'")).fetchall()


def faults(content: bytes, folder: Path) -> list[tuple]:
    reading = read(content, folder)
    assert reading.content is None
    found = ask("SELECT file_row, name, value, rule FROM {}", reading.faults)
    assert sum(reading.fault_counts.values()) == len(found)
    return found


CELLS = [
    ("loan_identifier", "", "required"),
    ("loan_identifier", "=cmd|'/C calc'!A0", "formula"),
    ("loan_identifier", "@SUM(A1)", "formula"),
    ("loan_identifier", "-loan", "formula"),
    ("loan_identifier", "8.1E+11", "scientific"),
    ("loan_identifier", "L 1", "spaces"),
    ("loan_identifier", "L\n1", "line_break"),
    ("loan_identifier", "L" * 65, "not_an_identifier"),
    ("counterparty_identifier", "", "required"),
    ("counterparty_identifier", "12345678901", "lost_zero"),
    ("counterparty_identifier", "8.1E+11", "scientific"),
    ("counterparty_identifier", "8,1E+11", "scientific"),
    ("counterparty_identifier", "123456789012.0", "float_identifier"),
    ("counterparty_identifier", "1234567890123", "not_twelve_digits"),
    ("counterparty_identifier", "12345", "not_twelve_digits"),
    ("cut_off_date", "", "required"),
    ("cut_off_date", "2026-03-30", "other_cut_off_date"),
    ("cut_off_date", "31.02.2026", "not_a_date"),
    ("cut_off_date", "03/31/2026", "not_a_date"),
    ("cut_off_date", "46112", "not_a_date"),
    ("currency", "", "required"),
    ("currency", "KZ", "not_a_currency"),
    ("currency", "XXX", "not_a_currency"),
    ("principal_balance", "", "required"),
    ("principal_balance", "-1.00", "negative"),
    ("principal_balance", "100,00", "decimal_comma"),
    ("principal_balance", "1 000.00", "separators"),
    ("principal_balance", "1\u00a0000.00", "separators"),
    ("principal_balance", "1,000.00", "separators"),
    ("principal_balance", "1'000.00", "separators"),
    ("principal_balance", "100.001", "too_many_decimals"),
    ("principal_balance", "1.0E+6", "scientific"),
    ("principal_balance", "1" * 17, "too_large"),
    ("principal_balance", "abc", "not_a_number"),
    ("principal_balance", "NaN", "not_a_number"),
    ("principal_balance", ".5", "not_a_number"),
    ("principal_balance", "=100", "formula"),
    ("principal_balance", "+100", "formula"),
    ("accrued_interest", "-0.01", "negative"),
    ("past_due_principal", "x", "not_a_number"),
    ("past_due_interest", "x", "not_a_number"),
    ("provision_amount", "-5", "negative"),
    ("days_past_due", "", "required"),
    ("days_past_due", "-1", "negative"),
    ("days_past_due", "1.5", "not_whole_days"),
    ("days_past_due", "123456", "not_whole_days"),
    ("past_due_principal", "100.01", "past_due_above_balance"),
    ("past_due_interest", "0.01", "past_due_above_interest"),
    ("on_balance_sheet", "", "required"),
    ("on_balance_sheet", "1", "not_true_or_false"),
    ("on_balance_sheet", "ИСТИНА", "not_true_or_false"),
    ("chargeoff_date", "2025-12-31", "chargeoff_date_on_balance"),
    ("chargeoff_date", "yesterday", "not_a_date"),
    ("risk_weight", "", "required"),
    ("risk_weight", "-1", "negative"),
    ("risk_weight", "100,5", "decimal_comma"),
    ("risk_weight", "100%", "not_a_weight"),
    ("risk_weight", "1251", "not_a_weight"),
]


@pytest.mark.parametrize(("column", "value", "rule"), CELLS)
def test_a_bad_cell_is_named_by_row_column_value_and_rule(tmp_path, column, value, rule):
    content = as_csv([row(), row(loan_identifier="L-2") | {column: value}])
    assert faults(content, tmp_path) == [(3, column, value or None, rule)]


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ({"on_balance_sheet": "false"}, "chargeoff_date_missing"),
        (
            {"on_balance_sheet": "false", "chargeoff_date": "2026-04-01"},
            "chargeoff_date_later",
        ),
    ],
)
def test_a_written_off_loan_needs_its_day_not_later_than_the_cut_off(tmp_path, cells, rule):
    found = faults(as_csv([row(**cells)]), tmp_path)
    assert [(fault[1], fault[3]) for fault in found] == [("chargeoff_date", rule)]


GOOD = [
    {"principal_balance": "0"},
    {"principal_balance": "1234567890123456.99"},
    {"principal_balance": "7.5"},
    {"cut_off_date": "31.03.2026"},
    {"counterparty_identifier": "KG-INN-77"},
    {"counterparty_identifier": "000000000000"},
    {"loan_identifier": "ДЗ-2025/17№3"},
    {"loan_identifier": "Құжат_1"},
    {"currency": "USD"},
    {"on_balance_sheet": "TRUE"},
    {"on_balance_sheet": "FALSE", "chargeoff_date": "31.03.2026"},
    {"past_due_principal": "100.00", "days_past_due": "1"},
    {"risk_weight": "0"},
    {"risk_weight": "62.5"},
]


@pytest.mark.parametrize("cells", GOOD)
def test_a_good_row_is_taken(tmp_path, cells):
    reading = read(as_csv([row(**cells)]), tmp_path)
    assert (reading.row_count, reading.faults, reading.fault_counts) == (1, None, {})


def test_a_loan_twice_is_named_at_its_second_row_only(tmp_path):
    content = as_csv([row(), row(loan_identifier="L-2"), row()])
    assert faults(content, tmp_path) == [(4, "loan_identifier", "L-1", "loan_twice")]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: text.replace("risk_weight", "weight"), {"column_missing", "column_unknown"}),
        (lambda text: text.replace("accrued_interest", "risk_weight"),
         {"column_missing", "column_twice"}),
        (lambda text: text.replace("provision_amount,", "provision_amount,note,"),
         {"column_unknown"}),
    ],
)  # fmt: skip
def test_headings_must_be_the_columns(tmp_path, change, told):
    content = change(as_csv([row()]).decode()).encode()
    assert {fault[3] for fault in faults(content, tmp_path)} == told


def test_the_order_of_columns_is_free(tmp_path):
    lines = as_csv([row()]).decode().splitlines()
    turned = "\n".join(",".join(reversed(line.split(","))) for line in lines)
    assert read(turned.encode(), tmp_path).row_count == 1


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("L-2,012345678901,2026-03-31", "too_few_cells"),
        (",".join(["1"] * 14), "too_many_cells"),
        ('"L-2"x,012345678901,2026-03-31,KZT,1,0,0,0,0,0,true,,100', "broken_quotes"),
    ],
)
def test_a_row_that_does_not_divide_is_named(tmp_path, line, rule):
    content = as_csv([row()]).decode() + line + "\r\n"
    assert [(fault[0], fault[3]) for fault in faults(content.encode(), tmp_path)] == [(3, rule)]


def test_an_empty_line_between_rows_is_named_and_a_file_may_end_with_them(tmp_path):
    head, first = as_csv([row()]).decode().splitlines()
    second = first.replace("L-1", "L-2")
    between = "\r\n".join([head, first, "", second])
    assert [(f[0], f[3]) for f in faults(between.encode(), tmp_path)] == [(3, "empty_row")]
    ending = "\r\n".join([head, first, second, "", "", ""])
    assert read(ending.encode(), tmp_path).row_count == 2


def test_headings_alone_are_not_a_register(tmp_path):
    assert [fault[3] for fault in faults(as_csv([]), tmp_path)] == ["no_rows"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("bom", [False, True])
def test_separators_quotes_and_a_byte_order_mark_are_understood(tmp_path, separator, bom):
    content = as_csv([row(loan_identifier="L-1")], separator=separator, bom=bom)
    quoted = content.replace(b"L-1", b'"L-1"')
    reading = read(quoted, tmp_path)
    assert ask("SELECT loan_identifier FROM {}", reading.content) == [("L-1",)]


def test_amounts_stay_exact_decimals(tmp_path):
    """A hundred thousand times 0.10 is ten thousand, to the tiyn."""
    listed = rows(*[{"principal_balance": "0.10"}] * 100_000)
    reading = read(as_csv(listed), tmp_path)
    sums = "SELECT sum(principal_balance), any_value(typeof(principal_balance)) FROM {}"
    total, kind = ask(sums, reading.content)[0]
    assert (str(total), kind) == ("10000.00", "DECIMAL(18,2)")


def test_rows_keep_the_numbers_they_have_in_the_file(tmp_path):
    listed = rows(*[{}] * 30_000)
    reading = read(as_csv(listed), tmp_path)
    wrong = (
        "SELECT count(*) FROM read_parquet({}, file_row_number = true)"
        " WHERE loan_identifier <> 'L-' || (file_row_number + 1)"
    )
    assert ask(wrong, reading.content) == [(0,)]


def test_the_engine_reads_no_other_file(tmp_path):
    """A heading cannot smuggle SQL in: it is compared with the list before any query."""
    hostile = as_csv([row()]).decode().replace("risk_weight", "x' FROM read_csv('/etc/passwd')--")
    assert "column_unknown" in {fault[3] for fault in faults(hostile.encode(), tmp_path)}


def test_every_rule_and_column_has_its_text():
    named = {rule for _column, _value, rule in CELLS}
    assert named <= set(RULE_TEXTS)
    assert set(COLUMN_TEXTS) == set(row())


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_a_downloaded_cell_is_not_executed(text):
    assert safe_cell(text) == f"'{text}"
