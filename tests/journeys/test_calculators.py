"""The calculators in a browser: live while typing, the same without a script."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from tests.services.accessibility import assert_accessible
from tests.services.live_portal import LivePortal

FOLDER = "en/programmes/calculators"
TYPED = {
    "amount": "1 200",
    "rate": "20",
    "term": "2",
    "start": "15.01.2026",
    "as_of": "15.01.2026",
}


def page_of(live_portal: LivePortal, context: BrowserContext, path: str) -> Page:
    page = context.new_page()
    page.goto(f"{live_portal.url}/{FOLDER}/{path}")
    return page


def test_figures_and_address_follow_what_is_typed(
    live_portal: LivePortal, new_context: Callable[..., BrowserContext]
) -> None:
    """20 % against half of 18 %: of 30.00 interest in two equal parts the state pays 16.50."""
    page = page_of(live_portal, new_context(), "subsidy/")
    for name, text in TYPED.items():
        page.locator(f"#id_{name}").fill("")
        page.locator(f"#id_{name}").press_sequentially(text)
    page.locator("#id_repayment").select_option("equal_principal")
    figures = page.locator("#figures")
    expect(figures).to_contain_text("16.50 ₸")
    expect(page.locator("#workings")).to_contain_text("Interest paid by the agent")
    expect(page.locator("#id_amount")).to_have_value("1 200")
    assert_accessible(page)
    page.locator("#id_term").fill("181")
    expect(figures).to_contain_text("Enter at most 180 months")
    expect(page.locator("#workings")).to_be_empty()
    page.locator("#id_term").fill("2")
    expect(figures).to_contain_text("16.50 ₸")
    page.reload()
    expect(figures).to_contain_text("16.50 ₸")


def test_rows_and_rate_without_a_script(
    live_portal: LivePortal, new_context: Callable[..., BrowserContext]
) -> None:
    """A fourth payment is added; 1000 grows to 1200 in a year, which is 20 %."""
    page = page_of(live_portal, new_context(java_script_enabled=False), "effective-rate/")
    page.get_by_role("button", name="Add a payment").click()
    cells = {
        "payout-1-day": "01.01.2025",
        "payout-1-amount": "1000",
        "payment-4-day": "01.01.2026",
        "payment-4-amount": "1200",
    }
    for name, text in cells.items():
        page.locator(f"#id_{name}").fill(text)
    page.locator("#id_payment-4-amount").press("Enter")
    expect(page.locator("#figures")).to_contain_text("20.0%")
    page.get_by_role("button", name="Remove Payments by the borrower, 1").click()
    expect(page.locator("#id_payment-3-amount")).to_have_value("1200")


def test_the_language_switch_follows_what_is_typed(
    live_portal: LivePortal, new_context: Callable[..., BrowserContext]
) -> None:
    """Typed live, then read in Russian: the question is still there."""
    page = page_of(live_portal, new_context(), "schedule/")
    for name, text in {"amount": "1 200", "rate": "12", "term": "3"}.items():
        page.locator(f"#id_{name}").press_sequentially(text)
    expect(page.locator("#figures")).to_contain_text("408.03 ₸")
    page.locator("#languages").get_by_role("link", name="Русский").click()
    expect(page.locator("#id_amount")).to_have_value("1 200")
    expect(page.locator("#figures")).to_contain_text("408,03 ₸")


def test_an_own_schedule_is_pasted_and_taken_along(
    live_portal: LivePortal, new_context: Callable[..., BrowserContext]
) -> None:
    """11 parts of 20 of 20.00 and 16.67; two other sets of terms beside; a PDF and a workbook."""
    page = page_of(live_portal, new_context(), "subsidy/")
    for name, text in TYPED.items():
        page.locator(f"#id_{name}").fill(text)
    page.locator("#id_repayment").select_option("own_schedule")
    figures = page.locator("#figures")
    expect(figures).to_contain_text("Enter the rows of your schedule")
    page.locator("#own-schedule summary").click()
    page.locator("#id_own").fill("15.02.2026\t200\nanother day\t1000")
    expect(figures).to_contain_text("Row 2, payment day: Enter a real day")
    page.locator("#id_own").fill("15.02.2026\t200\n15.03.2026\t1000")
    expect(figures).to_contain_text("20.17 ₸")
    page.get_by_text("Compare with other terms").click()
    page.locator("#id_other_repayment").select_option("annuity")
    page.locator("#id_third_rate").fill("15")
    expect(page.locator("#workings")).to_contain_text("Third terms: interest by year")
    assert_accessible(page)
    for kind, start in (("PDF", b"%PDF"), ("XLSX", b"PK")):
        with page.expect_download() as download:
            page.locator("#workings").get_by_role("link", name=kind, exact=True).click()
        assert download.value.path().read_bytes().startswith(start)


def test_rows_from_a_file_without_a_script(
    live_portal: LivePortal, new_context: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    file = tmp_path / "own.csv"
    file.write_text("15.02.2026;200,00\n15.03.2026;1 000,00\n")
    page = page_of(live_portal, new_context(java_script_enabled=False), "subsidy/")
    for name, text in TYPED.items():
        page.locator(f"#id_{name}").fill(text)
    page.locator("#own-schedule summary").click()
    load = page.get_by_role("button", name="Take the rows from the file")
    load.click()
    expect(page.locator("#id_own_file_error")).to_contain_text("Choose a file first")
    page.locator("#id_own_file").set_input_files(file)
    load.click()
    expect(page.locator("#id_own")).to_have_value("15.02.2026\t200,00\n15.03.2026\t1 000,00")
    expect(page.locator("#figures")).to_contain_text("20.17 ₸")
    page.locator("#id_amount").fill("1000")
    page.locator("#id_amount").press("Enter")
    expect(page.locator("#id_own_error")).to_contain_text("The principal of all rows is 1 200.00")
