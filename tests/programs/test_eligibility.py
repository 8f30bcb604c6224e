"""Conditions 7-1 to 7-3, an MFO without collateral, leverage, the rating ladder."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from norms.schema import NormFileError
from programs import eligibility
from programs.catalogue import FOLDER, programme_files
from programs.codes import FundSource
from programs.eligibility import Answer, MfoBusiness, MfoFacts, MfoRating, NewPartnership, Verdict
from programs.general_conditions import conditions_on, glossary, read_editions
from programs.terms_in_force import UnknownRating

FIRST_DAY = date(2021, 7, 29)
DAY = date(2026, 3, 1)
YES, NO, NOT_KNOWN = Verdict.YES, Verdict.NO, Verdict.NOT_KNOWN
SOUND_MFO = MfoFacts(
    rating=MfoRating.RELIABLE,
    provisions_ratio=Decimal("0.8"),
    k3=Decimal(5),
    years_active=Decimal(2),
    processes_audited=False,
    of_state_or_atameken=False,
    statements_audited=True,
    founders_guarantee=True,
    founders_state_or_noncommercial=False,
)


def brief(answer: Answer) -> tuple[Verdict, str, Decimal | None]:
    return answer.verdict, answer.paragraph, answer.threshold


@pytest.mark.parametrize(("months", "verdict"), [(360, YES), (361, NO), (None, NOT_KNOWN)])
def test_7_1_a_line_for_at_most_360_months(months: int | None, verdict: Verdict) -> None:
    found = eligibility.credit_line_within_limit(months, on=DAY)
    assert brief(found) == (verdict, "7-1", Decimal(360))
    assert found.effective_from == FIRST_DAY


@pytest.mark.parametrize(
    ("members", "later", "capital", "deposit", "verdicts"),
    [
        (20, 50, "100", "50", (YES, YES, YES)),
        (19, 50, "100", "50", (NO, YES, YES)),
        (20, 49, "100", "50", (YES, NO, YES)),
        (20, 50, "100", "49.99", (YES, YES, NO)),
        (20, None, "100", "50", (YES, NOT_KNOWN, YES)),
        (20, 50, None, "50", (YES, YES, NOT_KNOWN)),
    ],
)
def test_7_2_a_new_credit_partnership(
    members: int, later: int | None, capital: str | None, deposit: str, verdicts: tuple[Verdict]
) -> None:
    amount = None if capital is None else Decimal(capital)
    facts = NewPartnership(members, later, amount, Decimal(deposit))
    found = eligibility.new_credit_partnership_may_be_financed(facts, on=DAY)
    assert tuple(answer.verdict for answer in found) == verdicts
    assert [answer.threshold for answer in found] == [20, 50, 50]
    assert {answer.paragraph for answer in found} == {"7-2"}


@pytest.mark.parametrize(("years", "verdict"), [("3", YES), ("2.99", NO)])
def test_7_2_the_deposit_may_fall_after_three_years(years: str, verdict: Verdict) -> None:
    found = eligibility.deposit_may_be_lowered(Decimal(years), on=DAY)
    assert brief(found) == (verdict, "7-2", Decimal(3))


@pytest.mark.parametrize(
    ("source", "short", "several", "own", "other", "verdict", "reason"),
    [
        ("republican_budget", True, None, "40", "30", YES, "equity_share"),
        ("national_fund", None, True, "30", "40", NO, "equity_share"),
        ("national_fund", True, True, "40", "40", NO, "equity_share"),
        ("republican_budget", None, None, "40", "30", NOT_KNOWN, "equity_share"),
        ("republican_budget", True, None, "40", None, NOT_KNOWN, "equity_share"),
        ("republican_budget", False, False, "40", "30", NO, "priority_no_shortage"),
        ("own_and_borrowed", True, True, "40", "30", NO, "priority_other_source"),
    ],
)
def test_7_3_the_larger_share_of_equity_goes_first(
    source: str,
    short: bool | None,
    several: bool | None,
    own: str,
    other: str | None,
    verdict: Verdict,
    reason: str,
) -> None:
    found = eligibility.equity_share_has_priority(
        FundSource(source),
        funds_short=short,
        several_applications=several,
        own_share=Decimal(own),
        other_share=None if other is None else Decimal(other),
        on=DAY,
    )
    assert (found.verdict, found.reason, found.paragraph) == (verdict, reason, "7-3")


def test_an_mfo_that_meets_all_six_needs_no_collateral() -> None:
    found = eligibility.mfo_may_borrow_without_collateral(SOUND_MFO, on=DAY)
    assert [answer.verdict for answer in found] == [YES] * 6
    assert {answer.paragraph for answer in found} == {"47, 50-2, 50-3"}
    assert eligibility.overall(found) is YES


UNSECURED = [
    ("rating", MfoRating.HIGHLY_RELIABLE, YES),
    ("rating", MfoRating.OTHER, NO),
    ("rating", None, NOT_KNOWN),
    ("provisions_ratio", Decimal("0.79"), NO),
    ("k3", Decimal("5.01"), NO),
    ("years_active", Decimal("1.99"), NO),
    ("years_active", None, NOT_KNOWN),
    ("statements_audited", False, NO),
    ("statements_audited", None, NOT_KNOWN),
    ("founders_guarantee", False, NO),
    ("founders_guarantee", None, NOT_KNOWN),
]


@pytest.mark.parametrize(("fact", "value", "verdict"), UNSECURED)
def test_each_of_the_six_decides(fact: str, value: Any, verdict: Verdict) -> None:
    facts = replace(SOUND_MFO, **{fact: value})
    answers = eligibility.mfo_may_borrow_without_collateral(facts, on=DAY)
    assert eligibility.overall(answers) is verdict


@pytest.mark.parametrize(
    ("years", "audited", "state", "verdict"),
    [
        ("2", None, None, YES),
        ("1", True, False, YES),
        ("1", None, False, NOT_KNOWN),
        ("1", False, False, NO),
        ("1", False, None, NOT_KNOWN),
        ("0.5", True, False, NO),
        ("0.5", False, True, YES),
    ],
)
def test_years_of_activity(
    years: str, audited: bool | None, state: bool | None, verdict: Verdict
) -> None:
    """Two years; one with an audit of processes; not asked of the State's and Atameken's."""
    facts = MfoFacts(
        years_active=Decimal(years), processes_audited=audited, of_state_or_atameken=state
    )
    assert eligibility.mfo_active_long_enough(facts, on=DAY).verdict is verdict


@pytest.mark.parametrize(("years", "verdict"), [("0.99", YES), ("1", NO)])
def test_a_new_mfo_needs_no_audited_statements(years: str, verdict: Verdict) -> None:
    facts = replace(SOUND_MFO, years_active=Decimal(years), statements_audited=False)
    assert eligibility.mfo_statements_are_audited(facts, on=DAY).verdict is verdict


def test_founders_of_the_state_give_no_guarantee() -> None:
    facts = replace(SOUND_MFO, founders_guarantee=False, founders_state_or_noncommercial=True)
    found = eligibility.mfo_founders_guarantee_given(facts, on=DAY)
    assert (found.verdict, found.reason) == (YES, "mfo_guarantee_exempt")


@pytest.mark.parametrize(
    ("business", "liabilities", "verdict", "limit"),
    [
        ("productive_employment", "500", YES, 5),
        ("productive_employment", "500.01", NO, 5),
        ("bastau_business", "700", YES, 7),
        ("bastau_business", "700.01", NO, 7),
    ],
)
def test_47_leverage_inclusive(
    business: str, liabilities: str, verdict: Verdict, limit: int
) -> None:
    found = eligibility.leverage_within_limit(
        MfoBusiness(business), Decimal(liabilities), Decimal(100), on=DAY
    )
    assert brief(found) == (verdict, "47", Decimal(limit))


def test_47_without_own_capital_nothing_is_within_the_limit() -> None:
    found = eligibility.leverage_within_limit(
        MfoBusiness.BASTAU_BUSINESS, Decimal(0), Decimal(0), on=DAY
    )
    assert found.verdict is NO


@given(liabilities=st.decimals(0, 10**9, places=2), equity=st.decimals(1, 10**8, places=2))
def test_whoever_keeps_the_lower_limit_keeps_the_higher(
    liabilities: Decimal, equity: Decimal
) -> None:
    lower, higher = (
        eligibility.leverage_within_limit(business, liabilities, equity, on=DAY).verdict
        for business in MfoBusiness
    )
    assert (lower, higher) != (YES, NO)


@pytest.mark.parametrize(
    ("rating", "step", "rate"),
    [
        ("A-", "bb_plus_and_above", "2.8"),
        ("ВВ+", "bb_plus_and_above", "2.8"),
        ("BB", "bb", "3.0"),
        ("ВВ-", "bb_minus", "3.2"),
        ("B+", "b_plus", "3.5"),
        ("В", "b", "4.5"),
        ("B-", "b_minus", "5"),
    ],
)
def test_45_the_ladder_by_a_banks_rating(rating: str, step: str, rate: str) -> None:
    found, answer = eligibility.bank_rate_by_rating(rating, on=DAY)
    assert (found, *brief(answer)) == (step, YES, "45", Decimal(rate))


def test_45_below_the_ladder_unrated_and_no_rating() -> None:
    assert eligibility.bank_rate_by_rating("CCC", on=DAY)[1].verdict is NO
    assert eligibility.bank_rate_by_rating("", on=DAY)[1].verdict is NOT_KNOWN
    with pytest.raises(UnknownRating):
        eligibility.bank_rate_by_rating("XYZ", on=DAY)


def test_the_ladder_is_that_of_the_rows() -> None:
    """The same figures stand twice in the data: they must not part."""
    edition = conditions_on(DAY)
    assert edition is not None
    ladder = {n: t.value for n, t in edition.conditions["bank_rating_ladder"].thresholds.items()}
    files = programme_files(FOLDER / "lending_terms")
    rows = [row for file in files for row in file["rows"] if "rating_step" in row]
    found = {
        (row["rating_step"]["code"], Decimal(row["rate_percent"]))
        for row in rows
        if row["source"] == FundSource.REPUBLICAN_BUDGET
    }
    assert found == set(ladder.items())


def test_the_eve_of_the_first_day_is_not_known() -> None:
    eve = FIRST_DAY - timedelta(days=1)
    found = eligibility.credit_line_within_limit(12, on=eve)
    assert (found.verdict, found.reason) == (NOT_KNOWN, "no_conditions_known")
    assert eligibility.credit_line_within_limit(12, on=FIRST_DAY).verdict is YES
    unsecured = eligibility.mfo_may_borrow_without_collateral(SOUND_MFO, on=eve)
    assert eligibility.overall(unsecured) is NOT_KNOWN


def test_the_glossary_is_section_3_whole() -> None:
    paragraphs = [term.paragraph for term in glossary()]
    assert len(paragraphs) == 45
    assert paragraphs[0] == "8"
    assert paragraphs[-1] == "43-1"
    assert {str(number) for number in range(8, 44)} <= set(paragraphs)


HEAD = 'editions: [{revision: "1", decision: "2", effective_from: "2021-01-01", conditions: '
APPLES = """[{code: a, paragraphs: ["1"], text: {kk: a, ru: b, en: c},
    thresholds: {x: {value: "1", unit: apples}}}]}]"""
KAZAKH_ONLY = '[{code: a, paragraphs: ["1"], text: {kk: a}, thresholds: {}}]}]'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("editions: []", "order"),
        ("conditions: []", "KeyError"),
        (HEAD + APPLES, "apples"),
        (HEAD + KAZAKH_ONLY, "ru"),
    ],
)
def test_a_file_with_a_fault_is_refused(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "general_conditions.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(NormFileError, match=reason):
        read_editions(path)
