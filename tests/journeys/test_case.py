"""The whole job: from an empty draft to an approval that anyone can verify."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.journeys.application import DOCUMENTS, SECTIONS_IN_ORDER, answers_for, upload
from tests.journeys.conftest import Someone
from tests.journeys.walk import Person, text_of, verification_address


def start_and_fill(exporter: Person, today: date, contract_number: str) -> str:
    """A draft with everything in it; returns the path of its form."""
    exporter.open("applications/mine/")
    exporter.press('main form[action$="/start/"] button')
    form = exporter.page.url.rstrip("/")
    answers = answers_for(today, contract_number=contract_number)
    for code in SECTIONS_IN_ORDER:
        exporter.open(f"{form}/{code}/")
        exporter.send(answers[code], form="#answers")
        assert f"/{code}/" not in exporter.page.url, f"{code} was not accepted"
    for kind in DOCUMENTS:
        add_document(exporter, form, kind)
    exporter.open(f"{form}/declaration/")
    exporter.send(answers["declaration"], form="#answers")
    return form


def add_document(exporter: Person, form: str, kind: str) -> None:
    exporter.open(f"{form}/documents/")
    exporter.fill({"kind": kind})
    exporter.page.locator("#id_file").set_input_files(upload(f"{kind}.pdf"))
    exporter.page.locator("#uploads button[type=submit]").click()
    expect(exporter.page.locator(f"#kind-{kind}")).to_contain_text(f"{kind}.pdf")
    exporter.look()


def submit(exporter: Person, form: str) -> str:
    """Press submit twice, quickly; returns the case's number."""
    exporter.open(f"{form}/check/")
    exporter.page.locator('main form[action$="/submit/"] button').dblclick()
    exporter.page.wait_for_url("**/applications/*/")
    exporter.look()
    return exporter.page.locator("h1").inner_text()


def letter_address(person: Person, part: str, number: int = 0) -> str:
    """The address of a letter in the history, newest first."""
    link = person.page.locator(f'main a[href*="{part}"]').nth(number)
    return person.portal.url + str(link.get_attribute("href"))


def open_case(officer: Person, number: str) -> None:
    officer.open(f"applications/queue/?search={number}")
    officer.page.locator("main a", has_text=re.compile(re.escape(number))).first.click()
    officer.look()


def act(officer: Person, name: str, fields: dict[str, str]) -> None:
    block = officer.page.locator(f"#act-{name}")
    if fields:
        block.locator("summary").click()
        officer.look()
    officer.fill(fields, prefix=f"{name}-")
    officer.press(block.locator("button"))


def answer_hearing(exporter: Person, form: str, text: str) -> None:
    exporter.open(form.removesuffix("/form") + "/hearing/")
    exporter.send({"text": text})
    exporter.shows(text)


@pytest.mark.embedded
@pytest.mark.usefixtures("base_rate_known_today")
def test_from_an_empty_draft_to_a_verified_approval(
    someone: Someone, today: date, request: pytest.FixtureRequest
) -> None:
    exporter, agent, ministry = someone("exporter"), someone("agent"), someone("ministry")
    form = start_and_fill(exporter, today, f"J-1/{id(request)}")
    number = submit(exporter, form)
    assert re.fullmatch(r"KR-\d{4}-\d{6}", number)

    open_case(agent, number)
    act(agent, "take", {})
    act(agent, "return", {"remark_buyer": "Сатып алушының тіркеу нөмірін тексеріңіз."})

    exporter.open(f"{form}/")
    exporter.shows("Сатып алушының тіркеу нөмірін тексеріңіз.")
    exporter.open(f"{form}/buyer/")
    exporter.send({"buyer_registration_number": "305999999"}, form="#answers")
    assert submit(exporter, form) == number

    open_case(agent, number)
    agent.shows("305999999")
    act(agent, "take", {})
    act(agent, "conclude", {"in_favour": "yes", "reasons": "Барлық құжаттар сәйкес."})

    open_case(ministry, number)
    act(ministry, "approve", {"reasons": "Келісілді."})

    exporter.open(form.removesuffix("/form") + "/")
    approval = exporter.pdf(letter_address(exporter, "/letters/"))
    assert number in text_of(approval)
    assert approval.trailer["/Root"]["/MarkInfo"]["/Marked"]

    stranger = ministry.page.context.browser.new_context().new_page()
    answer = stranger.goto(verification_address(approval))
    assert answer is not None
    assert answer.status == 200
    assert number in stranger.locator("main").inner_text()


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.usefixtures("base_rate_known_today")
def test_the_main_walk_in_the_other_languages(someone: Someone, today: date, language: str) -> None:
    """Filed, taken and refused in Russian and English; axe looks at every page."""
    exporter, agent = someone("exporter2", language), someone("agent2", language)
    form = start_and_fill(exporter, today, f"J-2/{language}")
    number = submit(exporter, form)
    open_case(agent, number)
    act(agent, "take", {})
    act(agent, "conclude", {"in_favour": "no", "reasons": "Сделка прошла до подачи."})
    ministry = someone("ministry2", language)
    open_case(ministry, number)
    grounds = {"ground_amounts_or_dates_differ": "Сделка прошла до подачи заявки."}
    act(ministry, "announce", grounds)
    answer_hearing(exporter, form, "Возразить нечего.")
    open_case(ministry, number)
    act(ministry, "refuse", grounds)
    exporter.open(form.removesuffix("/form") + "/")
    refusal = exporter.pdf(letter_address(exporter, "/letters/"))
    assert "Сделка прошла до подачи заявки." in " ".join(text_of(refusal).split())
