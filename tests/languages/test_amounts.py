"""Amounts, rates and days as text, and the way back."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from languages.amounts import (
    format_amount,
    format_date,
    format_number,
    format_percent,
    parse_amount,
)

KAZAKH_MONTHS = [
    "қаңтар",
    "ақпан",
    "наурыз",
    "сәуір",
    "мамыр",
    "маусым",
    "шілде",
    "тамыз",
    "қыркүйек",
    "қазан",
    "қараша",
    "желтоқсан",
]
LANGUAGES = st.sampled_from(["kk", "ru", "en"])
SUMS = st.decimals(-(10**15), 10**15, places=2, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("value", "currency", "language", "text"),
    [
        ("500000000", "KZT", "kk", "500\u00a0000\u00a0000\u00a0₸"),
        ("1234567.5", "KZT", "ru", "1\u00a0234\u00a0567,50\u00a0₸"),
        ("1234567.5", "KZT", "en", "1\u00a0234\u00a0567.50\u00a0₸"),
        ("0.005", "KZT", "ru", "0,01\u00a0₸"),
        ("-12", "USD", "ru", "-12\u00a0$"),
        ("12", "USD", "en", "12\u00a0$"),
        ("12", "EUR", "kk", "12\u00a0€"),
    ],
)
def test_amount_text(value: str, currency: str, language: str, text: str) -> None:
    assert format_amount(Decimal(value), currency, language) == text


def test_columns_keep_both_decimals() -> None:
    assert format_amount(Decimal(5), "KZT", "ru", always_decimals=True) == "5,00\u00a0₸"


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [
        ("12.60", "kk", "12,6%"),
        ("12.6", "ru", "12,6\u00a0%"),
        ("12.6", "en", "12.6%"),
        ("100", "ru", "100\u00a0%"),
        ("0", "en", "0%"),
        ("0.0375", "kk", "0,0375%"),
    ],
)
def test_percent_text(value: str, language: str, text: str) -> None:
    assert format_percent(Decimal(value), language) == text


@pytest.mark.parametrize(("month", "name"), list(enumerate(KAZAKH_MONTHS, start=1)))
def test_kazakh_day_in_words(month: int, name: str) -> None:
    assert format_date(date(2026, month, 5), "kk") == f"2026 жылғы 5 {name}"


@pytest.mark.parametrize(
    ("language", "length", "text"),
    [
        ("ru", "long", "5 марта 2026 года"),
        ("en", "long", "5 March 2026"),
        ("kk", "short", "05.03.2026"),
        ("ru", "short", "05.03.2026"),
        ("en", "short", "5 Mar 2026"),
        ("kk", "month", "2026 жылғы наурыз"),
        ("ru", "month", "март 2026 года"),
        ("en", "month", "March 2026"),
    ],
)
def test_day_text(language: str, length: str, text: str) -> None:
    assert format_date(date(2026, 3, 5), language, length) == text


@given(SUMS, LANGUAGES, st.sampled_from(["KZT", "USD", "EUR", "CNY", "RUB", "GBP"]))
def test_what_we_show_we_read_back(value: Decimal, language: str, currency: str) -> None:
    assert parse_amount(format_amount(value, currency, language)) == value


@given(SUMS, LANGUAGES)
def test_numbers_are_read_back(value: Decimal, language: str) -> None:
    assert parse_amount(format_number(value, language)) == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1250000", "1250000"),
        ("1 250 000", "1250000"),
        ("1\u00a0250\u00a0000,50", "1250000.50"),
        ("1\u202f250\u202f000.5", "1250000.5"),
        ("1,250,000.50", "1250000.50"),
        ("1.250.000,50", "1250000.50"),
        ("1,250,000", "1250000"),
        ("12,6", "12.6"),
        ("−5", "-5"),
        ("  7 ₸ ", "7"),
        ("7 тг.", "7"),
        ("KZT 7", "7"),
    ],
)
def test_amounts_as_people_type_them(typed: str, value: str) -> None:
    assert parse_amount(typed) == Decimal(value)


@pytest.mark.parametrize(
    "typed",
    ["", " ", "five", "1.23,456.7", "1,23,456", "12 apples", "1e5", "--1", "NaN", "1,", ",5", "5%"],
)
def test_what_is_no_amount(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the text is the message
        parse_amount(typed)


@given(SUMS, LANGUAGES, st.sampled_from([None, 0, 2]))
def test_numbers_are_written_as_cldr_writes_them(
    value: Decimal, language: str, places: Any
) -> None:
    rounded = value if places is None else value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    decimals = -int(rounded.as_tuple().exponent)
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    said = format_decimal(rounded, pattern, {"kk": "kk_KZ", "ru": "ru_KZ"}.get(language, language))
    expected = said.replace(",", "\u00a0") if language == "en" else said
    assert format_number(value, language, places) == expected
