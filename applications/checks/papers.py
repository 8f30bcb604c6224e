"""Checks of the case as such: documents complete, not subsidised twice."""

from applications.checks.facts import Facts
from applications.checks.finding import Finding, Outcome, code, text
from applications.checks.sources import PORTAL


def documents(facts: Facts) -> Finding:
    """Every kind that an officer cannot begin without is attached."""
    missing = [kind for kind in facts.required_documents if kind not in facts.documents]
    outcome, reason = (Outcome.FAIL, "missing") if missing else (Outcome.PASS, "complete")
    values = tuple(code("missing_document", kind) for kind in missing)
    return Finding("documents", outcome, reason, PORTAL, values)


def not_twice(facts: Facts) -> Finding:
    """No other open or approved case rests on the same export contract."""
    others = facts.same_contract_cases
    outcome, reason = (Outcome.FAIL, "other_case") if others else (Outcome.PASS, "only_case")
    values = (
        text("contract_number", facts.contract.number),
        *(text("other_case", number) for number in others),
    )
    return Finding("not_twice", outcome, reason, PORTAL, values)
