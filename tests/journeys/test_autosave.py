"""What is typed is never lost: cut connections, ended sessions, two tabs, a closed one."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.journeys.conftest import Someone
from tests.journeys.database import end_all_sessions, value_of
from tests.journeys.walk import Person
from tests.services.accessibility import assert_accessible
from tests.services.live_portal import LivePortal

SAVED = 15_000  # ms that a save in the background may take


def a_new_draft(person: Person) -> str:
    """The address of its section on the buyer."""
    person.open("applications/mine/")
    person.press('main form[action$="/start/"] button')
    return f"{person.page.url}buyer/"


def name_field(page: Page) -> Locator:
    return page.locator('main [name="buyer_name"]')


def status(page: Page) -> Locator:
    return page.locator("#autosave [role=status]")


def saved(page: Page) -> None:
    expect(status(page)).to_contain_text("Saved at", timeout=SAVED)


def stored(portal: LivePortal, address: str) -> str:
    """The raw answers of the buyer's section as the database holds them, as text."""
    case = int(address.split("/applications/")[1].split("/")[0])
    found = value_of(
        portal,
        "SELECT COALESCE(MAX(CAST(answers AS TEXT)), '') FROM applications_draftsection "  # noqa: S608
        f"WHERE case_id = {case} AND section = 'buyer'",
    )
    return str(found)


def comes_to_be_stored(portal: LivePortal, address: str, words: str) -> None:
    """What a closed tab sent with its last breath may be on its way still."""
    deadline = time.monotonic() + SAVED / 1000
    while words not in stored(portal, address):
        assert time.monotonic() < deadline, f"{words} was never stored"
        time.sleep(0.2)


@pytest.mark.embedded
def test_what_is_typed_is_saved_and_a_closed_tab_loses_nothing(
    someone: Someone, live_portal: LivePortal
) -> None:
    exporter = someone("exporter", "en")
    address = a_new_draft(exporter)
    exporter.open(address)
    name_field(exporter.page).press_sequentially("Closed tab LLC")
    saved(exporter.page)
    assert_accessible(exporter.page)
    exporter.page.close()
    exporter.page = exporter.context.new_page()
    exporter.open(address)
    expect(name_field(exporter.page)).to_have_value("Closed tab LLC")
    exporter.shows("Last saved by")
    name_field(exporter.page).fill("Closed at once LLC")
    exporter.page.close(run_before_unload=False)
    exporter.page = exporter.context.new_page()
    comes_to_be_stored(live_portal, address, "Closed at once LLC")
    exporter.open(address)
    expect(name_field(exporter.page)).to_have_value("Closed at once LLC")
    kept = exporter.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "LLC" not in kept
    assert exporter.page.evaluate("indexedDB.databases().then((found) => found.length)") == 0


def test_a_connection_cut_in_mid_typing(someone: Someone, live_portal: LivePortal) -> None:
    exporter = someone("exporter", "en")
    address = a_new_draft(exporter)
    exporter.open(address)
    name_field(exporter.page).press_sequentially("Before the cut")
    saved(exporter.page)
    exporter.context.set_offline(True)
    name_field(exporter.page).press_sequentially(", after the cut")
    expect(status(exporter.page)).to_contain_text("No connection", timeout=SAVED)
    exporter.page.locator("#answers .k-actions button").first.click()
    expect(name_field(exporter.page)).to_have_value("Before the cut, after the cut")
    assert "after the cut" not in stored(live_portal, address)
    exporter.context.set_offline(False)
    saved(exporter.page)
    assert "Before the cut, after the cut" in stored(live_portal, address)


@pytest.mark.embedded
def test_a_session_that_ended_in_mid_typing(someone: Someone, live_portal: LivePortal) -> None:
    exporter = someone("exporter", "en")
    address = a_new_draft(exporter)
    exporter.open(address)
    name_field(exporter.page).press_sequentially("Signed in")
    saved(exporter.page)
    end_all_sessions(live_portal)
    name_field(exporter.page).press_sequentially(", then signed out")
    expect(status(exporter.page)).to_contain_text("You are signed out", timeout=SAVED)
    assert_accessible(exporter.page)
    with exporter.context.expect_page() as opened:
        exporter.page.locator("#autosave [data-sign-in]").click()
    expect(opened.value.locator("h1")).to_be_visible()
    opened.value.close()
    other = Person(live_portal, exporter.context, "en").sign_in("exporter")
    other.page.close()
    exporter.page.bring_to_front()
    saved(exporter.page)
    assert "Signed in, then signed out" in stored(live_portal, address), "not in place"
    exporter.page.locator("#answers button[name=later]").click()
    exporter.shows("Saved. Come back whenever you like.")


@pytest.mark.embedded
def test_two_tabs_are_brought_together_answer_by_answer(
    someone: Someone, live_portal: LivePortal
) -> None:
    first = someone("exporter", "en")
    address = a_new_draft(first)
    first.open(address)
    second = Person(live_portal, first.context, "en")
    second.open(address)

    name_field(first.page).fill("First tab LLC")
    saved(first.page)
    second.fill({"buyer_address": "Second street"})
    saved(second.page)
    expect(name_field(second.page)).to_have_value("First tab LLC")

    name_field(first.page).fill("Changed in the first")
    expect(first.page.locator('[name="buyer_address"]')).to_have_value(
        "Second street", timeout=SAVED
    )
    name_field(second.page).fill("Changed in the second")
    expect(status(second.page)).to_contain_text("Not saved", timeout=SAVED)
    assert_accessible(second.page)
    second.press("#autosave [data-compare]")
    second.shows("Which answers stay?")
    second.shows("Changed in the first")
    second.press("main form button.govuk-button")
    second.shows("Choose which answer stays")
    second.page.locator('main input[type="radio"][value="mine"]').check()
    second.press("main form button.govuk-button")
    expect(name_field(second.page)).to_have_value("Changed in the second")
    answers = stored(live_portal, address)
    assert "Changed in the second" in answers
    assert "Second street" in answers


def test_signed_out_without_a_script(
    live_portal: LivePortal, new_context: Callable[..., BrowserContext]
) -> None:
    exporter = Person(live_portal, new_context(java_script_enabled=False), "en")
    exporter.runs_scripts = False
    exporter.sign_in("exporter")
    address = a_new_draft(exporter)
    exporter.open(address)
    exporter.fill({"buyer_name": "No script LLC"})
    end_all_sessions(live_portal)
    exporter.page.locator("#answers .k-actions button").first.click()
    assert "/account/sign-in/" in exporter.page.url
    assert "No script LLC" not in stored(live_portal, address)
    back = exporter.page.url.split("next=")[1].replace("%2F", "/")
    exporter.sign_in("exporter")
    exporter.open(f"{live_portal.url}{back}")
    exporter.shows("What you typed before you were signed out is saved.")
    expect(name_field(exporter.page)).to_have_value("No script LLC")
