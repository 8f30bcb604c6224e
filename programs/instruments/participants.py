"""Who somebody is in the agency's schemes, whatever a scheme calls them."""

from collections.abc import Iterable
from enum import StrEnum

from programs.instruments.catalogue import AgencyInstrument


class Participant(StrEnum):
    EXPORTER = "exporter"
    FOREIGN_BUYER = "foreign_buyer"
    LENDER = "lender"
    LEASING_COMPANY = "leasing_company"
    FACTOR = "factor"
    INVESTOR = "investor"


PARTIES_OF = {
    Participant.EXPORTER: frozenset({"exporter"}),
    Participant.FOREIGN_BUYER: frozenset(
        {"foreign_buyer", "foreign_customer", "foreign_company", "tender_organiser", "beneficiary"}
    ),
    Participant.LENDER: frozenset(
        {
            "bank",
            "buyer_bank",
            "confirming_bank",
            "credit_institution",
            "financial_institution",
            "issuing_bank",
            "leasing_company",
        }
    ),
    Participant.LEASING_COMPANY: frozenset({"leasing_company"}),
    Participant.FACTOR: frozenset({"factor"}),
    Participant.INVESTOR: frozenset({"investor", "bondholders", "bondholders_representative"}),
}
"""A lessor is "a bank or a leasing company" in the catalogue: a bank finds it too."""


def takes_part(instrument: AgencyInstrument, who: Participant) -> bool:
    return _any_of(who, (party.code for party in instrument.parties))


def is_protected(instrument: AgencyInstrument, who: Participant) -> bool:
    """Whether the losses made good are *who*'s."""
    return _any_of(who, instrument.protects)


def _any_of(who: Participant, codes: Iterable[str]) -> bool:
    return not PARTIES_OF[who].isdisjoint(codes)
