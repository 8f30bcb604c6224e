"""The next revision of the lending terms: drafted, seen, approved by a second person, in force."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import BrowserContext, Locator

from tests.journeys.conftest import Someone
from tests.journeys.registers import words
from tests.journeys.walk import Person
from tests.services.live_portal import LivePortal

NEW_RATE = "15,75%"


def draft(admin: Person, day: date) -> str:
    """The next revision with its decision and its day of effect; returns its address."""
    admin.open("programmes/revisions/")
    admin.press(admin.page.locator('main form[action$="/draft/"] button').first)
    address = admin.page.url
    admin.follow("/header/")
    header = {"decision": "№ 7", "decided": "10.01.2026", "effective_from": f"{day:%d.%m.%Y}"}
    summaries = {"summary_kk": "Мөлшерлеме", "summary_ru": "Ставка", "summary_en": "The rate"}
    admin.send({**header, **summaries})
    assert admin.page.url == address, "the header was not accepted"
    return address


def change_one_rate(admin: Person, address: str) -> str:
    """The first rate of direct lending in programme 45; returns what it was."""
    admin.open(address)
    admin.follow("/programmes/45/")
    old = words(first_rate(admin))
    admin.press(admin.page.locator('main section:has(#direct) a[href*="/rows/"]').first)
    admin.send({"rate_percent": NEW_RATE.removesuffix("%")})
    assert words(first_rate(admin)) == old.replace(old.split()[-1], NEW_RATE)
    return old


def first_rate(person: Person) -> Locator:
    return person.page.locator("main section:has(#direct) tbody tr .k-number").first


def rate_on(person: Person, day: date) -> str:
    person.open(f"programmes/45/?on={day:%d.%m.%Y}")
    return words(first_rate(person))


def approve_past_the_page(admin: Person, address: str) -> None:
    """Without the button that the page does not offer: by the request alone."""
    token = admin.page.locator('input[name="csrfmiddlewaretoken"]').first.input_value()
    answer = admin.page.request.post(
        f"{address}approve/",
        form={"csrfmiddlewaretoken": token},
        headers={"Referer": address},
    )
    assert answer.status == 200, "back at the revision's page, told why not"


@pytest.mark.embedded
def test_a_rate_changes_on_the_day_that_a_second_person_approved(
    someone: Someone,
    today: date,
    live_portal: LivePortal,
    new_context: Callable[..., BrowserContext],
) -> None:
    day = today + timedelta(days=3)
    first, second = someone("programmes"), someone("programmes2", "ru")
    reader = Person(live_portal, new_context(), "kk")
    address = draft(first, day)
    old = change_one_rate(first, address)
    assert rate_on(reader, day) == old, "a draft is no public terms"

    first.open(address)
    difference = words(first.page.locator("main table").first)
    assert NEW_RATE in difference
    assert old.split()[-1] in difference
    first.press('main form[action$="/propose/"] button')
    assert not first.page.locator('main form[action$="/approve/"]').count()
    approve_past_the_page(first, address)
    assert rate_on(reader, day) == old, "its drafter approved it"

    second.open(address.replace("/kk/", "/ru/"))
    second.press('main form[action$="/approve/"] button')
    assert second.page.locator("main h1 .k-tag--good").count()
    assert rate_on(reader, day - timedelta(days=1)) == old
    assert NEW_RATE in rate_on(reader, day)
    reader.open("programmes/changes/")
    assert NEW_RATE in words(reader.page.locator("main"))
