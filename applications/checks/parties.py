"""Checks of who takes part: lender, buyer, exporter."""

from accounts.business_number import BusinessNumberError, parse_business_number
from applications.checks.declarations import RULE
from applications.checks.facts import Facts
from applications.checks.finding import Finding, code, country, text

LENDER_KINDS = frozenset({"bank", "development_bank", "lessor"})
HOME = "KZ"


def lender_kind(facts: Facts) -> Finding:
    """A bank, the Development Bank or another lessor (paragraphs 1 and 4)."""
    rule = RULE["lender_kind"]
    reason = "allowed" if facts.lender_kind in LENDER_KINDS else "not_allowed"
    return rule.found(reason, rule.source(facts.edition), code("lender_kind", facts.lender_kind))


def lender_bin(facts: Facts) -> Finding:
    """The lender's BIN has 12 digits and a right check digit."""
    rule, reason = RULE["lender_bin"], "valid"
    try:
        parse_business_number(facts.lender_bin)
    except BusinessNumberError:
        reason = "invalid"
    return rule.found(reason, rule.source(facts.edition), text("lender_bin", facts.lender_bin))


def buyer_foreign(facts: Facts) -> Finding:
    """The buyer is of another country (paragraph 1)."""
    rule = RULE["buyer_foreign"]
    reason = "foreign" if facts.buyer_country != HOME else "not_foreign"
    value = country("buyer_country", facts.buyer_country)
    return rule.found(reason, rule.source(facts.edition), value)


def organisation_confirmed(facts: Facts) -> Finding:
    """The financial agent has confirmed the applicant (a rule of the portal)."""
    rule = RULE["organisation_confirmed"]
    reason = "confirmed" if facts.organisation_confirmed else "unconfirmed"
    return rule.found(reason, rule.source(facts.edition))
