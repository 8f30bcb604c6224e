"""The declarations of the rules against what the checks really do."""

from dataclasses import fields
from typing import Any

import pytest

from applications.checks import CHECKS
from applications.checks.declarations import RULE, RULES
from applications.checks.wording import LABELS, MESSAGES, TITLES
from applications.form_sections import SECTION_OF_CODE
from tests.applications.test_checks import FACTS, TABLE, replace

# What of the facts comes from which section of the form, written by hand; the rest does not
# come from answers. The reference and the subsidy follow from the financing.
SECTION_OF_FACT = {
    "lender_kind": "lender",
    "lender_bin": "lender",
    "buyer_country": "buyer",
    "contract": "contract",
    "goods": "goods",
    "financing": "financing",
    "insurance": "insurance",
    "documents": "documents",
    "same_contract_cases": "contract",
    "reference": "financing",
    "published_reference": "financing",
    "subsidy_amount": "financing",
}


class Watched:
    """Facts that note which of them were looked at."""

    def __init__(self, facts: Any) -> None:
        self._facts = facts
        self.seen: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.seen.add(name)
        return getattr(self._facts, name)


def sections_read_by(check):
    """Over every row of the rule's table, so that no branch hides what it reads."""
    seen: set[str] = set()
    for rule, changes, _outcome, _reason in TABLE:
        if rule is check:
            watched = Watched(replace(FACTS, **changes))
            check(watched)
            seen |= watched.seen
    return {SECTION_OF_FACT[name] for name in seen if name in SECTION_OF_FACT}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_a_rule_reads_the_sections_that_it_declares(check):
    assert sections_read_by(check) == set(RULE[check.__name__].reads)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_a_rule_compares_the_values_that_it_declares(check):
    shown = [check(replace(FACTS, **changes)) for rule, changes, *_ in TABLE if rule is check]
    labels = {value.label for finding in shown for value in finding.values}
    assert labels == set(RULE[check.__name__].compares)


def test_rules_checks_and_words_are_the_same_list():
    assert [check.__name__ for check in CHECKS] == [rule.code for rule in RULES]
    assert {(rule.code, reason) for rule in RULES for reason in rule.ends} == set(MESSAGES)
    assert set(TITLES) == set(RULE)
    assert {label for rule in RULES for label in rule.compares} == set(LABELS)


def test_every_rule_can_be_met_and_not_met_or_not_known():
    for rule in RULES:
        assert "pass" in rule.ends.values()
        assert len(set(rule.ends.values())) > 1, rule.code


def test_declared_sections_are_sections_of_the_form():
    assert {section for rule in RULES for section in rule.reads} <= set(SECTION_OF_CODE)


def test_every_fact_of_an_answer_is_read_by_a_rule():
    assert set(SECTION_OF_FACT) <= {field.name for field in fields(FACTS)}
    read = {section for rule in RULES for section in rule.reads}
    assert read == set(SECTION_OF_FACT.values())


def test_a_finding_carries_source_outcome_and_what_to_do():
    for check, changes, outcome, reason in TABLE:
        finding = check(replace(FACTS, **changes))
        assert finding.outcome == RULE[finding.rule].ends[reason] == outcome
        assert finding.source.sure in {"S", "P", "A"}
        if finding.source.sure == "S":
            assert finding.source.act
            assert finding.source.effective_from
        assert outcome == "pass" or str(MESSAGES[finding.rule, reason][1])
