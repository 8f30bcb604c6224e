"""A remark on a document, its answer, messages both ways, a note, and the case as a ZIP."""

import csv
import hashlib
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.applications.complete_answers import PDF
from tests.journeys.application import upload
from tests.journeys.conftest import Someone
from tests.journeys.test_case import open_case, start_and_fill, submit
from tests.journeys.walk import Person

REMARK = "Үшінші бет жоқ."
ANSWER = "Барлық беті қайта сканерленді."
QUESTION = "Түпнұсқасын жіберейік пе?"
REPLY = "Қажет емес."
NOTE = "Өткен жолы да осылай болған."


@pytest.mark.usefixtures("base_rate_known_today")
def test_remarked_answered_spoken_about_and_taken_away(
    someone: Someone, today: date, request: pytest.FixtureRequest
) -> None:
    exporter, agent = someone("exporter"), someone("agent")
    form = start_and_fill(exporter, today, f"J-9/{id(request)}")
    number = submit(exporter, form)
    case_page = form.removesuffix("/form") + "/"
    open_case(agent, number)
    agent.press("#act-take button")
    return_a_document(agent)

    exporter.open(f"{form}/documents/")
    exporter.shows(REMARK)
    replace_first_document(exporter)
    exporter.open(f"{form}/remarks/")
    exporter.page.locator('textarea[name^="answer_document-"]').fill(ANSWER)
    exporter.press("main form button.govuk-button")
    submit(exporter, form)
    write(exporter, case_page, QUESTION)

    open_case(agent, number)
    agent.shows(ANSWER)
    assert agent.page.locator(".k-unread").count() == 1, "a message waits"
    agent.follow("/messages/")
    agent.shows(QUESTION)
    agent.send({"text": REPLY, "language": "kk"})
    agent.shows(REPLY)
    open_case(agent, number)
    assert agent.page.locator(".k-unread").count() == 0
    agent.follow("/notes/")
    agent.fill({"text": NOTE, "language": "kk"})
    agent.press("main form button.govuk-button")
    agent.shows(NOTE)

    exporter.open(case_page)
    assert exporter.page.locator('main a[href$="/notes/"]').count() == 0
    archive = take_away(exporter)
    holds_everything_but_the_note(archive)
    exporter.follow("/openings/")
    assert exporter.page.locator("tbody tr").count() >= 2
    exporter.open(f"{case_page}history/")
    exporter.shows("UTC+05:00")


def return_a_document(agent: Person) -> None:
    block = agent.page.locator("#act-return")
    block.locator("summary").click()
    block.locator('textarea[name^="return-remark_document-"]').first.fill(REMARK)
    block.locator('[name="return-written_in"][value="kk"]').check()
    agent.press(block.locator("button"))
    agent.shows(REMARK)


def replace_first_document(exporter: Person) -> None:
    line = exporter.page.locator(".k-document", has_text=REMARK)
    line.locator("summary").last.click()
    line.locator('input[type="file"]').set_input_files(
        {**upload("new-scan.pdf"), "buffer": PDF + b"% page 3\n"}
    )
    exporter.press(line.locator('form:has(input[name="replaces"]) button'))
    exporter.shows("new-scan.pdf")


def write(exporter: Person, case_page: str, text: str) -> None:
    """Pressed twice at once; written once."""
    exporter.open(f"{case_page}messages/")
    exporter.fill({"text": text, "language": "kk"})
    exporter.page.locator("main form button.govuk-button").dblclick()
    expect(exporter.page.locator(".k-letter")).to_have_count(1)
    exporter.open(f"{case_page}messages/")
    assert exporter.page.locator(".k-letter").count() == 1


def take_away(person: Person) -> zipfile.ZipFile:
    with person.page.expect_download() as download:
        person.page.locator('form[action$="/archive/"] button').click()
    return zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes()))


def holds_everything_but_the_note(archive: zipfile.ZipFile) -> None:
    contents = {name: archive.read(name) for name in archive.namelist()}
    sums = contents["SHA256SUMS.txt"].decode().splitlines()
    for digest, name in (line.split("  ", 1) for line in sums):
        assert hashlib.sha256(contents[name]).hexdigest() == digest
    said = list(csv.reader(io.StringIO(contents["messages.csv"].decode("utf-8-sig"))))
    assert [row[-1] for row in said[1:]] == [QUESTION, REPLY]
    history = contents["history.html"].decode()
    assert REMARK in history
    assert ANSWER in history
    assert any(name.endswith("new-scan.pdf") for name in contents)
    assert NOTE.encode() not in b"".join(contents.values())
