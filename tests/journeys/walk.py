"""A person at a browser: signs in, fills forms by their field names, in any language."""

import io
import re
import time
from collections.abc import Mapping
from typing import Any

import pypdf
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.services.accessibility import assert_accessible
from tests.services.live_portal import LivePortal

PATIENCE = 60  # seconds that a worker may take


class Person:
    """One signed-in person; every page they open is checked by axe."""

    def __init__(self, portal: LivePortal, context: BrowserContext, language: str) -> None:
        self.portal, self.language = portal, language
        self.context = context
        self.runs_scripts = True
        self.page: Page = context.new_page()

    def sign_in(self, name: str) -> "Person":
        """As an invented person of the demonstration: ``exporter``, ``agent2``, …"""
        self.open("demo/")
        email = f"{name}@demo.keruen.invalid"
        self.page.locator(f'form:has(input[value="{email}"]) button').first.click()
        self.look()
        return self

    def open(self, path: str) -> None:
        """A path below the language, or a whole address of the portal."""
        url = path if path.startswith("http") else f"{self.portal.url}/{self.language}/{path}"
        response = self.page.goto(url)
        assert response is not None
        assert response.status == 200, f"{url}: {response.status}\n{self.portal.web_log}"
        self.look()

    def look(self) -> None:
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)
        if self.runs_scripts:
            assert_accessible(self.page)

    def fill(self, fields: Mapping[str, Any], *, prefix: str = "") -> None:
        for name, value in fields.items():
            self._answer(f"{prefix}{name}", str(value))

    def _answer(self, name: str, value: str) -> None:
        field = self.page.locator(f'main [name="{name}"]')
        kind = field.first.get_attribute("type")
        if kind == "radio":
            self.page.locator(f'main [name="{name}"][value="{value}"]').check()
        elif kind == "checkbox":
            field.set_checked(value == "on")
        elif field.first.evaluate("element => element.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)

    def press(self, where: str | Locator) -> None:
        """Click a button or link and look at the page it leads to."""
        target = self.page.locator(where) if isinstance(where, str) else where
        target.click()
        self.page.wait_for_load_state()
        self.look()

    def send(self, fields: Mapping[str, Any], *, form: str = "main form") -> None:
        """Fill a form and press its main button."""
        self.fill(fields)
        button = f"{form} button.govuk-button:not(.govuk-button--secondary)"
        self.press(self.page.locator(button).first)

    def follow(self, path_part: str) -> None:
        """The first link whose address has ``path_part``."""
        self.press(self.page.locator(f'main a[href*="{path_part}"]').first)

    def shows(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)

    def wait_for(self, locator: str) -> None:
        """Reload until the worker's result is on the page."""
        deadline = time.monotonic() + PATIENCE
        while not self.page.locator(locator).count():
            assert time.monotonic() < deadline, f"{locator} never came:\n{self.portal.worker_log}"
            time.sleep(0.5)
            self.page.reload()

    def pdf(self, address: str) -> pypdf.PdfReader:
        """Download a letter as soon as the worker has rendered it."""
        deadline = time.monotonic() + PATIENCE
        while True:
            answer = self.page.request.get(address)
            if "application/pdf" in answer.headers["content-type"]:
                return pypdf.PdfReader(io.BytesIO(answer.body()))
            assert time.monotonic() < deadline, f"no PDF came:\n{self.portal.worker_log}"
            time.sleep(0.5)


def text_of(reader: pypdf.PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def verification_address(reader: pypdf.PdfReader) -> str:
    """The address printed beside the QR code."""
    joined = re.sub(r"\s", "", text_of(reader))
    found = re.search(r"https?://[^/]+/v/N-\d{4}-\d{6}/[0-9a-f]{32}", joined)
    assert found, joined
    return found.group()
