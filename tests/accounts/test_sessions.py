"""Where one is signed in: seen, ended; a new password ends the others."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.sessions import device_of
from tests.people import make_membership

pytestmark = pytest.mark.django_db
PASSWORD = "steppe-caravan-2026"
NEW = "another-caravan-2026"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SESSIONS = "/en/account/sessions/"
PRIVATE = "/en/account/person/"


@pytest.fixture
def user() -> User:
    user = make_membership().user
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def browser(user: User, password: str = PASSWORD) -> Client:
    client = Client(headers={"User-Agent": FIREFOX})
    client.post(reverse("account_login"), {"login": user.email, "password": password})
    return client


def is_signed_in(client: Client) -> bool:
    return client.get(PRIVATE).status_code == 200


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (FIREFOX, "Firefox, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 YaBrowser/25 Safari/537.36",
         "Yandex Browser, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18) CriOS/140 Mobile Safari/604.1", "Chrome, iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X) Version/18 Safari/605", "Safari, macOS"),
        ("curl/8", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_device_is_named_in_two_words(agent: str, device: str) -> None:
    assert device_of(agent) == device


def test_the_page_names_device_and_address_and_ends_one(user: User) -> None:
    here, there = browser(user), browser(user)
    page = here.get(SESSIONS)
    shown = page.content.decode()
    assert shown.count("Firefox, Linux") >= 2
    assert "127.0.0.1" in shown
    (other,) = [row for row in page.context["page"] if not row.is_this_one]
    here.post(reverse("accounts:end_session", args=[other.pk]))
    assert is_signed_in(here)
    assert not is_signed_in(there)


def test_signing_out_everywhere_else(user: User) -> None:
    here, *others = browser(user), browser(user), browser(user)
    here.post(reverse("accounts:end_other_sessions"))
    assert is_signed_in(here)
    assert not any(is_signed_in(other) for other in others)


def test_nobody_ends_anothers_session(user: User) -> None:
    here, stranger = browser(user), Client()
    stranger.force_login(make_membership().user)
    session = UserSession.objects.get(user=user)
    answer = stranger.post(reverse("accounts:end_session", args=[session.pk]))
    assert answer.status_code == 404
    assert is_signed_in(here)


def test_a_changed_password_ends_the_other_sessions_and_is_told(user: User) -> None:
    here, there = browser(user), browser(user)
    answer = here.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
    )
    assert answer.status_code == 302
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert UserSession.objects.filter(user=user).count() == 1
    assert [letter.to for letter in mail.outbox] == [[user.email]]


def test_a_password_reset_by_letter_ends_every_session(user: User) -> None:
    there = browser(user)
    guest = Client()
    guest.post(reverse("account_reset_password"), {"email": user.email})
    link = next(word for word in mail.outbox[0].body.split() if "/password/reset/" in word)
    step = guest.get(link.split("testserver", 1)[-1])
    guest.post(step.headers["Location"], {"password1": NEW, "password2": NEW})
    assert not is_signed_in(there)
    assert not UserSession.objects.filter(user=user).exists()
    assert is_signed_in(browser(user, NEW))
    assert len(mail.outbox) == 2


def test_last_seen_moves_on_after_some_minutes_and_not_at_every_request(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = browser(user)
    seen = UserSession.objects.get().last_seen_at
    here.get(PRIVATE)
    assert UserSession.objects.get().last_seen_at == seen
    later = timezone.now() + timedelta(minutes=6)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    here.get(PRIVATE)
    assert UserSession.objects.get().last_seen_at == later


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_database_as_often_for_three_as_for_one(
    user: User, count: int, django_assert_num_queries: Any
) -> None:
    here, *_others = [browser(user) for _number in range(count)]
    here.get(SESSIONS)
    with django_assert_num_queries(13):
        here.get(SESSIONS)


def test_the_account_page_leads_everywhere(user: User) -> None:
    page = browser(user).get(reverse("accounts:account")).content.decode()
    for name in ("accounts:person", "account_change_password", "accounts:second_step",
                 "accounts:sessions", "accounts:consent", "accounts:team"):  # fmt: skip
        assert f'href="{reverse(name)}"' in page, name
    assert user.email in page


def test_name_and_language_are_changed(user: User) -> None:
    here = browser(user)
    here.post(PRIVATE, {"full_name": "Жаңа Есім", "language": "ru"})
    user.refresh_from_db()
    assert (user.full_name, user.language) == ("Жаңа Есім", "ru")
