"""The team: a letter sent again, leaving, and somebody who may invite remains."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from accounts.invitations import (
    InvitationNotUsable,
    LastToInvite,
    allow_inviting,
    end_membership,
    invite,
    leave,
    open_invitations,
    resend_invitation,
    usable_invitation,
    withdraw_invitation,
)
from accounts.models import Invitation, Membership
from tests.people import make_membership, make_user

pytestmark = pytest.mark.django_db
TEAM = "/en/account/organisation/"


@pytest.fixture
def head() -> Membership:
    return make_membership(may_invite=True)


def colleague_of(head: Membership, **fields: bool) -> Membership:
    return make_membership(head.role, organisation=head.organisation, **fields)


@pytest.mark.django_db(transaction=True)
def test_an_invitation_sent_again_has_a_new_address_and_the_old_one_ends(head: Membership) -> None:
    guest = make_user()
    then = timezone.now() - timedelta(days=8)
    old = invite(by=head, email=guest.email, may_invite=True, at=then)
    now = timezone.now()
    new = resend_invitation(old.pk, by=head, at=now)
    assert (new.email, new.may_invite) == (guest.email, True)
    assert new.expires_at == now + timedelta(days=7)
    assert list(open_invitations(head)) == [new]
    first, second = (
        next(word for word in letter.body.split() if "/invitations/" in word).split("/")[-2]
        for letter in mail.outbox
    )
    with pytest.raises(InvitationNotUsable):
        usable_invitation(first, user=guest, at=now)
    assert usable_invitation(second, user=guest, at=now) == new


def test_what_is_withdrawn_is_not_sent_again(head: Membership) -> None:
    now = timezone.now()
    old = invite(by=head, email="a@example.invalid", may_invite=False, at=now)
    withdraw_invitation(old.pk, by=head, at=now)
    with pytest.raises(InvitationNotUsable):
        resend_invitation(old.pk, by=head, at=now)
    with pytest.raises(InvitationNotUsable):
        resend_invitation(old.pk, by=make_membership(may_invite=True), at=now)


def test_the_page_says_expired_and_sends_again(client: Client, head: Membership) -> None:
    old = invite(
        by=head,
        email="a@example.invalid",
        may_invite=False,
        at=timezone.now() - timedelta(days=9),
    )
    client.force_login(head.user)
    assert "expired on" in client.get(TEAM).content.decode()
    client.post(f"{TEAM}invitations/{old.pk}/resend/")
    page = client.get(TEAM).content.decode()
    assert "expired on" not in page
    assert "valid until" in page
    assert Invitation.objects.count() == 2


def test_the_last_who_may_invite_cannot_leave(client: Client, head: Membership) -> None:
    colleague_of(head)
    with pytest.raises(LastToInvite):
        leave(by=head, at=timezone.now())
    client.force_login(head.user)
    page = client.post(f"{TEAM}leave/", follow=True).content.decode()
    assert "First let a colleague invite" in page
    head.refresh_from_db()
    assert head.ended_at is None


def test_who_hands_the_right_on_may_leave(client: Client, head: Membership) -> None:
    colleague = colleague_of(head)
    client.force_login(head.user)
    client.post(f"{TEAM}people/{colleague.pk}/allow-inviting/")
    client.post(f"{TEAM}leave/")
    head.refresh_from_db()
    colleague.refresh_from_db()
    assert head.ended_at is not None
    assert colleague.may_invite
    assert client.get(TEAM).status_code == 302, "no organisation any more"


def test_a_former_person_who_may_invite_does_not_count(head: Membership) -> None:
    other = colleague_of(head, may_invite=True)
    end_membership(other.pk, by=head, at=timezone.now())
    with pytest.raises(LastToInvite):
        leave(by=head, at=timezone.now())


def test_who_may_not_invite_leaves_freely_and_hands_nothing_on(head: Membership) -> None:
    colleague, third = colleague_of(head), colleague_of(head)
    with pytest.raises(PermissionDenied):
        allow_inviting(third.pk, by=colleague)
    assert leave(by=colleague, at=timezone.now()).ended_at is not None


def test_who_has_left_meanwhile_ends_nobody(head: Membership) -> None:
    """Two who may invite end each other at once: the second finds their right gone."""
    other = colleague_of(head, may_invite=True)
    end_membership(other.pk, by=head, at=timezone.now())
    with pytest.raises(PermissionDenied):
        end_membership(head.pk, by=other, at=timezone.now())


def test_nobody_reaches_into_another_organisation(head: Membership) -> None:
    stranger = make_membership()
    with pytest.raises(Membership.DoesNotExist):
        allow_inviting(stranger.pk, by=head)
