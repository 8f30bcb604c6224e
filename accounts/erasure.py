"""Erase people's data: an account whose time is over, old sessions and invitations.

The person's number stays, so that histories still say who did what by whom; names that a
document froze go with that document.
"""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F, Q, QuerySet

from accounts import sessions
from accounts.models import ApiToken, Invitation, Membership, SecondStepReset, User

NOWHERE = "erased.invalid"


@transaction.atomic
def erase_account(user_id: int, *, at: datetime) -> bool:
    """Name, address and everything to sign in with; False where that was done before."""
    user = User.objects.select_for_update().get(pk=user_id)
    if user.erased_at is not None:
        return False
    sessions.end_all(user)
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    SecondStepReset.objects.filter(user=user).update(reason="-")
    tokens = ApiToken.objects.filter(membership__user=user)
    tokens.filter(revoked_at=None).update(revoked_at=at, revoked_by=F("membership"))
    tokens.update(name="-")
    Membership.objects.filter(user=user, ended_at=None).update(ended_at=at)
    _blank(Invitation.objects.filter(Q(email__iexact=user.email) | Q(accepted_by=user)))
    user.email, user.full_name = f"erased-{user.pk}@{NOWHERE}", ""
    user.last_login, user.is_active, user.erased_at = None, False, at
    user.set_unusable_password()
    user.save()
    return True


def erase_invitations(*, before: datetime) -> int:
    """Addresses of invitations that were taken, withdrawn or ran out before a moment."""
    over = Q(accepted_at__lt=before) | Q(withdrawn_at__lt=before) | Q(expires_at__lt=before)
    return _blank(Invitation.objects.filter(over).exclude(email__endswith=f"@{NOWHERE}"))


def _blank(invitations: QuerySet[Invitation]) -> int:
    changed = 0
    for invitation in invitations.order_by("pk"):
        invitation.email = f"invitation-{invitation.pk}@{NOWHERE}"
        invitation.save(update_fields=["email"])
        changed += 1
    return changed


@transaction.atomic
def erase_sessions(*, before: datetime) -> int:
    """Devices and addresses last seen before a moment, with the sessions themselves."""
    old = UserSession.objects.filter(last_seen_at__lt=before)
    keys = list(old.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    Session.objects.filter(expire_date__lt=before).delete()
    old.delete()
    return len(keys)
