"""Golden cases of the calculators, worked out by hand."""

from decimal import Decimal
from typing import Any

import pytest

from tests.api.conftest import Ask, codes

SCHEDULE: dict[str, Any] = {
    "principal": "1200",
    "annual_rate_percent": "12",
    "term_months": 3,
    "repayment": "equal_principal",
    "day_count": "30/360",
    "first_disbursement": "2026-01-15",
}
SUBSIDY: dict[str, Any] = {
    "currency": "KZT",
    "amount": "1200",
    "nominal_rate_percent": "20",
    "term_months": 2,
    "repayment": "equal_principal",
    "day_count": "30/360",
    "first_disbursement": "2026-01-15",
    "as_of": "2026-01-15",
}
pytestmark = pytest.mark.django_db


def flow(day: str, amount: Any) -> dict[str, Any]:
    return {"date": day, "amount": amount}


@pytest.mark.parametrize(
    ("payouts", "payments", "rate"),
    [
        # One year of 365 days: 1000 grows to 1200.
        ([flow("2025-01-01", 1000)], [flow("2026-01-01", "1200")], "20.0"),
        # Two years: 1.1 squared.
        ([flow("2025-01-01", 1000)], [flow("2027-01-01", "1210")], "10.0"),
        # A commission of 100 on the first day leaves 900: 990 / 900 = 1.1.
        (
            [flow("2025-01-01", 1000)],
            [flow("2025-01-01", 100), flow("2026-01-01", 990)],
            "10.0",
        ),
        ([flow("2025-01-01", 1000)], [flow("2026-01-01", 1000)], "0.0"),
        # 12.35 is shown half up.
        ([flow("2025-01-01", 10000)], [flow("2026-01-01", 11235)], "12.4"),
    ],
)
def test_effective_rate(post: Ask, payouts: Any, payments: Any, rate: str) -> None:
    answer = post("calculators/effective-rate", {"payouts": payouts, "payments": payments})
    assert answer.status_code == 200, answer.content
    assert answer.json()["effective_rate_percent"] == rate


def test_the_root_itself_is_given_too(post: Ask) -> None:
    body = {
        "payouts": [flow("2025-01-01", 10000)],
        "payments": [flow("2026-01-01", 11235)],
    }
    assert post("calculators/effective-rate", body).json() == {
        "effective_rate_percent": "12.4",
        "unrounded_percent": "12.35",
    }


@pytest.mark.parametrize(
    ("payouts", "payments", "expected"),
    [
        ([flow("2025-01-01", 0)], [flow("2026-01-01", 1)], {"payouts": "empty"}),
        ([flow("2025-01-01", 1)], [flow("2026-01-01", 0)], {"payments": "empty"}),
        ([flow("2025-01-01", 1)], [], {"payments": "min_length"}),
        # 1000 out, 2300 back, 1320 out again: both 10 % and 20 % solve it.
        (
            [flow("2025-01-01", 1000), flow("2027-01-01", 1320)],
            [flow("2026-01-01", 2300)],
            {"": "several_solutions"},
        ),
        ([flow("2025-01-01", 100)], [flow("2025-01-01", 40)], {"": "no_solution"}),
    ],
)
def test_flows_without_one_rate_say_so(
    post: Ask, payouts: Any, payments: Any, expected: Any
) -> None:
    answer = post("calculators/effective-rate", {"payouts": payouts, "payments": payments})
    assert answer.status_code == 422
    assert codes(answer) == expected


def test_schedule_of_equal_parts(post: Ask) -> None:
    """1 % a month of 1200, 800 and 400."""
    answer = post("calculators/schedule", SCHEDULE).json()
    assert [tuple(row.values()) for row in answer["rows"]] == [
        (1, "2026-02-15", "1200.00", "400.00", "12.00", "412.00"),
        (2, "2026-03-15", "800.00", "400.00", "8.00", "408.00"),
        (3, "2026-04-15", "400.00", "400.00", "4.00", "404.00"),
    ]
    assert answer["totals"] == {"principal": "1200.00", "interest": "24.00", "payment": "1224.00"}


def test_schedule_with_grace_and_a_clamped_day(post: Ask) -> None:
    """Month 1: nothing is paid; month 2 pays the deferred interest, principal in two parts."""
    body = {
        **SCHEDULE,
        "first_disbursement": "2026-01-31",
        "day_count": "actual/365",
        "annual_rate_percent": "36.5",
        "grace_principal_months": 1,
        "grace_interest_months": "1",
    }
    rows = post("calculators/schedule", body).json()["rows"]
    # 0.1 % a day: 28 days of 1200, deferred; 31 days of 1200; 30 days of 600.
    assert [row["date"] for row in rows] == ["2026-02-28", "2026-03-31", "2026-04-30"]
    assert [row["interest"] for row in rows] == ["0.00", "70.80", "18.00"]
    assert [row["principal"] for row in rows] == ["0.00", "600.00", "600.00"]


def test_annuity_without_interest_leaves_the_rest_to_the_last(post: Ask) -> None:
    body = {**SCHEDULE, "principal": "100", "annual_rate_percent": 0, "repayment": "annuity"}
    rows = post("calculators/schedule", body).json()["rows"]
    assert [row["payment"] for row in rows] == ["33.33", "33.33", "33.34"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"repayment": "own_schedule"}, {"repayment": "unknown_code"}),
        ({"day_count": "30/365"}, {"day_count": "unknown_code"}),
        ({"day_count": 7}, {"day_count": "unknown_code"}),
        ({"principal": "0"}, {"principal": "too_small"}),
        ({"principal": "1.005"}, {"principal": "too_precise"}),
        ({"annual_rate_percent": "-1"}, {"annual_rate_percent": "too_small"}),
        ({"annual_rate_percent": "10001"}, {"annual_rate_percent": "too_large"}),
        ({"grace_principal_months": 3}, {"grace_principal_months": "not_below_term"}),
        ({"grace_interest_months": "3"}, {"grace_interest_months": "not_below_term"}),
        ({"first_disbursement": "9999-12-01"}, {"first_disbursement": "beyond_calendar"}),
    ],
)
def test_what_gives_no_schedule_is_named(post: Ask, change: Any, expected: Any) -> None:
    answer = post("calculators/schedule", {**SCHEDULE, **change})
    assert answer.status_code == 422
    assert codes(answer) == expected


@pytest.mark.usefixtures("catalogue")
def test_subsidy_in_tenge(post: Ask) -> None:
    """Half of 18 is 9: 11 of 20 percent are subsidised, 11/20 of each month's interest.

    Interest: 1200 · 20 % / 12 = 20.00, then 600 · 20 % / 12 = 10.00.
    """
    answer = post("calculators/subsidy", SUBSIDY).json()
    assert answer["reference"]["kind"] == "half_base_rate"
    assert answer["reference"]["value_percent"] == "9"
    assert answer["reference"]["effective_from"] == "2025-10-13"
    assert answer["subsidised_rate_percent"] == "11"
    assert answer["borrower_rate_percent"] == "9"
    assert [row["interest_subsidised"] for row in answer["rows"]] == ["11.00", "5.50"]
    assert [row["interest_recipient"] for row in answer["rows"]] == ["9.00", "4.50"]
    assert answer["totals"]["subsidy"] == "16.50"
    assert answer["totals"]["payment"] == "1230.00"
    assert [year["year"] for year in answer["by_year"]] == [2026]


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("change", "kind", "value"),
    [
        # The base rate of 18 was decided on 10.10.2025, in effect from Monday 13.10.2025.
        ({"as_of": "2025-10-12"}, "half_base_rate", "8.25"),
        ({"as_of": "2025-10-13"}, "half_base_rate", "9"),
        # The key rate of 15.5 was decided on 13.02.2026, in effect from Monday 16.02.2026.
        ({"currency": "RUB", "as_of": "2026-02-15"}, "half_key_rate", "8"),
        ({"currency": "RUB", "as_of": "2026-02-16"}, "half_key_rate", "7.75"),
        # CIRR in dollars changes on the 15th; terms up to 5, over 5 to 8.5, over 8.5 years.
        ({"currency": "USD", "as_of": "2023-03-14"}, "cirr", "4.91"),
        ({"currency": "USD", "as_of": "2023-03-15"}, "cirr", "5.23"),
        ({"currency": "USD", "as_of": "2023-04-14", "term_months": 60}, "cirr", "5.23"),
        ({"currency": "USD", "as_of": "2023-04-14", "term_months": 61}, "cirr", "4.94"),
        ({"currency": "USD", "as_of": "2023-04-14", "term_months": 102}, "cirr", "4.94"),
        ({"currency": "USD", "as_of": "2023-04-14", "term_months": 103}, "cirr", "4.86"),
        ({"currency": "USD", "as_of": "2023-04-14", "term_months": 180}, "cirr", "4.86"),
    ],
)
def test_the_reference_of_the_day(post: Ask, change: Any, kind: str, value: str) -> None:
    answer = post("calculators/subsidy", {**SUBSIDY, **change}).json()
    assert answer["reference"]["kind"] == kind
    assert answer["reference"]["value_percent"] == value
    assert Decimal(answer["borrower_rate_percent"]) == Decimal(value)


@pytest.mark.usefixtures("catalogue")
def test_a_nominal_rate_below_the_reference_is_not_subsidised(post: Ask) -> None:
    answer = post("calculators/subsidy", {**SUBSIDY, "nominal_rate_percent": "5"}).json()
    assert answer["subsidised_rate_percent"] == "0"
    assert answer["borrower_rate_percent"] == "5"
    assert answer["totals"]["subsidy"] == "0.00"


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"term_months": 181}, {"term_months": "over_maximum"}),
        # The National Bank's decisions in mid-2024 are not in the sources.
        ({"as_of": "2024-06-01"}, {"as_of": "not_known_after"}),
        ({"as_of": "2026-03-06"}, {"as_of": "not_known_after"}),
        ({"as_of": "2023-12-31"}, {"as_of": "no_row"}),
        ({"currency": "EUR", "as_of": "2023-03-20"}, {"as_of": "no_row"}),
        ({"currency": "usd"}, {"currency": "wrong_form"}),
        # Order № 389-НҚ is of 30.09.2022.
        ({"as_of": "2022-09-29"}, {"as_of": "norm_not_in_force"}),
        ({"amount": "0"}, {"amount": "too_small"}),
        ({"amount": "0.001"}, {"amount": "too_precise"}),
        ({"first_disbursement": "9999-12-01"}, {"first_disbursement": "beyond_calendar"}),
    ],
)
def test_a_subsidy_that_cannot_be_told_says_why(post: Ask, change: Any, expected: Any) -> None:
    answer = post("calculators/subsidy", {**SUBSIDY, **change})
    assert answer.status_code == 422
    assert codes(answer) == expected


@pytest.mark.usefixtures("catalogue")
def test_a_missing_reference_is_named(post: Ask) -> None:
    asked = {**SUBSIDY, "currency": "EUR", "as_of": "2023-03-20", "term_months": 61}
    assert post("calculators/subsidy", asked).json()["reference"] == {
        "kind": "cirr",
        "currency": "EUR",
        "term_bucket": "over_5_to_8_5_years",
        "on": "2023-03-20",
    }


@pytest.mark.usefixtures("catalogue")
def test_the_longest_term_is_named_with_its_months(post: Ask) -> None:
    answer = post("calculators/subsidy", {**SUBSIDY, "term_months": 181})
    assert "180" in answer.json()["detail"]
