"""A second person joins by invitation only: offered by e-mail, taken by its addressee."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Invitation, Membership, Organisation, Role, User, hash_token
from accounts.registration import join

VALID_FOR = timedelta(days=7)
# Roles whose work lies with one person and is given out by another.
ROLES_THAT_ASSIGN = frozenset({Role.AGENT_OFFICER})


class LastToInvite(Exception):
    """Nobody else there may invite: without them nobody could join any more."""


class InvitationNotUsable(Exception):
    """Unknown, expired, withdrawn, already taken, or somebody else's."""


@transaction.atomic
def invite(*, by: Membership, email: str, may_invite: bool, at: datetime) -> Invitation:
    """Offer ``by``'s own role in ``by``'s organisation to an address; an older offer ends."""
    if not by.may_invite or by.ended_at is not None:
        raise PermissionDenied
    address = email.strip().lower()
    open_invitations(by).filter(email=address).update(withdrawn_at=at)
    token = Invitation.new_token()
    invitation = Invitation.objects.create(
        organisation=by.organisation,
        email=address,
        role=by.role,
        may_invite=may_invite,
        token_hash=hash_token(token),
        invited_by=by.user,
        expires_at=at + VALID_FOR,
    )
    transaction.on_commit(lambda: _send(invitation, token))
    return invitation


def open_invitations(membership: Membership) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        organisation=membership.organisation, accepted_at=None, withdrawn_at=None
    )


def _send(invitation: Invitation, token: str) -> None:
    """The only place the token is ever written."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    with translation.override(language):
        path = reverse("accounts:accept_invitation", args=[token])
        EmailMessage(
            subject=_("Invitation to Keruen"),
            body=render_to_string(
                "accounts/invitation.txt",
                {"invitation": invitation, "url": f"{settings.PORTAL_BASE_URL}{path}"},
            ),
            to=[invitation.email],
        ).send()


@transaction.atomic
def withdraw_invitation(invitation_id: int, *, by: Membership, at: datetime) -> None:
    if not by.may_invite:
        raise PermissionDenied
    open_invitations(by).filter(pk=invitation_id).update(withdrawn_at=at)


def usable_invitation(token: str, *, user: User, at: datetime) -> Invitation:
    """The open invitation of this token, if it is this person's; else ``InvitationNotUsable``."""
    invitation = (
        Invitation.objects.select_related("organisation", "invited_by")
        .filter(token_hash=hash_token(token), accepted_at=None, withdrawn_at=None)
        .filter(expires_at__gt=at)
        .first()
    )
    if invitation is None or invitation.email != user.email.lower():
        raise InvitationNotUsable
    return invitation


@transaction.atomic
def accept_invitation(token: str, *, user: User, at: datetime) -> Membership:
    """Join; the row is locked so a double click makes one membership."""
    invitation = usable_invitation(token, user=user, at=at)
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.withdrawn_at is not None:
        raise InvitationNotUsable
    if locked.accepted_at is None:
        locked.accepted_at, locked.accepted_by = at, user
        locked.save(update_fields=["accepted_at", "accepted_by"])
    return join(user, invitation.organisation, invitation.role, may_invite=invitation.may_invite)


@transaction.atomic
def resend_invitation(invitation_id: int, *, by: Membership, at: datetime) -> Invitation:
    """A new letter with a new address, valid anew; the old address ends.

    Raises InvitationNotUsable for one taken or withdrawn meanwhile.
    """
    old = open_invitations(by).filter(pk=invitation_id).first()
    if old is None:
        raise InvitationNotUsable
    return invite(by=by, email=old.email, may_invite=old.may_invite, at=at)


@transaction.atomic
def allow_inviting(membership_id: int, *, by: Membership) -> Membership:
    """Let a colleague invite too; again is a no-op."""
    colleague = lock_colleague(membership_id, by)
    if not _may_still_invite(by):
        raise PermissionDenied
    colleague.may_invite = True
    colleague.save(update_fields=["may_invite"])
    return colleague


@transaction.atomic
def allow_assigning(membership_id: int, *, may_assign: bool, by: Membership) -> Membership:
    """Let somebody in one's organisation assign cases, or no longer; oneself too."""
    colleague = lock_colleague(membership_id, by)
    if not _may_still_invite(by) or colleague.role not in ROLES_THAT_ASSIGN:
        raise PermissionDenied
    colleague.may_assign = may_assign
    colleague.save(update_fields=["may_assign"])
    return colleague


@transaction.atomic
def end_membership(membership_id: int, *, by: Membership, at: datetime) -> Membership:
    """A colleague leaves; who may invite may end, but nobody ends their own."""
    colleague = lock_colleague(membership_id, by)
    if not _may_still_invite(by) or colleague.user_id == by.user_id:
        raise PermissionDenied
    return _end(colleague, at)


@transaction.atomic
def leave(*, by: Membership, at: datetime) -> Membership:
    """Leave one's organisation. Raises LastToInvite where nobody else may invite."""
    own = lock_colleague(by.pk, by)
    others = Membership.objects.active().filter(organisation=by.organisation, may_invite=True)
    if own.may_invite and not others.exclude(user=by.user).exists():
        raise LastToInvite
    return _end(own, at)


def lock_colleague(membership_id: int, by: Membership) -> Membership:
    """Under the organisation's lock: two who may invite must not end each other at once.

    Rows that only refer to these two may be written meanwhile.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=by.organisation_id)
    return Membership.objects.select_for_update(no_key=True).get(
        pk=membership_id, organisation=by.organisation
    )


def _may_still_invite(by: Membership) -> bool:
    return Membership.objects.active().filter(pk=by.pk, may_invite=True).exists()


def _end(membership: Membership, at: datetime) -> Membership:
    """What the person offered and nobody took yet ends too: no way back in by one's own letter."""
    if membership.ended_at is None:
        membership.ended_at = at
        membership.save(update_fields=["ended_at"])
        offered = open_invitations(membership).filter(invited_by=membership.user_id)
        offered.update(withdrawn_at=at)
    return membership
