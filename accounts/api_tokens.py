"""Tokens by which programs act for a membership: made, found again, revoked.

A token may do what its holder may, within its scopes: decisions of officers have none.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.consents import with_consent
from accounts.letters import tell_of_token
from accounts.models import (
    ApiToken,
    Membership,
    OrganisationKind,
    Role,
    TokenScope,
    User,
    hash_token,
)
from accounts.second_step import with_second_step

START = "krn_"
SHOWN_SIGNS = 10
MOST_ALIVE = 20
LONGEST = timedelta(days=365)
SCOPES_OF_ROLE: dict[str, tuple[TokenScope, ...]] = {
    Role.REPORTER: (TokenScope.RUNS_READ,),
    Role.SUPERVISOR: (TokenScope.REGISTERS_READ, TokenScope.RUNS_READ),
    Role.APPLICANT: (TokenScope.CASES_READ,),
    Role.AGENT_OFFICER: (TokenScope.CASES_READ,),
    Role.MINISTRY_OFFICER: (TokenScope.CASES_READ,),
}
OF_REGISTERS = (TokenScope.REGISTERS_WRITE, TokenScope.REGISTERS_READ)


class TooManyTokens(Exception):
    """The membership has as many as it may: revoke one first."""


@dataclass(frozen=True)
class MadeToken:
    """``secret`` is empty where the form had been sent before: it was shown then."""

    token: ApiToken
    secret: str


def scopes_for(membership: Membership | None) -> tuple[TokenScope, ...]:
    """What a token of this membership may be made for; nothing where no program could help."""
    if membership is None:
        return ()
    scopes = SCOPES_OF_ROLE.get(membership.role, ())
    if membership.role != Role.REPORTER:
        return scopes
    return (*OF_REGISTERS, *scopes) if _has_registers(membership) else scopes


def _has_registers(membership: Membership) -> bool:
    return bool(membership.organisation.kind == OrganisationKind.MFO)


@transaction.atomic
def make_token(
    *,
    by: Membership,
    name: str,
    scopes: list[str],
    valid_for: timedelta,
    form_key: UUID,
    at: datetime,
) -> MadeToken:
    """A token of ``by``'s own membership; its holder is told by e-mail.

    Raises PermissionDenied for scopes the role has not or for longer than a year,
    TooManyTokens. The same ``form_key`` again gives the same token.
    """
    holder = Membership.objects.select_for_update().get(pk=by.pk)
    if made := ApiToken.objects.filter(membership=holder, form_key=form_key).first():
        return MadeToken(made, "")
    if not scopes or not set(scopes) <= set(scopes_for(by)) or valid_for > LONGEST:
        raise PermissionDenied
    if holder.ended_at is not None:
        raise PermissionDenied
    if ApiToken.objects.alive(at).filter(membership=holder).count() >= MOST_ALIVE:
        raise TooManyTokens
    secret = START + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        membership=by,
        name=name,
        scope=" ".join(scope for scope in TokenScope.values if scope in scopes),
        prefix=secret[:SHOWN_SIGNS],
        token_hash=hash_token(secret),
        form_key=form_key,
        created_at=at,
        expires_at=at + valid_for,
    )
    transaction.on_commit(lambda: tell_of_token(token), robust=True)
    return MadeToken(token, secret)


@transaction.atomic
def revoke_token(token_id: int, *, by: Membership, at: datetime) -> ApiToken:
    """End a token at once; again is a no-op. Raises ApiToken.DoesNotExist for a foreign one."""
    token = ApiToken.objects.select_for_update().visible_to(by).get(pk=token_id)
    if token.revoked_at is None:
        token.revoked_at, token.revoked_by = at, by
        token.save(update_fields=["revoked_at", "revoked_by"])
    return token


def token_of(secret: str, *, at: datetime) -> ApiToken | None:
    """The living token, its membership's person with what ``accounts.duties`` asks of them."""
    alive = ApiToken.objects.alive(at).select_related("membership__organisation")
    token = alive.filter(token_hash=hash_token(secret)).first()
    if token is not None:
        people = User.objects.filter(pk=token.membership.user_id)
        token.membership.user = with_consent(with_second_step(people)).get()
    return token


def note_use(token: ApiToken, *, on: date) -> None:
    """The day is kept, not the moment: one write a day."""
    if token.last_used_on != on:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=on)
