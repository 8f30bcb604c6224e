"""Norms of banks: № 358 as amended by № 242, annexes 1, 7, 9, 10 and 11, paragraph 44-3."""

from typing import Any

import pytest

from tests.api.conftest import Ask, codes

BILLION = 10**9
pytestmark = pytest.mark.django_db


def capital(day: str, own: int, obligations: int, securities: int) -> dict[str, Any]:
    return {
        "on": day,
        "own_capital": own,
        "obligations_to_nonresidents": str(obligations),
        "issued_debt_securities": securities,
    }


@pytest.mark.parametrize(
    ("day", "own", "maxima"),
    [
        # Annex 11 from 01.01.2009: up to and including 200 billion 2 and 4, above 2.5 and 5.
        ("2009-01-01", 200 * BILLION, ("2", "4")),
        ("2009-01-01", 200 * BILLION + 1, ("2.5", "5")),
        ("2009-06-30", 200 * BILLION + 1, ("2.5", "5")),
        # A later act: 2 and 3 from 01.07.2009.
        ("2009-07-01", 200 * BILLION + 1, ("2", "3")),
        ("2016-08-05", 1, ("2", "3")),
    ],
)
def test_maxima_of_k8_and_k9(post: Ask, day: str, own: int, maxima: tuple[str, str]) -> None:
    asked = capital(day, own, 2 * own, own)
    answer = post("prudential/bank/nonresident-capitalisation", asked).json()
    assert (answer["k8"]["maximum"], answer["k9"]["maximum"]) == maxima
    assert (answer["k8"]["value"], answer["k9"]["value"]) == ("2.0000", "3.0000")
    assert not answer["k8"]["breached"]
    assert not answer["k9"]["breached"]


def test_the_verdict_comes_from_the_exact_quotient(post: Ask) -> None:
    own = 200 * BILLION
    asked = capital("2009-01-01", own, 2 * own + 1, 2 * own)
    answer = post("prudential/bank/nonresident-capitalisation", asked).json()
    assert answer["k8"] == {"value": "2.0000", "maximum": "2", "breached": True}
    assert answer["k9"] == {"value": "4.0000", "maximum": "4", "breached": True}
    assert answer["norm"]["paragraph"] == "annex 11"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (capital("2009-01-01", 0, 1, 1), {"own_capital": "too_small"}),
        (capital("2009-01-01", -1, 1, 1), {"own_capital": "too_small"}),
        (capital("2008-12-31", 1, 1, 1), {"on": "norm_not_in_force"}),
        (capital("2016-08-06", 1, 1, 1), {"on": "norm_not_in_force"}),
    ],
)
def test_no_capitalisation(post: Ask, body: Any, expected: Any) -> None:
    answer = post("prudential/bank/nonresident-capitalisation", body)
    assert answer.status_code == 422
    assert codes(answer) == expected


def test_after_its_end_a_norm_names_what_repealed_it(post: Ask) -> None:
    """Repealed by № 147 of 30.05.2016."""
    body = capital("2016-08-06", 1, 1, 1)
    problem = post("prudential/bank/nonresident-capitalisation", body).json()
    assert "№ 147" in problem["detail"]
    assert problem["norm"]["last_day"] == "2016-08-05"
    assert "№ 147" in problem["norm"]["replaced_by"]


def test_before_its_beginning_a_norm_names_what_held(post: Ask) -> None:
    body = capital("2008-12-31", 1, 1, 1)
    problem = post("prudential/bank/nonresident-capitalisation", body).json()
    assert problem["norm"]["first_day"] == "2009-01-01"
    assert problem["norm"]["before"]


@pytest.mark.parametrize(
    ("asked", "listed", "row", "item", "reason"),
    [
        # Andorra is item 1 of each list; the rows go to the kinds by order.
        ({"kind": "loan", "country": "AD"}, True, "80-3", 1, "registered_in_state"),
        ({"kind": "deposit", "country": "AD"}, True, "83-1", 1, "registered_in_state"),
        ({"kind": "receivable", "country": "AD"}, True, "84-1", 1, "registered_in_state"),
        ({"kind": "security", "country": "AD"}, True, "88-1", 1, "registered_in_state"),
        # Item 14: only the territory of the Canary Islands.
        ({"kind": "loan", "country": "ES"}, False, None, None, "territory_not_given"),
        (
            {"kind": "loan", "country": "ES", "territory": "Canary Islands"},
            *(True, "80-3", 14, "registered_in_territory"),
        ),
        (
            {"kind": "loan", "country": "ES", "territory": "Catalonia"},
            *(False, None, None, "territory_not_listed"),
        ),
        # Item 16: only the territories of Macao and Hong Kong.
        ({"kind": "deposit", "country": "HK"}, True, "83-1", 16, "registered_in_territory"),
        # A citizen counts for row 80-3 alone.
        (
            {"kind": "loan", "country": "FR", "citizenship": "AD"},
            *(True, "80-3", 1, "citizen_of_state"),
        ),
        (
            {"kind": "deposit", "country": "FR", "citizenship": "AD"},
            *(False, None, None, "citizenship_counts_for_loans_only"),
        ),
        ({"kind": "loan", "country": "FR"}, False, None, None, "state_not_listed"),
        ({"kind": "loan", "country": "KZ"}, False, None, None, "resident_of_kazakhstan"),
        (
            {"kind": "loan", "country": "FR", "territory": None, "citizenship": None},
            *(False, None, None, "state_not_listed"),
        ),
    ],
)
def test_offshore_exposures(
    post: Ask, asked: Any, listed: bool, row: str | None, item: int | None, reason: str
) -> None:
    answer = post("prudential/bank/offshore-classification", {"on": "2008-04-01", **asked}).json()
    assert (answer["listed"], answer["row"], answer["item"]) == (listed, row, item)
    assert answer["reason_code"] == reason
    assert answer["reason"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"on": "2008-03-31"}, {"on": "norm_not_in_force"}),
        ({"on": "2016-08-06"}, {"on": "norm_not_in_force"}),
        ({"kind": "guarantee"}, {"kind": "unknown_code"}),
        ({"country": "ESP"}, {"country": "wrong_form"}),
        ({"country": "es"}, {"country": "wrong_form"}),
        ({"citizenship": ""}, {"citizenship": "wrong_form"}),
        ({"territory": "x" * 101}, {"territory": "wrong_form"}),
    ],
)
def test_no_classification(post: Ask, change: Any, expected: Any) -> None:
    body = {"on": "2010-01-01", "kind": "loan", "country": "ES", **change}
    answer = post("prudential/bank/offshore-classification", body)
    assert answer.status_code == 422
    assert codes(answer) == expected


def currency(code: str, rating: str | None, obligations: Any) -> dict[str, Any]:
    return {"currency": code, "country_rating": rating, "obligations": obligations}


def groups(*currencies: Any, on: str = "2010-02-15", total: Any = "1000") -> dict[str, Any]:
    return {"on": on, "currencies": list(currencies), "total_obligations": total}


def test_currencies_rated_a_and_the_euro_stand_together(post: Ask) -> None:
    """Together 10 of 1000 are the 1 %, though neither is alone (paragraph 44-3)."""
    asked = groups(
        currency("EUR", None, "5"), currency("GBP", "A", 5), currency("RUB", "A-", "9.99")
    )
    joint, alone = post("prudential/bank/liquidity-groups", asked).json()["groups"]
    assert joint["currencies"] == ["EUR", "GBP"]
    assert (joint["basis"], joint["counted"]) == ("a_or_better_and_euro", True)
    assert joint["depends_on_reading"] is True
    assert alone["currencies"] == ["RUB"]
    assert (alone["basis"], alone["counted"]) == ("single_currency", False)
    assert alone["reason_code"] == "share_below_minimum"
    # 9.99 of 1000 is 0.999 %: shown as 1.00, judged exactly.
    assert alone["share_percent"] == "1.00"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (groups(), {"currencies": "min_length"}),
        (groups(currency("KZT", "BBB", 1)), {"currencies.0.currency": "not_foreign"}),
        (
            groups(currency("USD", "AAA", 1), currency("USD", "AAA", 1)),
            {"currencies.1.currency": "given_twice"},
        ),
        (
            groups(currency("USD", "AAA", 1), currency("RUB", "good", 1)),
            {"currencies.1.country_rating": "unknown_rating"},
        ),
        (groups(currency("USD", "AAA", 1001)), {"total_obligations": "part_above_whole"}),
        (groups(currency("USD", "AAA", 1), total=0), {"total_obligations": "too_small"}),
        (groups(currency("USD", "AAA", 1), on="2016-08-06"), {"on": "norm_not_in_force"}),
    ],
)
def test_no_groups(post: Ask, body: Any, expected: Any) -> None:
    answer = post("prudential/bank/liquidity-groups", body)
    assert answer.status_code == 422
    assert codes(answer) == expected


def position(kind: str, amount: Any, day: str | None = None, **more: Any) -> dict[str, Any]:
    more = {"currency": "KZT", **more}
    return {"kind": kind, "amount": amount, "earliest_callable": day, **more}


BOOK = [
    position("asset", "100", highly_liquid_or_on_demand=True),
    position("asset", "50", "2010-02-08", special_provision="5", currency="USD"),
    position("asset", "30", "2012-01-01"),
    position("asset", "20", financial=False),
    position("liability", "120", "2010-03-03"),
    position("contingent", "10", "2010-02-09", special_provision="1"),
]


def ladder(annex: str, book: Any = BOOK, **more: Any) -> dict[str, Any]:
    return {"on": "2010-02-01", "annex": annex, "positions": book, **more}


def test_the_ladder_of_all_currencies(post: Ask) -> None:
    """Rows 1–5 cumulative, row 7 = row 5 + row 6; net of special provisions."""
    rows = post("prudential/bank/maturity-ladder", ladder("7")).json()["rows"]
    assert [row["row"] for row in rows] == [1, 2, 3, 4, 5, 6, 7]
    assert [row["assets"] for row in rows] == ["100", "145", "145", "145", "145", "30", "175"]
    assert [row["liabilities"] for row in rows] == ["0", "0", "120", "120", "120", "0", "120"]
    assert [row["contingent"] for row in rows] == ["0", "0", "9", "9", "9", "0", "9"]


def test_the_ladders_of_both_currency_sides(post: Ask) -> None:
    tenge = post("prudential/bank/maturity-ladder", ladder("10")).json()
    assert tenge["rows"][-1]["assets"] == "130"
    assert tenge["by_currency_group"] == []
    usd = [{**one, "country_rating": "AAA"} for one in BOOK]
    foreign = post("prudential/bank/maturity-ladder", ladder("9", usd)).json()
    assert foreign["rows"][-1]["assets"] == "45"
    first = foreign["by_currency_group"][0]
    assert first["group"] == "a_or_better_and_euro"
    assert first["rows"][-1]["assets"] == "45"


def test_a_difference_to_the_balance_sheet_is_shown(post: Ask) -> None:
    """Assets 195 net: 175 in the ladder, 20 non-financial; one tenge is missing."""
    sheet = {"assets": "196", "liabilities": "126"}
    found = post("prudential/bank/maturity-ladder", ladder("7", balance_sheet=sheet)).json()
    assert found["reconciliations"] == [
        {"name": "assets", "holds": False, "difference": "1"},
        {"name": "liabilities", "holds": True, "difference": "0"},
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (ladder("8"), {"annex": "unknown_code"}),
        (ladder("7", [position("asset", 1)]), {"positions.0.earliest_callable": "no_term"}),
        (
            ladder("7", [*BOOK, position("asset", 1, "2011-01-01", special_provision=2)]),
            {"positions.6.special_provision": "provision_above_amount"},
        ),
        (ladder("7", [position("asset", -1)]), {"positions.0.amount": "too_small"}),
        (
            ladder("7", [position("asset", 1, financial="yes")]),
            {"positions.0.financial": "not_a_flag"},
        ),
        (
            ladder("9", [position("asset", 1, "2011-01-01", currency="USD", country_rating="x")]),
            {"positions.0.country_rating": "unknown_rating"},
        ),
        ({**ladder("7"), "on": "2016-08-06"}, {"on": "norm_not_in_force"}),
    ],
)
def test_no_ladder(post: Ask, body: Any, expected: Any) -> None:
    answer = post("prudential/bank/maturity-ladder", body)
    assert answer.status_code == 422
    assert codes(answer) == expected
