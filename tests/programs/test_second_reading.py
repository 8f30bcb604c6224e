"""The glossary, the ladder and the general conditions against a second reading of the source."""

import re
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from norms.schema import LANGUAGES
from norms.strict_yaml import read_strict
from programs import eligibility
from programs.catalogue import FOLDER, paragraph_order
from programs.codes import FundSource
from programs.eligibility import MfoFacts, Verdict
from programs.general_conditions import Condition, GlossaryTerm, conditions_on, glossary
from programs.terms_in_force import rating_step

HERE = Path(__file__).resolve().parent / "data"
READING = read_strict(HERE / "second_reading.yaml")
SETTLED = read_strict(HERE / "settled_reading.yaml")
DAY = date(2021, 7, 29)
TERMS = {term.paragraph: term for term in glossary()}
SAID = {(one["paragraph"], one["stem"]): one["said"] for one in SETTLED["words"]}
NAMES = {one["paragraph"]: one["data"] for one in SETTLED["terms"]}
FIGURES = {(one["paragraph"], one["figure"]): one["said"] for one in SETTLED["figures"]}
CODES = {
    "a credit partnership's line": {"credit_line_term"},
    "financing a new credit partnership": {"new_credit_partnership"},
    "priority by the share of own capital when money is short": {"equity_share_priority"},
    "liabilities with the new financing to an MFO's own capital, productive employment": {
        "mfo_leverage_productive_employment"
    },
    'the same for an MFO of the State, "Bastau Business"': {"mfo_leverage_bastau_business"},
}


def folded(text: str) -> str:
    return text.casefold().replace("ё", "е")


def test_the_same_terms_in_the_same_order_but_for_what_was_settled() -> None:
    read = [entry["paragraph"] for entry in READING["glossary"]]
    assert sorted(read, key=paragraph_order) == list(TERMS)
    moved = [one["paragraph"] for one in SETTLED["order"]]
    assert [one for one in read if one not in moved] == [one for one in TERMS if one not in moved]


@pytest.mark.parametrize("entry", READING["glossary"], ids=lambda entry: entry["paragraph"])
def test_a_term_says_what_the_second_reading_says(entry: dict[str, Any]) -> None:
    term = TERMS[entry["paragraph"]]
    assert term.term == NAMES.get(entry["paragraph"], entry["term"])
    told = folded(term.definition["ru"])
    for stem in entry["stems"]:
        if folded(stem) not in told:
            assert folded(SAID[entry["paragraph"], stem]) in told
    for figure in entry["figures"]:
        names_figure(term, figure)


def names_figure(term: GlossaryTerm, figure: str) -> None:
    said = FIGURES.get((term.paragraph, figure), {})
    for language in LANGUAGES:
        text = term.definition[language]
        assert said[language] in text if said else figure in re.findall(r"\d+", text)


def test_no_settled_word_is_left_over() -> None:
    read = {entry["paragraph"]: entry for entry in READING["glossary"]}
    for paragraph, stem in SAID:
        assert stem in read[paragraph]["stems"]
        assert folded(stem) not in folded(TERMS[paragraph].definition["ru"])
    for paragraph, figure in FIGURES:
        assert figure in read[paragraph]["figures"]
    assert all(read[paragraph]["term"] != name for paragraph, name in NAMES.items())


def conditions(about: str) -> list[Condition]:
    edition = conditions_on(DAY)
    assert edition is not None
    codes = CODES.get(about) or {c for c in edition.conditions if c.startswith("mfo_unsecured_")}
    return [edition.conditions[code] for code in codes]


@pytest.mark.parametrize("read", READING["conditions"], ids=lambda read: read["about"][:30])
def test_thresholds_are_those_of_the_second_reading(read: dict[str, Any]) -> None:
    found = conditions(read["about"])
    assert {condition.paragraphs for condition in found} == {tuple(read["paragraphs"])}
    values = [(t.value, t.unit) for condition in found for t in condition.thresholds.values()]
    assert Counter(values) == Counter((Decimal(f["value"]), f["unit"]) for f in read["figures"])


def test_every_condition_was_read_twice() -> None:
    edition = conditions_on(DAY)
    assert edition is not None
    read = {c.code for one in READING["conditions"] for c in conditions(one["about"])}
    assert edition.conditions.keys() - read == {"bank_rating_ladder"}


def test_the_two_ratings_that_suffice() -> None:
    [rating] = [c for c in conditions("MFO") if c.code == "mfo_unsecured_rating"]
    [read] = [one for one in READING["conditions"] if "ratings" in one]
    assert len(rating.allowed) == len(read["ratings"]) == 2
    assert all(word in rating.text["ru"] for word in read["ratings"])


LADDER = READING["ladder"]


@pytest.mark.parametrize("step", LADDER["steps"], ids=lambda step: step["ratings"][-1])
def test_a_step_of_the_ladder_in_the_conditions_and_in_the_rows(step: dict[str, Any]) -> None:
    rate = Decimal(step["rate_percent"])
    codes = set()
    for rating in step["ratings"]:
        code, answer = eligibility.bank_rate_by_rating(rating, on=DAY)
        assert code is not None
        assert (answer.threshold, answer.paragraph) == (rate, LADDER["paragraph"])
        codes.add(code.value)
    rows = [row for row in ladder_rows() if row["rating_step"]["code"] in codes]
    assert len(codes) == 1
    assert rows
    for row in rows:
        for name in ("rate_percent", "effective_rate_from_percent"):
            assert Decimal(row[name]) == Decimal(step[name])
        assert row["rate_kind"] == LADDER["kind"]
        assert Decimal(row["margin_cap_percent"]) == Decimal(LADDER["margin_cap_percent"])


def ladder_rows() -> list[dict[str, Any]]:
    rows = read_strict(FOLDER / "lending_terms" / "programme_45.yaml")["rows"]
    return [row for row in rows if row.get("rating_step")]


def test_the_ladder_has_no_other_step_and_nothing_below_it() -> None:
    assert len({row["rating_step"]["code"] for row in ladder_rows()}) == len(LADDER["steps"])
    where = {(row["channel"], row["source"]) for row in ladder_rows()}
    assert where == {(LADDER["channel"], LADDER["source"])}
    assert [rating_step(rating) for rating in LADDER["below"]] == [None] * len(LADDER["below"])


EXEMPT = READING["exemptions"]


def test_who_need_not_meet_a_criterion() -> None:
    assert EXEMPT["activity"] == ["state_participation", "atameken"]
    of_state = MfoFacts(years_active=Decimal("0.1"), of_state_or_atameken=True)
    assert eligibility.mfo_active_long_enough(of_state, on=DAY).verdict is Verdict.YES
    assert EXEMPT["statements"] == ["new", "active_under_a_year"]
    for years in (Decimal(0), Decimal("0.99")):
        young = MfoFacts(years_active=years, statements_audited=False)
        assert eligibility.mfo_statements_are_audited(young, on=DAY).verdict is Verdict.YES
    assert EXEMPT["guarantee"] == ["state_founders", "non_commercial_founders"]
    kept = MfoFacts(founders_guarantee=False, founders_state_or_noncommercial=True)
    assert eligibility.mfo_founders_guarantee_given(kept, on=DAY).verdict is Verdict.YES


def test_one_year_is_enough_only_with_an_audit_of_processes() -> None:
    assert EXEMPT["activity_one_year_with"] == "audit_of_processes"
    for audited, verdict in ((True, Verdict.YES), (False, Verdict.NO)):
        facts = MfoFacts(
            years_active=Decimal(1), processes_audited=audited, of_state_or_atameken=False
        )
        assert eligibility.mfo_active_long_enough(facts, on=DAY).verdict is verdict


def test_priority_is_for_the_two_sources_of_the_source() -> None:
    for source in FundSource:
        answer = eligibility.equity_share_has_priority(
            source,
            funds_short=True,
            several_applications=None,
            own_share=Decimal(40),
            other_share=Decimal(30),
            on=DAY,
        )
        budget = source in (FundSource.REPUBLICAN_BUDGET, FundSource.NATIONAL_FUND)
        assert answer.verdict is (Verdict.YES if budget else Verdict.NO)
