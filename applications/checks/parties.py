"""Checks of who takes part: lender, buyer, exporter."""

from accounts.business_number import BusinessNumberError, parse_business_number
from applications.checks.facts import Facts
from applications.checks.finding import Finding, Outcome, code, country, text
from applications.checks.sources import PORTAL, PRACTICE, order

LENDER_KINDS = frozenset({"bank", "development_bank", "lessor"})
HOME = "KZ"


def lender_kind(facts: Facts) -> Finding:
    """A bank, the Development Bank or another lessor (paragraphs 1 and 4)."""
    allowed = facts.lender_kind in LENDER_KINDS
    outcome, reason = (Outcome.PASS, "allowed") if allowed else (Outcome.FAIL, "not_allowed")
    values = (code("lender_kind", facts.lender_kind),)
    return Finding("lender_kind", outcome, reason, order(facts.edition, "1, 4"), values)


def lender_bin(facts: Facts) -> Finding:
    """The lender's BIN has 12 digits and a right check digit."""
    values = (text("lender_bin", facts.lender_bin),)
    try:
        parse_business_number(facts.lender_bin)
    except BusinessNumberError:
        return Finding("lender_bin", Outcome.FAIL, "invalid", PRACTICE, values)
    return Finding("lender_bin", Outcome.PASS, "valid", PRACTICE, values)


def buyer_foreign(facts: Facts) -> Finding:
    """The buyer is of another country (paragraph 1)."""
    foreign = facts.buyer_country != HOME
    outcome, reason = (Outcome.PASS, "foreign") if foreign else (Outcome.FAIL, "not_foreign")
    values = (country("buyer_country", facts.buyer_country),)
    return Finding("buyer_foreign", outcome, reason, order(facts.edition, "1"), values)


def organisation_confirmed(facts: Facts) -> Finding:
    """The financial agent has confirmed the applicant (a rule of the portal)."""
    confirmed = facts.organisation_confirmed
    outcome, reason = (Outcome.PASS, "confirmed") if confirmed else (Outcome.FAIL, "unconfirmed")
    return Finding("organisation_confirmed", outcome, reason, PORTAL)
