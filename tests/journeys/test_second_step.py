"""An officer signs in with an authenticator app, then with a passkey, in a real browser.

Passkeys need an address with a name: the walk goes by ``localhost``. Chromium's
virtual authenticator stands for the finger on the telephone.
"""

import re
import time
from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import BrowserContext, CDPSession, expect

from tests.journeys.database import value_of
from tests.journeys.walk import Person
from tests.services.live_portal import LivePortal

PASSWORD = "steppe-caravan-2026"
NewContext = Callable[..., BrowserContext]
MAKE_OFFICER = """
from django.utils import timezone
from allauth.account.models import EmailAddress
from accounts.models import Membership, Organisation, User
user = User.objects.create_user("{email}", "{password}", full_name="Officer", language="ru")
EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
Membership.objects.create(
    user=user, organisation=Organisation.objects.get(kind="supervisor"), role="supervisor"
)
"""


class Officer(Person):
    """A real person, not of the demonstration, at the portal's name."""

    def __init__(self, portal: LivePortal, context: BrowserContext, email: str) -> None:
        super().__init__(portal, context, "ru")
        self.email = email

    def open(self, path: str) -> None:
        root = self.portal.url.replace("127.0.0.1", "localhost")
        super().open(path if path.startswith("http") else f"{root}/{self.language}/{path}")

    def give_password(self) -> None:
        self.open("account/sign-in/")
        self.send({"login": self.email, "password": PASSWORD})

    def touch(self, leads_to: str) -> None:
        """Press the passkey's button; the browser answers and the form goes by itself."""
        self.page.locator("[data-passkey-button]").click()
        self.page.wait_for_url(re.compile(leads_to))
        self.look()

    def type_secret_and_code(self) -> str:
        """The secret as somebody without a camera types it."""
        groups = self.page.locator(".k-secret__group").all_inner_texts()
        secret = "".join(groups)
        self.send({"code": code_of(secret)})
        return secret


def code_of(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def wait_for_the_next_code(secret: str) -> str:
    """A code counts once: after it one waits for the next half minute."""
    spent = code_of(secret)
    while (code := code_of(secret)) == spent:
        time.sleep(0.5)
    return code


@pytest.fixture
def officer(live_portal: LivePortal, new_context: NewContext) -> Officer:
    email = f"officer{time.time_ns()}@example.invalid"
    live_portal.manage("shell", "-c", MAKE_OFFICER.format(email=email, password=PASSWORD))
    return Officer(live_portal, new_context(), email)


@pytest.fixture
def finger(officer: Officer) -> Iterator[CDPSession]:
    session = officer.page.context.new_cdp_session(officer.page)
    session.send("WebAuthn.enable")
    authenticator = session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    session.authenticator = authenticator["authenticatorId"]  # type: ignore[attr-defined]
    yield session
    session.send("WebAuthn.disable")


def agree(officer: Officer) -> None:
    officer.press(officer.page.locator('form:has([name="edition"]) button'))


def test_an_officer_sets_up_an_app_and_signs_in_with_it(officer: Officer) -> None:
    officer.give_password()
    assert "/account/consent/" in officer.page.url
    agree(officer)
    assert "/account/second-step/set-up/" in officer.page.url
    officer.follow("/second-step/app/")
    officer.send({"password": PASSWORD})
    expect(officer.page.locator(".k-qr")).to_be_visible()
    secret = officer.type_secret_and_code()
    expect(officer.page.locator(".k-codes__code")).to_have_count(10)
    officer.press('main a[role="button"]')
    assert "/prudential/supervision/" in officer.page.url
    officer.open("account/sign-out/")
    officer.press("main form button")
    officer.give_password()
    officer.send({"code": wait_for_the_next_code(secret)})
    assert "/prudential/supervision/" in officer.page.url
    officer.open("account/sessions/")
    officer.open("account/")
    officer.open("account/second-step/")


def test_a_passkey_is_added_and_signs_in_alone(officer: Officer, finger: CDPSession) -> None:
    officer.give_password()
    agree(officer)
    officer.follow("/second-step/passkeys/add/")
    officer.send({"password": PASSWORD})
    officer.touch("/recovery-codes/$")
    expect(officer.page.locator(".k-codes__code")).to_have_count(10)
    stored = "SELECT count(*) FROM mfa_authenticator a JOIN accounts_user u ON u.id = a.user_id"
    mine = f"{stored} WHERE a.type = 'webauthn' AND u.email = '{officer.email}'"
    assert value_of(officer.portal, mine) == 1
    officer.open("account/sign-out/")
    officer.press("main form button")
    officer.open("account/sign-in/")
    officer.touch("/prudential/supervision/")


def test_a_passkey_is_the_second_step_after_the_password(
    officer: Officer, finger: CDPSession
) -> None:
    officer.give_password()
    agree(officer)
    officer.follow("/second-step/passkeys/add/")
    officer.send({"password": PASSWORD})
    officer.fill({"passwordless": "off"})
    officer.touch("/recovery-codes/$")
    expect(officer.page.locator(".k-codes__code")).to_have_count(10)
    officer.open("account/sign-out/")
    officer.press("main form button")
    officer.give_password()
    assert "/account/sign-in/second-step/" in officer.page.url
    officer.touch("/prudential/supervision/")
    officer.open("account/confirm-it-is-you/passkey/?next=/ru/account/second-step/")
    officer.touch(r":\d+/ru/account/second-step/$")


def test_cancelling_is_said_in_words(officer: Officer, finger: CDPSession) -> None:
    officer.give_password()
    agree(officer)
    officer.follow("/second-step/passkeys/add/")
    officer.send({"password": PASSWORD})
    finger.send(
        "WebAuthn.setUserVerified",
        {"authenticatorId": finger.authenticator, "isUserVerified": False},  # type: ignore[attr-defined]
    )
    officer.page.locator("[data-passkey-button]").click()
    error = officer.page.locator("[data-passkey-error]")
    expect(error).not_to_be_empty(timeout=70_000)
    officer.look()


def test_without_scripts_the_page_says_so_and_offers_the_app(
    live_portal: LivePortal, new_context: NewContext
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_portal.url}/en/account/sign-in/")
    expect(page.locator("[data-passkey-missing]")).to_be_visible()
    expect(page.locator("[data-passkey-button]")).to_be_hidden()
