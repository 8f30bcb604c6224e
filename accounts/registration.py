"""How an organisation comes in: registered by its first person, confirmed by the agent."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import (
    ROLES_OF_KIND,
    Membership,
    Organisation,
    OrganisationKind,
    Role,
    User,
)


class OrganisationAlreadyRegistered(Exception):
    """The number has its organisation already: a second person joins by invitation only."""


class RoleNotOfKind(ValueError):
    """The organisation's kind does not allow this role."""


def register_exporter(
    *, by: User, business_number: str, name_kk: str, name_ru: str, address: str
) -> Membership:
    """Register an unverified exporter with ``by`` as its first applicant, who may invite."""
    try:
        with transaction.atomic():
            organisation = Organisation.objects.create(
                kind=OrganisationKind.EXPORTER,
                business_number=business_number,
                name_kk=name_kk,
                name_ru=name_ru,
                address=address,
                registered_by=by,
            )
            return join(by, organisation, Role.APPLICANT, may_invite=True)
    except IntegrityError as error:
        raise OrganisationAlreadyRegistered(business_number) from error


def join(user: User, organisation: Organisation, role: str, *, may_invite: bool) -> Membership:
    """Give a person a role the organisation's kind allows; an active one is kept as it is."""
    if role not in ROLES_OF_KIND[organisation.kind]:
        raise RoleNotOfKind(role)
    membership, _created = Membership.objects.get_or_create(
        user=user,
        organisation=organisation,
        role=role,
        ended_at=None,
        defaults={"may_invite": may_invite},
    )
    return membership


@transaction.atomic
def confirm_organisation(organisation_id: int, *, by: Membership, at: datetime) -> Organisation:
    """The agent confirms that the organisation is who it says it is; again is a no-op."""
    organisation = _lock_for_agent(organisation_id, by)
    if organisation.is_verified:
        return organisation
    organisation.verified_at, organisation.verified_by = at, by
    organisation.rejected_at, organisation.rejection_reason = None, ""
    organisation.save()
    return organisation


@transaction.atomic
def reject_organisation(
    organisation_id: int, *, by: Membership, reason: str, at: datetime
) -> Organisation:
    """The agent does not confirm it, and says why; a confirmed one is left alone."""
    organisation = _lock_for_agent(organisation_id, by)
    if not organisation.is_verified:
        organisation.rejected_at, organisation.rejection_reason = at, reason
        organisation.save()
    return organisation


def _lock_for_agent(organisation_id: int, by: Membership) -> Organisation:
    if by.role != Role.AGENT_OFFICER or by.ended_at is not None:
        raise PermissionDenied
    return Organisation.objects.select_for_update().get(
        pk=organisation_id, kind=OrganisationKind.EXPORTER
    )
