"""Memberships for tests: a person in a role of an organisation of the right kind."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone

from accounts.api_tokens import MadeToken, make_token, scopes_for
from accounts.business_number import make_business_number
from accounts.consents import consent_editions
from accounts.models import (
    ROLES_OF_KIND,
    Membership,
    Organisation,
    OrganisationKind,
    PersonalDataConsent,
    Role,
    User,
)
from accounts.second_step import STAFF_ROLES, has_second_step

KIND_OF_ROLE = {
    role: kind for kind, roles in ROLES_OF_KIND.items() for role in roles if kind != "bank"
}
_serial = count(1)


def make_user(*, may_work: bool = True, **fields: Any) -> User:
    """A person; unless told otherwise with all that the portal asks before it opens."""
    number = next(_serial)
    fields.setdefault("full_name", f"Person {number}")
    user = User.objects.create_user(f"person{number}@example.invalid", **fields)
    if may_work:
        agree(user)
    if may_work and user.is_staff:
        set_up_second_step(user)
    return user


def agree(user: User) -> None:
    """To the newest edition of the text."""
    edition = consent_editions()[-1]
    PersonalDataConsent.objects.get_or_create(
        user=user,
        edition=edition.code,
        withdrawn_at=None,
        defaults={"digest": edition.digest, "given_at": timezone.now()},
    )


def set_up_second_step(user: User) -> str:
    """An authenticator app; its secret."""
    secret = generate_totp_secret()
    if not has_second_step(user):
        TOTP.activate(user, secret)
    return secret


def make_organisation(kind: str = OrganisationKind.EXPORTER, **fields: Any) -> Organisation:
    number = next(_serial)
    business_number = None
    while business_number is None:
        business_number = make_business_number(f"200140{number:05d}")
        number += 50_000 if business_number is None else 0
    return Organisation.objects.create(
        kind=kind,
        business_number=business_number,
        **{
            "name_kk": f"Ұйым {number}",
            "name_ru": f"Организация {number}",
            "verified_at": timezone.now(),
            **fields,
        },
    )


def make_membership(
    role: str = Role.APPLICANT,
    *,
    organisation: Organisation | None = None,
    user: User | None = None,
    may_work: bool = True,
    **fields: Any,
) -> Membership:
    person = user or make_user(may_work=may_work)
    if may_work and role in STAFF_ROLES:
        set_up_second_step(person)
    return Membership.objects.create(
        user=person,
        organisation=organisation or make_organisation(KIND_OF_ROLE[Role(role)]),
        role=role,
        **fields,
    )


def token_for(
    by: Membership, *scopes: str, days: int = 30, at: datetime | None = None
) -> MadeToken:
    """A token made now; with every scope the role has unless some are named."""
    return make_token(
        by=by,
        name="A program",
        scopes=list(scopes) or list(scopes_for(by)),
        valid_for=timedelta(days=days),
        form_key=uuid4(),
        at=at or timezone.now(),
    )
