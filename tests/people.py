"""Memberships for tests: a person in a role of an organisation of the right kind."""

from itertools import count
from typing import Any

from django.utils import timezone

from accounts.business_number import make_business_number
from accounts.models import ROLES_OF_KIND, Membership, Organisation, OrganisationKind, Role, User

KIND_OF_ROLE = {
    role: kind for kind, roles in ROLES_OF_KIND.items() for role in roles if kind != "bank"
}
_serial = count(1)


def make_user(**fields: Any) -> User:
    number = next(_serial)
    fields.setdefault("full_name", f"Person {number}")
    return User.objects.create_user(f"person{number}@example.invalid", **fields)


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
    **fields: Any,
) -> Membership:
    return Membership.objects.create(
        user=user or make_user(),
        organisation=organisation or make_organisation(KIND_OF_ROLE[Role(role)]),
        role=role,
        **fields,
    )
