"""How an organisation comes in: registered by its first person, confirmed by the agent."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

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


def correct_organisation(
    *, by: Membership, business_number: str, name_kk: str, name_ru: str, address: str
) -> Organisation:
    """Correct an organisation the agent has not confirmed, and ask for confirmation again.

    Raises OrganisationAlreadyRegistered when the number has another organisation by now,
    PermissionDenied for a confirmed one and for who may not invite.
    """
    try:
        with transaction.atomic():
            organisation = Organisation.objects.select_for_update().get(pk=by.organisation_id)
            if organisation.is_verified or not by.may_invite or by.ended_at is not None:
                raise PermissionDenied
            organisation.business_number = business_number
            organisation.name_kk, organisation.name_ru = name_kk, name_ru
            organisation.address = address
            organisation.rejected_at, organisation.rejection_reason = None, ""
            organisation.save()
            return organisation
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
    """The agent confirms that the organisation is who it says it is; again is a no-op.

    Raises OrganisationAlreadyRegistered for one rejected before whose number is taken by now.
    """
    organisation = _lock_for_agent(organisation_id, by)
    if organisation.is_verified:
        return organisation
    organisation.verified_at, organisation.verified_by = at, by
    organisation.rejected_at, organisation.rejection_reason = None, ""
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError as error:
        raise OrganisationAlreadyRegistered(organisation.business_number) from error
    transaction.on_commit(lambda: _tell(organisation), robust=True)
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
        transaction.on_commit(lambda: _tell(organisation), robust=True)
    return organisation


def _tell(organisation: Organisation) -> None:
    """Write to the organisation's people that the agent has decided."""
    members = Membership.objects.active().filter(organisation=organisation)
    for membership in members.select_related("user"):
        with translation.override(membership.user.language):
            EmailMessage(
                subject=_("News on your organisation"),
                body=render_to_string(
                    "accounts/organisation_news.txt",
                    {"organisation": organisation, "url": settings.PORTAL_BASE_URL},
                ),
                to=[membership.user.email],
            ).send()


def _lock_for_agent(organisation_id: int, by: Membership) -> Organisation:
    if by.role != Role.AGENT_OFFICER or by.ended_at is not None:
        raise PermissionDenied
    return Organisation.objects.select_for_update().get(
        pk=organisation_id, kind=OrganisationKind.EXPORTER
    )
