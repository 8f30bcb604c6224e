"""Cells out of a spreadsheet: read, and what the spreadsheet spoiled told, not guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.pasted_rows.cells import MOST_CHARACTERS, TooMuchPasted, read_block
from applications.pasted_rows.damage import Damage, Kind, damage_of, is_doubtful_number
from applications.pasted_rows.goods import Fault, read_goods
from applications.pasted_rows.goods_columns import COLUMNS, NAMES, column_headed

LINE = (
    "8432 31\tДән сепкіш\t10\tдана\t60 000 000\t600 000 000,00\tСТ-KZ\tKZ 5\t01.09.2025\t01.09.2026"
)
CELL = st.text(alphabet='abя қ"\n;,1', max_size=8)


def cells(text: str) -> list[tuple[str, ...]]:
    return [line.cells for line in read_block(text).lines]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\tb\nc\td", [("a", "b"), ("c", "d")]),
        ("a\tb\r\nc\td\r\n", [("a", "b"), ("c", "d")]),
        ("\ufeffa;b", [("a", "b")]),
        ("a,b", [("a", "b")]),
        ("1,5;2", [("1,5", "2")]),
        ("1;5\t2", [("1;5", "2")]),
        ('"a\nb"\tc', [("a b", "c")]),
        ('"a ""big"" one"\tc', [('a "big" one', "c")]),
        ('"a;b";c', [("a;b", "c")]),
        ('12" pipe\tc', [('12" pipe', "c")]),
        ('"Дала" ЖШС\tc\n"x"\ty', [('"Дала" ЖШС', "c"), ("x", "y")]),
        ('"never closed\tc\nd\te', [('"never closed', "c"), ("d", "e")]),
        ("\u00a0a\u00a0\t b ", [("a", "b")]),
        ("a\x00b\tc", [("ab", "c")]),
        ("\n\na\tb\n\n", [("a", "b")]),
        ("", []),
    ],
)
def test_cells(text: str, expected: list[tuple[str, ...]]) -> None:
    assert cells(text) == expected


def test_lines_keep_their_place_in_what_was_pasted() -> None:
    assert [line.number for line in read_block('\n"a\nb"\tc\n\nd\te').lines] == [2, 4]


def test_too_much_is_refused() -> None:
    with pytest.raises(TooMuchPasted):
        read_block("1" * (MOST_CHARACTERS + 1))
    with pytest.raises(TooMuchPasted):
        read_block("\n" * 600)


def as_copied(cell: str) -> str:
    quoted = cell.replace('"', '""')
    return f'"{quoted}"'


@given(st.lists(st.lists(CELL, min_size=2, max_size=5), min_size=1, max_size=5))
def test_what_a_spreadsheet_quotes_is_read_back(rows: list[list[str]]) -> None:
    text = "\n".join("\t".join(as_copied(cell) for cell in row) for row in rows)
    one_line = [
        tuple(" ".join(part.strip() for part in cell.strip().split("\n")).strip() for cell in row)
        for row in rows
    ]
    squeezed = [tuple("".join(cell.split()) for cell in row) for row in one_line if any(row)]
    assert [tuple("".join(cell.split()) for cell in row) for row in cells(text)] == squeezed


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    pasted = read_goods(text, most=50)
    assert (pasted.fault is None) == bool(pasted.rows)
    assert len(pasted.rows) == len(pasted.lines)
    assert all(tuple(row) == NAMES for row in pasted.rows)


@pytest.mark.parametrize(
    ("kind", "cell", "expected"),
    [
        (Kind.HS_CODE, "843231", None),
        (Kind.HS_CODE, "8432 31 190 0", None),
        (Kind.HS_CODE, "8432.31", None),
        (Kind.HS_CODE, "10129", Damage.LOST_ZERO),
        (Kind.HS_CODE, "1012910", Damage.LOST_ZERO),
        (Kind.HS_CODE, "101291000", Damage.LOST_ZERO),
        (Kind.HS_CODE, "8.43231E+09", Damage.EXPONENT),
        (Kind.HS_CODE, "1E+10", Damage.EXPONENT),
        (Kind.HS_CODE, "1,01E+09", Damage.EXPONENT),
        (Kind.HS_CODE, "843231.0", Damage.BECAME_NUMBER),
        (Kind.HS_CODE, "12.05.1990", Damage.BECAME_DAY),
        (Kind.HS_CODE, "1990-05-12", Damage.BECAME_DAY),
        (Kind.HS_CODE, "#Н/Д", Damage.ERROR_VALUE),
        (Kind.NUMBER, "60 000 000", None),
        (Kind.NUMBER, "10 дана", None),
        (Kind.NUMBER, "1,5", None),
        (Kind.NUMBER, "1E+06", Damage.EXPONENT),
        (Kind.NUMBER, "01.05.2026", Damage.BECAME_DAY),
        (Kind.NUMBER, "1.май", Damage.BECAME_DAY),
        (Kind.NUMBER, "5-Jan", Damage.BECAME_DAY),
        (Kind.NUMBER, "######", Damage.ERROR_VALUE),
        (Kind.NUMBER, "#REF!", Damage.ERROR_VALUE),
        (Kind.DAY, "01.09.2025", None),
        (Kind.DAY, "45901", Damage.DAY_NUMBER),
        (Kind.DAY, "45901,0", Damage.DAY_NUMBER),
        (Kind.DAY, "2025", None),
        (Kind.TEXT, "1,2E+15", Damage.EXPONENT),
        (Kind.TEXT, "45901", None),
        (Kind.TEXT, "", None),
    ],
)
def test_damage(kind: Kind, cell: str, expected: Damage | None) -> None:
    assert damage_of(kind, cell) == expected


@given(st.integers(min_value=2, max_value=10), st.data())
def test_a_code_of_odd_length_is_never_taken(length: int, data: st.DataObject) -> None:
    digits = data.draw(st.text(alphabet="0123456789", min_size=length, max_size=length))
    damage = damage_of(Kind.HS_CODE, digits)
    assert (damage == Damage.LOST_ZERO) == (length in (5, 7, 9))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("1,234", True), ("12.500", True), ("1,5", False), ("1234", False), ("1 234,56", False)],
)
def test_a_number_that_reads_otherwise_elsewhere(cell: str, expected: bool) -> None:
    assert is_doubtful_number(cell) is expected


@pytest.mark.parametrize(
    ("heading", "name"),
    [(heading, column.name) for column in COLUMNS for heading in column.headings]
    + [
        ("ТАУАР", "description"),
        ("Цена, тенге", "price"),
        ("Amount (KZT)", "amount"),
        ("Поставщик", None),
        ("", None),
    ],
)
def test_headings_in_three_languages(heading: str, name: str | None) -> None:
    assert column_headed(heading) == name


def test_a_row_in_the_form_s_order() -> None:
    (row,) = read_goods(LINE, most=50).rows
    assert row["hs_code"] == "8432 31"
    assert row["origin_proof_kind"] == "st_kz"
    assert row["origin_valid_until"] == "01.09.2026"
    assert read_goods(LINE, most=50).remarks == ()


def test_columns_by_their_headings_in_any_order() -> None:
    text = "Сумма;Поставщик;Товар;Код ТН ВЭД\n5,50;X;Труба;730410\nИтого;;;\n"
    pasted = read_goods(text, most=50)
    assert pasted.has_heading
    assert pasted.ignored == ("Поставщик",)
    assert pasted.totals == (3,)
    (row,) = pasted.rows
    assert (row["amount"], row["description"], row["hs_code"]) == ("5,50", "Труба", "730410")
    assert pasted.lines == (2,)


def test_a_spoiled_cell_stays_empty_and_is_told() -> None:
    pasted = read_goods("10129\tx\t1,500\n1E+10\ty\t2", most=50)
    assert [row["hs_code"] for row in pasted.rows] == ["", ""]
    told = [(r.line, r.column, r.why, r.left_empty) for r in pasted.remarks]
    assert told == [
        (1, "hs_code", "lost_zero", True),
        (1, "quantity", "one_separator", False),
        (2, "hs_code", "exponent", True),
    ]
    assert pasted.rows[0]["quantity"] == "1,500"


def test_a_day_with_its_first_moment_is_that_day() -> None:
    pasted = read_goods("2025-09-01 00:00:00\t01.09.2026 0:00", most=5, first="origin_proof_date")
    (row,) = pasted.rows
    assert (row["origin_proof_date"], row["origin_valid_until"]) == ("2025-09-01", "01.09.2026")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", Fault.EMPTY),
        (" \n\t\n", Fault.EMPTY),
        ("Код\tТовар\n", Fault.EMPTY),
        ("Итого\t5\n", Fault.EMPTY),
        ("843231\n843232", Fault.ONE_COLUMN),
        ("\t".join("12345678901"), Fault.TOO_WIDE),
        ("843231,труба,1,5\n843231,труба,2", Fault.UNEVEN),
        ("Код\tТовар\tНаименование\n1\t2\t3", Fault.SAME_HEADING),
        ("843231\tx\n" * 51, Fault.TOO_MANY_ROWS),
        ("x" * (MOST_CHARACTERS + 1), Fault.TOO_MUCH),
    ],
)
def test_what_cannot_be_read_at_all(text: str, fault: Fault) -> None:
    assert read_goods(text, most=50).fault == fault


def test_one_column_may_go_into_any_column_but_the_first() -> None:
    pasted = read_goods("кг\nдана", most=50, first="unit")
    assert [row["unit"] for row in pasted.rows] == ["кг", "дана"]
