"""k8 and k9: annex 11 to № 358 as amended by № 242, and the later public fact."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from norms.parameters import NormNotInForce
from prudential.bank_capitalisation import k8, k9, nonresident_capitalisation
from prudential.ratios import InvalidFigures

D = Decimal
BILLION = 10**9
BOUND = D(200 * BILLION)
ABOVE = BOUND + D("0.01")
amounts = st.decimals(0, 10**13, places=2)


@pytest.mark.parametrize(
    ("on", "own_capital", "k8_maximum", "k9_maximum"),
    [
        # annex 11, rows 1 and 2, from 01.01.2009: up to and including 200 billion; above
        ("2009-01-01", BOUND, "2", "4"),
        ("2009-01-01", ABOVE, "2.5", "5"),
        ("2009-06-30", BOUND, "2", "4"),
        ("2009-06-30", ABOVE, "2.5", "5"),
        # from 01.07.2009, a public fact
        ("2009-07-01", BOUND, "2", "3"),
        ("2009-07-01", ABOVE, "2", "3"),
        ("2016-08-05", ABOVE, "2", "3"),
    ],
)
def test_maxima_by_own_capital_and_date(on, own_capital, k8_maximum, k9_maximum):
    day = date.fromisoformat(on)
    result = nonresident_capitalisation(own_capital, D(1), D(1), on=day)
    assert result.k8.limit == D(k8_maximum)
    assert result.k9.limit == D(k9_maximum)


@pytest.mark.parametrize("on", ["2008-12-31", "2016-08-06", "2026-01-01"])
def test_outside_its_life_the_norm_gives_no_verdict(on):
    with pytest.raises(NormNotInForce):
        nonresident_capitalisation(BOUND, D(1), D(1), on=date.fromisoformat(on))


def test_equal_passes_and_a_tiyn_more_breaches():
    on = date(2009, 1, 1)
    assert k8(D(100), D(200), on=on).is_breached is False
    assert k8(D(100), D("200.01"), on=on).is_breached is True
    assert k9(D(100), D(200), D(200), on=on).is_breached is False
    assert k9(D(100), D(200), D("200.01"), on=on).is_breached is True


def test_the_verdict_comes_from_the_exact_quotient():
    result = k8(D(100_000_000), D("200000000.01"), on=date(2009, 1, 1))
    assert str(result.displayed) == "2.0000"
    assert result.is_breached
    assert result.value == Fraction("200000000.01") / 100_000_000


@pytest.mark.parametrize("capital", ["0", "-1", "NaN"])
def test_own_capital_must_be_above_zero(capital):
    with pytest.raises(InvalidFigures) as caught:
        nonresident_capitalisation(D(capital), D(1), D(1), on=date(2009, 1, 1))
    assert caught.value.figure == "own_capital"


def test_negative_obligations_are_refused():
    with pytest.raises(InvalidFigures):
        k8(D(1), D(-1), on=date(2009, 1, 1))
    with pytest.raises(InvalidFigures):
        k9(D(1), D(1), D(-1), on=date(2009, 1, 1))


@given(amounts.filter(bool), amounts, amounts)
def test_k9_is_never_below_k8(own_capital, obligations, securities):
    result = nonresident_capitalisation(own_capital, obligations, securities, on=date(2010, 1, 1))
    assert result.k9.value >= result.k8.value
    assert (result.k9.value == result.k8.value) is (securities == 0)
