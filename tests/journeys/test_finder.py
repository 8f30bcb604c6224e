"""Finding a programme in a browser: the same with a script and without one."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.services.accessibility import assert_accessible
from tests.services.live_portal import LivePortal

FOLDER = "en/programmes"
WISH = {"on": "01.03.2026", "amount": "50 000 000", "term_months": "60"}
SEARCHED = {"en": "agrobusines", "ru": "агробизнесс", "kk": "агробизнеске"}


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def page(
    request: pytest.FixtureRequest,
    live_portal: LivePortal,
    new_context: Callable[..., BrowserContext],
) -> Page:
    page = new_context(java_script_enabled=request.param).new_page()
    page.goto(f"{live_portal.url}/{FOLDER}/finder/")
    return page


def test_which_programmes_fit_me(page: Page) -> None:
    """The list is narrowed, two of it compared, and the finder says why, where and since when."""
    page.locator("#id_channel").select_option("direct")
    page.locator("#id_purpose").select_option("fixed_assets")
    for name, text in WISH.items():
        page.locator(f"#id_{name}").fill(text)
    page.get_by_role("button", name="Find").click()
    results = page.locator("main")
    for group in ("Fit:", "May fit: something is not known:", "Do not fit:"):
        expect(results).to_contain_text(group)
    fits = page.locator("main details", has_text="Purpose of the row").first
    expect(fits).to_contain_text("paragraph 50-4, since 29 Jul 2021")
    expect(page.locator("#id_amount")).to_have_value("50 000 000")
    page.locator("#id_term_months").fill("1201")
    page.get_by_role("button", name="Find").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()


def test_the_list_is_narrowed_and_compared(page: Page, live_portal: LivePortal) -> None:
    query = "channel=credit_partnership&source=republican_budget&purpose=working_capital"
    page.goto(f"{live_portal.url}/{FOLDER}/?{query}&currency=KZT&amount=5000000&term_months=12")
    programmes = page.get_by_role("checkbox")
    assert 1 < programmes.count() < 13
    for paragraph in ("45", "50"):
        page.locator(f"#compare-{paragraph}").check(force=True)
    page.get_by_role("button", name="Compare the chosen").click()
    table = page.locator("main table").first
    for name in ("Agrobusiness", "Agrocommerce"):
        expect(table).to_contain_text(name)


def test_a_typo_or_an_ending_is_forgiven(page: Page, live_portal: LivePortal) -> None:
    for language, words in SEARCHED.items():
        page.goto(f"{live_portal.url}/{language}/programmes/search/")
        page.locator("#id_q").fill(words)
        page.locator("#id_q").press("Enter")
        expect(page.locator(".k-matches a").first).to_contain_text("45")


def test_the_record_of_changes_is_narrowed(page: Page, live_portal: LivePortal) -> None:
    page.goto(f"{live_portal.url}/{FOLDER}/changes/")
    page.locator("#id_programme").select_option("47")
    page.get_by_role("button", name="Show").click()
    record = page.locator("table.k-record")
    expect(record).to_contain_text("7/1")
    expect(record).not_to_contain_text("Terms and abbreviations")


def test_the_record_of_changes_is_accessible(
    live_portal: LivePortal, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context().new_page()
    page.goto(f"{live_portal.url}/{FOLDER}/changes/")
    expect(page.locator("table.k-record")).to_contain_text("50-6")
    assert_accessible(page)
