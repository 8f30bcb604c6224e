"""Signing up, signing in and one's organisation, through the pages."""

import io
from smtplib import SMTPServerDisconnected
from unittest.mock import Mock

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.urls import reverse

from accounts.models import Role, User
from tests.people import (
    agree,
    make_membership,
    make_organisation,
    make_user,
    set_up_second_step,
)

pytestmark = pytest.mark.django_db
PASSWORD = "steppe-caravan-2026"


def test_signing_up_confirming_and_registering_an_organisation(client):
    client.post(
        reverse("account_signup"),
        {
            "full_name": "Айгүл Сұлтанқызы",
            "email": "aigul@example.invalid",
            "password1": PASSWORD,
            "password2": PASSWORD,
            "consent": "on",
        },
    )
    link = next(word for word in mail.outbox[0].body.split() if "/e-mail/confirm/" in word)
    client.post(link.split("testserver", 1)[-1])
    client.post(reverse("account_login"), {"login": "aigul@example.invalid", "password": PASSWORD})
    assert client.get(reverse("portal:home")).url == reverse("accounts:register_organisation")
    response = client.post(
        reverse("accounts:register_organisation"),
        {
            "business_number": "200140000014",
            "name_kk": "«Керуен» ЖШС",
            "name_ru": "ТОО «Керуен»",
            "address": "Алматы",
        },
        follow=True,
    )
    user = User.objects.get()
    assert user.full_name == "Айгүл Сұлтанқызы"
    assert user.memberships.get().organisation.name_kk in response.content.decode()


def test_a_wrong_business_number_is_said_at_its_field_and_nothing_typed_is_lost(client):
    client.force_login(make_user())
    page = client.post(
        reverse("accounts:register_organisation"),
        {"business_number": "200140000015", "name_kk": "Аты", "name_ru": "Имя", "address": "x"},
    )
    assert "business_number" in page.context["form"].errors
    assert 'value="200140000015"' in page.content.decode()


@pytest.mark.parametrize("role", [*Role, None])
def test_only_the_agent_opens_the_organisations_to_confirm(client, role):
    user = make_membership(role).user if role else make_user()
    client.force_login(user)
    waiting = make_organisation(verified_at=None)
    expected = 200 if role == Role.AGENT_OFFICER else 403
    for url in (
        reverse("accounts:organisations_to_confirm"),
        reverse("accounts:organisation_to_confirm", args=[waiting.pk]),
    ):
        assert client.get(url).status_code == expected


@pytest.mark.parametrize("waiting", [1, 3])
def test_the_list_asks_the_database_as_often_for_three_as_for_one(
    client, waiting, django_assert_num_queries
):
    client.force_login(make_membership(Role.AGENT_OFFICER).user)
    for _number in range(waiting):
        make_organisation(verified_at=None, registered_by=make_user())
    with django_assert_num_queries(5):
        client.get(reverse("accounts:organisations_to_confirm"))


def test_a_person_of_the_demonstration_signs_in_nowhere_else(client, settings):
    user = make_user(password=PASSWORD, is_demo=True)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    credentials = {"login": user.email, "password": PASSWORD}
    settings.PORTAL_DEMO = False
    client.post(reverse("account_login"), credentials)
    assert "_auth_user_id" not in client.session
    assert client.get(reverse("portal:demo")).status_code == 404
    settings.PORTAL_DEMO = True
    client.post(reverse("account_login"), credentials)
    assert "_auth_user_id" in client.session
    settings.PORTAL_DEMO = False
    assert client.get(reverse("accounts:team")).status_code == 302


@override_settings(PORTAL_DEMO=True)
@pytest.mark.parametrize(
    "origin", [{"REMOTE_ADDR": "10.0.0.5"}, {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}]
)
def test_the_one_click_sign_in_is_closed_to_other_machines(client, origin):
    assert client.get(reverse("portal:demo"), **origin).status_code == 404


@override_settings(PORTAL_DEMO=True)
def test_the_one_click_sign_in_takes_invented_people_only(client):
    real, invented = make_membership().user, make_membership(user=make_user(is_demo=True)).user
    assert client.post(reverse("portal:demo"), {"email": real.email}).status_code == 404
    assert client.post(reverse("portal:demo"), {"email": invented.email}).status_code == 302


def leads_to(client):
    return client.get(reverse("admin:index")).url.split("?")[0]


def test_create_admin_makes_a_person_who_may_open_the_administration(client, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    call_command("create_admin", "Boss@Example.invalid", "--full-name", "Boss", "--password-stdin")
    client.post(reverse("account_login"), {"login": "boss@example.invalid", "password": PASSWORD})
    admin = User.objects.get()
    assert leads_to(client) == reverse("accounts:consent")
    agree(admin)
    assert leads_to(client) == reverse("accounts:second_step")
    set_up_second_step(admin)
    assert client.get(reverse("admin:index")).status_code == 200


def test_create_admin_refuses_a_weak_password(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("1234\n"))
    with pytest.raises(CommandError):
        call_command("create_admin", "a@example.invalid", "--full-name", "A", "--password-stdin")


@override_settings(PORTAL_DEMO=True)
def test_the_demonstrations_password_opens_nothing_from_another_machine(client):
    user = make_user(password=PASSWORD, is_demo=True)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    credentials = {"login": user.email, "password": PASSWORD}
    client.post(reverse("account_login"), credentials, REMOTE_ADDR="10.0.0.5")
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_is_away_is_said_and_the_address_stays(client, monkeypatch):
    member = make_membership(Role.APPLICANT)
    member.may_invite = True
    member.save()
    client.force_login(member.user)
    away = Mock(side_effect=SMTPServerDisconnected)
    monkeypatch.setattr("accounts.invitations.EmailMessage.send", away)
    answer = client.post("/en/account/organisation/", {"email": "colleague@example.invalid"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'id="id_email_error"' in page
    assert 'value="colleague@example.invalid"' in page
