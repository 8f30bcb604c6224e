"""An officer's list: filtered, worked from, come back to, kept as a view, taken as a file."""

import csv
from pathlib import Path

from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from tests.journeys.conftest import Someone
from tests.journeys.walk import Person

QUEUE = "applications/queue/"
TOOLS = ".k-list-tools"


def numbers(person: Person) -> list[str]:
    return person.page.locator("main tbody th a").all_inner_texts()


def filter_by(person: Person, **chosen: str) -> str:
    """With the panel of all filters; the address of what came."""
    person.open(f"{QUEUE}?more=1")
    person.fill(chosen)
    person.press("main form.k-filters button[type=submit]")
    return person.page.url


def take_away(person: Person, kind: str, folder: Path) -> Path:
    with person.page.expect_download() as started:
        person.page.locator(f'{TOOLS} form[action*="/file/{kind}/"] button').click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path


def test_back_from_an_act_to_exactly_the_same_list(someone: Someone) -> None:
    agent = someone("agent", "ru")
    agent.open(f"{QUEUE}?state=agent_review&reviewer=me&sort=-submitted")
    address = agent.page.url
    listed = numbers(agent)
    assert listed
    agent.press(agent.page.locator("main tbody th a").first)
    agent.press("main details#act-return summary")
    agent.press("main details#act-return form button.govuk-button")
    assert agent.page.locator(".govuk-error-summary").count(), "nothing was written"
    agent.press("a.govuk-back-link")
    assert numbers(agent) == listed
    assert "reviewer=me" in agent.page.url
    assert "sort=-submitted" in agent.page.url
    agent.page.go_back()
    agent.page.go_back()
    agent.open(address)
    assert numbers(agent) == listed


def test_a_saved_view_is_what_the_list_opens_with(someone: Someone) -> None:
    agent = someone("agent2", "ru")
    filter_by(agent, country="UZ", sort="number")
    listed = numbers(agent)
    agent.press(f'{TOOLS} a[href*="/queue/views/"]')
    agent.send({"name": "Узбекистан"}, form='main form:has([name="name"])')
    assert numbers(agent) == listed
    agent.open(f"{QUEUE}views/")
    row = agent.page.locator("main tbody tr", has_text="Узбекистан")
    agent.press(row.locator("form button"))
    agent.open(QUEUE)
    assert "country=UZ" in agent.page.url
    assert numbers(agent) == listed
    agent.open(f"{QUEUE}views/")
    row = agent.page.locator("main tbody tr", has_text="Узбекистан")
    agent.press(row.locator('a[href*="/queue/views/"]'))
    agent.press('main button[name="delete"]')
    agent.open(QUEUE)
    assert "country" not in agent.page.url


def test_a_list_taken_away_reads_back_and_stands_on_record(
    someone: Someone, tmp_path: Path
) -> None:
    ministry = someone("ministry", "ru")
    ministry.open(f"{QUEUE}?state=all&sort=number")
    listed = numbers(ministry)
    with take_away(ministry, "csv", tmp_path).open(encoding="utf-8-sig", newline="") as file:
        heading, *rows = csv.reader(file)
    assert [row[0] for row in rows][: len(listed)] == listed
    book = CalamineWorkbook.from_path(take_away(ministry, "xlsx", tmp_path))
    sheet = book.get_sheet_by_index(0).to_python()
    assert sheet[0] == heading
    assert [row[0] for row in sheet[1:]] == [row[0] for row in rows]
    ministry.open("applications/exports/")
    taken = ministry.page.locator("main tbody tr")
    expect(taken.nth(0)).to_contain_text("XLSX")
    expect(taken.nth(1)).to_contain_text("CSV")
