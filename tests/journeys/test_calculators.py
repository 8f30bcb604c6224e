"""The calculators in a browser: live while typing, the same without a script."""

from collections.abc import Callable

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
