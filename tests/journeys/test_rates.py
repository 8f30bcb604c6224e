"""Reference rates from a file: refused, corrected, proposed, approved, in force on its day."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import BrowserContext

from tests.journeys.conftest import Someone
from tests.journeys.registers import words
from tests.journeys.walk import Person
from tests.services.live_portal import LivePortal

HEADINGS = "kind,currency,value_percent,effective_from,source"
WRONG, RIGHT = "17.123456", "17.25"


def table(value: str, day: date) -> dict[str, object]:
    content = f"{HEADINGS}\nbase_rate,KZT,{value},{day},nationalbank.kz\n"
    return {"name": "rates.csv", "mimeType": "text/csv", "buffer": content.encode()}


def upload(admin: Person, value: str, day: date) -> None:
    admin.open("programmes/reference-rates/uploads/")
    admin.page.set_input_files('main [name="file"]', table(value, day))
    admin.send({})


def reference_on(person: Person, day: date) -> str:
    """What the subsidy calculator says when asked for the rate of a day."""
    person.open(
        "programmes/calculators/subsidy/?amount=100000000&currency=KZT&rate=19&term=36"
        f"&repayment=equal_principal&start={day:%d.%m.%Y}&as_of={day:%d.%m.%Y}"
    )
    return words(person.page.locator("main"))


@pytest.mark.embedded
def test_a_table_of_rates_counts_once_a_second_person_approved_it(
    someone: Someone,
    today: date,
    live_portal: LivePortal,
    new_context: Callable[..., BrowserContext],
) -> None:
    day = today + timedelta(days=3)
    first, second = someone("programmes", "en"), someone("programmes2", "en")
    reader = Person(live_portal, new_context(), "en")
    reader.runs_scripts = False

    upload(first, WRONG, day)
    first.shows("Rejected")
    assert not first.page.locator("main form").count(), "a faulty file cannot be proposed"
    first.follow("/uploads/")
    upload(first, RIGHT, day)
    first.shows("New: 1")
    first.send({"verified": "on"})
    address = first.page.url
    first.shows("What approving changes")
    assert not first.page.locator('main form[action$="/approve/"]').count()
    assert "8.625" not in reference_on(reader, day), "it counted before its approval"

    second.open(address)
    second.shows("17.25%")
    second.press('main form[action$="/approve/"] button')
    assert second.page.locator("main h1 .k-tag--good").count()
    assert "8.625" not in reference_on(reader, day - timedelta(days=1))
    assert "8.625" in reference_on(reader, day)
    reader.open("programmes/reference-rates/")
    assert "17.25%" in words(reader.page.locator("main"))
