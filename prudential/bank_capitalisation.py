"""Capitalisation of banks against obligations to non-residents: annex 11 to № 358.

The maxima stand in the source; the quotients are our reading of the names and are
not verified against the act.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from norms.parameters import norm
from prudential.ratios import Bound, Ratio, require_above_zero, require_not_negative

K8_VERSION = "bank.k8/1"
K9_VERSION = "bank.k9/1"
CAPITALISATION_NORMS = ("bank/k8_maximum", "bank/k9_maximum")


@dataclass(frozen=True)
class NonresidentCapitalisation:
    k8: Ratio
    k9: Ratio

    @property
    def is_breached(self) -> bool:
        return bool(self.k8.is_breached or self.k9.is_breached)


def nonresident_capitalisation(
    own_capital: Decimal,
    obligations_to_nonresidents: Decimal,
    issued_debt_securities: Decimal,
    *,
    on: date,
) -> NonresidentCapitalisation:
    """k8 and k9 by own capital (tenge, up to and including 200 billion, or above).

    Raises InvalidFigures, and NormNotInForce outside 01.01.2009 – 05.08.2016.
    """
    return NonresidentCapitalisation(
        k8=k8(own_capital, obligations_to_nonresidents, on=on),
        k9=k9(own_capital, obligations_to_nonresidents, issued_debt_securities, on=on),
    )


def k8(own_capital: Decimal, obligations_to_nonresidents: Decimal, *, on: date) -> Ratio:
    """Obligations to non-residents / own capital."""
    require_not_negative("obligations_to_nonresidents", obligations_to_nonresidents)
    return _by_own_capital(
        K8_VERSION, "bank/k8_maximum", obligations_to_nonresidents, own_capital, on=on
    )


def k9(
    own_capital: Decimal,
    obligations_to_nonresidents: Decimal,
    issued_debt_securities: Decimal,
    *,
    on: date,
) -> Ratio:
    """(Obligations to non-residents + issued debt securities) / own capital."""
    require_not_negative("obligations_to_nonresidents", obligations_to_nonresidents)
    require_not_negative("issued_debt_securities", issued_debt_securities)
    counted = obligations_to_nonresidents + issued_debt_securities
    return _by_own_capital(K9_VERSION, "bank/k9_maximum", counted, own_capital, on=on)


def _by_own_capital(
    version: str, name: str, obligations: Decimal, own_capital: Decimal, *, on: date
) -> Ratio:
    require_above_zero("own_capital", own_capital)
    found = norm(name, on=on)
    maximum = found.bracket_for(own_capital)
    return Ratio(version, obligations, own_capital, Bound.MAXIMUM, maximum, found)
