"""Maturity ladders: the notes to annexes 7, 9 and 10 of № 358 (№ 242)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from norms.parameters import NormNotInForce
from prudential.country_ratings import CurrencyGroup
from prudential.maturity_ladder import (
    Annex,
    BalanceSheet,
    InvalidPosition,
    Position,
    PositionFault,
    PositionKind,
    maturity_ladder,
)

ON = date(2008, 4, 1)
ASSET, LIABILITY, CONTINGENT = PositionKind
D = Decimal

positions = st.builds(
    Position,
    kind=st.sampled_from(PositionKind),
    currency=st.sampled_from(["KZT", "USD", "EUR", "RUB"]),
    amount=st.decimals(0, 10**9, places=2),
    earliest_callable=st.dates(ON, ON + timedelta(days=1000)),
    is_liquid_or_on_demand=st.booleans(),
    is_financial=st.booleans(),
    country_rating=st.sampled_from([None, "AAA", "BBB", "B-"]),
)
books = st.lists(positions, max_size=12)
annexes = st.sampled_from(Annex)


def due(days: int, amount: str = "100", kind=ASSET, **other) -> Position:
    return Position(kind, "KZT", D(amount), ON + timedelta(days=days), **other)


def rows(*book: Position, annex=Annex.ALL_CURRENCIES):
    return maturity_ladder(annex, book, on=ON).rows


def columns(ladder_rows):
    return [[row.assets, row.liabilities, row.contingent] for row in ladder_rows]


@pytest.mark.parametrize(
    ("days", "first_row"),
    # the bounds are our dated setting, not the act's
    [(0, 2), (7, 2), (8, 3), (30, 3), (31, 4), (90, 4), (91, 5), (365, 5)],
)
def test_a_position_counts_from_its_row_on_up_to_row_5(days, first_row):
    assets = [row.assets for row in rows(due(days))]
    assert assets == [0] * (first_row - 1) + [100] * (6 - first_row) + [0, 100]


def test_the_latest_row_is_not_cumulative():
    assert [row.assets for row in rows(due(0), due(366, "5"))] == [0, 100, 100, 100, 100, 5, 105]


def test_row_1_takes_liquid_assets_and_demand_obligations_whatever_their_term():
    book = [due(500, is_liquid_or_on_demand=True), due(1, "7", LIABILITY)]
    book.append(Position(LIABILITY, "KZT", D(30), is_liquid_or_on_demand=True))
    assert columns(rows(*book))[:2] == [[100, 30, 0], [100, 37, 0]]


def test_assets_and_contingent_liabilities_are_net_of_special_provisions():
    book = [due(1, "100", kind, special_provision=D(30)) for kind in PositionKind]
    assert columns(rows(*book))[-1] == [70, 100, 70]


@pytest.mark.parametrize(("annex", "total"), [("7", 111), ("9", 11), ("10", 100)])
def test_each_annex_has_its_currencies(annex, total):
    book = [due(1), replace(due(1, "10"), currency="USD"), replace(due(1, "1"), currency="EUR")]
    assert rows(*book, annex=Annex(annex))[-1].assets == total


def test_annex_9_is_filled_by_groups_of_currencies():
    book = [
        replace(due(1, "1"), currency="USD", country_rating="AAA"),
        replace(due(1, "2"), currency="EUR"),
        replace(due(1, "4"), currency="RUB", country_rating="BBB"),
        replace(due(1, "8"), currency="KGS"),
        due(1, "16"),
    ]
    ladder = maturity_ladder(Annex.FOREIGN_CURRENCY, book, on=ON)
    totals = {group: rows[-1].assets for group, rows in ladder.by_currency_group.items()}
    assert totals == {
        CurrencyGroup.A_OR_BETTER_AND_EURO: 3,
        CurrencyGroup.B_TO_A: 4,
        CurrencyGroup.BELOW_B_OR_UNRATED: 8,
    }


def test_what_the_balance_sheet_has_beyond_row_7_is_explained_or_shown():
    book = [
        due(1, "100", special_provision=D(10)),
        due(1, "40", is_financial=False),
        due(1, "70", LIABILITY),
        due(1, "5", LIABILITY, is_financial=False),
    ]
    exact = BalanceSheet(assets=D(130), liabilities=D(85))
    ladder = maturity_ladder(Annex.ALL_CURRENCIES, book, on=ON, balance_sheet=exact)
    assert [(part.name, part.explained) for part in ladder.reconciliations] == [
        ("assets", 40),  # non-financial assets
        ("liabilities", 15),  # special provisions and non-financial liabilities
    ]
    assert all(part.holds for part in ladder.reconciliations)
    off = replace(exact, assets=D("131.50"))
    ladder = maturity_ladder(Annex.ALL_CURRENCIES, book, on=ON, balance_sheet=off)
    assert [part.difference for part in ladder.reconciliations] == [D("1.50"), 0]
    assert not ladder.reconciliations[0].holds


def test_annexes_9_and_10_are_explained_by_the_other_currency_side():
    book = [due(1), replace(due(1, "10"), currency="USD")]
    exact = BalanceSheet(assets=D(110), liabilities=D(0))
    for annex, other_side in ((Annex.FOREIGN_CURRENCY, 100), (Annex.TENGE, 10)):
        ladder = maturity_ladder(annex, book, on=ON, balance_sheet=exact)
        assert ladder.reconciliations[0].explained == other_side
        assert ladder.reconciliations[0].holds


@given(books, annexes)
def test_cumulative_rows_never_fall_and_row_7_is_row_5_plus_row_6(book, annex):
    found = columns(maturity_ladder(annex, book, on=ON).rows)
    for earlier, later in pairwise(found[:5]):
        assert all(low <= high for low, high in zip(earlier, later, strict=True))
    assert found[6] == [a + b for a, b in zip(found[4], found[5], strict=True)]


@given(books, annexes, st.integers(1, 2000))
def test_a_later_term_changes_no_total(book, annex, days):
    later = [
        replace(position, earliest_callable=position.earliest_callable + timedelta(days=days))
        for position in book
    ]
    before, after = (maturity_ladder(annex, positions, on=ON) for positions in (book, later))
    assert before.rows[-1] == after.rows[-1]


@given(books)
def test_annexes_9_and_10_add_up_to_annex_7(book):
    foreign, tenge, whole = (columns(rows(*book, annex=Annex(annex))) for annex in ("9", "10", "7"))
    added = [
        [a + b for a, b in zip(one, other, strict=True)]
        for one, other in zip(foreign, tenge, strict=True)
    ]
    assert added == whole


@given(books)
def test_the_groups_of_annex_9_add_up_to_it(book):
    ladder = maturity_ladder(Annex.FOREIGN_CURRENCY, book, on=ON)
    groups = [columns(group)[-1] for group in ladder.by_currency_group.values()]
    assert [sum(column) for column in zip(*groups, strict=True)] == columns(ladder.rows)[-1]


@given(books, annexes)
def test_a_book_that_leaves_nothing_out_reconciles(book, annex):
    assert all(part.holds for part in maturity_ladder(annex, book, on=ON).reconciliations)


@pytest.mark.parametrize(
    ("position", "fault"),
    [
        (Position(ASSET, "KZT", D(1)), PositionFault.NO_TERM),
        (due(1, "-1"), PositionFault.IMPOSSIBLE_AMOUNT),
        (due(1, "NaN"), PositionFault.IMPOSSIBLE_AMOUNT),
        (due(1, "1", special_provision=D(2)), PositionFault.PROVISION_ABOVE_AMOUNT),
    ],
)
def test_a_position_without_a_place_is_refused_by_number(position, fault):
    with pytest.raises(InvalidPosition) as caught:
        rows(due(1), position)
    assert (caught.value.number, caught.value.fault) == (2, fault)


@pytest.mark.parametrize("on", ["2007-09-30", "2016-08-06"])
def test_outside_its_life_there_is_no_ladder(on):
    with pytest.raises(NormNotInForce):
        maturity_ladder(Annex.ALL_CURRENCIES, [], on=date.fromisoformat(on))
