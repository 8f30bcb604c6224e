"""The instruments' public pages: three languages, filters, no query that grows."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from programs.instruments.catalogue import AgencyInstrument, agency_instruments

LANGUAGES = ("kk", "ru", "en")
pytestmark = pytest.mark.django_db


def url(name: str, *args: object, language: str = "en") -> str:
    with translation.override(language):
        return reverse(f"programs:{name}", args=args)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_names_all_twenty_one(client: Client, language: str) -> None:
    text = page(client, url("instrument_list", language=language))
    for one in agency_instruments():
        assert escape(one.name[language]) in text
        assert url("instrument_detail", one.code, language=language) in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("instrument", agency_instruments(), ids=lambda one: one.code)
def test_a_page_tells_everything_in_its_language(
    client: Client, instrument: AgencyInstrument, language: str
) -> None:
    text = page(client, url("instrument_detail", instrument.code, language=language))
    assert f'<html lang="{language}"' in text
    told = [instrument.summary, instrument.purpose, *instrument.conditions]
    told += [step.text for step in instrument.steps + instrument.flows]
    told += [*instrument.political_risks, *instrument.commercial_risks]
    told += [project.company for project in instrument.projects]
    for one in told:
        assert escape(one[language]) in text
    assert "style=" not in text


def test_the_official_name_carries_its_language(client: Client) -> None:
    instrument = agency_instruments()[0]
    official = f'<span lang="kk">{instrument.official_name}</span>'
    assert official in page(client, url("instrument_detail", instrument.code, language="ru"))
    assert official not in page(client, url("instrument_detail", instrument.code, language="kk"))


def test_the_picture_has_a_name_and_its_steps_a_list(client: Client) -> None:
    text = page(client, url("instrument_detail", "bond_liability_insurance"))
    assert 'role="img" aria-labelledby="scheme-title" aria-describedby="steps"' in text
    assert re.findall(r'<li class="k-steps__step[^"]*" value="(\d)"', text) == list("1234")
    assert text.count('<g class="k-scheme__arrow') == 6 + 1  # one more in the key
    assert "their order is inferred" in text


def test_figures_of_the_picture_do_not_follow_the_language(client: Client) -> None:
    text = page(client, url("instrument_detail", "loan_insurance", language="ru"))
    picture = text[text.index('<svg class="k-scheme__picture') : text.index("</svg>")]
    assert not re.search(r'="[\d ]+,\d', re.sub(r'points="[^"]*"', "", picture))


@pytest.mark.parametrize("code", ["loan_insurance", "performance_guarantee"])
def test_what_the_source_does_not_state_is_said_in_words(client: Client, code: str) -> None:
    assert "not stated in the source" in page(client, url("instrument_detail", code))


def test_an_instrument_without_projects_says_so(client: Client) -> None:
    text = page(client, url("instrument_detail", "tender_guarantee"))
    assert "names no project and no country" in text
    assert "k-tiles" not in text


def test_the_subsidy_is_on_two_cards_and_two_pages(client: Client) -> None:
    listed = page(client, url("instrument_list"))
    assert listed.count("with the interest subsidy") == 2
    text = "The interest-rate subsidy goes with this instrument"
    with_note = [
        one.code
        for one in agency_instruments()
        if text in page(client, url("instrument_detail", one.code))
    ]
    assert len(with_note) == 2


@pytest.mark.parametrize(
    ("query", "count", "protects"),
    [
        ({"kind": "guarantee"}, 4, 0),
        ({"who": "factor"}, 1, 1),
        ({"who": "leasing_company", "kind": "insurance"}, 1, 1),
        ({"who": "investor"}, 2, 2),
        ({"who": "exporter"}, 21, 5),
        ({"who": "factor", "kind": "guarantee"}, 0, 0),
    ],
)
def test_the_list_can_be_narrowed(
    client: Client, query: dict[str, str], count: int, protects: int
) -> None:
    answer = client.get(url("instrument_list"), query)
    text = answer.content.decode()
    assert text.count('class="k-instruments__one"') == count == answer.context["count"]
    assert text.count("protects you") == protects
    assert ("No instrument fits" in text) is (count == 0)


def test_what_protects_somebody_comes_first(client: Client) -> None:
    groups = client.get(url("instrument_list"), {"who": "exporter"}).context["groups"]
    for group in groups:
        flags = [member.protects_you for member in group.members]
        assert flags == sorted(flags, reverse=True)


def test_a_wrong_answer_is_named_and_everything_shown(client: Client) -> None:
    answer = client.get(url("instrument_list"), {"who": "martian"})
    assert answer.status_code == 200
    assert answer.context["form"].errors["who"]
    assert answer.context["count"] == 21


def test_an_unknown_instrument_is_not_found(client: Client) -> None:
    assert client.get(url("instrument_detail", "none")).status_code == 404


def test_the_pages_ask_no_database(client: Client) -> None:
    for address in (url("instrument_list"), url("instrument_detail", "loan_insurance")):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page(client, address)
        assert len(asked) == 0
