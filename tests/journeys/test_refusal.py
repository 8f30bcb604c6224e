"""Heard, refused, appealed, reopened by two officers, approved: every step in a browser."""

from datetime import date

import pytest

from tests.journeys.conftest import Someone
from tests.journeys.test_case import (
    act,
    answer_hearing,
    letter_address,
    open_case,
    start_and_fill,
    submit,
)
from tests.journeys.walk import Person, text_of, verification_address

GROUND = {"ground_documents_incomplete": "Келісімшарттың қосымшасы жоқ."}


@pytest.mark.usefixtures("base_rate_known_today")
def test_from_an_intended_refusal_to_an_approval(
    someone: Someone, today: date, request: pytest.FixtureRequest
) -> None:
    exporter, agent = someone("exporter"), someone("agent")
    ministry, second = someone("ministry"), someone("ministry2")
    form = start_and_fill(exporter, today, f"J-3/{id(request)}")
    number = submit(exporter, form)
    open_case(agent, number)
    act(agent, "take", {})
    act(agent, "conclude", {"in_favour": "no", "reasons": "Қосымша жоқ."})

    open_case(ministry, number)
    assert not ministry.page.locator("#act-refuse").count(), "refusing waits for the hearing"
    act(ministry, "announce", GROUND)
    assert not ministry.page.locator("#act-refuse").count(), "nothing is answered yet"
    answer_hearing(exporter, form, "Қосымша тіркелген.")

    open_case(ministry, number)
    ministry.shows("Қосымша тіркелген.")
    act(ministry, "refuse", GROUND)
    case_page = form.removesuffix("/form") + "/"
    exporter.open(case_page)
    refusal = exporter.pdf(letter_address(exporter, "/letters/"))
    assert GROUND["ground_documents_incomplete"] in " ".join(text_of(refusal).split())

    note_and_propose(ministry, today)
    assert not ministry.page.locator("#act-reopen").count(), "not by whoever proposed"
    open_case(second, number)
    act(second, "reopen", {})
    stranger = ministry.page.context.browser.new_context().new_page()
    stranger.goto(verification_address(refusal))
    exporter.open(case_page)
    reopening = exporter.pdf(letter_address(exporter, "/letters/"))
    assert "№ 9" in text_of(reopening)
    letter_number = exporter.page.locator('main a[href*="/letters/"]').first.inner_text()
    assert letter_number.split()[-2] in stranger.locator("main").inner_text()

    open_case(ministry, number)
    assert not ministry.page.locator("#act-approve").count(), "decided before"
    open_case(second, number)
    act(second, "approve", {"reasons": "Келісілді."})
    exporter.open(case_page)
    assert number in text_of(exporter.pdf(letter_address(exporter, "/letters/")))


def note_and_propose(ministry: Person, today: date) -> None:
    appeal = {"appealed_on": f"{today:%d.%m.%Y}", "addressed_to": "Министрге", "asked": "Мақұлдау."}
    act(ministry, "note_appeal", appeal)
    ministry.shows("Министрге")
    act(
        ministry,
        "propose_reopening",
        {
            "ground": "error_found",
            "words": "Қосымша құжаттар ішінде бар.",
            "citation": "№ 9 қызметтік жазба",
            "to": "awaiting_decision",
        },
    )
