"""Absences: stated, refused, ended; who stands in, however absences follow each other."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from accounts.absences import (
    ImpossibleDays,
    NotASubstitute,
    OverlappingAbsence,
    away_on,
    end_absence,
    stand_ins,
    state_absence,
    who_is_there,
)
from accounts.invitations import end_membership
from accounts.models import Absence, Membership, Role
from tests.people import make_membership

NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("away", "there", "chain"),
    [
        ({}, 1, []),
        ({1: 2}, 2, [2]),
        ({1: 2, 2: 3}, 3, [2, 3]),
        ({1: None}, None, []),
        ({1: 2, 2: None}, None, [2]),
        ({1: 2, 2: 1}, None, [2]),
        ({1: 2, 2: 3, 3: 2}, None, [2, 3]),
    ],
)
def test_who_stands_in(away, there, chain):
    assert (who_is_there(1, away), stand_ins(1, away)) == (there, chain)


@given(st.dictionaries(st.integers(1, 6), st.none() | st.integers(1, 6)), st.integers(1, 6))
def test_a_chain_ends_and_names_nobody_twice_nor_who_is_away(away, person):
    chain = stand_ins(person, away)
    assert len({person, *chain}) == len(chain) + 1
    there = who_is_there(person, away)
    assert there is None or (there not in away and there in (person, *chain))


@pytest.fixture
def people() -> list[Membership]:
    first = make_membership(Role.AGENT_OFFICER, may_invite=True)
    rest = (
        make_membership(Role.AGENT_OFFICER, organisation=first.organisation) for _more in range(3)
    )
    return [first, *rest]


def away(person: Membership, substitute: Membership, **changes: Any) -> Absence:
    days = {"first_day": date(2026, 3, 4), "last_day": date(2026, 3, 6), "by": person, **changes}
    return state_absence(person.pk, substitute_id=substitute.pk, at=NOW, today=TODAY, **days)


@pytest.mark.django_db
def test_both_days_are_days_away(people):
    lead, person, substitute, _other = people
    away(person, substitute)
    found = {day: away_on(lead.organisation_id, date(2026, 3, day)) for day in (3, 4, 6, 7)}
    assert found == {3: {}, 4: {person.pk: substitute.pk}, 6: {person.pk: substitute.pk}, 7: {}}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "last"), [((3, 1), (3, 4)), ((3, 6), (3, 9)), ((3, 5), (3, 5)), ((3, 1), (3, 30))]
)
def test_two_absences_do_not_overlap(people, first, last):
    _lead, person, substitute, other = people
    away(person, substitute)
    days = {"first_day": date(2026, *first), "last_day": date(2026, *last)}
    with pytest.raises(OverlappingAbsence):
        away(person, other, **days)
    away(person, other, first_day=date(2026, 3, 7), last_day=date(2026, 3, 8))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 3, 6), date(2026, 3, 5)),
        (date(2026, 2, 1), date(2026, 3, 1)),
        (date(2026, 3, 2), date(2027, 3, 3)),
    ],
    ids=["backwards", "over", "longer than a year"],
)
def test_impossible_days_are_refused(people, first, last):
    with pytest.raises(ImpossibleDays):
        away(people[1], people[2], first_day=first, last_day=last)


@pytest.mark.django_db
def test_only_a_colleague_in_the_same_role_stands_in(people):
    lead, person, substitute, _other = people
    elsewhere = make_membership(Role.AGENT_OFFICER)
    end_membership(substitute.pk, by=lead, at=NOW)
    for wrong in (person, elsewhere, substitute):
        with pytest.raises(NotASubstitute):
            away(person, wrong)


@pytest.mark.django_db
def test_an_absence_is_stated_by_the_person_or_a_lead(people):
    lead, person, substitute, other = people
    with pytest.raises(PermissionDenied):
        away(person, substitute, by=other)
    with pytest.raises(PermissionDenied):
        away(person, substitute, by=make_membership(Role.AGENT_OFFICER, may_assign=True))
    assert away(person, substitute, by=lead).stated_by == lead
    applicant = make_membership(may_invite=True)
    colleague = make_membership(organisation=applicant.organisation)
    with pytest.raises(PermissionDenied):
        away(applicant, colleague)


@pytest.mark.django_db
def test_an_absence_ends_early_and_one_to_come_is_cancelled(people):
    lead, person, substitute, _other = people
    absence = away(person, substitute)
    back = date(2026, 3, 5)
    end_absence(absence.pk, by=person, at=NOW + timedelta(days=3), today=back)
    assert away_on(lead.organisation_id, date(2026, 3, 4)) == {person.pk: substitute.pk}
    assert away_on(lead.organisation_id, back) == {}
    later = away(person, substitute, first_day=back, last_day=back)
    assert end_absence(later.pk, by=lead, at=NOW, today=TODAY).cancelled_at == NOW
    assert away_on(lead.organisation_id, back) == {}
    with pytest.raises(PermissionDenied):
        end_absence(absence.pk, by=substitute, at=NOW, today=TODAY)


@pytest.mark.django_db
def test_a_substitute_who_left_stands_in_no_longer_but_the_person_is_away(people):
    lead, person, substitute, _other = people
    away(person, substitute)
    end_membership(substitute.pk, by=lead, at=NOW)
    assert away_on(lead.organisation_id, date(2026, 3, 4)) == {person.pk: None}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"last_day": date(2026, 3, 1)}, "absence_ends_after_it_begins"),
        ({"substitute": 0}, "absence_another_stands_in"),
    ],
)
def test_the_database_refuses_what_cannot_be(people, changes, constraint):
    wrong = {"substitute": people[1]} if "substitute" in changes else changes
    fields = {"substitute": people[2], "first_day": TODAY, "last_day": TODAY, **wrong}
    with pytest.raises(IntegrityError, match=constraint):
        Absence.objects.create(membership=people[1], stated_by=people[1], stated_at=NOW, **fields)
