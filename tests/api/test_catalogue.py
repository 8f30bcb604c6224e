"""The catalogue by day and filter: lending terms (revision 20), reference rates."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from programs.codes import Channel, Purpose, RatingStep
from programs.models import Programme
from programs.terms_in_force import UnknownRating, rating_step
from tests.api.conftest import Ask, codes

DAY = "2021-07-29"
MEMBERS = """
    programme paragraph channel source purpose instrument herd rating_step rate_kind
    rate_percent rate_note effective_rate_from_percent margin_cap_percent
    end_borrower_cap_percent end_borrower_cap_vulnerable_percent subsidised_rate_percent
    term_months_max end_borrower_term_months_max term_rule grace_months_max
    grace_share_of_term currency amount_min amount_max amount_max_rule collateral
    conditions revision
"""
pytestmark = pytest.mark.usefixtures("catalogue")


def rows(get: Ask, **query: str) -> list[dict[str, Any]]:
    answer = get("terms", **{"on": DAY, **query})
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert body["count"] == len(body["results"])
    return body["results"]


def test_every_programme_is_there_in_the_acts_order(get: Ask) -> None:
    found = get("programmes", on=DAY).json()
    assert [one["programme"] for one in found["results"]] == (
        ["44", "45", "46", "47", "48", "49", "50", "50-1", "50-2", "50-3", "50-4", "50-5", "50-6"]
    )
    assert found["count"] == 13


@pytest.mark.parametrize(
    ("day", "programme", "status"),
    [
        # Repealed by decision № 21 of 13.12.2018.
        ("2021-12-20", "49", "repealed"),
        # Programme 50-5 ran until 20.12.2021.
        ("2021-12-20", "50-5", "active"),
        ("2021-12-21", "50-5", "ended"),
        ("2021-12-21", "50-6", "active"),
    ],
)
def test_state_of_a_programme_on_a_day(get: Ask, day: str, programme: str, status: str) -> None:
    found = {one["programme"]: one for one in get("programmes", on=day).json()["results"]}
    assert found[programme]["status"] == status


def test_texts_come_in_the_language_asked_for(get: Ask) -> None:
    first = {
        language: get("programmes", on=DAY, language=language).json()["results"][0]["name"]
        for language in ("kk", "ru", "en")
    }
    programme = Programme.objects.get(paragraph="44")
    assert first == {"kk": programme.name_kk, "ru": programme.name_ru, "en": programme.name_en}


@pytest.mark.parametrize(
    ("query", "rates"),
    [
        # Paragraph 45, republican budget, banks: the ladder by the lender's rating.
        ({"rating": "BB+"}, {"2.8"}),
        ({"rating": "BB"}, {"3"}),
        ({"rating": "BB-"}, {"3.2"}),
        ({"rating": "B+"}, {"3.5"}),
        ({"rating": "B"}, {"4.5"}),
        ({"rating": "B-"}, {"5"}),
        ({"rating": "A-"}, {"2.8"}),
        ({"rating": "AAA"}, {"2.8"}),
        # Cyrillic letters, as the source writes them, small letters, a typographic minus.
        ({"rating": "ВВ+"}, {"2.8"}),
        ({"rating": "А−"}, {"2.8"}),
        ({"rating": "вв"}, {"3"}),
        ({"rating": "bb-"}, {"3.2"}),
        # Below the ladder: none.
        ({"rating": "CCC+"}, set()),
        ({"rating": "ССС"}, set()),
        ({"rating": "D"}, set()),
        ({}, {"2.8", "3", "3.2", "3.5", "4.5", "5"}),
    ],
)
def test_a_rating_picks_its_step(get: Ask, query: dict[str, str], rates: set[str]) -> None:
    budget = {"programme": "45", "channel": "bank", "source": "republican_budget"}
    assert {row["rate_percent"] for row in rows(get, **budget, **query)} == rates


def test_a_plus_that_an_address_turned_into_a_space(client: Client) -> None:
    query = "programme=45&channel=bank&source=republican_budget&rating=BB+"
    found = client.get(f"/api/v1/terms?on={DAY}&{query}").json()["results"]
    assert {row["rating_step"] for row in found} == {"bb_plus_and_above"}


def test_a_row_for_all_values_applies_to_each(get: Ask) -> None:
    """Paragraph 47: no purpose is named, so its rows answer to every purpose."""
    for purpose in Purpose.values:
        assert len(rows(get, programme="47", purpose=purpose)) == 3
    assert len(rows(get, programme="47", herd="cattle", instrument="murabaha")) == 3


def test_filters_narrow_together(get: Ask) -> None:
    """Paragraph 50-2: sheep through MFOs, own and borrowed funds, one row a purpose."""
    found = rows(
        get, programme="50-2", channel="mfo", source="own_and_borrowed", herd="small_ruminants"
    )
    assert {row["purpose"] for row in found} == {"livestock", "machinery", "working_capital"}
    assert {(row["rate_kind"], row["rate_percent"]) for row in found} == {("up_to", "10")}


def test_an_empty_filter_narrows_nothing(client: Client, get: Ask) -> None:
    query = "programme=&channel=&source=&purpose=&instrument=&herd=&rating=&on="
    everything = client.get(f"/api/v1/terms?{query}").json()
    assert everything["count"] == len(rows(get)) == 136


def test_a_row_has_exactly_the_members_promised(get: Ask) -> None:
    (row,) = rows(get, programme="50-5")
    assert list(row) == MEMBERS.split()
    assert row["rate_percent"] == "8"
    assert row["revision"] == {"number": 20, "decision": "№ 12", "effective_from": DAY}


@pytest.mark.parametrize(("day", "count"), [("2021-07-28", 0), (DAY, 136), ("2030-01-01", 136)])
def test_terms_of_the_day(get: Ask, day: str, count: int) -> None:
    """Revision 20 is of 29.07.2021; no earlier one is in the sources."""
    assert len(rows(get, on=day)) == count


def test_without_a_day_today_is_meant(get: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import date

    monkeypatch.setattr(timezone, "localdate", lambda: date(2021, 7, 28))
    assert get("terms").json()["count"] == 0
    monkeypatch.setattr(timezone, "localdate", lambda: date(2021, 7, 29))
    assert get("terms").json()["count"] == 136


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"channel": "shop"}, {"channel": "unknown_code"}),
        ({"programme": "51"}, {"programme": "unknown_code"}),
        ({"programme": "fifty"}, {"programme": "wrong_form"}),
        ({"rating": "DD"}, {"rating": "unknown_rating"}),
        ({"rating": "good"}, {"rating": "wrong_form"}),
        ({"on": "yesterday"}, {"on": "not_a_day"}),
        ({"chanel": "bank"}, {"chanel": "unknown_member"}),
    ],
)
def test_an_unknown_code_is_422(get: Ask, query: dict[str, str], expected: Any) -> None:
    answer = get("terms", **query)
    assert answer.status_code == 422
    assert codes(answer) == expected


def test_an_unknown_code_is_answered_with_the_known_ones(get: Ask) -> None:
    detail = get("terms", channel="shop").json()["detail"]
    assert all(code in detail for code in Channel.values)
    assert "50-6" in get("terms", programme="51").json()["detail"]


def test_a_parameter_given_twice_is_422(client: Client) -> None:
    answer = client.get("/api/v1/terms?channel=bank&channel=mfo")
    assert codes(answer) == {"channel": "given_twice"}


def test_terms_take_three_queries_however_many_rows(
    get: Ask, django_assert_num_queries: Any
) -> None:
    rows(get, programme="50-5")  # a process reads a revision's rows once
    for programme in ("50-5", "50-2"):
        with django_assert_num_queries(3):
            assert rows(get, programme=programme)


@pytest.mark.parametrize(
    ("rating", "step"),
    [("BBB-", RatingStep.BB_PLUS_AND_ABOVE), ("BB-", RatingStep.BB_MINUS), ("CCC+", None)],
)
def test_steps_of_the_ladder(rating: str, step: RatingStep | None) -> None:
    assert rating_step(rating) is step


@pytest.mark.parametrize("rating", ["", "E", "BBBB", "B++", "AB"])
def test_what_is_no_rating(rating: str) -> None:
    with pytest.raises(UnknownRating):
        rating_step(rating)


def rates(get: Ask, **query: str) -> list[tuple[Any, ...]]:
    found = get("reference-rates", **query).json()["results"]
    return [(one["kind"], one["term_bucket"], one["value_percent"]) for one in found]


@pytest.mark.parametrize(
    ("day", "known"),
    [
        # The base rate of 18 was decided on Friday 10.10.2025, in effect from Monday.
        ("2025-10-12", ["16.5"]),
        ("2025-10-13", ["18"]),
        # Known until 05.03.2026; nothing is guessed after.
        ("2026-03-05", ["18"]),
        ("2026-03-06", []),
        # The gap of mid-2024 stays a gap.
        ("2024-05-31", ["14.75"]),
        ("2024-06-01", []),
    ],
)
def test_base_rate_of_the_day(get: Ask, day: str, known: list[str]) -> None:
    assert [rate[2] for rate in rates(get, kind="base_rate", on=day)] == known


def test_cirr_by_term(get: Ask) -> None:
    """CIRR in dollars, valid from the 15th to the 14th."""
    assert rates(get, kind="cirr", currency="USD", on="2023-03-15") == [
        ("cirr", "over_5_to_8_5_years", "4.94"),
        ("cirr", "over_8_5_years", "4.86"),
        ("cirr", "up_to_5_years", "5.23"),
    ]


def test_without_a_day_the_history_newest_first(get: Ask) -> None:
    found = get("reference-rates", kind="key_rate").json()
    assert found["count"] == 6
    assert found["results"][0] == {
        "kind": "key_rate",
        "currency": "RUB",
        "term_bucket": None,
        "value_percent": "15.5",
        "decided": "2026-02-13",
        "effective_from": "2026-02-16",
        "known_until": "2026-03-19",
        "source": found["results"][0]["source"],
    }


def test_rates_that_do_not_exist(get: Ask) -> None:
    assert rates(get, currency="EUR") == []
    assert codes(get("reference-rates", kind="libor")) == {"kind": "unknown_code"}
    assert codes(get("reference-rates", currency="US")) == {"currency": "wrong_form"}
