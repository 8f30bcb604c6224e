"""How every test finds its surroundings; what makes silent faults loud.

Plain ``pytest`` runs on the embedded default. ``script/test`` brings PostgreSQL and Redis.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage

from tests.services.django_settings import use_throwaway_surroundings
from tests.services.live_portal import LivePortal, available_modes
from tests.services.scheduling import PortalScheduling

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
_folder_key = pytest.StashKey[tempfile.TemporaryDirectory[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="run the tests marked long as well")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_folder_key] = folder = tempfile.TemporaryDirectory(prefix="keruen-tests-")
    use_throwaway_surroundings(Path(folder.name))


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[_folder_key].cleanup()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A journey runs on PostgreSQL and Redis; one marked ``embedded`` on the default too."""
    if "live_portal" not in metafunc.fixturenames:
        return
    modes = available_modes()
    if not any(mark.name == "embedded" for mark in metafunc.definition.iter_markers()):
        modes = modes[:1]
    metafunc.parametrize("live_portal", modes, indirect=True, scope="session")


def _mode_of(item: pytest.Item) -> str | None:
    call = getattr(item, "callspec", None)
    return call.params.get("live_portal") if call else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Journeys come last: Playwright's event loop stays on the thread once it is there."""
    for item in items:
        if _mode_of(item):
            item.add_marker(pytest.mark.journey)
        if item.get_closest_marker("postgresql") and "installed" not in available_modes():
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL: script/test"))
    items.sort(key=lambda item: _mode_of(item) or "")
    if not config.getoption("--all"):
        long = [item for item in items if item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> PortalScheduling:
    return PortalScheduling(config, log)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if failed := os.environ.get("FAILED_BEFORE_PYTEST"):
        terminalreporter.section("failed before these tests", red=True, bold=True)
        terminalreporter.line(failed)


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Rate limits and cached answers of one test do not reach the next."""
    yield
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Messages in the words of the code, whatever language an earlier test left behind."""
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def live_portal(request: pytest.FixtureRequest) -> Iterator[LivePortal]:
    """A running portal with demo data, shared by the journeys: each makes its own cases."""
    portal = LivePortal(request.param)
    try:
        portal.start()
        yield portal
    finally:
        portal.stop()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    # Playwright's sync API keeps an event loop on this thread from here on.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return {"executable_path": CHROMIUM, "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(live_portal: LivePortal) -> dict[str, Any]:
    return {"base_url": live_portal.url, "locale": "kk-KZ", "timezone_id": "Asia/Almaty"}


@pytest.fixture
def new_context(
    new_context: Callable[..., BrowserContext],
) -> Iterator[Callable[..., BrowserContext]]:
    """Another person's browser. A script's error or a breach of the CSP fails the test."""
    faults: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            faults.append(message.text)

    def make(**options: Any) -> BrowserContext:
        context = new_context(**options)
        context.on("console", note)
        context.on("weberror", lambda error: faults.append(str(error.error)))
        return context

    yield make
    assert not faults, "the browser complained:\n" + "\n".join(faults)
