"""Absences: who stands in for whom on a day, stated and ended.

Refusals are typed: ``PermissionDenied`` and the ``AbsenceRefused`` family.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Absence, AbsenceQuerySet, Membership, Role

# Roles whose work lies with one person, so that another must be able to do it instead.
ROLES_WITH_SUBSTITUTES = frozenset({Role.AGENT_OFFICER})
LONGEST = timedelta(days=366)

# Who is away on a day, by membership, and who stands in; None where the substitute has left.
Away = Mapping[int, int | None]


class AbsenceRefused(Exception):
    explanation: str | Promise = ""


class ImpossibleDays(AbsenceRefused):
    explanation = _("The last day is not before the first one, not over, and within a year of it.")


class OverlappingAbsence(AbsenceRefused):
    explanation = _("An absence is stated for some of these days already. End that one first.")


class NotASubstitute(AbsenceRefused):
    explanation = _("Choose a colleague in the same role who works here now.")


def away_on(organisation_id: int, on: date) -> Away:
    """Everybody of the organisation who is away on the day: one query."""
    return away_of(absences_on(organisation_id, on))


def absences_on(organisation_id: int, on: date) -> list[Absence]:
    """The absences of a day with their people: one query."""
    return list(_of(organisation_id).in_force(on))


def absences_from(organisation_id: int, on: date) -> list[Absence]:
    """Those of a day and those to come, by their first day: one query."""
    return list(_of(organisation_id).standing().filter(last_day__gte=on))


def away_of(absences: Iterable[Absence]) -> Away:
    return {one.membership_id: _works(one.substitute) for one in absences}


def _of(organisation_id: int) -> AbsenceQuerySet:
    own = Absence.objects.filter(membership__organisation=organisation_id)
    return own.select_related("membership__user", "substitute__user")


def _works(membership: Membership) -> int | None:
    here = membership.ended_at is None and membership.user.is_active
    return membership.pk if here else None


def stand_ins(membership_id: int, away: Away) -> list[int]:
    """Whoever stands in, the nearest first: a substitute who is away has one too.

    A circle ends before it comes back to anybody.
    """
    found: list[int] = []
    following = away.get(membership_id)
    while following is not None and following not in (membership_id, *found):
        found.append(following)
        following = away.get(following)
    return found


def covered_by(membership_id: int, away: Away) -> set[int]:
    """For whom a person stands in."""
    return {one for one in away if membership_id in stand_ins(one, away)}


def who_is_there(membership_id: int, away: Away) -> int | None:
    """The person, or who stands in and is not away as well; None where nobody is there."""
    present = [one for one in (membership_id, *stand_ins(membership_id, away)) if one not in away]
    return present[0] if present else None


def colleagues_in_role(membership: Membership) -> QuerySet[Membership]:
    """Everybody in the same role of the organisation now, oneself too, by name."""
    active = Membership.objects.active().filter(
        organisation=membership.organisation_id, role=membership.role
    )
    return active.select_related("user").order_by("user__full_name", "pk")


@transaction.atomic
def state_absence(
    membership_id: int,
    *,
    substitute_id: int,
    first_day: date,
    last_day: date,
    by: Membership,
    at: datetime,
    today: date,
) -> Absence:
    """Say that somebody is away and who stands in; for oneself, or for a colleague as a lead."""
    person = _lock(membership_id, by)
    if not first_day <= last_day < first_day + LONGEST or last_day < today:
        raise ImpossibleDays
    if _overlaps(person, first_day, last_day):
        raise OverlappingAbsence
    substitute = colleagues_in_role(person).exclude(user=person.user_id).filter(pk=substitute_id)
    if not substitute.exists():
        raise NotASubstitute
    return Absence.objects.create(
        membership=person,
        substitute_id=substitute_id,
        first_day=first_day,
        last_day=last_day,
        stated_by=by,
        stated_at=at,
    )


@transaction.atomic
def end_absence(absence_id: int, *, by: Membership, at: datetime, today: date) -> Absence:
    """Back from ``today`` on; one that has not begun is cancelled, one that is over stays."""
    person = Absence.objects.get(pk=absence_id).membership_id
    _lock(person, by)
    absence = Absence.objects.standing().get(pk=absence_id)
    if absence.first_day >= today:
        absence.cancelled_at = at
    elif absence.last_day >= today:
        absence.last_day = today - timedelta(days=1)
    absence.save(update_fields=["cancelled_at", "last_day"])
    return absence


def may_state_for(person: Membership, by: Membership) -> bool:
    """Oneself; a colleague for who may assign or invite there."""
    if person.role not in ROLES_WITH_SUBSTITUTES or person.organisation_id != by.organisation_id:
        return False
    return person.pk == by.pk or by.may_assign or by.may_invite


def _lock(membership_id: int, by: Membership) -> Membership:
    """The person's row, so that two absences at once cannot overlap; ``by`` as of now."""
    active = Membership.objects.active()
    current = active.filter(pk=by.pk).first()
    person = active.select_for_update(of=("self",), no_key=True).filter(pk=membership_id).first()
    if current is None or person is None or not may_state_for(person, current):
        raise PermissionDenied
    return person


def _overlaps(person: Membership, first_day: date, last_day: date) -> bool:
    stated = Absence.objects.standing().filter(membership=person)
    return stated.filter(first_day__lte=last_day, last_day__gte=first_day).exists()
