"""The second step: who must have one, its pages, codes that count once, the reset."""

import time
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, SecondStepReset, User
from accounts.second_step import (
    STAFF_ROLES,
    ResetNotPossible,
    is_last_of_staff,
    must_have_second_step,
    reset_second_step,
)
from tests.people import make_membership, make_user, set_up_second_step

pytestmark = pytest.mark.django_db
PASSWORD = "steppe-caravan-2026"
HOME = "/en/"


def code_now(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def with_password(user: User) -> User:
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def sign_in(client: Client, user: User) -> Any:
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def leads_to(client: Client, path: str) -> str:
    return client.get(path).headers["Location"].split("?")[0]


def confirm_password(client: Client) -> None:
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


@pytest.fixture
def officer() -> User:
    """An agent's officer who has a password and nothing more."""
    return with_password(make_membership(Role.AGENT_OFFICER, user=make_user()).user)


@pytest.fixture
def newcomer() -> User:
    """An officer without a second step."""
    user = with_password(make_membership(Role.AGENT_OFFICER).user)
    Authenticator.objects.all().delete()
    return user


@pytest.mark.parametrize("role", Role)
def test_whoever_decides_must_have_one(role: Role) -> None:
    membership = make_membership(role)
    must = must_have_second_step(membership.user, [membership])
    assert must == (role in STAFF_ROLES)


def test_a_system_admin_must_and_a_person_of_the_demonstration_need_not() -> None:
    assert must_have_second_step(make_user(is_staff=True), [])
    invented = make_membership(Role.MINISTRY_OFFICER, user=make_user(is_demo=True))
    assert not must_have_second_step(invented.user, [invented])


def test_only_the_role_one_acts_in_counts(client: Client) -> None:
    """An applicant who is an officer elsewhere may go on as an applicant."""
    user = make_user()
    applicant = make_membership(user=user)
    make_membership(Role.SUPERVISOR, user=user, may_work=False)
    client.force_login(user)
    assert client.get(reverse("applications:my_cases")).status_code == 200
    supervisor = user.memberships.exclude(pk=applicant.pk).get()
    client.post(reverse("accounts:act_as"), {"membership": supervisor.pk})
    assert leads_to(client, reverse("prudential:supervision")) == reverse("accounts:second_step")
    client.post(reverse("accounts:act_as"), {"membership": applicant.pk})
    assert client.get(reverse("applications:my_cases")).status_code == 200


def test_an_app_is_set_up_and_the_staff_pages_open(client: Client, newcomer: User) -> None:
    sign_in(client, newcomer)
    assert leads_to(client, reverse("applications:queue")) == reverse("accounts:second_step")
    page = client.get(reverse("accounts:second_step"))
    assert reverse("mfa_add_webauthn") in page.content.decode()
    assert leads_to(client, reverse("mfa_activate_totp")).startswith(
        reverse("account_reauthenticate")
    )
    confirm_password(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    shown = page.content.decode()
    assert "<svg" in shown
    assert "style=" not in shown.split("<svg")[1].split("</svg>")[0]
    assert "data:" not in shown
    assert all(f">{secret[at : at + 4]}<" in shown for at in range(0, 32, 4))
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert wrong.context["form"].errors["code"] == ["This code or passkey does not fit. Try again."]
    done = client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    assert done.headers["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(reverse("applications:queue")).status_code == 200


def test_the_secret_is_not_stored_in_the_clear(officer: User) -> None:
    Authenticator.objects.all().delete()
    secret = set_up_second_step(officer)
    stored = Authenticator.objects.get(user=officer).data["secret"]
    assert secret not in stored


def officer_with_app(officer: User) -> str:
    Authenticator.objects.all().delete()
    return set_up_second_step(officer)


def test_signing_in_takes_two_steps(client: Client, officer: User) -> None:
    secret = officer_with_app(officer)
    assert sign_in(client, officer).headers["Location"] == reverse("mfa_authenticate")
    assert leads_to(client, reverse("applications:queue")).startswith(reverse("account_login"))
    page = client.get(reverse("mfa_authenticate")).content.decode()
    assert "data-passkey" not in page, "this person has no passkey to be asked for"
    client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})
    assert client.get(reverse("applications:queue")).status_code == 200


def test_a_code_counts_once(client: Client, officer: User) -> None:
    secret = officer_with_app(officer)
    code = code_now(secret)
    for guest, enters in ((client, True), (Client(), False)):
        sign_in(guest, officer)
        guest.post(reverse("mfa_authenticate"), {"code": code})
        assert ("_auth_user_id" in guest.session) == enters


def test_a_code_is_refused_although_the_cache_has_forgotten_it(
    client: Client, officer: User
) -> None:
    """With a tolerance of half a minute a code lives longer than the package's own memory."""
    from django.core.cache import cache

    secret = officer_with_app(officer)
    code = code_now(secret)
    sign_in(client, officer)
    client.post(reverse("mfa_authenticate"), {"code": code})
    cache.clear()
    again = Client()
    sign_in(again, officer)
    answer = again.post(reverse("mfa_authenticate"), {"code": code})
    assert answer.context["form"].errors["code"] == [
        "This code was used already. Wait for the next one."
    ]


def test_the_code_that_set_up_the_app_does_not_sign_in(client: Client, newcomer: User) -> None:
    sign_in(client, newcomer)
    confirm_password(client)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    code = code_now(secret)
    client.post(reverse("mfa_activate_totp"), {"code": code})
    onlooker = Client()
    sign_in(onlooker, newcomer)
    onlooker.post(reverse("mfa_authenticate"), {"code": code})
    assert "_auth_user_id" not in onlooker.session


def test_guessing_codes_is_stopped(client: Client, officer: User) -> None:
    secret = officer_with_app(officer)
    sign_in(client, officer)
    for _try in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    answer = client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})
    assert answer.context["form"].errors["code"] == [
        "Too many failed login attempts. Try again later."
    ]


def test_guessing_the_password_again_is_stopped_with_a_page(client: Client, officer: User) -> None:
    client.force_login(officer)
    for _try in range(10):
        client.post(reverse("account_reauthenticate"), {"password": "wrong"})
    answer = client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert answer.status_code == 429
    assert "Too many attempts" in answer.content.decode()


@pytest.fixture
def codes(client: Client, newcomer: User) -> list[str]:
    sign_in(client, newcomer)
    confirm_password(client)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    page = client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)}, follow=True)
    return list(page.context["unused_codes"])


def test_recovery_codes_are_shown_once(client: Client, codes: list[str]) -> None:
    assert len(set(codes)) == 10
    again = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert not any(code[:4] in again and code[4:] in again for code in codes)


def test_a_recovery_code_lets_in_once(newcomer: User, codes: list[str]) -> None:
    for enters in (True, False):
        guest = Client()
        sign_in(guest, newcomer)
        guest.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert ("_auth_user_id" in guest.session) == enters


def test_new_recovery_codes_end_the_old_ones(
    client: Client, newcomer: User, codes: list[str]
) -> None:
    client.post(reverse("mfa_generate_recovery_codes"))
    fresh = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    assert not set(fresh) & set(codes)
    guest = Client()
    sign_in(guest, newcomer)
    guest.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert "_auth_user_id" not in guest.session


def test_the_last_step_of_an_officer_stays(
    client: Client, newcomer: User, codes: list[str]
) -> None:
    page = client.get(reverse("mfa_deactivate_totp")).content.decode()
    assert "this is your last one" in page
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()


def test_the_last_step_of_an_applicant_may_go(client: Client) -> None:
    user = with_password(make_membership().user)
    set_up_second_step(user)
    client.force_login(user)
    confirm_password(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()


def test_the_last_step_counts_in_every_role_a_person_has() -> None:
    """Acting as an applicant does not loosen an officer's lock."""
    user = make_membership().user
    make_membership(Role.SUPERVISOR, user=user)
    assert is_last_of_staff(Authenticator.objects.get(user=user))


@pytest.mark.django_db(transaction=True)
def test_a_change_is_told_by_letter_in_the_persons_language(client: Client) -> None:
    user = with_password(make_membership(user=make_user(language="en")).user)
    client.force_login(user)
    confirm_password(client)
    secret = client.get("/ru/account/second-step/app/").context["form"].secret
    client.post("/ru/account/second-step/app/", {"code": code_now(secret)})
    (letter,) = mail.outbox
    assert letter.subject == "Authenticator app set up"
    assert letter.to == [user.email]
    assert "127.0.0.1" in letter.body
    client.post("/ru/account/second-step/app/remove/")
    assert mail.outbox[-1].subject == "Authenticator app removed"


def test_an_administrator_resets_with_a_reason_and_the_person_is_told(
    client: Client, officer: User, django_capture_on_commit_callbacks: Any
) -> None:
    admin = make_user(is_staff=True)
    client.force_login(officer)
    client.get(reverse("accounts:sessions"))
    with django_capture_on_commit_callbacks(execute=True):
        call_command(
            "reset_second_step", officer.email, "--by", admin.email, "--reason", "Telephone lost"
        )
    assert not Authenticator.objects.filter(user=officer).exists()
    assert not UserSession.objects.filter(user=officer).exists()
    assert client.get(HOME).status_code == 200, "a stranger's front page: signed out"
    reset = SecondStepReset.objects.get()
    assert (reset.user, reset.by, reset.reason) == (officer, admin, "Telephone lost")
    (letter,) = mail.outbox
    assert "Telephone lost" in letter.body
    assert letter.to == [officer.email]


def test_nobody_else_resets_and_nobody_without_a_reason(officer: User) -> None:
    admin, now = make_user(is_staff=True), timezone.now()
    with pytest.raises(PermissionDenied):
        reset_second_step(officer.pk, by=make_user(), reason="Lost", at=now)
    with pytest.raises(PermissionDenied):
        reset_second_step(admin.pk, by=admin, reason="Lost", at=now)
    with pytest.raises(ResetNotPossible):
        reset_second_step(officer.pk, by=admin, reason=" ", at=now)
    with pytest.raises(CommandError):
        call_command(
            "reset_second_step", "no@example.invalid", "--by", admin.email, "--reason", "x"
        )
    assert Authenticator.objects.filter(user=officer).exists()


def test_the_administration_shows_resets_and_no_secrets(client: Client) -> None:
    client.force_login(make_user(is_staff=True, is_superuser=True))
    page = client.get(reverse("admin:index")).content.decode()
    assert reverse("admin:accounts_secondstepreset_changelist") in page
    assert "authenticator" not in page.lower()


@pytest.mark.parametrize("passkeys", [1, 3])
def test_the_list_asks_the_database_as_often_for_three_as_for_one(
    client: Client, passkeys: int, django_assert_num_queries: Any
) -> None:
    user = make_membership().user
    for number in range(passkeys):
        data = {"name": f"Key {number}", "credential": {}}
        Authenticator.objects.create(user=user, type="webauthn", data=data)
    client.force_login(user)
    for name, queries in (("mfa_index", 5), ("accounts:account", 8)):
        with django_assert_num_queries(queries):
            client.get(reverse(name))
