"""Ratios of microfinance organisations: № 192, paragraph 5-1, and the other norms."""

from typing import Any

import pytest

from tests.api.conftest import Ask, codes

LIMIT = "prudential/mfo/overdue-limit"
pytestmark = pytest.mark.django_db


def share(day: str, mm90: Any, np: Any = "1000") -> dict[str, Any]:
    return {"reporting_date": day, "mm90": mm90, "np": np}


@pytest.mark.parametrize(
    ("day", "mm90", "limit", "breached"),
    [
        # 20 % until 01.11.2025, 15 % from 02.11.2025, 10 % from 01.01.2026; equal passes.
        ("2020-01-01", "200", "20", False),
        ("2020-01-01", "200.01", "20", True),
        ("2025-11-01", "200", "20", False),
        ("2025-11-02", "200", "15", True),
        ("2025-11-02", "150", "15", False),
        ("2025-12-31", "150", "15", False),
        ("2026-01-01", "150", "10", True),
        ("2026-01-01", "100", "10", False),
        ("2026-01-01", "100.00000001", "10", True),
    ],
)
def test_limit_of_the_day(post: Ask, day: str, mm90: str, limit: str, breached: bool) -> None:
    answer = post(LIMIT, share(day, mm90)).json()
    assert (answer["limit_percent"], answer["breached"]) == (limit, breached)
    # Above the limit k1 is breached, even where k1 itself is met.
    assert answer["k1_breached"] is breached
    assert (answer["deadlines"] is None) is (not breached or day < "2025-11-02")


def test_the_plan_is_due_on_the_first_and_fifth_working_day(post: Ask) -> None:
    """30.09.2026 is a Wednesday; October 2026 has no holiday before its 25th."""
    answer = post(LIMIT, share("2026-09-30", "105")).json()
    assert answer["value_percent"] == "10.50"
    assert answer["deadlines"] == {"plan_due": "2026-10-01", "approval_due": "2026-10-07"}


def test_working_days_skip_the_new_year(post: Ask) -> None:
    """After 31.12.2025: 1, 2 and 7 January are free, 3 and 4 the weekend."""
    deadlines = post(LIMIT, share("2025-12-31", "151")).json()["deadlines"]
    assert deadlines == {"plan_due": "2026-01-05", "approval_due": "2026-01-12"}


def test_the_norm_is_cited(post: Ask) -> None:
    norm = post(LIMIT, share("2025-11-02", "1")).json()["norm"]
    assert norm["paragraph"] == "5-1"
    assert norm["effective_from"] == "2025-11-02"
    assert "№ 192" in norm["act"]
    assert "№ 65" in norm["act"]


@pytest.mark.parametrize(
    ("mm90", "np", "value"),
    [("1", "3", "33.33"), ("2", "3", "66.67"), ("5", "1000", "0.50"), ("1", "8000", "0.01")],
)
def test_the_share_is_rounded_half_up(post: Ask, mm90: str, np: str, value: str) -> None:
    assert post(LIMIT, share("2026-06-30", mm90, np)).json()["value_percent"] == value


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (share("2026-06-30", "0", "0"), {"np": "too_small"}),
        (share("2026-06-30", "1001"), {"mm90": "part_above_whole"}),
        (share("2026-06-30", "-1"), {"mm90": "too_small"}),
        (share("2026-06-30", "1", "-1"), {"np": "too_small"}),
        (share("2026-06-30", "many"), {"mm90": "not_a_number"}),
        (share("2019-12-31", "1"), {"reporting_date": "norm_not_in_force"}),
        (share("9999-12-31", "900"), {"reporting_date": "beyond_calendar"}),
    ],
)
def test_figures_without_a_share_are_422(post: Ask, body: Any, expected: Any) -> None:
    answer = post(LIMIT, body)
    assert answer.status_code == 422
    assert codes(answer) == expected


def test_a_day_before_the_first_limit_says_from_when(post: Ask) -> None:
    problem = post(LIMIT, share("2019-12-31", "1")).json()
    assert "01.01.2020" in problem["detail"]
    assert problem["norm"]["first_day"] == "2020-01-01"


K1 = {"reporting_date": "2026-06-30", "own_capital": "100", "risk_weighted_assets": "1000"}


@pytest.mark.parametrize(
    ("change", "value", "breached"),
    [
        ({}, "0.1000", False),
        ({"own_capital": "99.99"}, "0.1000", True),
        ({"own_capital": "-5"}, "-0.0050", True),
        # Paragraph 5-1: the share of 10.01 % breaches k1, whose own quotient is met.
        ({"mm90": "100.1", "np": "1000"}, "0.1000", True),
        ({"mm90": "100", "np": "1000"}, "0.1000", False),
    ],
)
def test_k1(post: Ask, change: Any, value: str, breached: bool) -> None:
    answer = post("prudential/mfo/k1", {**K1, **change}).json()
    assert (answer["value"], answer["minimum"]) == (value, "0.1")
    assert answer["maximum"] is None
    assert answer["breached"] is breached
    assert answer["norm"]["verified"] is False


def test_k1_tells_its_two_causes_apart(post: Ask) -> None:
    answer = post("prudential/mfo/k1", {**K1, "mm90": "200", "np": "1000"}).json()
    assert (answer["quotient_breached"], answer["overdue_limit_breached"]) == (False, True)
    assert post("prudential/mfo/k1", K1).json()["overdue_limit_breached"] is None


@pytest.mark.parametrize(("given", "missing"), [("mm90", "np"), ("np", "mm90")])
def test_the_figures_of_the_share_come_together(post: Ask, given: str, missing: str) -> None:
    answer = post("prudential/mfo/k1", {**K1, given: "5"})
    assert codes(answer) == {missing: "required"}


@pytest.mark.parametrize(
    ("path", "figures", "value", "maximum", "breached"),
    [
        ("k2", {"largest_exposure": "25", "own_capital": "100"}, "0.2500", "0.25", False),
        ("k2", {"largest_exposure": "25.001", "own_capital": "100"}, "0.2500", "0.25", True),
        ("k3", {"total_liabilities": "1000", "own_capital": "100"}, "10.0000", "10", False),
        ("k3", {"total_liabilities": "1000.01", "own_capital": "100"}, "10.0001", "10", True),
        (
            "debt-burden",
            {"monthly_payments": "150000", "average_monthly_income": "300000"},
            "0.5000",
            "0.5",
            False,
        ),
        (
            "debt-burden",
            {"monthly_payments": "150000.01", "average_monthly_income": "300000"},
            "0.5000",
            "0.5",
            True,
        ),
    ],
)
def test_ratios_with_a_maximum(
    post: Ask, path: str, figures: Any, value: str, maximum: str, breached: bool
) -> None:
    answer = post(f"prudential/mfo/{path}", {"reporting_date": "2026-06-30", **figures}).json()
    assert (answer["value"], answer["maximum"], answer["breached"]) == (value, maximum, breached)
    assert answer["minimum"] is None


@pytest.mark.parametrize(
    ("path", "figures", "expected"),
    [
        ("k2", {"largest_exposure": "1", "own_capital": "0"}, {"own_capital": "too_small"}),
        ("k3", {"total_liabilities": "-1", "own_capital": "1"}, {"total_liabilities": "too_small"}),
        ("k3", {"own_capital": "1"}, {"total_liabilities": "required"}),
        (
            "debt-burden",
            {"monthly_payments": "1", "average_monthly_income": "0"},
            {"average_monthly_income": "too_small"},
        ),
    ],
)
def test_ratios_without_a_quotient_are_422(
    post: Ask, path: str, figures: Any, expected: Any
) -> None:
    answer = post(f"prudential/mfo/{path}", {"reporting_date": "2026-06-30", **figures})
    assert answer.status_code == 422
    assert codes(answer) == expected
