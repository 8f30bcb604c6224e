"""The whole course of a breach: errors, the breach, its plan, remarks, approval, the return."""

from datetime import date
from typing import Any

import pytest

from tests.journeys.conftest import Someone
from tests.journeys.registers import outcome, send_register, words
from tests.journeys.walk import Person, text_of
from tests.prudential.register_files import as_csv, portfolio, row

# No demonstration register is of these days; the limit of both is 10 %.
DAY, LATER = date(2026, 3, 31), date(2026, 4, 30)
PLAN = {
    "begins_on": "01.04.2026",
    "ends_on": "01.07.2026",
    "measures-0-what": "Взыскать просроченное",
    "measures-0-how": "Через суд",
    "measures-0-until": "30.06.2026",
    "measures-0-manager": "А. Бекова",
}
REMARKS = "Назовите суд"


@pytest.mark.embedded
def test_from_errors_to_the_notice_that_the_share_is_back(someone: Someone) -> None:
    mfo, supervisor = someone("mfo", "ru"), someone("supervisor", "ru")
    address = breached(mfo)
    assert newest_letter(mfo, address) == newest_letter(supervisor, address), "both have the notice"

    file_plan(mfo, address, PLAN)
    answer(supervisor, address, "remark", {"remark-remarks": REMARKS})
    mfo.open(address)
    assert REMARKS in words(mfo.page.locator("main"))
    file_plan(mfo, address, {"measures-0-how": "Через городской суд"})

    answer(supervisor, address, "approve", {})
    mfo.open(address)
    assert mfo.page.locator("main .k-timeline__event--good").count() == 1, "the approval"
    assert not mfo.page.locator("#act-give_notice").count(), "the share is not back yet"
    send_register(mfo, portfolio("10.00", "100.00", on=LATER), on=LATER)
    outcome(mfo, 'main a[href$="/numerator/"]')
    mfo.open(address)
    mfo.press("#act-give_notice button")
    assert not mfo.page.locator("#decision-title").count(), "nothing is left to do"

    supervisor.open(address)
    assert REMARKS in words(supervisor.page.locator("main ol.k-timeline"))
    assert supervisor.page.locator("main .k-timeline__link").count() == 4
    assert supervisor.page.locator("main .k-timeline__event--good").count() == 2
    supervisor.open("prudential/supervision/breaches/")
    assert not supervisor.page.locator(f'main a[href="{path_of(supervisor, address)}"]').count()
    assert "30 апреля 2026" in newest_letter(supervisor, address)


def breached(mfo: Person) -> str:
    """A faulty register, its correction above the limit, and the breach it opens."""
    faulty = as_csv([row(cut_off_date=DAY.isoformat(), principal_balance="1,5")])
    send_register(mfo, faulty, on=DAY, name="faulty.csv")
    outcome(mfo, 'main a[href$="/errors.csv"]')
    assert not mfo.page.locator('main a[href*="/breaches/"]').count()
    send_register(mfo, portfolio("10.01", "100.00", on=DAY), on=DAY)
    outcome(mfo, 'main a[href*="/breaches/"]')
    mfo.follow("/breaches/")
    assert "10,01 %" in words(mfo.page.locator("main"))
    return mfo.page.url


def file_plan(mfo: Person, address: str, answers: dict[str, Any]) -> None:
    mfo.open(address)
    mfo.follow("/plan/")
    mfo.fill(answers)
    mfo.press('main button[name="file"]')
    assert mfo.page.url == address, words(mfo.page.locator("main"))
    assert answers["measures-0-how"] in words(mfo.page.locator("main"))


def answer(supervisor: Person, address: str, act: str, fields: dict[str, Any]) -> None:
    supervisor.open(address)
    supervisor.page.locator(f"#act-{act} summary").click()
    supervisor.fill(fields)
    supervisor.press(f"#act-{act} form button")
    assert supervisor.page.url == address
    assert not supervisor.page.locator("#decision-title").count(), "it waits for the other side"


def newest_letter(person: Person, address: str) -> str:
    """The text of the last letter in the breach's history."""
    person.open(address)
    link = person.page.locator("main .k-timeline__link a").first
    reader = person.pdf(f"{person.portal.url}{link.get_attribute('href')}")
    return " ".join(text_of(reader).split())


def path_of(person: Person, address: str) -> str:
    return address.removeprefix(person.portal.url)
