"""The calculators' pages by a plain GET, as anyone without a script uses them.

The golden cases are worked out by hand beside them.
"""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from programs.catalogue import load_reference_rates
from programs.models import ReferenceRate

pytestmark = pytest.mark.django_db
LANGUAGES = ("kk", "ru", "en")
PAGES = (
    "calculators",
    "calculate_schedule",
    "calculate_effective_rate",
    "calculate_subsidy",
)
SCHEDULE = {
    "currency": "KZT",
    "amount": "1200",
    "rate": "12",
    "term": "3",
    "repayment": "equal_principal",
    "day_count": "30/360",
    "start": "15.01.2026",
}
SUBSIDY = {**SCHEDULE, "rate": "20", "term": "2", "as_of": "15.01.2026"}
Open = Callable[..., str]


def address(name: str, language: str = "en") -> str:
    with translation.override(language):
        return reverse(f"programs:{name}")


@pytest.fixture
def open_page(client: Client) -> Open:
    def get(name: str, query: dict[str, Any] | None = None, language: str = "en") -> str:
        page = client.get(address(name, language), query or {})
        assert page.status_code == 200
        return page.content.decode()

    return get


@pytest.fixture(autouse=True)
def _reference_rates(db: None) -> None:
    load_reference_rates()


def words(page: str) -> str:
    """The main part as a reader has it: no markup, single plain spaces."""
    (main,) = re.findall(r"<main.*</main>", page, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def table(page: str, caption: str) -> list[list[str]]:
    """The rows under a caption, cell by cell."""
    found = [one for one in re.findall(r"<table.*?</table>", page, re.DOTALL) if caption in one]
    assert len(found) == 1, caption
    rows = re.findall(r"<tr.*?</tr>", found[0], re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[" ".join(unescape(re.sub(r"<[^>]+>", " ", c)).split()) for c in row] for row in cells]


def error_of(page: str, field: str) -> str:
    found = re.search(rf'<div id="id_{field}_error">(.*?)</div>', page, re.DOTALL)
    return words(f"<main>{found[1]}</main>") if found else ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_open_to_anyone_in_three_languages(open_page: Open, name: str, language: str) -> None:
    page = open_page(name, language=language)
    assert f'<html lang="{language}"' in page
    assert "govuk-error-summary" not in page


@pytest.mark.parametrize(
    ("language", "total"), [("kk", "1 224,00"), ("ru", "1 224,00"), ("en", "1 224.00")]
)
def test_a_schedule_in_three_languages(open_page: Open, language: str, total: str) -> None:
    assert total in words(open_page("calculate_schedule", SCHEDULE, language))


def test_a_schedule_by_hand(open_page: Open) -> None:
    """1 % a month of 1200, 800 and 400."""
    page = open_page("calculate_schedule", SCHEDULE)
    assert table(page, "Every payment")[1:] == [
        ["15 Feb 2026", "1 200.00", "400.00", "12.00", "412.00"],
        ["15 Mar 2026", "800.00", "400.00", "8.00", "408.00"],
        ["15 Apr 2026", "400.00", "400.00", "4.00", "404.00"],
        ["Total", "1 200.00", "24.00", "1 224.00"],
    ]
    assert "Largest payment 412.00 ₸" in words(page)


def test_years_add_up_to_the_whole(open_page: Open) -> None:
    """Two months in 2025 (12 + 8), one in 2026 (4)."""
    page = open_page("calculate_schedule", {**SCHEDULE, "start": "15.10.2025"})
    assert table(page, "Totals by year")[1:] == [
        ["2025", "800.00", "20.00", "820.00"],
        ["2026", "400.00", "4.00", "404.00"],
        ["Total", "1 200.00", "24.00", "1 224.00"],
    ]


def test_a_commission_raises_the_effective_rate(open_page: Open) -> None:
    """12 months of 1 % and 1200 at the end, on 1200 and on 1080 received."""
    year = {**SCHEDULE, "term": "12", "repayment": "bullet", "start": "01.01.2025"}
    plain = words(open_page("calculate_schedule", year))
    with_fee = words(open_page("calculate_schedule", {**year, "fee": "120"}))
    # (1 + 0.01)^12 - 1 = 12.68 %.
    assert "Annual effective rate 12.7%" in plain
    assert "All payments 1 344.00 ₸" in plain
    assert "Commissions 120.00 ₸ All payments 1 464.00 ₸" in with_fee
    rate = re.search(r"Annual effective rate ([0-9.]+)%", with_fee)
    # 1080 = 12 payments of 12 and 1200: 1.95 % a month, a little over 26 % a year.
    assert rate is not None
    assert 26 <= float(rate[1]) <= 27


def test_without_interest_nothing_but_the_principal_is_paid(open_page: Open) -> None:
    page = open_page("calculate_schedule", {**SCHEDULE, "rate": "0", "repayment": "annuity"})
    assert [row[-1] for row in table(page, "Every payment")[1:-1]] == ["400.00"] * 3
    assert "Annual effective rate 0.0%" in words(page)
    assert '<svg class="k-chart"' not in page


def test_other_terms_stand_beside_with_the_difference(open_page: Open) -> None:
    """At 24 % each interest doubles: 48 in place of 24."""
    page = open_page("calculate_schedule", {**SCHEDULE, "other_rate": "24"})
    rows = {row[0]: row[1:] for row in table(page, "Compared with other terms")[1:]}
    assert rows["Interest in total"] == ["24.00 ₸", "48.00 ₸", "+24.00 ₸"]
    assert rows["Nominal rate"] == ["12%", "24%", "+12 pp"]
    assert rows["Term, months"] == ["3", "3", "0"]
    assert page.count('<svg class="k-chart"') == 2


def test_four_sets_of_terms_side_by_side(open_page: Open) -> None:
    """24 at 12 %, 48 at 24 %; at the end 36, after two months 18; each less the first."""
    others = {"other_rate": "24", "third_repayment": "bullet", "fourth_term": "2"}
    page = open_page("calculate_schedule", {**SCHEDULE, **others})
    heads, *rows = table(page, "Compared with other terms")
    place, months = heads.index("Interest in total"), heads.index("Term, months")
    assert [(row[0], row[place], row[months]) for row in rows] == [
        ("These terms", "24.00 ₸", "3"),
        ("Other terms", "48.00 ₸", "3"),
        ("Difference", "+24.00 ₸", "0"),
        ("Third terms", "36.00 ₸", "3"),
        ("Difference", "+12.00 ₸", "0"),
        ("Fourth terms", "18.00 ₸", "2"),
        ("Difference", "-6.00 ₸", "-1"),
    ]
    assert page.count('<svg class="k-chart"') == 4
    assert len(table(page, 'id="by-payment-3"')) == 4


def test_the_same_other_terms_are_no_comparison(open_page: Open) -> None:
    page = open_page("calculate_schedule", {**SCHEDULE, "other_rate": "12", "other_term": "3"})
    assert "Compared with other terms" not in page


def test_a_long_schedule_is_folded(open_page: Open) -> None:
    folded = '<details class="govuk-details"><summary class="govuk-details__summary">'
    assert f'{folded}<span class="govuk-details__summary-text">Every payment' not in open_page(
        "calculate_schedule", {**SCHEDULE, "term": "24"}
    )
    assert f'{folded}<span class="govuk-details__summary-text">Every payment' in open_page(
        "calculate_schedule", {**SCHEDULE, "term": "25"}
    )


@pytest.mark.parametrize(
    ("change", "field", "remedy"),
    [
        ({"amount": "much"}, "amount", "Enter figures only"),
        ({"amount": ""}, "amount", "Enter an amount"),
        ({"amount": "0"}, "amount", "Enter 0.01 or more"),
        ({"rate": "-1"}, "rate", "Enter 0 or more"),
        ({"rate": "99999"}, "rate", "Enter 10000 or less"),
        ({"term": "1.5"}, "term", "Enter whole months"),
        ({"term": "0"}, "term", "Enter 1 or more"),
        ({"start": "31.02.2026"}, "start", "Enter a real day"),
        ({"repayment": "as_you_like"}, "repayment", "Select a valid choice"),
        ({"repayment": "own_schedule"}, "own", "Enter the rows of your schedule"),
        ({"grace_principal": "3"}, "grace_principal", "shorter than the term"),
        ({"grace_interest": "3"}, "grace_interest", "shorter than the term"),
        ({"grace_principal": "2", "other_term": "2"}, "other_term", "shorter than the term"),
        ({"fee": "1200"}, "fee", "Enter less than the amount"),
    ],
)
def test_an_error_stands_at_its_field_and_what_was_typed_stays(
    open_page: Open, change: dict[str, str], field: str, remedy: str
) -> None:
    page = open_page("calculate_schedule", {**SCHEDULE, **change})
    assert remedy in error_of(page, field)
    assert page.count('_error">') == 1
    assert "govuk-error-summary" in page
    assert f'href="#id_{field}"' in page
    assert "Every payment" not in page
    typed = change.get(field, "")
    assert f'value="{typed}"' in page or not typed or "repayment" in change


def test_a_subsidy_by_hand(open_page: Open) -> None:
    """20 % against half of 18 %: 11 parts of 20 are subsidised. Interest 20.00 and 10.00."""
    page = open_page("calculate_subsidy", SUBSIDY)
    assert table(page, "Every payment") == [
        [
            "Repayment date",
            "Principal balance",
            "Principal repaid",
            "Interest paid by the agent",
            "Interest paid by the recipient",
            "Total interest",
        ],
        ["15 Feb 2026", "1 200.00", "600.00", "11.00", "9.00", "20.00"],
        ["15 Mar 2026", "600.00", "600.00", "5.50", "4.50", "10.00"],
        ["Total", "1 200.00", "16.50", "13.50", "30.00"],
    ]
    assert table(page, "Totals by year")[1] == ["2026", "1 200.00", "16.50", "13.50", "30.00"]
    shown = words(page)
    assert "The state pays 11%" in shown
    assert "The borrower pays 9%" in shown


def test_the_reference_rate_is_named_with_source_and_day(open_page: Open) -> None:
    shown = words(open_page("calculate_subsidy", SUBSIDY))
    assert "Half of the base rate of the National Bank of Kazakhstan: 9%" in shown
    assert "published: 18%" in shown
    assert "In effect from 13 October 2025. As of 15 January 2026." in shown
    assert (
        f"Source: {ReferenceRate.objects.get(kind='base_rate', value_percent=18).source}" in shown
    )


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (
            {"as_of": "06.03.2026"},
            ["Half of the base rate", "known to hold only until an earlier day"],
        ),
        (
            {"currency": "EUR"},
            ["CIRR, the commercial interest reference rate, EUR, terms up to 5 years"],
        ),
    ],
)
def test_a_missing_reference_rate_is_named_never_guessed(
    open_page: Open, change: dict[str, str], named: list[str]
) -> None:
    page = open_page("calculate_subsidy", {**SUBSIDY, **change})
    shown = words(page)
    assert "The reference rate is not known, so the subsidy cannot be worked out." in shown
    for name in named:
        assert name in shown
    assert "Every payment" not in page
    assert "k-shares__bar" not in page
    assert "without the subsidy" in shown


def test_the_day_before_it_was_known(open_page: Open) -> None:
    assert "The state pays 11%" in words(
        open_page("calculate_subsidy", {**SUBSIDY, "as_of": "05.03.2026"})
    )


def test_a_missing_reference_of_the_other_terms_is_named_too(open_page: Open) -> None:
    """In April 2023 the sources know every term's CIRR in dollars; none is known in euros."""
    dollars = {**SUBSIDY, "currency": "USD", "as_of": "01.04.2023", "other_term": "61"}
    rows = table(open_page("calculate_subsidy", dollars), "Compared with other terms")
    # CIRR 5.23 up to five years, 4.94 beyond: the state pays 14.77 and 15.06.
    assert ["The state pays", "14.77%", "15.06%", "+0.29 pp"] in rows
    ReferenceRate.objects.filter(kind="cirr", term_bucket="over_5_to_8_5_years").delete()
    page = open_page("calculate_subsidy", dollars)
    assert "The reference rate of these terms is not known." in words(page)
    assert "terms over 5 and up to 8.5 years" in words(page)
    assert len(table(page, "Every payment")) == 4


def test_181_months_are_too_long_and_the_norm_is_named(open_page: Open) -> None:
    page = open_page("calculate_subsidy", {**SUBSIDY, "term": "181"})
    error = error_of(page, "term")
    assert "Enter at most 180 months" in error
    assert "389" in error
    assert "not verified against the act" in error
    assert "Every payment" not in page


def test_180_months_are_subsidised(open_page: Open) -> None:
    page = open_page("calculate_subsidy", {**SUBSIDY, "term": "180"})
    assert len(table(page, "Every payment")) == 182


def test_another_term_of_181_months_is_the_other_terms_error(open_page: Open) -> None:
    page = open_page("calculate_subsidy", {**SUBSIDY, "other_term": "181"})
    assert "Enter at most 180 months" in error_of(page, "other_term")
    assert not error_of(page, "term")


@pytest.mark.parametrize(
    ("day", "remedy"),
    [("29.09.2022", "Choose 30 September 2022 or a later day"), ("30.09.2022", "")],
)
def test_before_the_order_there_is_no_subsidy(open_page: Open, day: str, remedy: str) -> None:
    assert remedy in error_of(open_page("calculate_subsidy", {**SUBSIDY, "as_of": day}), "as_of")


def test_a_nominal_rate_of_zero_leaves_nothing_to_subsidise(open_page: Open) -> None:
    page = open_page("calculate_subsidy", {**SUBSIDY, "rate": "0"})
    assert "nothing is left to subsidise" in words(page)
    assert table(page, "Totals by year")[1] == ["2026", "1 200.00", "0.00", "0.00", "0.00"]


def test_a_short_address_is_completed_by_the_first_answers(open_page: Open) -> None:
    """Currency, repayment and day count as in an empty calculator."""
    short = {"amount": "1200", "rate": "12", "term": "3", "start": "15.01.2026"}
    page = open_page("calculate_schedule", short)
    # 1200 · 0.01 / (1 - 1.01^-3) = 408.03.
    assert "Largest payment 408.03 ₸" in words(page)


def test_nothing_is_stored(open_page: Open, client: Client) -> None:
    open_page("calculate_subsidy", SUBSIDY)
    assert not client.cookies.get("sessionid")
    assert client.post(address("calculate_subsidy"), SUBSIDY).status_code == 405


def test_typing_renews_figures_and_workings(open_page: Open) -> None:
    """Every name that the form's attributes point to is in the page they come with."""
    page = open_page("calculate_subsidy", SUBSIDY)
    (form,) = re.findall(r'<form method="get"[^>]*>', page)
    for name in re.findall(r"#([a-z-]+)", form):
        assert page.count(f'id="{name}"') == 1
    assert '<div id="figures" aria-live="polite"><div id="figures-content">' in page
