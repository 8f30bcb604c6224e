"""The checks that the portal runs on a submission and explains."""

from collections.abc import Callable

from applications.checks import financing, goods, papers, parties
from applications.checks.facts import Facts
from applications.checks.finding import Finding

CHECKS: tuple[Callable[[Facts], Finding], ...] = (
    parties.organisation_confirmed,
    papers.edition_stands,
    parties.lender_kind,
    parties.lender_bin,
    parties.buyer_foreign,
    goods.goods_on_list,
    goods.made_in_kazakhstan,
    financing.insured,
    financing.insured_amount,
    financing.term,
    financing.rate_above_reference,
    financing.reference_stands,
    financing.dates,
    financing.amounts,
    papers.not_twice,
    papers.documents,
    financing.budget,
)


def run_checks(facts: Facts) -> list[Finding]:
    """One finding a rule, in the rules' order."""
    return [check(facts) for check in CHECKS]
