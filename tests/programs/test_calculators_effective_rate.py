"""The effective rate's rows: what they give, what is wrong with them, adding and removing."""

from typing import Any

import pytest
from django.test import Client

from tests.programs.test_calculators import LANGUAGES, Open, address, error_of, open_page, words

__all__ = ["open_page"]
pytestmark = pytest.mark.django_db
NAME = "calculate_effective_rate"


def query(payouts: list[tuple[str, str]], payments: list[tuple[str, str]]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for side, rows in (("payout", payouts), ("payment", payments)):
        for number, (day, amount) in enumerate(rows, start=1):
            fields |= {f"{side}-{number}-day": day, f"{side}-{number}-amount": amount}
    return fields


ONE_YEAR = query([("01.01.2025", "1000")], [("01.01.2026", "1200")])


@pytest.mark.parametrize(
    ("payouts", "payments", "rate"),
    [
        # A year of 365 days: 1000 grows to 1200.
        ([("01.01.2025", "1000")], [("01.01.2026", "1200")], "20.0%"),
        # A commission of 100 on the first day: 990 / 900 = 1.1. An empty row does not count.
        (
            [("01.01.2025", "1 000")],
            [("01.01.2025", "100"), ("", ""), ("01.01.2026", "990,00")],
            "10.0%",
        ),
        ([("01.01.2025", "1000")], [("01.01.2026", "1000")], "0.0%"),
        # 12.35 is shown half up.
        ([("01.01.2025", "10000")], [("01.01.2026", "11235")], "12.4%"),
    ],
)
def test_rates_by_hand(open_page: Open, payouts: Any, payments: Any, rate: str) -> None:
    assert f"Result {rate}" in words(open_page(NAME, query(payouts, payments)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_sums_in_three_languages(open_page: Open, language: str) -> None:
    shown = words(open_page(NAME, ONE_YEAR, language))
    assert ("1 200.00" if language == "en" else "1 200,00") in shown


def test_several_rates_are_said_and_listed(open_page: Open) -> None:
    """1000 out, 2300 back, 1320 out again after 365 and 730 days: 10 % and 20 %."""
    rows = query([("01.01.2025", "1000"), ("01.01.2027", "1320")], [("01.01.2026", "2300")])
    shown = words(open_page(NAME, rows))
    assert "more than one rate" in shown
    assert "These rates solve it: 10.0% 20.0%" in shown


def test_no_rate_is_said(open_page: Open) -> None:
    rows = query([("01.01.2025", "100")], [("01.01.2025", "40")])
    assert "There is no effective rate" in words(open_page(NAME, rows))


@pytest.mark.parametrize(
    ("change", "field", "remedy"),
    [
        ({"payment-1-amount": ""}, "payment-1-amount", "Enter an amount"),
        ({"payment-1-day": ""}, "payment-1-day", "Enter a day"),
        ({"payout-1-day": "31.02.2025"}, "payout-1-day", "Enter a real day"),
        ({"payout-1-amount": "ten"}, "payout-1-amount", "Enter figures only"),
        ({"payout-1-amount": "-5"}, "payout-1-amount", "Enter 0 or more"),
    ],
)
def test_an_error_stands_at_its_row(
    open_page: Open, change: dict[str, str], field: str, remedy: str
) -> None:
    page = open_page(NAME, {**ONE_YEAR, **change})
    assert remedy in error_of(page, field)
    assert page.count('_error">') == 1
    assert f'href="#id_{field}"' in page
    assert f'value="{change[field]}"' in page or not change[field]


@pytest.mark.parametrize(
    ("payouts", "payments", "said"),
    [
        ([], [("01.01.2026", "1")], "Enter at least one payout with its day and amount"),
        ([("01.01.2025", "1")], [("", "")], "Enter at least one payment with its day and amount"),
        ([("01.01.2025", "0")], [("01.01.2026", "1")], "Enter at least one amount above zero"),
    ],
)
def test_a_side_without_an_amount_is_told_so(
    open_page: Open, payouts: Any, payments: Any, said: str
) -> None:
    page = open_page(NAME, query(payouts, payments))
    assert "govuk-error-summary" in page
    assert said in words(page)


def test_a_row_is_added_without_a_script_and_nothing_is_called_wrong(
    client: Client, open_page: Open
) -> None:
    typed = {**ONE_YEAR, "payment-1-amount": "1 200 tenge"}
    answer = client.get(address(NAME), {**typed, "add": "payment"})
    assert answer.status_code == 302
    assert answer["Location"].endswith("#id_payment-2-day")
    page = client.get(answer["Location"]).content.decode()
    assert 'id="id_payment-2-day"' in page
    assert 'id="id_payment-3-day"' not in page
    assert 'value="1 200 tenge"' in page
    assert "govuk-error" not in page


def test_a_row_is_removed_and_the_others_move_up(client: Client) -> None:
    rows = query([("01.01.2025", "1000")], [("01.01.2025", "100"), ("01.01.2026", "990")])
    answer = client.get(address(NAME), {**rows, "remove": "payment-1"})
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert 'id="id_payment-2-day"' not in page
    # 990 / 1000: one percent less comes back.
    assert "Result -1.0%" in words(page)


@pytest.mark.parametrize(
    "button", [{"add": "loan"}, {"remove": "payment-9"}, {"remove": "payout-x"}]
)
def test_a_button_that_is_not_there_changes_nothing(
    open_page: Open, button: dict[str, str]
) -> None:
    assert "Result 20.0%" in words(open_page(NAME, {**ONE_YEAR, **button}))


def test_rows_end_where_an_address_would_grow_too_long(client: Client, open_page: Open) -> None:
    full = query([("01.01.2025", "1000")], [("01.01.2026", "10")] * 36)
    page = open_page(NAME, full)
    assert 'value="payout">' in page
    assert 'name="add" value="payment"' not in page
    assert client.get(address(NAME), {**full, "add": "payment"}).status_code == 200
    assert 'id="id_payment-37-day"' not in open_page(NAME, {**full, "payment-37-day": "01.01.2026"})
