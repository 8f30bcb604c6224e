"""Hundreds of hostile files dropped on the documents page, and what is there afterwards."""

import re

import pytest
from playwright.sync_api import FilePayload, Locator, expect

from tests.files.hostile_files import Hostile, hostile_files
from tests.journeys.application import upload
from tests.journeys.conftest import Someone
from tests.journeys.walk import Person

BATCH = 25
PATIENCE = 120_000  # milliseconds for a batch
KIND = "consent"
GOOD_KIND = "registration"


def new_draft(exporter: Person) -> str:
    exporter.open("applications/mine/")
    exporter.press('main form[action$="/start/"] button')
    return exporter.page.url.rstrip("/") + "/documents/"


def payload(hostile: Hostile) -> FilePayload:
    # The browser itself takes neither a path nor NUL in a file's name.
    name = hostile.name.replace("/", "_").replace("\\", "_").replace("\x00", "_")
    return {"name": name, "mimeType": "application/pdf", "buffer": hostile.content}


def send(exporter: Person, kind: str, files: list[FilePayload], *, rows: int) -> None:
    """Choose the files under a kind and upload until every row has its outcome."""
    page = exporter.page
    page.locator("#id_kind").select_option(kind)
    page.locator("#id_file").set_input_files(files)
    page.locator("#uploads button[type=submit]").click()
    expect(page.locator("#uploads")).to_have_attribute("data-finished", str(rows), timeout=PATIENCE)


def outcomes(exporter: Person) -> list[tuple[str, str]]:
    rows = exporter.page.locator(".k-upload")
    found: list[tuple[str, str]] = rows.evaluate_all(
        "rows => rows.map(row => [row.dataset.outcome,"
        " row.querySelector('.k-upload__message').textContent])"
    )
    return [(outcome, message) for outcome, message in found]


@pytest.mark.embedded
def test_hostile_files_among_good_ones(someone: Someone) -> None:
    exporter, hostile = someone("exporter", "en"), hostile_files()
    assert len(hostile) >= 200
    address = new_draft(exporter)
    for start in range(0, len(hostile), BATCH):
        batch = hostile[start : start + BATCH]
        exporter.open(address)
        send(exporter, KIND, [payload(one) for one in batch], rows=len(batch))
        for one, (outcome, message) in zip(batch, outcomes(exporter), strict=True):
            expected = "added" if one.code is None else "refused"
            assert outcome == expected, (one.what, one.name, message)
            assert message.endswith("."), (one.what, message)
        exporter.look()
    accepted = [one for one in hostile if one.code is None]
    exporter.open(address)
    expect(exporter.page.locator(f"#kind-{KIND} .k-document")).to_have_count(len(accepted))
    for link in exporter.page.locator(f"#kind-{KIND} a.k-document__name").all():
        is_handed_out_harmlessly(exporter, link)


def is_handed_out_harmlessly(exporter: Person, link: Locator) -> None:
    answer = exporter.page.request.get(f"{exporter.portal.url}{link.get_attribute('href')}")
    assert answer.ok
    assert answer.headers["content-type"] in {"application/pdf", "image/jpeg", "image/png"}
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert re.match(r"attachment; filename", answer.headers["content-disposition"])


def test_connection_lost_retried_and_a_kind_changed_before_sending(someone: Someone) -> None:
    exporter = someone("exporter", "en")
    exporter.open(new_draft(exporter))
    page = exporter.page
    page.route("**/documents/", lambda route: route.abort(), times=1)
    page.locator("#id_kind").select_option(KIND)
    page.locator("#id_file").set_input_files([upload("a.pdf"), upload("b.pdf"), upload("c.pdf")])
    page.locator(".k-upload__kind").nth(1).select_option(GOOD_KIND)
    page.locator(".k-upload__cancel").nth(2).click()
    page.locator("#uploads button[type=submit]").click()
    expect(page.locator(".k-upload[data-outcome=refused]")).to_have_count(1)
    expect(page.locator(".k-upload[data-outcome=refused]")).to_contain_text("connection was lost")
    exporter.look()
    page.locator(".k-upload[data-outcome=refused] .k-upload__retry").click()
    expect(page.locator(".k-upload[data-outcome=added]")).to_have_count(2)
    for kind, name in ((KIND, "a.pdf"), (GOOD_KIND, "b.pdf")):
        expect(page.locator(f"#kind-{kind}")).to_contain_text(name)
    expect(page.get_by_role("status")).to_contain_text("Added: 2. Not added: 0.")
    expect(page.locator("#document-list")).not_to_contain_text("c.pdf")


def test_a_new_version_is_chosen_before_sending(someone: Someone) -> None:
    exporter = someone("exporter", "en")
    exporter.open(new_draft(exporter))
    send(exporter, KIND, [upload("first.pdf")], rows=1)
    page, newer = exporter.page, upload("second.pdf")
    newer["buffer"] += b"%% newer\n%%EOF\n"
    page.locator("#id_file").set_input_files([newer])
    page.locator(".k-upload__replaces").last.select_option(index=1)
    page.locator("#uploads button[type=submit]").click()
    expect(page.locator(f"#kind-{KIND}")).to_contain_text("in place of version 1, first.pdf")
    exporter.look()


def test_several_files_without_scripts(someone: Someone) -> None:
    exporter = someone("exporter", "en")
    address = new_draft(exporter)
    page = exporter.page
    page.route("**/uploads*.js", lambda route: route.abort())
    page.goto(address)
    page.locator("#id_kind").select_option(KIND)
    bad: FilePayload = {"name": "x.pdf", "mimeType": "application/pdf", "buffer": b"<html>"}
    page.locator("#id_file").set_input_files([upload("a.pdf"), bad])
    page.locator("#uploads button[type=submit]").click()
    expect(page.locator(f"#kind-{KIND}")).to_contain_text("a.pdf")
    expect(page.locator(".govuk-error-summary")).to_contain_text("x.pdf: This is not a readable")
    exporter.look()
