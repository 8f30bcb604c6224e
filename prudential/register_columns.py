"""The columns of a portfolio register and the rules its cells must pass, as SQL for DuckDB.

A cell arrives as text or NULL (empty). Its check is one CASE whose first branch is the
good cell, so that a faultless register costs one test a cell; the branches after it
name the fault. Nothing is rounded, guessed or repaired.

Decisions of ours, not verified against the act: amounts are tenge or their tenge
equivalent whatever the loan's currency; the risk weight is a percentage; a loan off
the balance sheet has its charge-off day, a loan on it has none.
"""

from dataclasses import dataclass
from functools import cache

from babel.core import get_global
from babel.numbers import get_territory_currencies

AMOUNT_TYPE = "DECIMAL(20,2)"
WEIGHT_TYPE = "DECIMAL(9,4)"
SPACES = "' \t\u00a0\u202f'"


@dataclass(frozen=True)
class Column:
    """A column by its heading, its type in the canonical file, and its check."""

    name: str
    type: str
    faults: str
    typed: str


def _cell(name: str, good: str, *faults: tuple[str, str], last: str) -> str:
    """The fault of one cell as SQL: NULL where ``good`` holds."""
    general = (
        ("required", f"{name} IS NULL OR trim({name}, {SPACES}) = ''"),
        ("formula", f"regexp_matches({name}, '^[=@+\\t\\r]|^-(.*[^0-9.,]|$)')"),
        ("line_break", f"contains({name}, chr(10)) OR contains({name}, chr(13))"),
        ("scientific", f"regexp_full_match({name}, '[+-]?[0-9]+([.,][0-9]+)?[eE][+-]?[0-9]+')"),
    )
    branches = "".join(f" WHEN {test} THEN '{rule}'" for rule, test in (*general, *faults))
    return f"CASE WHEN {good} THEN NULL{branches} ELSE '{last}' END"


def _matches(name: str, pattern: str) -> str:
    return f"regexp_full_match({name}, '{pattern}')"


def _amount(name: str) -> Column:
    faults = _cell(
        name,
        _matches(name, r"[0-9]{1,18}([.][0-9]{1,2})?"),
        ("negative", _matches(name, r"-[0-9]+([.,][0-9]+)?")),
        ("decimal_comma", _matches(name, r"[0-9]+,[0-9]+")),
        ("separators", _matches(name, r"[0-9]+([ ,.''\x{a0}\x{202f}]+[0-9]+)*[ \x{a0}\x{202f}]*")
         + f" AND NOT {_matches(name, r'[0-9]+([.][0-9]+)?')}"),
        ("too_many_decimals", _matches(name, r"[0-9]+[.][0-9]{3,}")),
        ("too_large", _matches(name, r"[0-9]{19,}([.][0-9]*)?")),
        last="not_a_number",
    )  # fmt: skip
    return Column(name, AMOUNT_TYPE, faults, f"TRY_CAST({name} AS {AMOUNT_TYPE})")


def _day(name: str, *, required: bool = True) -> Column:
    typed = (
        f"CASE WHEN {name} LIKE '____-__-__' THEN TRY_CAST({name} AS DATE)"
        f" WHEN {name} LIKE '__.__.____' THEN TRY_STRPTIME({name}, '%d.%m.%Y')::DATE END"
    )
    good = f"({typed}) IS NOT NULL"
    if not required:
        good = f"{name} IS NULL OR {good}"
    return Column(name, "DATE", _cell(name, good, last="not_a_date"), typed)


def _is_code(name: str, longest: int) -> str:
    """Letters of any alphabet, digits and a few signs; the plain alphabet is tried first."""
    plain = _matches(name, "[A-Za-z0-9][A-Za-z0-9_/.:#-]*")
    any_alphabet = _matches(name, r"[\pL\pN№][\pL\pN_№/.:#-]*")
    scientific = _matches(name, "[0-9]+([.,][0-9]+)?[eE][+-]?[0-9]+")
    return f"length({name}) <= {longest} AND ({plain} OR {any_alphabet}) AND NOT {scientific}"


def _loan_identifier() -> Column:
    name = "loan_identifier"
    faults = _cell(
        name,
        _is_code(name, 64),
        ("spaces", _matches(name, r".*[\s\x{a0}\x{202f}].*")),
        last="not_an_identifier",
    )
    return Column(name, "VARCHAR", faults, name)


def _counterparty_identifier() -> Column:
    """Twelve digits of a BIN or IIN, or a code with a letter for who has neither."""
    name = "counterparty_identifier"
    coded = f"{_is_code(name, 40)} AND regexp_matches({name}, '\\pL')"
    good = f"{_matches(name, '[0-9]{12}')} OR ({coded})"
    faults = _cell(
        name,
        good,
        ("lost_zero", _matches(name, "[0-9]{9,11}")),
        ("float_identifier", _matches(name, r"[0-9]+[.,]0+")),
        ("spaces", _matches(name, r".*[\s\x{a0}\x{202f}].*")),
        last="not_twelve_digits",
    )
    return Column(name, "VARCHAR", faults, name)


def _days_past_due() -> Column:
    name = "days_past_due"
    faults = _cell(
        name,
        _matches(name, "[0-9]{1,5}"),
        ("negative", _matches(name, r"-[0-9]+([.,][0-9]+)?")),
        last="not_whole_days",
    )
    return Column(name, "INTEGER", faults, f"TRY_CAST({name} AS INTEGER)")


def _currency() -> Column:
    codes = ", ".join(f"'{code}'" for code in sorted(currency_codes()))
    faults = _cell("currency", f"currency = 'KZT' OR currency IN ({codes})", last="not_a_currency")
    return Column("currency", "VARCHAR", faults, "currency")


def _on_balance_sheet() -> Column:
    name = "on_balance_sheet"
    faults = _cell(name, f"lower({name}) IN ('true', 'false')", last="not_true_or_false")
    typed = f"CASE lower({name}) WHEN 'true' THEN true WHEN 'false' THEN false END"
    return Column(name, "BOOLEAN", faults, typed)


def _risk_weight() -> Column:
    name = "risk_weight"
    faults = _cell(
        name,
        f"{_matches(name, r'[0-9]{1,4}([.][0-9]{1,4})?')} AND TRY_CAST({name} AS {WEIGHT_TYPE})"
        " <= 1250",
        ("negative", _matches(name, r"-[0-9]+([.,][0-9]+)?")),
        ("decimal_comma", _matches(name, r"[0-9]+,[0-9]+")),
        last="not_a_weight",
    )
    return Column(name, WEIGHT_TYPE, faults, f"TRY_CAST({name} AS {WEIGHT_TYPE})")


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
