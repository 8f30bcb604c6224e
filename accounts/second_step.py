"""The second step of signing in: who must have one, what counts once, what cannot be removed.

A second step is a code from an authenticator app (TOTP) or a passkey; recovery
codes stand in for one that is lost and are none themselves.
"""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts import letters, sessions
from accounts.models import Membership, Role, SecondStepReset, User

STAFF_ROLES = frozenset(
    {Role.AGENT_OFFICER, Role.MINISTRY_OFFICER, Role.PROGRAMME_ADMIN, Role.SUPERVISOR}
)
STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class ResetNotPossible(Exception):
    """Nothing to reset, or no reason given."""


def must_have_second_step(user: User, memberships: list[Membership]) -> bool:
    """Whoever acts for the state or runs the portal.

    People of the demonstration are exempt: they are invented, sign in with one click,
    only with PORTAL_DEMO=1 and only from the machine itself (``accounts.backends``).
    """
    if user.is_demo:
        return False
    return user.is_staff or any(member.role in STAFF_ROLES for member in memberships)


def with_second_step(people: QuerySet[User]) -> QuerySet[User]:
    """Each with ``second_step_known``, in the same query."""
    steps = Authenticator.objects.filter(user=OuterRef("pk"), type__in=STEPS)
    return people.annotate(second_step_known=Exists(steps))


def has_second_step(user: User) -> bool:
    known = getattr(user, "second_step_known", None)
    if known is None:
        known = Authenticator.objects.filter(user=user, type__in=STEPS).exists()
    return bool(known)


def is_last_of_staff(authenticator: Authenticator) -> bool:
    """Nothing but this lets a person in who must have a second step, in any of their roles."""
    user = authenticator.user
    others = Authenticator.objects.filter(user=user, type__in=STEPS).exclude(pk=authenticator.pk)
    memberships = list(Membership.objects.active().filter(user=user))
    return must_have_second_step(user, memberships) and not others.exists()


@transaction.atomic
def spend_totp_code(user: User, code: str) -> bool:
    """Count the code's half minute as used; False for one used before (RFC 6238, 5.2).

    True for a code that is none of the app's: a recovery code counts its uses itself.
    """
    found = Authenticator.objects.select_for_update().filter(
        user=user, type=Authenticator.Type.TOTP
    )
    authenticator = found.first()
    counter = _counter_of(decrypt(authenticator.data["secret"]), code) if authenticator else None
    if authenticator is None or counter is None:
        return True
    if counter <= authenticator.data.get("last_counter", -1):
        return False
    authenticator.data["last_counter"] = counter
    authenticator.save(update_fields=["data"])
    return True


def _counter_of(secret: str, code: str) -> int | None:
    for counter in totp.yield_hotp_counters_from_time():
        value = totp.format_hotp_value(totp.hotp_value(secret, counter))
        if totp.compare_user_code(actual=code, expected=value):
            return counter
    return None


@transaction.atomic
def reset_second_step(user_id: int, *, by: User, reason: str, at: datetime) -> SecondStepReset:
    """Take away every step of a person who lost them all, end their sessions and tell them.

    ``by`` is a system admin other than the person. Raises PermissionDenied,
    ResetNotPossible where there is nothing to take away or no reason.
    """
    if not (by.is_staff and by.is_active) or by.pk == user_id:
        raise PermissionDenied
    user = User.objects.select_for_update().get(pk=user_id)
    steps = Authenticator.objects.filter(user=user)
    if not reason.strip() or not steps.exists():
        raise ResetNotPossible
    steps.delete()
    sessions.end_all(user)
    reset = SecondStepReset.objects.create(user=user, by=by, reason=reason.strip(), at=at)
    transaction.on_commit(lambda: letters.tell_of_reset(reset), robust=True)
    return reset
