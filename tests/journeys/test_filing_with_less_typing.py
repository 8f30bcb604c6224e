"""Filing with less typing: pasted rows, suggestions by keyboard, an earlier application again."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.journeys.conftest import Someone
from tests.journeys.walk import Person
from tests.services.accessibility import assert_accessible
from tests.services.live_portal import LivePortal

SAVED = 15_000  # ms that a save in the background may take
ROWS = (
    "843231\tSeeder\t2\tpiece\t10\t20\tST-KZ\tKZ 1\t01.09.2025\n"
    "10129\tPlough\t3\tpiece\n"
    '"850423"\t"Transformer, ""large"""\t1\tpiece\t5\t5'
)
PASTE = """(field, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  const options = {clipboardData, bubbles: true, cancelable: true};
  field.dispatchEvent(new ClipboardEvent("paste", options));
}"""


def a_new_draft(person: Person) -> str:
    person.open("applications/mine/")
    person.press('main form[action$="/start/"] button')
    return person.page.url


def told(page: Page, text: str) -> None:
    expect(page.locator(".k-pasting [role=status]")).to_contain_text(text, timeout=SAVED)


def suggestions(page: Page) -> Locator:
    return page.locator("#suggestions [role=option]")


def saved(page: Page) -> None:
    expect(page.locator("#autosave")).to_have_attribute("data-state", "saved", timeout=SAVED)


@pytest.mark.embedded
def test_rows_pasted_into_a_cell_are_filled_saved_and_taken_back(someone: Someone) -> None:
    exporter = someone("exporter", "en")
    address = f"{a_new_draft(exporter)}goods/"
    exporter.open(address)
    page = exporter.page
    page.locator('[name="rows-0-hs_code"]').evaluate(PASTE, ROWS)
    told(page, "Rows filled from the spreadsheet: 3. Row 2, HS code: “10129”")
    expect(page.locator('[name="rows-1-hs_code"]')).to_have_value("")
    expect(page.locator('[name="rows-2-description"]')).to_have_value('Transformer, "large"')
    expect(page.locator('[name="rows-0-origin_proof_kind"]')).to_have_value("st_kz")
    assert_accessible(page)
    saved(page)
    exporter.open(address)
    expect(page.locator('[name="rows-2-description"]')).to_have_value('Transformer, "large"')
    page.locator('[name="rows-1-unit"]').evaluate(PASTE, "kg\nkg\nkg\n")
    told(page, "Rows filled from the spreadsheet: 3")
    expect(page.locator('[name="rows-3-unit"]')).to_have_value("kg")
    page.locator("[data-undo]").press("Enter")
    told(page, "The pasted rows are taken back.")
    expect(page.locator('[name="rows-3-unit"]')).to_have_count(0)
    expect(page.locator('[name="rows-1-unit"]')).to_have_value("piece")


@pytest.mark.embedded
def test_rows_pasted_without_a_script(
    live_portal: LivePortal, new_context: Callable[..., BrowserContext]
) -> None:
    exporter = Person(live_portal, new_context(java_script_enabled=False), "en")
    exporter.runs_scripts = False
    exporter.sign_in("exporter")
    exporter.open(f"{a_new_draft(exporter)}goods/")
    exporter.press("main button[name=paste]")
    exporter.fill({"pasted": ROWS})
    exporter.press(exporter.page.locator("main form button.govuk-button").last)
    exporter.shows("3 rows. Nothing is saved yet.")
    exporter.shows("Row 2, HS code: “10129”: an odd number of figures.")
    exporter.press("main button[name=replace]")
    exporter.shows("3 rows are in the table.")
    expect(exporter.page.locator('[name="rows-0-description"]')).to_have_value("Seeder")


@pytest.mark.embedded
def test_suggestions_by_keyboard(someone: Someone) -> None:
    exporter = someone("exporter", "en")
    address = a_new_draft(exporter)
    exporter.open(f"{address}buyer/")
    page = exporter.page
    country = page.get_by_role("combobox", name="Country of the buyer")
    country.press_sequentially("өзб")
    expect(suggestions(page)).to_have_text(["Uzbekistan"])
    expect(country).to_have_attribute("aria-expanded", "true")
    assert_accessible(page)
    country.press("ArrowDown")
    expect(country).to_have_attribute("aria-activedescendant", "suggestion-0")
    country.press("Enter")
    expect(country).to_have_value("Uzbekistan")
    expect(page.locator("[name=buyer_country]")).to_have_value("UZ")
    expect(country).to_have_attribute("aria-expanded", "false")
    saved(page)
    country.fill("Atlantis")
    country.press("Tab")
    exporter.shows("Not on the list, so not chosen.")
    expect(page.locator("[name=buyer_country]")).to_have_value("")
    assert_accessible(page)
    country.fill("казахстан")
    country.press("Tab")
    expect(country).to_have_value("Kazakhstan")

    exporter.open(f"{address}contract/")
    terms = page.get_by_role("combobox", name="Terms of delivery (Incoterms 2020)")
    terms.press("ArrowDown")
    expect(suggestions(page)).to_have_count(11)
    terms.press("ArrowUp")
    terms.press("Enter")
    expect(terms).to_have_value("CIF — Cost, Insurance and Freight")

    exporter.open(f"{address}goods/")
    code = page.get_by_role("combobox", name="HS code")
    code.press_sequentially("8432")
    expect(suggestions(page)).to_have_count(1)
    expect(page.locator("main")).to_contain_text("8432: on the list, under 8432.")
    assert_accessible(page)
    code.press("Escape")
    expect(suggestions(page).first).to_be_hidden()
    code.fill("9999")
    exporter.shows("9999 is not on the list.")


@pytest.mark.embedded
def test_an_earlier_application_again(someone: Someone) -> None:
    exporter = someone("exporter", "en")
    exporter.open("applications/mine/?state=refused")
    exporter.page.locator("main .govuk-task-list__link").first.click()
    exporter.follow("/copy/")
    exporter.shows("Taken over:")
    exporter.page.locator("main form button.govuk-button").dblclick()
    exporter.page.wait_for_load_state()
    exporter.shows("A new draft has begun.")
    exporter.shows("Begun with the answers of")
    exporter.follow("/form/print/")
    exporter.shows("DRAFT – not submitted")
    address = exporter.page.locator('main a[href$="/print/pdf/"]').get_attribute("href")
    reader = exporter.pdf(f"{exporter.portal.url}{address}")
    assert all("DRAFT – not submitted" in page.extract_text() for page in reader.pages)
