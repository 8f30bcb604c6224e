"""The invented people and organisations, written where they are missing."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.timezone import localdate

from accounts.consents import edition_in_force, give_consent
from accounts.invitations import accept_invitation
from accounts.models import (
    Invitation,
    Membership,
    Organisation,
    OrganisationKind,
    User,
    hash_token,
)
from accounts.registration import confirm_organisation, join, register_exporter
from portal.demo.cast import (
    CONFIRMED_EXPORTERS,
    DOMAIN,
    ORGANISATIONS,
    PASSWORD,
    PEOPLE,
    DemoOrganisation,
    DemoPerson,
)


class DemoCast:
    """The memberships by sign-in, as the other loaders act through them."""

    def __init__(self) -> None:
        found = (
            Membership.objects.active()
            .filter(user__is_demo=True, organisation__is_demo=True)
            .select_related("user", "organisation")
        )
        self._memberships = {(m.user.email, m.organisation.business_number): m for m in found}

    def get(self, sign_in: str, place: str = "") -> Membership | None:
        """A person's membership of their place (the first one unless named), None if ended."""
        email = f"{sign_in}@{DOMAIN}"
        code = place or next(person.place for person in PEOPLE if person.sign_in == sign_in)
        return self._memberships.get((email, ORGANISATIONS[code].business_number))

    def member_of(self, sign_in: str, organisation: Organisation) -> Membership:
        """The person's membership there. Raises KeyError where it has ended."""
        return self._memberships[f"{sign_in}@{DOMAIN}", organisation.business_number]

    def actor(self, sign_in: str, exporter: Organisation) -> Membership:
        """Who acts on a case of ``exporter``: one of its own people or an officer."""
        own = (f"{sign_in}@{DOMAIN}", exporter.business_number)
        return self._memberships.get(own) or self.member(sign_in)

    def member(self, sign_in: str, place: str = "") -> Membership:
        """As ``get``. Raises KeyError where the membership has ended."""
        found = self.get(sign_in, place)
        if found is None:
            raise KeyError(sign_in)
        return found


def load_people(*, at: datetime) -> None:
    """Every organisation with its people; ``at`` is the moment of confirmations."""
    password = make_password(PASSWORD)
    for person in PEOPLE:
        user = _user(person, password)
        _agree(user, at=at)
        _take_place(user, person, at)
    for code in CONFIRMED_EXPORTERS:
        _confirm(ORGANISATIONS[code], at)


@transaction.atomic
def _user(person: DemoPerson, password: str) -> User:
    """Hashing is slow by design: the one password is hashed once for all."""
    user = User.objects.filter(email=person.email).first()
    if user is None:
        user = User.objects.create_user(
            person.email, full_name=person.full_name, language=person.language, is_demo=True
        )
        user.password = password
        user.save(update_fields=["password"])
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _agree(user: User, *, at: datetime) -> None:
    """The invented people have given their consent, but one they withdrew stays withdrawn."""
    if not user.consents.exists():
        on = localdate(at)
        give_consent(user, code=edition_in_force(on).code, at=at, on=on)


@transaction.atomic
def _take_place(user: User, person: DemoPerson, at: datetime) -> None:
    """Who has ever had the place keeps it, or stays without it."""
    place = ORGANISATIONS[person.place]
    existing = Organisation.objects.filter(business_number=place.business_number).first()
    if existing is None:
        existing = _first_of(user, place, at)
    if Membership.objects.filter(user=user, organisation=existing).exists():
        return
    if existing.kind == OrganisationKind.EXPORTER:
        _join_by_invitation(user, existing, person, at)
    else:
        membership = join(user, existing, person.role, may_invite=person.may_invite)
        membership.may_assign = person.may_assign
        membership.save(update_fields=["may_assign"])


def _first_of(user: User, place: DemoOrganisation, at: datetime) -> Organisation:
    """An exporter registers itself; the others are a system admin's to create."""
    if place.kind != OrganisationKind.EXPORTER:
        return Organisation.objects.create(
            kind=place.kind,
            business_number=place.business_number,
            name_kk=place.name_kk,
            name_ru=place.name_ru,
            address=place.address,
            verified_at=at,
            is_demo=True,
        )
    organisation = register_exporter(
        by=user,
        business_number=place.business_number,
        name_kk=place.name_kk,
        name_ru=place.name_ru,
        address=place.address,
    ).organisation
    organisation.is_demo = True
    organisation.save(update_fields=["is_demo"])
    return organisation


def _join_by_invitation(
    user: User, organisation: Organisation, person: DemoPerson, at: datetime
) -> None:
    """Offered and taken at once: the letter with the token would reach nobody."""
    inviter = Membership.objects.filter(organisation=organisation, may_invite=True).earliest("pk")
    token = Invitation.new_token()
    Invitation.objects.create(
        organisation=organisation,
        email=user.email,
        role=person.role,
        may_invite=person.may_invite,
        token_hash=hash_token(token),
        invited_by=inviter.user,
        expires_at=at + timedelta(days=1),
    )
    accept_invitation(token, user=user, at=at)


def _confirm(place: DemoOrganisation, at: datetime) -> None:
    organisation = Organisation.objects.get(business_number=place.business_number)
    officer = DemoCast().get("agent")
    if organisation.verified_at is None and organisation.rejected_at is None and officer:
        confirm_organisation(organisation.pk, by=officer, at=at)
