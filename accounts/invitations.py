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

from accounts.models import Invitation, Membership, User, hash_token
from accounts.registration import join

VALID_FOR = timedelta(days=7)


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
    if locked.accepted_at is None:
        locked.accepted_at, locked.accepted_by = at, user
        locked.save(update_fields=["accepted_at", "accepted_by"])
    return join(user, invitation.organisation, invitation.role, may_invite=invitation.may_invite)


@transaction.atomic
def end_membership(membership_id: int, *, by: Membership, at: datetime) -> Membership:
    """A colleague leaves; who may invite may end, but nobody ends their own."""
    colleague = Membership.objects.select_for_update().get(
        pk=membership_id, organisation=by.organisation
    )
    if not by.may_invite or colleague.user_id == by.user_id:
        raise PermissionDenied
    if colleague.ended_at is None:
        colleague.ended_at = at
        colleague.save(update_fields=["ended_at"])
    return colleague
