"""An organisation comes in unverified; the agent confirms; colleagues join by invitation."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import access, invitations, registration
from accounts.models import Invitation, Membership, Organisation, OrganisationKind, Role, User
from tests.people import make_membership, make_organisation, make_user

pytestmark = pytest.mark.django_db

EXPORTER = {
    "business_number": "200140000014",
    "name_kk": "«Керуен» ЖШС",
    "name_ru": "ТОО «Керуен»",
    "address": "Алматы",
}


def registered(user=None):
    return registration.register_exporter(by=user or make_user(), **EXPORTER)


def test_a_registered_organisation_is_unverified_and_its_first_person_may_invite():
    membership = registered()
    assert not membership.organisation.is_verified
    assert (membership.role, membership.may_invite) == (Role.APPLICANT, True)


def test_typing_the_number_of_a_registered_organisation_gives_no_access():
    registered()
    stranger = make_user()
    with pytest.raises(registration.OrganisationAlreadyRegistered):
        registered(stranger)
    assert not stranger.memberships.exists()


def test_the_agent_confirms_once():
    agent, organisation = make_membership(Role.AGENT_OFFICER), registered().organisation
    first = registration.confirm_organisation(organisation.pk, by=agent, at=timezone.now())
    again = registration.confirm_organisation(organisation.pk, by=agent, at=timezone.now())
    assert first.verified_at == again.verified_at
    assert again.verified_by == agent


@pytest.mark.parametrize("role", [role for role in Role if role != Role.AGENT_OFFICER])
def test_nobody_else_confirms_or_rejects(role):
    organisation, other = registered().organisation, make_membership(role)
    with pytest.raises(PermissionDenied):
        registration.confirm_organisation(organisation.pk, by=other, at=timezone.now())
    with pytest.raises(PermissionDenied):
        registration.reject_organisation(organisation.pk, by=other, reason="x", at=timezone.now())


def test_a_former_agent_confirms_nothing():
    former = make_membership(Role.AGENT_OFFICER, ended_at=timezone.now())
    with pytest.raises(PermissionDenied):
        registration.confirm_organisation(
            registered().organisation.pk, by=former, at=timezone.now()
        )


def test_a_rejected_organisation_may_be_confirmed_later():
    agent, organisation = make_membership(Role.AGENT_OFFICER), registered().organisation
    registration.reject_organisation(
        organisation.pk, by=agent, reason="Names differ", at=timezone.now()
    )
    confirmed = registration.confirm_organisation(organisation.pk, by=agent, at=timezone.now())
    assert confirmed.is_verified
    assert confirmed.rejected_at is None


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (OrganisationKind.EXPORTER, Role.AGENT_OFFICER),
        (OrganisationKind.EXPORTER, Role.MINISTRY_OFFICER),
        (OrganisationKind.MFO, Role.SUPERVISOR),
        (OrganisationKind.FINANCIAL_AGENT, Role.PROGRAMME_ADMIN),
    ],
)
def test_a_role_must_fit_the_organisations_kind(kind, role):
    with pytest.raises(registration.RoleNotOfKind):
        registration.join(make_user(), make_organisation(kind), role, may_invite=False)


def test_the_database_refuses_unknown_kinds_numbers_and_double_memberships():
    member = make_membership()
    broken = [
        lambda: make_organisation("pirate"),
        lambda: Organisation.objects.create(**{**EXPORTER, "business_number": "12"}, kind="mfo"),
        lambda: Membership.objects.create(
            user=member.user, organisation=member.organisation, role=member.role
        ),
        lambda: User.objects.create(email=member.user.email.upper()),
    ]
    for attempt in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()


@pytest.fixture
def invited(django_capture_on_commit_callbacks):
    """An invitation and its token, as the letter carries it."""
    host = registered()
    with django_capture_on_commit_callbacks(execute=True):
        invitation = invitations.invite(
            by=host, email="New@Example.invalid", may_invite=False, at=timezone.now()
        )
    link = next(word for word in mail.outbox[0].body.split() if "/invitations/" in word)
    return invitation, link.rstrip("/").rsplit("/", 1)[1]


def person(email="new@example.invalid"):
    user = make_user()
    user.email = email
    user.save()
    return user


def test_the_addressee_joins_once_however_often_they_click(invited):
    invitation, token = invited
    newcomer = person()
    first = invitations.accept_invitation(token, user=newcomer, at=timezone.now())
    assert first.organisation == invitation.organisation
    with pytest.raises(invitations.InvitationNotUsable):
        invitations.accept_invitation(token, user=newcomer, at=timezone.now())
    assert newcomer.memberships.count() == 1


def test_the_token_is_not_in_the_database(invited):
    _invitation, token = invited
    assert not Invitation.objects.filter(token_hash=token).exists()


def test_another_address_an_old_or_withdrawn_invitation_open_nothing(invited):
    invitation, token = invited
    newcomer, now = person(), timezone.now()
    with pytest.raises(invitations.InvitationNotUsable):
        invitations.usable_invitation(token, user=person("else@example.invalid"), at=now)
    with pytest.raises(invitations.InvitationNotUsable):
        invitations.usable_invitation(token, user=newcomer, at=now + timedelta(days=8))
    Invitation.objects.filter(pk=invitation.pk).update(withdrawn_at=now)
    with pytest.raises(invitations.InvitationNotUsable):
        invitations.usable_invitation(token, user=newcomer, at=now)


def test_only_who_may_invite_invites():
    with pytest.raises(PermissionDenied):
        invitations.invite(
            by=make_membership(), email="a@example.invalid", may_invite=False, at=timezone.now()
        )


def test_a_colleagues_access_ends_and_ones_own_does_not():
    host = registered()
    colleague = make_membership(organisation=host.organisation)
    invitations.end_membership(colleague.pk, by=host, at=timezone.now())
    assert not Membership.objects.active().filter(pk=colleague.pk).exists()
    with pytest.raises(PermissionDenied):
        invitations.end_membership(host.pk, by=host, at=timezone.now())


def test_nobody_acts_as_anothers_membership(rf):
    request = rf.post("/")
    request.user, request.session = make_membership().user, {}
    with pytest.raises(PermissionDenied):
        access.act_as(request, make_membership().pk)


def test_the_organisations_people_are_told_once_what_the_agent_decided(
    django_capture_on_commit_callbacks,
):
    agent, member = make_membership(Role.AGENT_OFFICER), registered()
    for _again in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            registration.confirm_organisation(member.organisation_id, by=agent, at=timezone.now())
    assert [message.to for message in mail.outbox] == [[member.user.email]]


def rejected(member):
    registration.reject_organisation(
        member.organisation_id,
        by=make_membership(Role.AGENT_OFFICER),
        reason="Names differ",
        at=timezone.now(),
    )


def test_a_rejected_organisation_is_corrected_and_waits_again():
    member = registered()
    rejected(member)
    changed = {**EXPORTER, "name_ru": "ТОО «Керуен-2»"}
    organisation = registration.correct_organisation(by=member, **changed)
    assert (organisation.name_ru, organisation.rejected_at) == ("ТОО «Керуен-2»", None)


def test_a_rejected_one_keeps_nobody_out_of_its_number():
    squatter = registered()
    rejected(squatter)
    owner = registered()
    assert owner.organisation_id != squatter.organisation_id
    with pytest.raises(registration.OrganisationAlreadyRegistered):
        registration.correct_organisation(by=squatter, **EXPORTER)
    with pytest.raises(registration.OrganisationAlreadyRegistered):
        registration.confirm_organisation(
            squatter.organisation_id, by=make_membership(Role.AGENT_OFFICER), at=timezone.now()
        )


def test_a_confirmed_organisation_is_not_corrected_by_its_people():
    member = registered()
    registration.confirm_organisation(
        member.organisation_id, by=make_membership(Role.AGENT_OFFICER), at=timezone.now()
    )
    with pytest.raises(PermissionDenied):
        registration.correct_organisation(by=member, **EXPORTER)


def test_what_a_leaver_offered_and_nobody_took_ends_with_them(invited):
    """Else somebody sent away comes back by a letter to their own other address."""
    invitation, token = invited
    inviter = Membership.objects.get(user=invitation.invited_by)
    second = make_membership(inviter.role, organisation=inviter.organisation, may_invite=True)
    kept = invitations.invite(
        by=second, email="kept@example.invalid", may_invite=False, at=timezone.now()
    )
    invitations.end_membership(inviter.pk, by=second, at=timezone.now())
    with pytest.raises(invitations.InvitationNotUsable):
        invitations.accept_invitation(token, user=person(), at=timezone.now())
    kept.refresh_from_db()
    assert kept.withdrawn_at is None
