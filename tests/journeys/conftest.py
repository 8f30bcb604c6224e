"""People at browsers, and what the walks need to be known first."""

from collections.abc import Callable
from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext

from tests.journeys.walk import Person
from tests.services.live_portal import LivePortal

Someone = Callable[..., Person]


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def someone(live_portal: LivePortal, new_context: Callable[..., BrowserContext]) -> Someone:
    """``someone("agent", "ru")``: another person at a browser of their own."""

    def sign_in(name: str, language: str = "kk") -> Person:
        return Person(live_portal, new_context(), language).sign_in(name)

    return sign_in


@pytest.fixture
def base_rate_known_today(someone: Someone, today: date) -> None:
    """Two programme administrators enter a base rate for this day, as in real life."""
    admin = someone("programmes")
    admin.open("programmes/reference-rates/entries/")
    if admin.page.locator("main", has_text=f"{today:%d.%m.%Y}").count():
        return
    admin.send(
        {
            "kind": "base_rate",
            "currency": "KZT",
            "term_bucket": "",
            "value_percent": "18",
            "decision": "journey",
            "effective_from": f"{today:%d.%m.%Y}",
            "known_until": f"{today:%d.%m.%Y}",
            "source": "journey",
        }
    )
    second = someone("programmes2", admin.language)
    second.open(admin.page.url)
    second.press('main form[action$="/approve/"] button')
    second.open("programmes/reference-rates/entries/")
    second.shows(f"{today:%d.%m.%Y}")
