"""Checks of the case as such: its edition, documents complete, not subsidised twice."""

from applications.checks.declarations import RULE
from applications.checks.facts import Edition, Facts
from applications.checks.finding import Finding, code, day, text


def documents(facts: Facts) -> Finding:
    """Every kind that an officer cannot begin without is attached."""
    rule = RULE["documents"]
    missing = [kind for kind in facts.required_documents if kind not in facts.documents]
    values = (code("missing_document", kind) for kind in missing)
    return rule.found("missing" if missing else "complete", rule.source(facts.edition), *values)


def not_twice(facts: Facts) -> Finding:
    """No other open or approved case rests on the same export contract."""
    rule, others = RULE["not_twice"], facts.same_contract_cases
    return rule.found(
        "other_case" if others else "only_case",
        rule.source(facts.edition),
        text("contract_number", facts.contract.number),
        *(text("other_case", number) for number in others),
    )


def edition_stands(facts: Facts) -> Finding:
    """The case's edition is the one in force on the day of its first submission.

    Another one is so only where an edition was entered or re-dated since: the case
    keeps its own, and the officer is told.
    """
    rule, own, of_day = RULE["edition_stands"], facts.edition, facts.edition_of_first_day
    values = (day("first_day", facts.first_day), text("edition_of_case", _name(own)))
    source = rule.source(own)
    if of_day is None:
        return rule.found("no_edition", source, *values)
    same = (own.act, own.effective_from) == (of_day.act, of_day.effective_from)
    reason = "stands" if same else "other_edition"
    return rule.found(reason, source, *values, text("edition_of_day", _name(of_day)))


def _name(edition: Edition) -> str:
    return f"{edition.act} ({edition.effective_from.isoformat()})"
