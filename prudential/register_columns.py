"""The columns of a portfolio register and the rules its cells must pass, as SQL for DuckDB.

A cell arrives as text or NULL (empty); ``t`` holds the row's typed values, NULL where a
text is none. ``good`` is the one test a faultless cell costs; ``faults`` names what is
wrong with another. Nothing is rounded, guessed or repaired.

Decisions of ours, not verified against the act: amounts are tenge or their tenge
equivalent whatever the loan's currency; the risk weight is a percentage; a loan off
the balance sheet has its charge-off day, a loan on it has none.
"""

from dataclasses import dataclass
from functools import cache

from babel.core import get_global
from babel.numbers import get_territory_currencies

from prudential.sheet_marks import FORMULA, NO_RESULT, NUMBER

AMOUNT_TYPE = "DECIMAL(18,2)"
WEIGHT_TYPE = "DECIMAL(9,4)"
SPACES = "' \t\u00a0\u202f'"


@dataclass(frozen=True)
class Column:
    """A column by its heading, its type in the canonical file, and its check."""

    name: str
    type: str
    good: str
    faults: str
    typed: str


@dataclass(frozen=True)
class Check:
    good: str
    faults: str


def _cell(name: str, good: str, *faults: tuple[str, str], last: str) -> Check:
    """The check of one cell as SQL: its fault is NULL where ``good`` holds."""
    general = (
        ("required", f"{name} IS NULL OR trim({name}, {SPACES}) = ''"),
        ("identifier_is_number", f"starts_with({name}, '{NUMBER}')"),
        ("formula_cell", f"starts_with({name}, '{FORMULA}')"),
        ("formula_without_result", f"starts_with({name}, '{NO_RESULT}')"),
        ("formula", f"regexp_matches({name}, '^[=@+\\t\\r]|^-(.*[^0-9.,]|$)')"),
        ("line_break", f"contains({name}, chr(10)) OR contains({name}, chr(13))"),
        ("scientific", f"regexp_full_match({name}, '[+-]?[0-9]+([.,][0-9]+)?[eE][+-]?[0-9]+')"),
    )
    branches = "".join(f" WHEN {test} THEN '{rule}'" for rule, test in (*general, *faults))
    return Check(good, f"CASE WHEN {good} THEN NULL{branches} ELSE '{last}' END")


def _column(name: str, type_: str, check: Check, typed: str) -> Column:
    return Column(name, type_, check.good, check.faults, typed)


def _exact(name: str, pattern: str) -> str:
    """A figure written out as its type writes it, else by the pattern, which costs more."""
    return f"(t.{name} >= 0 AND t.{name}::VARCHAR = {name}) OR {_matches(name, pattern)}"


def _matches(name: str, pattern: str) -> str:
    return f"regexp_full_match({name}, '{pattern}')"


def _amount(name: str) -> Column:
    check = _cell(
        name,
        _exact(name, r"[0-9]{1,16}([.][0-9]{1,2})?"),
        ("negative", _matches(name, r"-[0-9]+([.,][0-9]+)?")),
        ("decimal_comma", _matches(name, r"[0-9]+,[0-9]+")),
        ("separators", _matches(name, r"[0-9]+([ ,.''\x{a0}\x{202f}]+[0-9]+)*[ \x{a0}\x{202f}]*")
         + f" AND NOT {_matches(name, r'[0-9]+([.][0-9]+)?')}"),
        ("too_many_decimals", _matches(name, r"[0-9]+[.][0-9]{3,}")),
        ("too_large", _matches(name, r"[0-9]{17,}([.][0-9]*)?")),
        last="not_a_number",
    )  # fmt: skip
    return _column(name, AMOUNT_TYPE, check, f"TRY_CAST({name} AS {AMOUNT_TYPE})")


def _day(name: str, *, required: bool = True) -> Column:
    typed = (
        f"CASE WHEN {name} LIKE '____-__-__' THEN TRY_CAST({name} AS DATE)"
        f" WHEN {name} LIKE '__.__.____' THEN TRY_STRPTIME({name}, '%d.%m.%Y')::DATE END"
    )
    good = f"t.{name} IS NOT NULL"
    if not required:
        good = f"{name} IS NULL OR {good}"
    return _column(name, "DATE", _cell(name, good, last="not_a_date"), typed)


def _is_code(name: str, longest: int) -> str:
    """Letters of any alphabet, digits and a few signs; the plain alphabet is tried first."""
    plain = _matches(name, "[A-Za-z0-9][A-Za-z0-9_/.:#-]*")
    any_alphabet = _matches(name, r"[\pL\pN№][\pL\pN_№/.:#-]*")
    scientific = _matches(name, "[0-9]+([.,][0-9]+)?[eE][+-]?[0-9]+")
    return (
        f"length({name}) <= {longest} AND ({plain} OR {any_alphabet})"
        f" AND ({name} >= ':' OR NOT {scientific})"  # from the colon on no text begins with a digit
    )


def _loan_identifier() -> Column:
    name = "loan_identifier"
    check = _cell(
        name,
        _is_code(name, 64),
        ("spaces", _matches(name, r".*[\s\x{a0}\x{202f}].*")),
        last="not_an_identifier",
    )
    return _column(name, "VARCHAR", check, name)


def _counterparty_identifier() -> Column:
    """Twelve digits of a BIN or IIN, or a code with a letter for who has neither."""
    name = "counterparty_identifier"
    coded = f"{_is_code(name, 40)} AND regexp_matches({name}, '\\pL')"
    good = f"{_matches(name, '[0-9]{12}')} OR ({coded})"
    check = _cell(
        name,
        good,
        ("lost_zero", _matches(name, "[0-9]{9,11}")),
        ("float_identifier", _matches(name, r"[0-9]+[.,]0+")),
        ("spaces", _matches(name, r".*[\s\x{a0}\x{202f}].*")),
        last="not_twelve_digits",
    )
    return _column(name, "VARCHAR", check, name)


def _days_past_due() -> Column:
    name = "days_past_due"
    check = _cell(
        name,
        f"(t.{name} BETWEEN 0 AND 99999 AND t.{name}::VARCHAR = {name})"
        f" OR {_matches(name, '[0-9]{1,5}')}",
        ("negative", _matches(name, r"-[0-9]+([.,][0-9]+)?")),
        last="not_whole_days",
    )
    return _column(name, "INTEGER", check, f"TRY_CAST({name} AS INTEGER)")


def _currency() -> Column:
    codes = ", ".join(f"'{code}'" for code in sorted(currency_codes()))
    good = f"CASE WHEN currency = 'KZT' THEN true ELSE currency IN ({codes}) END"
    check = _cell("currency", good, last="not_a_currency")
    return _column("currency", "VARCHAR", check, "currency")


def _on_balance_sheet() -> Column:
    name = "on_balance_sheet"
    check = _cell(name, f"t.{name} IS NOT NULL", last="not_true_or_false")
    typed = f"CASE lower({name}) WHEN 'true' THEN true WHEN 'false' THEN false END"
    return _column(name, "BOOLEAN", check, typed)


def _risk_weight() -> Column:
    name = "risk_weight"
    check = _cell(
        name,
        f"t.{name} <= 1250 AND ({name} = '100' OR {_matches(name, r'[0-9]{1,4}([.][0-9]{1,4})?')})",
        ("negative", _matches(name, r"-[0-9]+([.,][0-9]+)?")),
        ("decimal_comma", _matches(name, r"[0-9]+,[0-9]+")),
        last="not_a_weight",
    )
    return _column(name, WEIGHT_TYPE, check, f"TRY_CAST({name} AS {WEIGHT_TYPE})")


@cache
def currency_codes() -> frozenset[str]:
    """ISO 4217 codes of legal tender somewhere, from CLDR."""
    countries = get_global("territory_currencies")
    return frozenset(
        code for country in countries for code in get_territory_currencies(country, tender=True)
    )


REGISTER_COLUMNS: tuple[Column, ...] = (
    _loan_identifier(),
    _counterparty_identifier(),
    _day("cut_off_date"),
    _currency(),
    _amount("principal_balance"),
    _amount("accrued_interest"),
    _days_past_due(),
    _amount("past_due_principal"),
    _amount("past_due_interest"),
    _amount("provision_amount"),
    _on_balance_sheet(),
    _day("chargeoff_date", required=False),
    _risk_weight(),
)
COLUMN_NAMES = tuple(column.name for column in REGISTER_COLUMNS)
IDENTIFIERS = ("loan_identifier", "counterparty_identifier")
COUNTS = ("days_past_due",)


@dataclass(frozen=True)
class RowRule:
    """A rule over several cells: told at ``column``; silent while a cell is not readable."""

    name: str
    column: str
    breaks: str


ROW_RULES: tuple[RowRule, ...] = (
    RowRule("other_cut_off_date", "cut_off_date", "t.cut_off_date <> $cut_off_date"),
    RowRule(
        "past_due_above_balance",
        "past_due_principal",
        "t.principal_balance >= 0 AND t.past_due_principal > t.principal_balance",
    ),
    RowRule(
        "past_due_above_interest",
        "past_due_interest",
        "t.accrued_interest >= 0 AND t.past_due_interest > t.accrued_interest",
    ),
    RowRule(
        "chargeoff_date_missing",
        "chargeoff_date",
        "NOT t.on_balance_sheet AND chargeoff_date IS NULL",
    ),
    RowRule(
        "chargeoff_date_on_balance",
        "chargeoff_date",
        "t.on_balance_sheet AND t.chargeoff_date IS NOT NULL",
    ),
    RowRule("chargeoff_date_later", "chargeoff_date", "t.chargeoff_date > $cut_off_date"),
)
