"""Every page in Kazakh as every role: axe, no sideways scrolling on a phone, and without scripts.

A crawl follows the links by their shape, numbers collapsed: of a page that exists for
every case it looks at a few. Public pages are looked at once, by a stranger.
"""

import re
from collections import Counter, deque
from collections.abc import Callable, Iterable
from datetime import date
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.registers import send_register
from tests.journeys.walk import PATIENCE, Person
from tests.prudential.register_files import portfolio
from tests.services.accessibility import violations
from tests.services.live_portal import LivePortal

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
LANGUAGE = "kk"

# Not pages: files to download, letters.
NO_PAGES = re.compile(
    r"\.(csv|txt|xlsx|pdf|zip|ics)$|/(pdf|xlsx|csv|file)/$|/original/$|/letters/"
    r"|/notices/\d+/|/applications/\d+/documents/\d+/"
)
PUBLIC = re.compile(
    r"^/kk/(programmes/(?!revisions|reference-rates/(?:entries|uploads|proposals))|norms/|documents/|api/)"
)
# Segments that name one of many alike.
ONE_OF_MANY = [
    (re.compile(r"(?<=/)\d+(?=/)"), "N"),
    (re.compile(r"(?<=/norms/).+"), "*"),
    (re.compile(r"(?<=/programmes/instruments/)[^/]+"), "*"),
    (re.compile(r"(?<=/programmes/)\d[\w-]*(?=/)"), "*"),
]
# A page that looks different by state is looked at in several.
LOOKED_AT = {
    "/kk/applications/N/": 5,
    "/kk/applications/N/review/": 6,
    "/kk/applications/N/form/": 3,
    "/kk/norms/*": 3,
    "/kk/programmes/revisions/N/": 2,
    "/kk/prudential/registers/N/": 4,
    "/kk/prudential/figures/N/": 3,
    "/kk/prudential/supervision/N/": 2,
}
NO_LETTER = "documents/verify/N-2026-000001/00000000000000000000000000000000/"
PUBLIC_DOORS = (
    "", "demo/", "account/sign-in/", "account/sign-up/", "account/password/reset/",
    "account/password/reset/sent/", "account/e-mail/sent/", "account/closed/",
    "documents/verify/", NO_LETTER, "api/", "no-such-page/",
)  # fmt: skip
OWN_DOORS = ("", "account/organisation/", "account/organisation/register/",
             "account/", "account/sessions/", "account/consent/", "account/second-step/set-up/",
             "account/password/change/", "account/sign-out/", "admin/")  # fmt: skip
# Whose answer is no page of content: not found, not for this role.
REFUSALS = {"no-such-page/": 404, NO_LETTER: 404, "admin/": 403}


class Crawl:
    """One person's way through the pages; ``faults`` tells what is wrong where."""

    def __init__(self, page: Page, root: str, *, public_too: bool) -> None:
        self._page, self._root, self._public_too = page, f"{root}/{LANGUAGE}/", public_too
        self._looked: Counter[str] = Counter()
        self._known: set[str] = set()
        self._waiting: deque[str] = deque()
        self.faults: list[str] = []

    @property
    def count(self) -> int:
        return self._looked.total()

    def run(self, doors: Iterable[str]) -> None:
        self._waiting.extend(urljoin(self._root, door) for door in doors)
        self._known.update(self._waiting)
        while self._waiting:
            url = self._waiting.popleft()
            shape = shape_of(url)
            if self._looked[shape] < LOOKED_AT.get(shape, 1):
                self._looked[shape] += 1
                self._look(url)

    def _note(self, url: str) -> None:
        url = url.split("#")[0]
        path = urlsplit(url).path
        ours = url.startswith(self._root) and not NO_PAGES.search(path)
        hidden = PUBLIC.match(path) and not self._public_too
        if ours and not hidden and url not in self._known:
            self._known.add(url)
            self._waiting.append(url)

    def _look(self, url: str) -> None:
        answer = self._page.goto(url)
        assert answer is not None
        expected = REFUSALS.get(url.removeprefix(self._root), 200)
        self._fault(url, answer.status != expected, f"status {answer.status}")
        language = self._page.locator("html").get_attribute("lang")
        self._fault(url, language != LANGUAGE, f"lang {language}")
        for found in violations(self._page):
            targets = [node["target"] for node in found["nodes"]]
            self._fault(url, True, f"axe {found['id']}: {found['help']} {targets[:3]}")
        self._fault(url, (wide := self._overflow()) > 0, f"{wide} px too wide for a phone")
        for address in self._page.locator("main a[href], .k-navigation a[href]").all():
            self._note(urljoin(self._page.url, str(address.get_attribute("href"))))

    def _overflow(self) -> int:
        self._page.set_viewport_size(PHONE)
        wide = self._page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        self._page.set_viewport_size(DESKTOP)
        return int(wide)

    def _fault(self, url: str, is_wrong: bool, what: str) -> None:
        if is_wrong:
            self.faults.append(f"{url.removeprefix(self._root)}: {what}")


def shape_of(url: str) -> str:
    """The address without what tells one thing from its like; of a query the names."""
    parts = urlsplit(url)
    path = parts.path
    for pattern, sign in ONE_OF_MANY:
        path = pattern.sub(sign, path)
    names = sorted({name for name, _value in parse_qsl(parts.query)})
    return path + ("?" + "&".join(names) if names else "")


NewContext = Callable[..., BrowserContext]


def test_every_page_a_stranger_can_open(live_portal: LivePortal, new_context: NewContext) -> None:
    crawl = Crawl(new_context().new_page(), live_portal.url, public_too=True)
    crawl.run(PUBLIC_DOORS)
    assert not crawl.faults, "\n".join(crawl.faults)
    assert crawl.count >= 20, "too few pages to be all"


# By sign-in of the demonstration: how many pages there are for this person at the least.
PEOPLE = {
    "exporter": 20,
    "unconfirmed": 5,
    "agent": 8,
    "ministry": 6,
    "programmes": 10,
    "mfo": 8,
    "bank": 6,
    "supervisor": 6,
    "lender": 4,
}


@pytest.mark.parametrize("name", PEOPLE)
def test_every_page_of_a_role(live_portal: LivePortal, new_context: NewContext, name: str) -> None:
    person = Person(live_portal, new_context(), LANGUAGE).sign_in(name)
    crawl = Crawl(person.page, live_portal.url, public_too=False)
    crawl.run(OWN_DOORS)
    assert not crawl.faults, "\n".join(crawl.faults)
    assert crawl.count >= PEOPLE[name], "too few pages to be all"


class Plain(Person):
    """A person whose browser runs no scripts, so axe neither."""

    def look(self) -> None:
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)
        expect(self.page.locator("main h1")).to_be_visible()


@pytest.fixture
def plain(live_portal: LivePortal, new_context: NewContext) -> Callable[[str], Plain]:
    def sign_in(name: str) -> Plain:
        person = Plain(live_portal, new_context(java_script_enabled=False), LANGUAGE)
        return person.sign_in(name)  # type: ignore[return-value]

    return sign_in


def test_without_scripts_an_application_is_begun(plain: Callable[[str], Plain]) -> None:
    exporter = plain("exporter2")
    exporter.open("applications/mine/")
    exporter.press('main form[action$="/start/"] button')
    form = exporter.page.url.rstrip("/")
    exporter.open(f"{form}/buyer/")
    exporter.send({"buyer_name": "Volga Agro LLC"}, form="#answers")
    expect(exporter.page.locator(".govuk-error-summary")).to_be_visible()
    exporter.open(f"{form}/buyer/")
    assert exporter.page.locator('[name="buyer_name"]').input_value() == "Volga Agro LLC"
    for code in ("financing", "subsidy", "documents", "check"):
        exporter.open(f"{form}/{code}/")


def test_without_scripts_officers_find_a_case_and_a_rate(plain: Callable[[str], Plain]) -> None:
    agent = plain("agent")
    agent.open("applications/queue/")
    agent.fill({"q": "kr-"})
    agent.press("main form.k-filters button")
    agent.press(agent.page.locator("main tbody th a").first)
    agent.open("programmes/45/")
    agent.fill({"on": "01.03.2022"})
    agent.press(agent.page.locator("main form button").first)
    assert "on=01.03.2022" in agent.page.url


def test_without_scripts_a_register_comes_to_its_share(plain: Callable[[str], Plain]) -> None:
    """The page asks again by itself: ``noscript`` refreshes it."""
    mfo, day = plain("mfo"), date(2024, 6, 30)
    send_register(mfo, portfolio("5.00", "100.00", on=day), on=day)
    link = mfo.page.locator('main a[href$="/numerator/"]')
    expect(link).to_be_visible(timeout=PATIENCE * 1000)
