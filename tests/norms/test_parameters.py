"""The shipped norms: every figure as its source gives it, the day before and the day."""

from datetime import date, timedelta
from decimal import Decimal
from pkgutil import resolve_name

import pytest

from norms.parameters import NormNotInForce, UnknownNorm, all_norms, norm, norms_digest
from norms.schema import LANGUAGES, Source

ONE_DAY = timedelta(days=1)

# name, first day, value, source, act, its amendment, place
SINGLE_VALUES = [
    # № 192 as amended by № 65, paragraph 5-1
    ("mfo/overdue_90_limit", "2020-01-01", "20", "P", "192", None, "5-1"),
    ("mfo/overdue_90_limit", "2025-11-02", "15", "S", "192", "65", "5-1"),
    ("mfo/overdue_90_limit", "2026-01-01", "10", "S", "192", "65", "5-1"),
    ("mfo/overdue_90_days", "2020-01-01", "90", "P", "192", None, "5-1"),
    ("mfo/overdue_90_days", "2025-11-02", "90", "S", "192", "65", "5-1"),
    ("mfo/plan_due_working_days", "2025-11-02", "1", "S", "192", "65", "5-1"),
    ("mfo/plan_answer_working_days", "2025-11-02", "3", "S", "192", "65", "5-1"),
    ("mfo/plan_approval_working_days", "2025-11-02", "5", "S", "192", "65", "5-1"),
    ("mfo/plan_minimum_months", "2025-11-02", "3", "S", "192", "65", "5-1"),
    ("mfo/return_notice_days", "2025-11-02", "1", "S", "192", "65", "5-1"),
    # the other norms of microfinance organisations: numbers outside the sources
    ("mfo/k1_minimum", "2020-01-01", "0.10", "A", "192", None, None),
    ("mfo/k2_maximum", "2020-01-01", "0.25", "A", "192", None, None),
    ("mfo/k3_maximum", "2020-01-01", "10", "A", "192", None, None),
    ("mfo/minimum_own_capital", "2024-01-01", "200000000", "P", "192", None, None),
    ("mfo/minimum_charter_capital", "2024-01-01", "200000000", "P", "192", None, None),
    ("mfo/debt_to_income_maximum", "2020-01-01", None, "P", "192", None, None),
    ("mfo/debt_to_income_unused_limit_share", "2020-01-01", "20", "P", "192", None, None),
    ("mfo/debt_burden_maximum", "2020-01-01", "0.5", "P", "215", None, None),
    # № 358 as amended by № 242
    ("bank/k8_maximum", "2009-07-01", "2", "P", "358", None, "annex 11"),
    ("bank/k9_maximum", "2009-07-01", "3", "P", "358", None, "annex 11"),
    ("bank/offshore_list_items", "2008-04-01", "45", "S", "358", "242", "annex 1"),
    ("bank/offshore_risk_weight", "2008-04-01", "150", "A", "358", "242", "annex 1"),
    ("bank/currency_group_share_minimum", "2007-10-01", "1", "S", "358", "242", "44-3"),
    # № 389-НҚ: how much is subsidised, a public fact
    ("subsidy/maximum_term_months", "2022-09-30", "180", "P", "389-НҚ", None, None),
    ("subsidy/reference_share_base_rate", "2022-09-30", "50", "P", "389-НҚ", None, None),
    ("subsidy/reference_share_key_rate", "2022-09-30", "50", "P", "389-НҚ", None, None),
    ("subsidy/reference_share_cirr", "2022-09-30", "100", "P", "389-НҚ", None, None),
]

BRACKETED = {("bank/k8_maximum", "2009-01-01"), ("bank/k9_maximum", "2009-01-01")}
BRACKETED |= {("bank/maturity_buckets", "2007-10-01")}


@pytest.mark.parametrize(
    ("name", "first_day", "value", "source", "act", "amendment", "place"), SINGLE_VALUES
)
def test_a_value_begins_on_its_day_with_its_source(
    name, first_day, value, source, act, amendment, place
):
    found = norm(name, on=date.fromisoformat(first_day))
    assert found.effective_from == date.fromisoformat(first_day)
    assert found.value == (None if value is None else Decimal(value))
    assert found.is_known is (value is not None)
    assert found.source == source
    assert found.verified is (source == "S")
    assert found.act.number == act
    assert (found.entry.amended_by and found.entry.amended_by.number) == amendment
    assert found.paragraph == place


def test_the_table_above_names_every_entry_of_every_file():
    written = {
        (name, str(entry.effective_from))
        for name, found in all_norms().items()
        for entry in found.entries
        if not entry.ends
    }
    assert written == BRACKETED | {(row[0], row[1]) for row in SINGLE_VALUES}


@pytest.mark.parametrize(
    ("day", "limit"),
    [
        ("2025-11-01", "20"),
        ("2025-11-02", "15"),
        ("2025-12-31", "15"),
        ("2026-01-01", "10"),
    ],
)
def test_the_overdue_limit_on_the_day_before_and_the_day_of_each_change(day, limit):
    found = norm("mfo/overdue_90_limit", on=date.fromisoformat(day))
    assert found.value == Decimal(limit)


def test_a_value_ends_the_day_before_the_next_begins():
    assert norm("mfo/overdue_90_limit", on=date(2025, 12, 1)).effective_until == date(2025, 12, 31)
    assert norm("mfo/overdue_90_limit", on=date(2026, 1, 1)).effective_until is None


@pytest.mark.parametrize("name", sorted(all_norms()))
def test_the_day_before_the_first_value_raises_and_names_the_first_day(name):
    first = all_norms()[name].entries[0].effective_from
    with pytest.raises(NormNotInForce) as caught:
        norm(name, on=first - ONE_DAY)
    assert caught.value.first_day == first
    assert caught.value.last_day is None
    assert str(first) in str(caught.value)


@pytest.mark.parametrize("name", sorted(n for n in all_norms() if n.startswith("bank/")))
def test_bank_norms_end_by_repeal_and_say_what_ended_them(name):
    assert norm(name, on=date(2016, 8, 5)).effective_until == date(2016, 8, 5)
    with pytest.raises(NormNotInForce) as caught:
        norm(name, on=date(2016, 8, 6))
    refusal = caught.value
    assert refusal.last_day == date(2016, 8, 5)
    assert refusal.ended.replaced_by.number == "147"
    assert refusal.last.value == norm(name, on=date(2016, 8, 5)).value
    assert "147" in refusal.ended.reason["kk"]


@pytest.mark.parametrize(("name", "low", "high"), [
    ("bank/k8_maximum", "2", "2.5"),
    ("bank/k9_maximum", "4", "5"),
])  # fmt: skip
def test_brackets_of_annex_11_include_their_bound(name, low, high):
    found = norm(name, on=date(2009, 6, 30))
    bound = Decimal("200000000000")
    assert found.value is None
    assert found.is_known
    assert found.bracket_for(bound) == Decimal(low)
    assert found.bracket_for(bound + Decimal("0.01")) == Decimal(high)
    assert found.bracket_for(Decimal(1)) == Decimal(low)


def test_a_norm_of_one_value_gives_it_for_every_amount():
    assert norm("bank/k9_maximum", on=date(2009, 7, 1)).bracket_for(Decimal(10**13)) == 3


def test_a_threshold_that_nobody_knows_cannot_be_required():
    with pytest.raises(ValueError, match="debt_to_income_maximum"):
        norm("mfo/debt_to_income_maximum", on=date(2026, 1, 1)).required_value()


def test_an_unknown_name_is_a_mistake_of_the_program():
    with pytest.raises(UnknownNorm):
        norm("mfo/k4_maximum", on=date(2026, 1, 1))


def test_every_page_text_stands_in_three_languages():
    for found in all_norms().values():
        for entry in found.entries:
            texts = [found.title, entry.citation, entry.act.title, entry.act.issuer]
            texts += [text for text in (entry.note, entry.reason, found.before) if text]
            assert all(set(text) == set(LANGUAGES) for text in texts)


def test_what_is_not_from_a_source_document_says_why_it_is_not_verified():
    for found in all_norms().values():
        for entry in found.entries:
            if entry.source is not Source.SOURCE_DOCUMENT:
                assert entry.verified is False
                assert entry.note


def test_the_citation_names_act_and_amendment():
    found = norm("mfo/overdue_90_limit", on=date(2026, 1, 1))
    assert found.citation["en"] == "№ 192 of 14.11.2019, as amended by № 65 of 16.10.2025"
    assert found.citation["kk"] == "14.11.2019 № 192 (16.10.2025 № 65 редакциясында)"
    assert found.entry.place["kk"] == "5-1-тармақ"
    assert found.act.registered_number == "19629"
    assert found.entry.amended_by.registered_on == date(2025, 10, 22)


def test_the_digest_depends_on_the_norms_and_not_on_their_order():
    both = norms_digest(["mfo/k1_minimum", "mfo/k2_maximum"])
    assert both == norms_digest(["mfo/k2_maximum", "mfo/k1_minimum", "mfo/k1_minimum"])
    assert both != norms_digest(["mfo/k1_minimum"])
    assert len(both) == 64


@pytest.mark.parametrize("name", sorted(all_norms()))
def test_the_rules_that_a_norm_names_exist(name):
    for rule in all_norms()[name].formula_use:
        assert resolve_name(rule), rule
