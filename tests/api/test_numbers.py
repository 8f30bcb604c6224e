"""Numbers go in as strings or JSON numbers, exactly, and nothing else passes for one."""

from decimal import Decimal
from typing import Any

import pytest

from config.exact_json import read_exactly
from languages.api_fields import decimals_of, plain_number
from tests.api.conftest import Ask, codes

LIMIT = "prudential/mfo/overdue-limit"
pytestmark = pytest.mark.django_db


def body(mm90: str, np: str = "1000") -> str:
    return f'{{"reporting_date": "2026-06-30", "mm90": {mm90}, "np": {np}}}'


@pytest.mark.parametrize(
    ("mm90", "np", "value"),
    [
        ("100", "1000", "10.00"),
        ('"100"', '"1000"', "10.00"),
        ("100.0", "1e3", "10.00"),
        ("1E+2", "1000.00", "10.00"),
        ('"100.10"', "1000", "10.01"),
        # 100.05 as a binary float lies below 100.05 and would round down.
        ("100.05", "1000", "10.01"),
        ('"0.00000001"', '"999999999999999999.99999999"', "0.00"),
        ("0", "0.01", "0.00"),
    ],
)
def test_a_number_is_read_as_it_is_written(post: Ask, mm90: str, np: str, value: str) -> None:
    answer = post(LIMIT, body(mm90, np))
    assert answer.status_code == 200, answer.content
    assert answer.json()["value_percent"] == value


def test_the_verdict_sees_the_eighteenth_digit(post: Ask) -> None:
    """Both are equal as floats: only the exact quotient tells them apart (paragraph 5-1)."""
    at_limit = post(LIMIT, body("10000000000000000", "100000000000000000"))
    above = post(LIMIT, body("10000000000000000.01", "100000000000000000"))
    assert not at_limit.json()["breached"]
    assert above.json()["breached"]
    assert above.json()["value_percent"] == "10.00"


@pytest.mark.parametrize(
    ("mm90", "code"),
    [
        ("true", "not_a_number"),
        ("false", "not_a_number"),
        ("null", "null"),
        ("[]", "not_a_number"),
        ("{}", "not_a_number"),
        ('""', "not_a_number"),
        ('" 5"', "not_a_number"),
        ('"5 "', "not_a_number"),
        ('"5\\n"', "not_a_number"),
        ('"+5"', "not_a_number"),
        ('"5,5"', "not_a_number"),
        ('"5."', "not_a_number"),
        ('"1e3"', "not_a_number"),
        ('"007"', "not_a_number"),
        ('"١٢"', "not_a_number"),
        ('"NaN"', "not_a_number"),
        ('"Infinity"', "not_a_number"),
        ("-1", "too_small"),
        ('"-1"', "too_small"),
        ('"-0"', "too_small"),
        ("1e999999", "too_large"),
        ("-1e999999", "too_small"),
        ("1e99999999999999999999", "not_a_number"),
        ("1" * 6000, "too_large"),
        ('"1000000000000000001"', "too_large"),
        ("1e-9", "too_precise"),
        ("1e-999999", "too_precise"),
        ('"0.000000001"', "too_precise"),
        ("1e-99999999999999999999", "not_a_number"),
    ],
)
def test_what_is_no_number_in_bounds_is_refused(post: Ask, mm90: str, code: str) -> None:
    answer = post(LIMIT, body(mm90))
    assert answer.status_code == 422, answer.content
    assert codes(answer) == {"mm90": code}


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity", "0x10", "01", ".5", "5."])
def test_what_json_does_not_know_is_malformed(post: Ask, constant: str) -> None:
    answer = post(LIMIT, body(constant))
    assert answer.status_code == 400
    assert codes(answer) == {"": "parse_error"}


@pytest.mark.parametrize(
    ("months", "code"),
    [
        ("12", None),
        ('"12"', None),
        ("12.0", None),
        ("1.2e1", None),
        ("12.5", "not_a_number"),
        ('"12.0"', "not_a_number"),
        ("true", "not_a_number"),
        ("0", "too_small"),
        ("-12", "too_small"),
        ("1201", "too_large"),
        ("1e999999", "too_large"),
    ],
)
def test_a_count_is_whole(post: Ask, months: str, code: str | None) -> None:
    asked = (
        '{"principal": 1200, "annual_rate_percent": 0, "repayment": "annuity", "day_count": '
        f'"30/360", "first_disbursement": "2026-01-01", "term_months": {months}}}'
    )
    answer = post("calculators/schedule", asked)
    if code is None:
        assert len(answer.json()["rows"]) == 12
    else:
        assert codes(answer) == {"term_months": code}


def floats_in(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [found for inner in value.values() for found in floats_in(inner)]
    if isinstance(value, list):
        return [found for inner in value for found in floats_in(inner)]
    return [value] if isinstance(value, float) else []


def test_no_number_with_decimals_leaves_as_a_json_number(post: Ask) -> None:
    from prudential.api import examples

    for path, (asked, __) in {LIMIT: examples.OVERDUE_LIMIT}.items():
        assert floats_in(post(path, asked).json()) == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("17.0000", "17"),
        ("9.250", "9.25"),
        ("1000000.00", "1000000"),
        ("1E+6", "1000000"),
        ("0.00", "0"),
        ("-0", "0"),
        ("100", "100"),
        ("-2.50", "-2.5"),
    ],
)
def test_a_number_leaves_in_full(value: str, text: str) -> None:
    assert plain_number(Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "decimals"),
    [("1", 0), ("1.500", 1), ("0.000", 0), ("1E+9", 0), ("1e-9", 9), ("100", 0), ("-0.25", 2)],
)
def test_zeros_at_the_end_are_no_decimals(value: str, decimals: int) -> None:
    assert decimals_of(Decimal(value)) == decimals


def test_json_numbers_become_decimals_digit_by_digit() -> None:
    read = read_exactly('{"a": 0.1, "b": 12345678901234567890.123456789, "c": 3}')
    assert read == {
        "a": Decimal("0.1"),
        "b": Decimal("12345678901234567890.123456789"),
        "c": Decimal(3),
    }
    assert all(isinstance(number, Decimal) for number in read.values())
