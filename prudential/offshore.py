"""Offshore exposures: rows 80-3, 83-1, 84-1 and 88-1 of annex 1 to № 358.

Each row catches another kind of exposure to non-residents registered in a listed
state; nine states are listed for named territories alone; row 80-3 also catches
citizens. Reading a territory's code as a citizenship, and a citizen of a partly listed
state as not caught, is our reading of the text.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from norms.parameters import norm
from norms.schema import NormValue
from norms.territories import ListedState, ListedTerritory, offshore_list

OFFSHORE_VERSION = "bank.offshore/1"
OFFSHORE_NORMS = ("bank/offshore_list_items", "bank/offshore_risk_weight")


class ExposureKind(StrEnum):
    LOAN = "loan"
    DEPOSIT = "deposit"
    RECEIVABLE = "receivable"
    SECURITY = "security"


ROWS = {
    ExposureKind.LOAN: "80-3",
    ExposureKind.DEPOSIT: "83-1",
    ExposureKind.RECEIVABLE: "84-1",
    ExposureKind.SECURITY: "88-1",
}


class Reason(StrEnum):
    REGISTERED_IN_STATE = "registered_in_state"
    REGISTERED_IN_TERRITORY = "registered_in_territory"
    CITIZEN_OF_STATE = "citizen_of_state"
    CITIZEN_OF_TERRITORY = "citizen_of_territory"
    RESIDENT_OF_KAZAKHSTAN = "resident_of_kazakhstan"
    STATE_NOT_LISTED = "state_not_listed"
    TERRITORY_NOT_LISTED = "territory_not_listed"
    TERRITORY_NOT_GIVEN = "territory_not_given"
    CITIZENSHIP_COUNTS_FOR_LOANS_ONLY = "citizenship_counts_for_loans_only"


class UnknownCountry(ValueError):
    """Not a two-letter ISO code; ``figure`` names the field."""

    def __init__(self, figure: str, given: str) -> None:
        super().__init__(f"{figure}: {given!r} is not an ISO alpha-2 code")
        self.figure = figure
        self.given = given


@dataclass(frozen=True)
class Classification:
    """Whether the list catches an exposure, by which row and item, and why."""

    formula_version: str
    is_listed: bool
    row: str | None
    item: ListedState | None
    territory: ListedTerritory | None
    reason: Reason
    norm: NormValue


@dataclass(frozen=True)
class _Match:
    reason: Reason
    item: ListedState | None = None
    territory: ListedTerritory | None = None


def classify_exposure(
    kind: ExposureKind,
    country: str,
    *,
    on: date,
    territory: str | None = None,
    citizenship: str | None = None,
) -> Classification:
    """Classifies an exposure on a day.

    ``country`` (registration or residence) and ``citizenship`` are ISO alpha-2 codes,
    codes of territories such as HK or JE included; ``territory`` is an ISO code or a
    name. Raises UnknownCountry, and NormNotInForce outside 01.04.2008 – 05.08.2016.
    """
    found = norm("bank/offshore_list_items", on=on)
    place = _by_registration(_code("country", country), territory)
    citizen = _by_citizenship(_code("citizenship", citizenship)) if citizenship else None
    match = _deciding(kind, place, citizen)
    row = ROWS[kind] if match.item else None
    return Classification(
        OFFSHORE_VERSION, match.item is not None, row, match.item, match.territory,
        match.reason, found,
    )  # fmt: skip


def weighted_amount(amount: Decimal, *, on: date) -> Decimal:
    """A listed exposure in tenge times its risk weight; the weight is not verified."""
    return amount * norm("bank/offshore_risk_weight", on=on).required_value() / 100


def _deciding(kind: ExposureKind, place: _Match, citizen: _Match | None) -> _Match:
    """Registration first; citizenship for loans to non-residents alone (row 80-3)."""
    if place.item or place.reason is Reason.RESIDENT_OF_KAZAKHSTAN:
        return place
    if citizen is None or citizen.item is None:
        return place
    if kind is ExposureKind.LOAN:
        return citizen
    return _Match(Reason.CITIZENSHIP_COUNTS_FOR_LOANS_ONLY)


def _by_registration(country: str, territory: str | None) -> _Match:
    if country == "KZ":
        return _Match(Reason.RESIDENT_OF_KAZAKHSTAN)
    for listed in offshore_list():
        if part := listed.territory_coded(country):
            return _Match(Reason.REGISTERED_IN_TERRITORY, listed, part)
        if listed.iso == country:
            return _in_state(listed, territory)
    return _Match(Reason.STATE_NOT_LISTED)


def _in_state(listed: ListedState, territory: str | None) -> _Match:
    if not listed.is_partial:
        return _Match(Reason.REGISTERED_IN_STATE, listed)
    if not (territory and territory.strip()):
        return _Match(Reason.TERRITORY_NOT_GIVEN)
    if part := listed.territory_called(territory):
        return _Match(Reason.REGISTERED_IN_TERRITORY, listed, part)
    return _Match(Reason.TERRITORY_NOT_LISTED)


def _by_citizenship(code: str) -> _Match:
    for listed in offshore_list():
        if part := listed.territory_coded(code):
            return _Match(Reason.CITIZEN_OF_TERRITORY, listed, part)
        if listed.iso == code and not listed.is_partial:
            return _Match(Reason.CITIZEN_OF_STATE, listed)
    return _Match(Reason.STATE_NOT_LISTED)


def _code(figure: str, given: str) -> str:
    code = given.strip().upper()
    if len(code) != 2 or not (code.isascii() and code.isalpha()):
        raise UnknownCountry(figure, given)
    return code
