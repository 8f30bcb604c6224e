"""Liquidity by currency: № 358, paragraph 44-3, its fifth and sixth parts (№ 242)."""

from datetime import date
from decimal import Decimal

import pytest

from norms.parameters import NormNotInForce
from prudential.country_ratings import CurrencyGroup, UnknownRating, currency_group
from prudential.currency_liquidity import Basis, CurrencyObligations, Reason, liquidity_groups
from prudential.ratios import FigureFault, InvalidFigures

ON = date(2008, 2, 1)
TOTAL = Decimal(10_000)


def groups(*rows, total=TOTAL, on=ON):
    entries = [CurrencyObligations(code, rating, Decimal(str(x))) for code, rating, x in rows]
    return liquidity_groups(entries, total, on=on)


def test_a_rated_currencies_and_the_euro_go_together_the_others_alone():
    joint, som, rouble = groups(
        ("USD", "AAA", 500), ("RUB", "BBB", 300), ("EUR", None, 400), ("KGS", None, 100)
    )
    assert (joint.basis, joint.currencies) == (Basis.JOINT, ("EUR", "USD"))
    assert (rouble.basis, rouble.currencies) == (Basis.SINGLE, ("RUB",))
    assert som.currencies == ("KGS",)
    assert all(group.is_counted for group in (joint, rouble, som))


@pytest.mark.parametrize(
    ("obligations", "counted"), [("100", True), ("99.99", False), ("0", False), ("100.01", True)]
)
def test_one_percent_passes_when_equal(obligations, counted):
    (group,) = groups(("RUB", "BBB", obligations))
    assert group.is_counted is counted
    assert (group.reason is Reason.SHARE_REACHED) is counted
    assert not group.depends_on_reading


def test_the_joint_group_is_tested_as_a_group_and_by_currency_beside():
    (group,) = groups(("USD", "AA+", 60), ("GBP", "AAA", 60))
    assert group.is_counted
    assert [test.is_reached for test in group.tests_by_currency.values()] == [False, False]
    assert group.depends_on_reading


def test_the_coefficients_are_as_of_the_first_of_the_month():
    (group,) = groups(("RUB", None, 100), on=date(2008, 2, 17))
    assert group.as_of == date(2008, 2, 1)


@pytest.mark.parametrize(
    ("rating", "group"),
    [
        ("AAA", CurrencyGroup.A_OR_BETTER_AND_EURO),
        ("A", CurrencyGroup.A_OR_BETTER_AND_EURO),
        ("A2", CurrencyGroup.A_OR_BETTER_AND_EURO),
        ("A-", CurrencyGroup.B_TO_A),
        ("A−", CurrencyGroup.B_TO_A),
        ("Baa3", CurrencyGroup.B_TO_A),
        ("B", CurrencyGroup.B_TO_A),
        ("B2", CurrencyGroup.B_TO_A),
        ("B-", CurrencyGroup.BELOW_B_OR_UNRATED),
        ("Caa1", CurrencyGroup.BELOW_B_OR_UNRATED),
        ("SD", CurrencyGroup.BELOW_B_OR_UNRATED),
        ("NR", CurrencyGroup.BELOW_B_OR_UNRATED),
        (None, CurrencyGroup.BELOW_B_OR_UNRATED),
    ],
)
def test_groups_of_annex_9_by_rating(rating, group):
    assert currency_group("XXX", rating) is group
    assert currency_group("EUR", rating) is CurrencyGroup.A_OR_BETTER_AND_EURO


def test_a_rating_off_every_scale_is_refused():
    with pytest.raises(UnknownRating):
        groups(("RUB", "excellent", 1))


@pytest.mark.parametrize(
    ("rows", "total", "fault"),
    [
        ([("RUB", None, 1)], 0, FigureFault.NOT_ABOVE_ZERO),
        ([("RUB", None, -1)], 10, FigureFault.NEGATIVE),
        ([("RUB", None, 1), ("RUB", "A", 1)], 10, FigureFault.GIVEN_TWICE),
        ([("KZT", None, 1)], 10, FigureFault.NOT_FOREIGN),
        ([("RUB", None, 6), ("USD", "A", 5)], 10, FigureFault.PART_ABOVE_WHOLE),
    ],
)
def test_impossible_figures_are_refused(rows, total, fault):
    with pytest.raises(InvalidFigures) as caught:
        groups(*rows, total=Decimal(total))
    assert caught.value.fault is fault


@pytest.mark.parametrize(("on", "in_force"), [
    ("2007-09-30", False), ("2007-10-01", True), ("2016-08-05", True), ("2016-08-06", False),
])  # fmt: skip
def test_the_norm_reaches_from_october_2007_to_the_repeal(on, in_force):
    if in_force:
        assert groups(("RUB", None, 1), on=date.fromisoformat(on))
    else:
        with pytest.raises(NormNotInForce):
            groups(("RUB", None, 1), on=date.fromisoformat(on))
