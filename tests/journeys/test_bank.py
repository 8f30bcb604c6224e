"""A bank's figures: k8 and k9 with the maxima of capital and day; no verdict after the repeal."""

import pytest
from playwright.sync_api import Locator

from tests.journeys.conftest import Someone
from tests.journeys.registers import enter_figures, outcome, words
from tests.journeys.walk import Person

BILLION = "000000000"
# Above 200 billion of own capital the maxima were 2,5 and 5 until 30.06.2009.
FIGURES = {
    "own_capital": f"300{BILLION}",
    "obligations_to_nonresidents": f"780{BILLION}",
    "issued_debt_securities": f"300{BILLION}",
}


def ratio(bank: Person, number: int) -> Locator:
    """The list of facts below the heading of k8 (0) or k9 (1)."""
    return bank.page.locator("main dl:has(.govuk-tag)").nth(number)


@pytest.mark.embedded
def test_k8_and_k9_of_2009_and_of_a_day_after_the_repeal(someone: Someone) -> None:
    bank, supervisor = someone("bank", "ru"), someone("supervisor", "en")
    in_force = enter_figures(bank, {**FIGURES, "on": "31.03.2009"})
    outcome(bank, "main dl:has(.govuk-tag)")
    k8, k9 = words(ratio(bank, 0)), words(ratio(bank, 1))
    assert "2,60" in k8, "780 / 300 billion"
    assert "2,5" in k8, "the maximum"
    assert ratio(bank, 0).locator(".k-tag--bad").count()
    assert "3,60" in k9, "1 080 / 300 billion"
    assert ratio(bank, 1).locator(".k-tag--good").count()

    repealed = enter_figures(bank, {**FIGURES, "on": "06.08.2016"})
    outcome(bank, "main .k-inset__title")
    assert not bank.page.locator("main .k-tag--bad, main .k-tag--good").count()

    supervisor.open(repealed.replace("/ru/", "/en/"))
    supervisor.shows("The norm was not in force on this day")
    supervisor.shows("It was in force until 5 August 2016")
    supervisor.open(in_force.replace("/ru/", "/en/"))
    supervisor.shows("2.60")
