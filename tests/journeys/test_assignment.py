"""An officer leaves and a colleague concludes; another is away and a colleague stands in."""

from datetime import date

import pytest

from tests.journeys.conftest import Someone
from tests.journeys.test_case import act, open_case, start_and_fill, submit

CONCLUSION = {"in_favour": "yes", "reasons": "Барлығы сай."}


@pytest.mark.usefixtures("base_rate_known_today")
def test_a_leavers_case_and_a_case_in_place_of_who_is_away(
    someone: Someone, today: date, request: pytest.FixtureRequest
) -> None:
    exporter, lead = someone("exporter"), someone("agent")
    leaver, away = someone("agent3"), someone("agent2")
    left, covered = (
        submit(exporter, start_and_fill(exporter, today, f"J-{place}/{id(request)}"))
        for place in ("left", "covered")
    )
    for officer, number in ((leaver, left), (away, covered)):
        open_case(officer, number)
        act(officer, "take", {})

    lead.open("account/organisation/")
    ending = lead.page.locator("main li", has_text="agent3@").locator(
        'form[action*="/end/"] button'
    )
    lead.press(ending)
    lead.shows(left)
    to = lead.page.locator('main input[name="to"]').first
    to.check()
    chosen = to.evaluate("field => field.closest('.govuk-radios__item').innerText")
    lead.press(lead.page.locator("main form button.govuk-button").last)
    assert not lead.page.locator("main", has_text="agent3@").count()
    open_case(lead, left)
    lead.shows(chosen.split(":")[0].strip())
    act(lead, "conclude", CONCLUSION)

    lead.open("applications/queue/")
    assert lead.page.locator('main a[href^="?reviewer="]').count(), "the list says who is away"
    open_case(lead, covered)
    act(lead, "conclude", CONCLUSION)
    lead.shows("Марат Ибраев")
    leaver.page.goto(f"{leaver.portal.url}/kk/applications/queue/")
    assert not leaver.page.locator(f"main:has-text('{left}')").count(), "who left sees no cases"
