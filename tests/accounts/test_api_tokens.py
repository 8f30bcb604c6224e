"""Tokens for programs: who makes them, that only their digest is kept, that they end."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import api_tokens
from accounts.api_tokens import MOST_ALIVE, TooManyTokens, revoke_token, scopes_for
from accounts.models import ApiToken, Membership, OrganisationKind, Role, User, hash_token
from tests.people import make_membership, make_organisation, token_for
from tests.prudential.register_files import bank_reporter, mfo_reporter

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"
MAKE, TOKENS = "/en/account/tokens/make/", "/en/account/tokens/"


@pytest.fixture
def applicant(client: Client) -> Membership:
    """Signed in by the password a moment ago."""
    membership = make_membership(Role.APPLICANT)
    sign_in(client, membership.user)
    return membership


def sign_in(client: Client, user: User) -> None:
    user.set_password(PASSWORD)
    user.save()
    client.force_login(user, backend="accounts.backends.PortalBackend")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def asked(**changes: Any) -> dict[str, Any]:
    return {"name": "ERP", "scopes": ["cases:read"], "days": "90", "form_key": uuid4(), **changes}


@pytest.mark.parametrize(
    ("who", "scopes"),
    [
        (lambda: mfo_reporter(), ["registers:write", "registers:read", "runs:read"]),
        (lambda: bank_reporter(), ["runs:read"]),
        (lambda: make_membership(Role.SUPERVISOR), ["registers:read", "runs:read"]),
        (lambda: make_membership(Role.APPLICANT), ["cases:read"]),
        (lambda: make_membership(Role.AGENT_OFFICER), ["cases:read"]),
        (lambda: make_membership(Role.MINISTRY_OFFICER), ["cases:read"]),
        (lambda: make_membership(Role.LENDER_OFFICER), []),
        (lambda: make_membership(Role.PROGRAMME_ADMIN), []),
        (lambda: None, []),
    ],
)
def test_each_role_has_its_scopes_and_no_other(who: Any, scopes: list[str]) -> None:
    membership = who()
    assert list(scopes_for(membership)) == scopes
    for foreign in {"registers:write", "registers:read", "runs:read", "cases:read"} - set(scopes):
        if membership is not None:
            with pytest.raises(PermissionDenied):
                token_for(membership, foreign)


def test_the_token_is_shown_once_and_only_its_digest_is_kept(
    client: Client, applicant: Membership
) -> None:
    sent = client.post(MAKE, asked())
    assert sent.headers["Location"] == TOKENS
    token = ApiToken.objects.get()
    sealed = str(dict(client.session))
    page = client.get(TOKENS)
    secret = page.context["secret"]
    assert hash_token(secret) == token.token_hash
    assert secret not in sealed
    assert secret not in str(dict(client.session))
    assert page.headers["Cache-Control"].count("no-store")
    assert page.content.decode().count(secret) == 2
    assert secret not in client.get(TOKENS).content.decode()
    kept = [str(value) for value in ApiToken.objects.values().get().values()]
    assert not any(secret in value for value in kept)


def test_its_holder_is_told_by_a_letter_without_the_secret(
    client: Client, applicant: Membership, django_capture_on_commit_callbacks: Any
) -> None:
    mail.outbox.clear()
    User.objects.update(language="en")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(MAKE, asked(name="Our <ERP> & co"))
    (letter,) = mail.outbox
    secret = client.get(TOKENS).context["secret"]
    assert letter.to == [applicant.user.email]
    assert "Our <ERP> & co" in letter.body
    assert TOKENS.replace("/kk/", "/en/") in letter.body
    assert secret not in letter.body


def test_the_same_form_twice_makes_one_token_and_still_shows_it(
    client: Client, applicant: Membership
) -> None:
    form = asked()
    for __ in range(2):
        client.post(MAKE, form)
    token = ApiToken.objects.get()
    assert hash_token(client.get(TOKENS).context["secret"]) == token.token_hash


def test_whoever_is_only_signed_in_must_confirm_first(client: Client) -> None:
    user = make_membership().user
    user.set_password(PASSWORD)
    user.save()
    client.force_login(user, backend="accounts.backends.PortalBackend")
    for answer in (client.get(MAKE), client.post(MAKE, asked())):
        assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["registers:write"]}, "scopes"),
        ({"days": "366"}, "days"),
        ({"days": ""}, "days"),
        ({"form_key": "x"}, "form_key"),
    ],
)
def test_a_form_filled_wrongly_says_where(
    client: Client, applicant: Membership, change: dict[str, Any], field: str
) -> None:
    assert list(client.post(MAKE, asked(**change)).context["form"].errors) == [field]
    assert not ApiToken.objects.exists()


def test_nothing_outlives_a_year() -> None:
    with pytest.raises(PermissionDenied):
        token_for(make_membership(), days=366)


def test_an_ended_membership_makes_none() -> None:
    member = make_membership(ended_at=timezone.now())
    with pytest.raises(PermissionDenied):
        token_for(member)


def test_twenty_work_at_once_and_no_more(client: Client, applicant: Membership) -> None:
    made = [token_for(applicant) for __ in range(MOST_ALIVE)]
    with pytest.raises(TooManyTokens):
        token_for(applicant)
    page = client.post(MAKE, asked())
    assert "Revoke one first" in page.content.decode()
    revoke_token(made[0].token.pk, by=applicant, at=timezone.now())
    assert token_for(applicant).secret


def test_a_scope_nobody_knows_is_refused_by_the_database() -> None:
    token = token_for(make_membership()).token
    for scope in ("", "all", "cases:read all", "cases:read ", "cases:read  runs:read"):
        with pytest.raises(IntegrityError, match="api_token_scope_known"), transaction.atomic():
            ApiToken.objects.filter(pk=token.pk).update(scope=scope)


def test_the_database_wants_a_later_end_and_a_revoker() -> None:
    token = token_for(make_membership()).token
    mine = ApiToken.objects.filter(pk=token.pk)
    with pytest.raises(IntegrityError, match="api_token_expires"), transaction.atomic():
        mine.update(expires_at=token.created_at)
    with pytest.raises(IntegrityError, match="api_token_revoked"), transaction.atomic():
        mine.update(revoked_at=timezone.now())


def test_revoked_is_revoked_once(client: Client, applicant: Membership) -> None:
    token = token_for(applicant).token
    address = reverse("accounts:revoke_token", args=[token.pk])
    client.post(address)
    first = ApiToken.objects.get().revoked_at
    client.post(address)
    assert ApiToken.objects.get().revoked_at == first is not None
    assert "Revoked" in client.get(TOKENS).content.decode()


def test_who_may_invite_sees_and_ends_the_organisations_tokens(client: Client) -> None:
    head = make_membership(may_invite=True)
    colleague = make_membership(organisation=head.organisation)
    stranger = make_membership(may_invite=True)
    token = token_for(colleague).token
    address = reverse("accounts:revoke_token", args=[token.pk])
    client.force_login(stranger.user, backend="accounts.backends.PortalBackend")
    assert client.post(address).status_code == 404
    client.force_login(head.user, backend="accounts.backends.PortalBackend")
    assert colleague.user.full_name in client.get(TOKENS).content.decode()
    assert client.post(address).status_code == 302
    assert ApiToken.objects.get().revoked_by == head


def test_a_colleague_sees_only_ones_own(client: Client, applicant: Membership) -> None:
    token = token_for(make_membership(organisation=applicant.organisation)).token
    assert token.prefix not in client.get(TOKENS).content.decode()
    address = reverse("accounts:revoke_token", args=[token.pk])
    assert client.post(address).status_code == 404


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, "Expired"),
        ({}, "Works"),
    ],
)
def test_the_page_says_how_each_stands(
    client: Client, applicant: Membership, change: dict[str, Any], word: str
) -> None:
    token_for(applicant, at=timezone.now() - timedelta(days=2))
    ApiToken.objects.update(**change)
    assert word in client.get(TOKENS).content.decode()


def test_the_list_costs_the_same_for_one_and_three(client: Client) -> None:
    head = make_membership(may_invite=True)
    client.force_login(head.user, backend="accounts.backends.PortalBackend")
    client.get(TOKENS)
    counts = []
    for number in (1, 2):
        for __ in range(number):
            token_for(make_membership(organisation=head.organisation))
        with CaptureQueriesContext(connection) as queries:
            client.get(TOKENS)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_whoever_has_nothing_to_ask_is_told(client: Client) -> None:
    lender = make_membership(
        Role.LENDER_OFFICER, organisation=make_organisation(OrganisationKind.LENDER)
    )
    sign_in(client, lender.user)
    assert MAKE not in client.get(TOKENS).content.decode()
    assert client.get(MAKE).headers["Location"] == TOKENS


def test_tokens_are_long_and_never_alike() -> None:
    member = make_membership()
    made = {token_for(member).secret for __ in range(5)}
    assert len(made) == 5
    assert all(len(secret) == len(api_tokens.START) + 43 for secret in made)
