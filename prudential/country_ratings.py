"""Country ratings as the norms of banks compare them.

The acts name Standard & Poor's "A" and "B" or another agency's like level: Fitch
writes as Standard & Poor's does, Moody's levels stand beside theirs.
"""

from enum import StrEnum

EURO = "EUR"
TENGE = "KZT"

_A_OR_BETTER = frozenset(
    {"AAA", "AA+", "AA", "AA-", "A+", "A"}  # Standard & Poor's, Fitch
    | {"AA1", "AA2", "AA3", "A1", "A2"}  # Moody's
)
_B_TO_A = frozenset(
    {"A-", "BBB+", "BBB", "BBB-", "BB+", "BB", "BB-", "B+", "B"}
    | {"A3", "BAA1", "BAA2", "BAA3", "BA1", "BA2", "BA3", "B1", "B2"}
)
_BELOW_B = frozenset(
    {"B-", "CCC+", "CCC", "CCC-", "CC", "C", "D", "SD", "RD"} | {"B3", "CAA1", "CAA2", "CAA3", "CA"}
)
_UNRATED = frozenset({"", "NR", "WR", "WD"})


class UnknownRating(ValueError):
    """A text that is no level of the known scales."""

    def __init__(self, given: str) -> None:
        super().__init__(f"unknown rating {given!r}")
        self.given = given


class CurrencyGroup(StrEnum):
    """The three groups of annex 9; the first is the joint group of paragraph 44-3."""

    A_OR_BETTER_AND_EURO = "a_or_better_and_euro"
    B_TO_A = "b_to_a"
    BELOW_B_OR_UNRATED = "below_b_or_unrated"


def currency_group(currency: str, country_rating: str | None) -> CurrencyGroup:
    """The group of a foreign currency by its country's rating; the euro needs none.

    "Not below A" leaves A− out. Raises UnknownRating.
    """
    level = (country_rating or "").strip().upper().replace("−", "-")
    if level not in _A_OR_BETTER | _B_TO_A | _BELOW_B | _UNRATED:
        raise UnknownRating(level)
    if currency == EURO or level in _A_OR_BETTER:
        return CurrencyGroup.A_OR_BETTER_AND_EURO
    if level in _B_TO_A:
        return CurrencyGroup.B_TO_A
    return CurrencyGroup.BELOW_B_OR_UNRATED
