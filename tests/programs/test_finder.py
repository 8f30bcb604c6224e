"""Which rows fit: every criterion with its grounds, the order, the pages."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from programs import wording
from programs.catalogue import load_catalogue
from programs.codes import ProgrammeStatus
from programs.eligibility import NewPartnership, Verdict
from programs.finding.comparison import side_by_side
from programs.finding.judgement import Finding, Match, Wish, assess, find
from programs.finding.wording import _SENTENCES, sentence
from programs.models import Programme, Revision, TermsRow
from programs.terms_in_force import terms_in_force
from tests.programs.conftest import make_programme, make_row
from tests.programs.test_pages import url

DAY = date(2026, 3, 1)
FIRST_DAY = date(2021, 7, 29)
YES, NO, NOT_KNOWN = Verdict.YES, Verdict.NO, Verdict.NOT_KNOWN
DECEMBER = {"code": "until_1_december_of_financing_year", "ru": "до 1 декабря"}
QUARTER = {"code": "share_of_corporation_capital", "value": "25", "ru": "25 %"}


def row(**values: Any) -> TermsRow:
    programme = Programme(paragraph=values.pop("paragraph", "45"), status="active", ordinal=1)
    values = {"channel": "direct", "currency": "KZT", **values}
    return TermsRow(programme=programme, paragraph=programme.paragraph, **values)


def judged(terms: TermsRow, on: date = DAY, **wish: Any) -> Match:
    return assess(terms, Wish(**wish), on=on, effective_from=FIRST_DAY)


def finding(match: Match, criterion: str) -> Finding | None:
    found = [one for one in match.findings if one.criterion == criterion]
    return found[-1] if found else None


CRITERIA = [
    ("channel", {"channel": "direct"}, {"channel": "direct"}, YES, "channel"),
    ("channel", {"channel": "mfo"}, {"channel": "direct"}, NO, "channel"),
    ("purpose", {"purpose": "machinery"}, {"purpose": "machinery"}, YES, "purpose"),
    ("purpose", {"purpose": "machinery"}, {"purpose": "livestock"}, NO, "purpose"),
    ("purpose", {}, {"purpose": "livestock"}, YES, "purpose_any"),
    ("source", {"source": "national_fund"}, {"source": "national_bank"}, NO, "source"),
    ("herd", {"herd": "cattle"}, {}, NOT_KNOWN, "herd_not_said"),
    ("herd", {"herd": "cattle"}, {"herd": "cattle"}, YES, "herd"),
    ("herd", {"herd": "cattle"}, {"herd": "small_ruminants"}, NO, "herd"),
    ("instrument", {"instrument": "guarantee"}, {}, NOT_KNOWN, "instrument_not_said"),
    ("rating", {"rating_step": "bb"}, {}, NOT_KNOWN, "rating_not_said"),
    ("rating", {"rating_step": "bb"}, {"rating": "ВВ"}, YES, "rating"),
    ("rating", {"rating_step": "bb"}, {"rating": "CCC"}, NO, "rating"),
    ("rating", {"rating_step": "bb_plus_and_above"}, {"rating": "A-"}, YES, "rating"),
    ("currency", {"currency": "RUB"}, {"currency": "KZT"}, NO, "currency"),
    ("amount", {"amount_min": Decimal(100)}, {"amount": Decimal(100)}, YES, "amount_min"),
    ("amount", {"amount_min": Decimal(100)}, {"amount": Decimal(99)}, NO, "amount_min"),
    ("amount", {"amount_max": Decimal(100)}, {"amount": Decimal(101)}, NO, "amount_max"),
    ("amount", {}, {"amount": Decimal(101)}, YES, "amount_unlimited"),
    ("amount", {"amount_max_rule": QUARTER}, {"amount": Decimal(1)}, NOT_KNOWN, "amount_rule"),
    (
        "amount",
        {"amount_max_rule": QUARTER},
        {"amount": Decimal(25), "corporation_capital": Decimal(100)},
        YES,
        "amount_rule",
    ),
    (
        "amount",
        {"amount_max_rule": QUARTER},
        {"amount": Decimal(26), "corporation_capital": Decimal(100)},
        NO,
        "amount_rule",
    ),
    ("term", {"term_months_max": 120}, {"term_months": 120}, YES, "term_max"),
    ("term", {"term_months_max": 120}, {"term_months": 121}, NO, "term_max"),
    ("term", {"term_rule": DECEMBER}, {"term_months": 11}, NOT_KNOWN, "term_rule"),
    ("term", {"term_rule": DECEMBER}, {"term_months": 12}, NO, "term_rule"),
    ("term", {}, {"term_months": 12}, NOT_KNOWN, "term_not_stated"),
]


@pytest.mark.parametrize(("criterion", "terms", "wish", "verdict", "reason"), CRITERIA)
def test_each_criterion(
    criterion: str, terms: dict[str, Any], wish: dict[str, Any], verdict: Verdict, reason: str
) -> None:
    match = judged(row(**terms), **wish)
    found = finding(match, criterion)
    assert found is not None
    assert (found.verdict, found.reason) == (verdict, reason)
    assert (found.paragraph, found.effective_from) == ("45", FIRST_DAY)
    assert match.verdict is verdict


def test_what_nobody_asks_decides_nothing() -> None:
    terms = row(purpose="machinery", source="national_fund", currency="RUB", term_months_max=12)
    match = judged(terms)
    assert [one.criterion for one in match.findings] == ["programme"]
    assert match.verdict is YES


def test_limits_in_tenge_do_not_decide_on_roubles() -> None:
    """Paragraph 48: from 100,000 tenge, in the equivalent of roubles."""
    terms = row(amount_min=Decimal(100), currency="RUB")
    assert finding(judged(terms, amount=Decimal(1), currency="KZT"), "amount") is None
    for currency in ("", "RUB"):
        found = finding(judged(terms, amount=Decimal(1), currency=currency), "amount")
        assert found is not None
        assert (found.verdict, found.reason) == (NOT_KNOWN, "amount_in_tenge")
        assert "RUB" in sentence(found)
    assert wording.amount_text(terms) == wording.amount_text(row(amount_min=Decimal(100)))


def test_a_programme_on_its_last_day_and_after() -> None:
    terms = row()
    terms.programme.status = ProgrammeStatus.ENDED
    terms.programme.ended_on = date(2021, 12, 20)
    assert judged(terms, on=date(2021, 12, 20)).verdict is YES
    after = judged(terms, on=date(2021, 12, 21))
    assert (after.verdict, after.findings[0].limit) == (NO, date(2021, 12, 20))


def test_7_2_weighs_on_a_partnerships_rows_only() -> None:
    facts = NewPartnership(members=19, expected_members=60)
    own = judged(
        row(channel="credit_partnership"), channel="credit_partnership", new_partnership=facts
    )
    verdicts = [one.verdict for one in own.findings if one.paragraph == "7-2"]
    assert verdicts == [NO, YES, NOT_KNOWN]
    other = judged(row(), channel="direct", new_partnership=facts)
    assert other.verdict is YES


@pytest.mark.parametrize(
    ("source", "liabilities", "verdict"),
    [
        ("productive_employment", "500", YES),
        ("productive_employment", "501", NO),
        ("employment_roadmap", "700", YES),
        ("employment_roadmap", "701", NO),
        ("employment_roadmap", None, NOT_KNOWN),
    ],
)
def test_47_leverage_by_source(source: str, liabilities: str | None, verdict: Verdict) -> None:
    match = judged(
        row(paragraph="47", channel="mfo", source=source),
        channel="mfo",
        liabilities=Decimal(liabilities) if liabilities else None,
        equity=Decimal(100),
    )
    assert match.verdict is verdict


def test_those_that_fit_stand_first() -> None:
    rows = [
        row(channel="mfo"),
        row(herd="cattle", instrument="guarantee"),
        row(herd="cattle"),
        row(term_months_max=12),
    ]
    found = find(rows, Wish(channel="direct"), on=DAY, effective_from=FIRST_DAY)
    assert [match.verdict for match in found] == [YES, NOT_KNOWN, NOT_KNOWN, NO]
    assert [match.row for match in found] == [rows[3], rows[2], rows[1], rows[0]]


@pytest.mark.django_db
def test_every_row_in_force_is_judged_and_worded() -> None:
    load_catalogue()
    terms = terms_in_force(DAY)
    wish = Wish(
        channel="bank",
        purpose="fixed_assets",
        amount=Decimal(10**6),
        term_months=60,
        currency="KZT",
    )
    found = find(terms.rows, wish, on=DAY, effective_from=FIRST_DAY)
    assert len(found) == len(terms.rows) == 136
    reasons = {one.reason for match in found for one in match.findings}
    assert reasons <= set(_SENTENCES)
    assert {match.verdict for match in found} == {NOT_KNOWN, NO}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_page_names_reason_paragraph_and_day(client: Client, language: str) -> None:
    load_catalogue()
    page = client.get(url("finder", language=language), {"channel": "direct", "term_months": "145"})
    content = page.content.decode()
    assert page.status_code == 200
    groups = {group.verdict: group.matches for group in page.context["groups"]}
    assert sum(map(len, groups.values())) == 136
    assert len({one.match.row.pk for found in groups.values() for one in found}) == 136
    assert "145" in content
    assert "50-2" in content


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"rating": "XX"}, "rating"),
        ({"term_months": "0,5"}, "term_months"),
        ({"amount": "much"}, "amount"),
        ({"channel": "camel"}, "channel"),
        ({"on": "31.02.2026"}, "on"),
    ],
)
def test_what_cannot_be_read_is_an_error(client: Client, query: dict[str, str], field: str) -> None:
    page = client.get(url("finder"), query)
    assert page.status_code == 200
    assert field in page.context["form"].errors
    assert not page.context["asked"]


@pytest.mark.django_db
def test_before_the_first_revision_nothing_is_known(client: Client, in_force: Revision) -> None:
    page = client.get(url("finder"), {"on": "28.07.2021", "channel": "direct"})
    assert page.context["revision"] is None
    assert client.get(url("finder"), {"on": "29.07.2021"}).context["revision"] == in_force


@pytest.mark.django_db
def test_a_constant_number_of_queries(
    client: Client, in_force: Revision, django_assert_max_num_queries: Any
) -> None:
    programme = make_programme("46", 2)
    for purpose in ("machinery", "livestock", "refinancing"):
        make_row(in_force, programme, purpose=purpose)
    with django_assert_max_num_queries(4):
        client.get(url("finder"), {"channel": "direct"})
    with django_assert_max_num_queries(4):
        client.get(url("compare"), {"programme": ["45", "46"]})


@pytest.mark.django_db
def test_side_by_side(client: Client, in_force: Revision) -> None:
    other = make_programme("46", 2)
    make_row(in_force, other, rate_percent=Decimal(9))
    make_row(in_force, other, rate_percent=Decimal(8), purpose="machinery")
    page = client.get(url("compare"), {"programme": ["45", "46", "no-such"], "channel": "direct"})
    (table,) = page.context["channels"]
    rates = table.lines[0]
    assert [len(cell.entries) for cell in rates.cells] == [1, 2]
    assert rates.cells[0].entries[0].titles == []
    assert len(rates.cells[1].entries[0].titles) == 1
    assert not client.get(url("compare"), {"programme": "45", "channel": "ric"}).context["channels"]


@pytest.mark.django_db
def test_at_most_four_programmes(client: Client, in_force: Revision) -> None:
    for number in range(46, 50):
        make_programme(str(number), number)
    page = client.get(url("compare"), {"programme": ["45", "46", "47", "48", "49"]})
    assert [programme.paragraph for programme in page.context["left_out"]] == ["49"]
    assert len(side_by_side(page.context["chosen"], in_force.rows.all())) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "paragraphs", "low"),
    [
        ({}, ["45", "46"], Decimal(17)),
        ({"channel": "mfo"}, ["46"], None),
        ({"purpose": "machinery"}, ["46"], None),
        ({"term_months": "120"}, ["45", "46"], Decimal(17)),
        ({"term_months": "121"}, [], None),
        ({"currency": "RUB"}, [], None),
        ({"source": "own_and_borrowed", "channel": "direct"}, ["45"], Decimal(17)),
        ({"purpose": "machinery", "on": "28.07.2021"}, [], None),
    ],
)
def test_filters_of_the_list(
    client: Client,
    in_force: Revision,
    query: dict[str, str],
    paragraphs: list[str],
    low: Decimal | None,
) -> None:
    make_row(in_force, make_programme("46", 2), channel="mfo", purpose="machinery")
    page = client.get(url("programme_list"), query)
    shown = page.context["programmes"]
    assert [item["programme"].paragraph for item in shown] == paragraphs
    assert next((i["low"] for i in shown if i["programme"].paragraph == "45"), None) == low


@pytest.mark.django_db
def test_a_filter_leads_to_the_finder_with_what_was_said(
    client: Client, in_force: Revision
) -> None:
    page = client.get(url("programme_list"), {"channel": "direct", "amount": "5 000 000"})
    assert "finder/?channel=direct&amp;amount=5+000+000" in page.content.decode()
