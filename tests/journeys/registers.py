"""A reporter's acts at the browser, and the outcome the worker brings to the page."""

import re
from datetime import date
from typing import Any

from playwright.sync_api import Locator, expect

from tests.journeys.walk import PATIENCE, Person


def send_register(reporter: Person, content: bytes, *, on: date, name: str = "register.csv") -> str:
    """Upload a register for a day; returns the address of its page, whatever comes of it."""
    reporter.open(f"prudential/registers/upload/?on={on:%d.%m.%Y}")
    field = reporter.page.locator('main input[type="file"]')
    field.set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    reporter.page.locator('main form[enctype="multipart/form-data"] button').click()
    reporter.page.wait_for_url(re.compile(r"/registers/\d+/$"))
    return reporter.page.url


def enter_figures(bank: Person, figures: dict[str, Any]) -> str:
    """Returns the address of the figures' page."""
    bank.open("prudential/figures/enter/")
    bank.fill(figures)
    bank.page.locator("main form button.govuk-button").first.click()
    bank.page.wait_for_url(re.compile(r"/figures/\d+/$"))
    return bank.page.url


def outcome(person: Person, locator: str) -> Locator:
    """Wait for the worker: the page brings its result by itself. Then look at the page."""
    found = person.page.locator(locator)
    expect(found.first).to_be_visible(timeout=PATIENCE * 1000)
    person.page.wait_for_load_state()
    person.look()
    return found


def words(locator: Locator) -> str:
    """The text as it is read, without its no-break spaces."""
    return " ".join(locator.inner_text().split())
