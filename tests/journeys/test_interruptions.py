"""A worker killed in the middle of its work, a broker gone at commit: nothing lost or doubled."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from tests.journeys.conftest import Someone
from tests.journeys.database import let_time_pass, rows_of, value_of
from tests.journeys.registers import enter_figures, outcome, send_register, words
from tests.journeys.test_case import act
from tests.journeys.walk import PATIENCE, Person
from tests.prudential.register_files import as_csv, rows
from tests.services.live_portal import LivePortal

LOANS = 30_000
SWEEP_EVERY = 30  # seconds, of the worker's beat
FIGURES = {
    "own_capital": "100000000",
    "obligations_to_nonresidents": "150000000",
    "issued_debt_securities": "10000000",
}


def eventually(
    holds: Callable[[], object], portal: LivePortal, *, seconds: float, every: float = 0.1
) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"it never came:\n{portal.worker_log}"
        time.sleep(every)


def kill_while_doing(portal: LivePortal, task: str, begin: Callable[[], object]) -> None:
    """Kill the worker as soon as it has taken the task that ``begin`` leads to."""
    log = portal.state_dir / "log" / "worker.log"
    before = _taken(log, task)

    def watch() -> None:
        eventually(lambda: _taken(log, task) > before, portal, seconds=PATIENCE, every=0.002)
        portal.kill_worker()

    with ThreadPoolExecutor(1) as watcher:
        killed = watcher.submit(watch)
        begin()
        killed.result()


def _taken(log: Path, task: str) -> int:
    return log.read_bytes().count(f"Task {task}[".encode())


def big_register(on: date) -> bytes:
    """Large enough to be read for a while: every tenth loan is overdue more than 90 days."""
    loans = [
        {"cut_off_date": on.isoformat(), "days_past_due": 91 if number % 10 == 0 else 0}
        for number in range(LOANS)
    ]
    return as_csv(rows(*loans))


@pytest.mark.embedded
def test_a_worker_killed_while_reading_a_register(
    someone: Someone, live_portal: LivePortal
) -> None:
    mfo, day = someone("mfo"), date(2024, 12, 31)
    content = big_register(day)
    begin = lambda: send_register(mfo, content, on=day)  # noqa: E731
    kill_while_doing(live_portal, "prudential.tasks.read_register", begin)
    number = int(mfo.page.url.rstrip("/").rsplit("/", 1)[1])
    state = f"SELECT state FROM prudential_register WHERE id = {number}"  # noqa: S608
    assert value_of(live_portal, state) in {"uploaded", "reading"}, "it was not caught at work"

    live_portal.start_worker()
    let_time_pass(live_portal, 3)
    mfo.open(mfo.page.url)
    outcome(mfo, 'main a[href$="/numerator/"]')
    assert "10,00%" in words(mfo.page.locator("main"))
    runs = f"SELECT COUNT(*) FROM prudential_ratiorun WHERE register_id = {number}"  # noqa: S608
    assert value_of(live_portal, runs) == 1
    no_job_is_left(live_portal, f"register:{number}:%")


def no_job_is_left(portal: LivePortal, keys: str) -> None:
    undone = (
        f"SELECT key, last_error FROM notices_outboxjob WHERE key LIKE '{keys}' "  # noqa: S608
        "AND (done_at IS NULL OR last_error <> '')"
    )
    eventually(lambda: not rows_of(portal, undone), portal, seconds=SWEEP_EVERY + PATIENCE)


def newest_letter(portal: LivePortal) -> int:
    return int(value_of(portal, "SELECT COALESCE(MAX(id), 0) FROM notices_notice"))


def return_a_case(agent: Person, number: int) -> None:
    """The ``number``-th submitted case of the demonstration is taken and returned."""
    agent.open("applications/queue/?state=submitted")
    agent.press(agent.page.locator("main tbody th a").first)
    act(agent, "take", {})
    act(agent, "return", {"remark_whole": f"№ {number}"})


@pytest.mark.embedded
def test_a_worker_killed_while_rendering(someone: Someone, live_portal: LivePortal) -> None:
    agent = someone("agent")
    before = newest_letter(live_portal)
    begin = lambda: return_a_case(agent, 1)  # noqa: E731
    kill_while_doing(live_portal, "notices.tasks.render_notice", begin)
    letter = newest_letter(live_portal)
    assert letter > before
    pdf = f"SELECT pdf_id FROM notices_notice WHERE id = {letter}"  # noqa: S608
    assert value_of(live_portal, pdf) is None, "it was not caught at work"

    live_portal.start_worker()
    let_time_pass(live_portal, 3)
    agent.open(agent.page.url)
    address = agent.page.locator(f'main a[href*="/letters/{letter}/"]').get_attribute("href")
    first = agent.pdf(f"{live_portal.url}{address}")
    no_job_is_left(live_portal, f"render:{letter}")
    assert first.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert newest_letter(live_portal) == letter, "the letter was issued twice"
    number = value_of(live_portal, f"SELECT number FROM notices_notice WHERE id = {letter}")  # noqa: S608
    lines = live_portal.worker_log.splitlines()
    rendered = [line for line in lines if "notice_rendered" in line and number in line]
    assert len(rendered) == 1, rendered


def test_a_broker_gone_at_commit(someone: Someone, live_portal: LivePortal) -> None:
    """The person's act goes through; the work is done when the broker is back."""
    if live_portal.mode == "embedded":
        pytest.skip("the embedded broker is a folder: it cannot go away")
    bank = someone("bank", "ru")
    live_portal.stop_broker()
    try:
        address = enter_figures(bank, {**FIGURES, "on": "15.06.2009"})
        ready = bank.page.request.get(f"{live_portal.url}/readyz")
        assert (ready.status, ready.json()["broker"]) == (503, False)
    finally:
        live_portal.start_broker()
    let_time_pass(live_portal, 3)
    number = int(address.rstrip("/").rsplit("/", 1)[1])
    runs = f"SELECT COUNT(*) FROM prudential_ratiorun WHERE figures_id = {number}"  # noqa: S608
    eventually(lambda: value_of(live_portal, runs), live_portal, seconds=SWEEP_EVERY + PATIENCE)
    bank.open(address)
    outcome(bank, "main dl:has(.govuk-tag)")
    no_job_is_left(live_portal, f"figures:{number}:%")
    assert value_of(live_portal, runs) == 1
    ready = bank.page.request.get(f"{live_portal.url}/readyz")
    assert (ready.status, ready.json()["broker"]) == (200, True)
