"""A register with errors, its correction, the share and its trace; the supervisor sees it."""

import csv
import io
from datetime import date

import pytest

from tests.journeys.conftest import Someone
from tests.journeys.registers import outcome, send_register, words
from tests.journeys.walk import Person
from tests.prudential.register_files import as_csv, portfolio, row

# The limit of this day is 15 %; the day after it is 10 %.
DAY = date(2025, 12, 31)
MFO = "МФО Мысал Несие"


def faulty_register() -> bytes:
    """Three errors that spreadsheets make, in the second and third line of the table."""
    good = {"cut_off_date": DAY.isoformat()}
    return as_csv(
        [
            row(**good, loan_identifier="L-1"),
            row(**good, loan_identifier="L-2", principal_balance="1,5", currency="?"),
            row(**good, loan_identifier="L-3", counterparty_identifier="8.1E+11"),
        ]
    )


ERRORS = {
    ("3", "principal_balance", "1,5"),
    ("3", "currency", "?"),
    ("4", "counterparty_identifier", "8.1E+11"),
}


def shown_errors(reporter: Person) -> set[tuple[str, ...]]:
    lines = reporter.page.locator("main table tbody tr")
    return {tuple(line.locator("td").all_inner_texts()[:3]) for line in lines.all()}


def downloaded_errors(reporter: Person) -> set[tuple[str, ...]]:
    address = reporter.page.locator('main a[href$="/errors.csv"]').get_attribute("href")
    answer = reporter.page.request.get(f"{reporter.portal.url}{address}")
    table = csv.reader(io.StringIO(answer.text().removeprefix("\ufeff")), delimiter=";")
    return {tuple(line[:3]) for line in list(table)[1:]}


@pytest.mark.embedded
def test_from_errors_to_a_breach_that_the_supervisor_sees(someone: Someone) -> None:
    mfo, supervisor = someone("mfo"), someone("supervisor", "ru")
    rejected = send_register(mfo, faulty_register(), on=DAY, name="faulty.csv")
    outcome(mfo, 'main a[href$="/errors.csv"]')
    assert shown_errors(mfo) == downloaded_errors(mfo) == ERRORS
    assert not mfo.page.locator('main a[href$="/numerator/"]').count(), "something was measured"
    hidden = supervisor.page.request.get(rejected)
    assert hidden.status == 404, "the supervisor sees what was never accepted"

    mfo.press("main a[href*='/registers/upload/?on=']")
    assert mfo.page.locator('main input[name="cut_off_date"]').input_value() == f"{DAY:%d.%m.%Y}"
    accepted = send_register(mfo, portfolio("15.01", "100.00", on=DAY), on=DAY)
    assert accepted != rejected
    outcome(mfo, 'main a[href$="/numerator/"]')
    told = words(mfo.page.locator("main"))
    assert "15,01%" in told
    assert "15%" in told
    assert "№ 192" in told
    assert mfo.page.locator("main .k-tag--bad").count()
    assert mfo.page.locator(f'main a[href$="{rejected.removeprefix(mfo.portal.url)}"]').count()

    mfo.follow("/numerator/")
    loans = words(mfo.page.locator("main table"))
    assert "L-1" in loans
    assert "15,01" in loans
    assert "L-2" not in loans
    mfo.open(accepted)
    mfo.follow("/denominator/")
    assert "84,99" in words(mfo.page.locator("main table"))

    watch(supervisor, accepted)


def watch(supervisor: Person, accepted: str) -> None:
    """From the list of all organisations to this very register."""
    supervisor.open("prudential/supervision/")
    supervisor.press(supervisor.page.locator("main a", has_text=MFO).first)
    path = accepted.removeprefix(supervisor.portal.url).replace("/kk/", "/ru/")
    supervisor.press(f'main a[href="{path}"]')
    told = words(supervisor.page.locator("main"))
    assert "15,01 %" in told
    assert MFO in told
    assert supervisor.page.locator("main .k-tag--bad").count()
