"""Each check on tables of facts: what it finds, and that every finding has its words."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from applications.checks import CHECKS, financing, goods, papers, parties, run_checks
from applications.checks.facts import (
    Budget,
    Contract,
    Edition,
    Facts,
    Financing,
    GoodsLine,
    GoodsList,
    Insurance,
    KnownReference,
    TermNorm,
)
from applications.checks.finding import Outcome, Source
from applications.checks.reading import read_findings
from applications.checks.wording import LABELS, MESSAGES, OUTCOMES, TITLES
from applications.models import CaseState, CheckRun, GoodsListEdition, GoodsListEntry, SubsidyBudget
from tests.applications.cases import make_case

DAY = date(2026, 1, 20)
CONTRACT = Contract("17", date(2025, 12, 1), Decimal(120), "KZT", date(2026, 9, 30))
LINE = GoodsLine("843351", "Harvester", Decimal(120), "KZ-1", date(2026, 1, 5), date(2027, 1, 5))
LOAN = Financing(
    "credit",
    date(2025, 12, 15),
    Decimal(100),
    "KZT",
    Decimal("19.5"),
    36,
    date(2026, 2, 1),
    Decimal(20),
)
LISTED = GoodsList("Annex 2", date(2022, 9, 30), "order", False, frozenset({"8433", "850423"}))
BUDGET = Budget(2026, Decimal(1000), "KZT", "budget", Decimal(0))
REFERENCE = KnownReference("half_base_rate", Decimal(9), "bank", date(2025, 10, 13))
EDITION = Edition("№ 389-НҚ", date(2025, 8, 1), "№ 211-НҚ", True)
FACTS = Facts(
    on=DAY,
    first_day=DAY,
    edition=EDITION,
    edition_of_first_day=EDITION,
    organisation_confirmed=True,
    lender_kind="bank",
    lender_bin="200140000014",
    buyer_country="UZ",
    contract=CONTRACT,
    goods=(LINE,),
    financing=LOAN,
    insurance=Insurance("credit_institution", date(2025, 12, 20), Decimal(100), "KZT"),
    documents=frozenset({"origin_proof", "export_contract"}),
    required_documents=("export_contract", "origin_proof"),
    reference=REFERENCE,
    published_reference=REFERENCE,
    maximum_term=TermNorm(180, Source(sure="P")),
    goods_list=LISTED,
    budget=BUDGET,
    subsidy_amount=Decimal(17),
)


def lines(**changes):
    return {"goods": (replace(LINE, **changes),)}


def loan(**changes):
    return {"financing": replace(LOAN, **changes)}


def insurance(**changes):
    return {"insurance": replace(FACTS.insurance, **changes)}


def contract(**changes):
    return {"contract": replace(CONTRACT, **changes)}


def budget(**changes):
    return {"budget": replace(BUDGET, **changes)}


SAMPLE = replace(LISTED, is_sample=True)
TABLE = [
    (parties.organisation_confirmed, {}, "pass", "confirmed"),
    (parties.organisation_confirmed, {"organisation_confirmed": False}, "fail", "unconfirmed"),
    (papers.edition_stands, {}, "pass", "stands"),
    (
        papers.edition_stands,
        {"edition_of_first_day": replace(EDITION, effective_from=date(2025, 8, 2))},
        "warning",
        "other_edition",
    ),
    (
        papers.edition_stands,
        {"edition_of_first_day": replace(EDITION, act="№ 1")},
        "warning",
        "other_edition",
    ),
    (papers.edition_stands, {"edition_of_first_day": None}, "unknown", "no_edition"),
    (parties.lender_kind, {}, "pass", "allowed"),
    (parties.lender_kind, {"lender_kind": "development_bank"}, "pass", "allowed"),
    (parties.lender_kind, {"lender_kind": "lessor"}, "pass", "allowed"),
    (parties.lender_kind, {"lender_kind": "mfo"}, "fail", "not_allowed"),
    (parties.lender_bin, {}, "pass", "valid"),
    (parties.lender_bin, {"lender_bin": "200140000015"}, "fail", "invalid"),
    (parties.lender_bin, {"lender_bin": "2001"}, "fail", "invalid"),
    (parties.buyer_foreign, {}, "pass", "foreign"),
    (parties.buyer_foreign, {"buyer_country": "KZ"}, "fail", "not_foreign"),
    (goods.goods_on_list, {}, "pass", "on_list"),
    (goods.goods_on_list, lines(hs_code="8504230000"), "pass", "on_list"),
    (goods.goods_on_list, lines(hs_code="8504220000"), "fail", "not_on_list"),
    (goods.goods_on_list, lines(hs_code="184330"), "fail", "not_on_list"),
    (goods.goods_on_list, {"goods_list": None}, "unknown", "no_list"),
    (goods.goods_on_list, {"goods_list": SAMPLE}, "unknown", "sample_list"),
    (
        goods.goods_on_list,
        {"goods_list": SAMPLE, **lines(hs_code="0101")},
        "unknown",
        "sample_list",
    ),
    (goods.made_in_kazakhstan, {}, "pass", "proved"),
    (goods.made_in_kazakhstan, lines(origin_number=""), "fail", "no_proof"),
    (goods.made_in_kazakhstan, {"documents": frozenset()}, "fail", "no_proof"),
    (goods.made_in_kazakhstan, lines(origin_valid_until=DAY), "pass", "proved"),
    (goods.made_in_kazakhstan, lines(origin_valid_until=date(2026, 1, 19)), "fail", "expired"),
    (goods.made_in_kazakhstan, lines(origin_issued_on=date(2026, 1, 21)), "fail", "expired"),
    (goods.made_in_kazakhstan, lines(origin_valid_until=None), "pass", "proved"),
    (financing.insured, {}, "pass", "fits"),
    (financing.insured, loan(kind="lease"), "fail", "other_instrument"),
    (
        financing.insured,
        {**loan(kind="lease"), **insurance(instrument="financial_leasing")},
        "pass",
        "fits",
    ),
    (financing.insured, insurance(instrument="financial_leasing"), "fail", "other_instrument"),
    (financing.insured_amount, {}, "pass", "covers"),
    (financing.insured_amount, insurance(amount=Decimal("99.99")), "fail", "too_low"),
    (financing.insured_amount, insurance(currency="USD"), "fail", "other_currency"),
    (financing.term, loan(term_months=180), "pass", "within"),
    (financing.term, loan(term_months=181), "fail", "too_long"),
    (financing.term, {"maximum_term": None}, "unknown", "no_norm"),
    (financing.rate_above_reference, {}, "pass", "above"),
    (financing.rate_above_reference, loan(nominal_percent=Decimal(9)), "fail", "not_above"),
    (financing.rate_above_reference, {"reference": None}, "unknown", "no_rate"),
    (financing.reference_stands, {}, "pass", "stands"),
    (
        financing.reference_stands,
        {"published_reference": replace(REFERENCE, value_percent=Decimal("9.00"))},
        "pass",
        "stands",
    ),
    (
        financing.reference_stands,
        {"published_reference": replace(REFERENCE, value_percent=Decimal("9.01"))},
        "warning",
        "corrected",
    ),
    (financing.reference_stands, {"reference": None}, "unknown", "entered_since"),
    (
        financing.reference_stands,
        {"reference": None, "published_reference": None},
        "unknown",
        "still_unknown",
    ),
    (financing.reference_stands, {"published_reference": None}, "warning", "withdrawn"),
    (financing.dates, {}, "pass", "in_order"),
    (financing.dates, insurance(on=date(2025, 12, 1)), "pass", "in_order"),
    (financing.dates, insurance(on=date(2025, 11, 30)), "fail", "insured_before_contract"),
    (financing.dates, contract(on=date(2026, 1, 21)), "fail", "in_the_future"),
    (financing.dates, insurance(on=date(2026, 1, 21)), "fail", "in_the_future"),
    (financing.dates, loan(agreed_on=date(2025, 11, 30)), "fail", "financing_before_contract"),
    (financing.dates, loan(first_disbursement=date(2025, 12, 14)), "fail", "paid_before_agreed"),
    (
        financing.dates,
        contract(delivery_until=date(2025, 11, 30)),
        "fail",
        "delivery_before_contract",
    ),
    (financing.amounts, {}, "pass", "consistent"),
    (financing.amounts, lines(amount=Decimal("120.01")), "fail", "goods_above_contract"),
    (
        financing.amounts,
        loan(advance_amount=Decimal("20.01")),
        "fail",
        "financing_above_contract",
    ),
    (financing.amounts, loan(currency="USD"), "unknown", "other_currency"),
    (papers.not_twice, {}, "pass", "only_case"),
    (papers.not_twice, {"same_contract_cases": ("KR-2026-000009",)}, "fail", "other_case"),
    (papers.documents, {}, "pass", "complete"),
    (papers.documents, {"documents": frozenset({"origin_proof"})}, "fail", "missing"),
    (financing.budget, {}, "pass", "within"),
    (financing.budget, budget(committed=Decimal(983)), "pass", "within"),
    (financing.budget, budget(committed=Decimal("983.01")), "warning", "exceeded"),
    (financing.budget, budget(uncounted=1), "unknown", "not_comparable"),
    (financing.budget, loan(currency="USD"), "unknown", "not_comparable"),
    (financing.budget, {"budget": None}, "unknown", "no_budget"),
]


@pytest.mark.parametrize(("check", "changes", "outcome", "reason"), TABLE)
def test_each_rule_on_its_table(check, changes, outcome, reason):
    finding = check(replace(FACTS, **changes))
    assert (finding.rule, finding.outcome, finding.reason) == (check.__name__, outcome, reason)


def test_the_table_reaches_every_reason_that_has_words():
    assert {(check.__name__, reason) for check, _facts, _outcome, reason in TABLE} == set(MESSAGES)
    assert {check.__name__ for check in CHECKS} == set(TITLES)


@pytest.mark.parametrize(("check", "changes", "outcome", "reason"), TABLE)
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_finding_reads_in_every_language(check, changes, outcome, reason, language):
    stored = check(replace(FACTS, **changes)).as_json()
    with translation.override(language):
        (shown,) = read_findings([stored])
        assert str(shown.title)
        assert str(shown.message)
        assert str(shown.outcome_name) == str(OUTCOMES[outcome])
        assert outcome == "pass" or str(shown.advice)
        assert all(str(label) and value for label, value in shown.values)


def test_findings_are_read_failed_ones_first_and_stored_without_words():
    facts = replace(FACTS, buyer_country="KZ", goods_list=None, **budget(committed=Decimal(990)))
    stored = [finding.as_json() for finding in run_checks(facts)]
    outcomes = [finding.outcome for finding in read_findings(stored)]
    assert outcomes[:3] == [Outcome.FAIL, Outcome.UNKNOWN, Outcome.WARNING]
    assert set(outcomes[3:]) == {Outcome.PASS}
    frozen = json.dumps(stored)
    assert not [
        text for words in MESSAGES.values() for text in words if text and str(text) in frozen
    ]


def test_every_label_that_a_finding_uses_has_words():
    used = {
        value.label
        for check, changes, *_rest in TABLE
        for value in check(replace(FACTS, **changes)).values
    }
    assert used == set(LABELS)


@given(st.from_regex(r"[0-9]{6,10}", fullmatch=True), st.from_regex(r"[0-9]{2,10}", fullmatch=True))
def test_a_code_is_on_the_list_exactly_when_it_begins_with_an_entry(hs_code, prefix):
    listed = replace(LISTED, prefixes=frozenset({prefix}))
    assert listed.covers(hs_code) == (hs_code[: len(prefix)] == prefix)


@given(
    st.decimals(Decimal("0"), Decimal("60"), places=2),
    st.decimals(Decimal("0"), Decimal("60"), places=2),
)
def test_there_is_something_to_subsidise_only_above_the_reference(nominal, reference):
    facts = replace(
        FACTS,
        reference=replace(REFERENCE, value_percent=reference),
        **loan(nominal_percent=nominal),
    )
    passed = financing.rate_above_reference(facts).outcome == Outcome.PASS
    assert passed == (nominal > reference)


def outcomes_of(case):
    findings = CheckRun.objects.filter(submission__case=case).latest("pk").findings
    return {finding["rule"]: (finding["outcome"], finding["reason"]) for finding in findings}


@pytest.mark.django_db
class TestFactsOfRealCases:
    def test_a_sound_case_fails_nothing(self):
        outcomes = outcomes_of(make_case())
        assert [rule for rule, (outcome, _reason) in outcomes.items() if outcome == "fail"] == []
        assert outcomes["goods_on_list"] == ("unknown", "no_list")
        assert outcomes["budget"] == ("unknown", "no_budget")

    def test_the_list_is_that_of_the_day(self):
        listed = GoodsListEdition.objects.create(
            effective_from=date(2026, 1, 20), title="Annex 2", source="order"
        )
        GoodsListEntry.objects.create(edition=listed, hs_prefix="8433")
        GoodsListEdition.objects.create(
            effective_from=date(2026, 1, 21), title="Next", source="order"
        )
        assert outcomes_of(make_case())["goods_on_list"] == ("pass", "on_list")

    @pytest.mark.parametrize("number", ["EX-2025/17", "ex 2025-17", "ЕХ-2025/17"])
    def test_the_same_contract_is_found_however_it_is_typed(self, number):
        first = make_case()
        second = make_case(cast=first.cast, contract={"contract_number": number})
        assert outcomes_of(second)["not_twice"] == ("fail", "other_case")

    def test_a_withdrawn_case_or_another_exporter_is_no_rival(self):
        first = make_case(CaseState.WITHDRAWN)
        make_case()
        assert outcomes_of(make_case(cast=first.cast))["not_twice"] == ("pass", "only_case")

    def test_approvals_of_the_year_count_against_its_budget(self):
        SubsidyBudget.objects.create(year=2026, amount=Decimal(30_000_000), source="a test")
        first = make_case(CaseState.APPROVED)
        assert outcomes_of(first)["budget"] == ("pass", "within")
        second = make_case(cast=first.cast)
        assert outcomes_of(second)["budget"] == ("warning", "exceeded")
