"""The API's documentation in a browser: strict CSP, phone and desk, no script needed."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from tests.services.accessibility import assert_accessible


@pytest.mark.parametrize("width", [360, 1280])
def test_documentation_reads_well(new_context: Callable[..., BrowserContext], width: int) -> None:
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    answer = page.goto("/api/v1/docs")
    assert answer is not None
    assert answer.ok
    assert_accessible(page)
    room = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert room <= 0
