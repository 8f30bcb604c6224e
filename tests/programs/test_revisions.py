"""Acts on a revision: who may, in which state, and that what is in force stays."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Membership, Role
from programs import revisions
from programs.difference import difference
from programs.models import Programme, Revision, RevisionEvent, RevisionState, TermsRow
from programs.revision_errors import (
    BaseIsNotLatest,
    IncompleteRevision,
    NotAfterTheLatest,
    NotAllowed,
    NothingToUndo,
    SecondPersonNeeded,
    WrongState,
)
from tests.programs.conftest import MakeMember, row_values

HEADER: dict[str, Any] = {
    "number": 21,
    "decision": "№ 3",
    "decided": date(2026, 1, 10),
    "effective_from": date(2026, 2, 1),
    "summary": {"ru": "Ставка"},
}


@pytest.fixture
def draft(in_force: Revision, drafter: Membership) -> Revision:
    revision = revisions.draft_revision(by=drafter)
    return revisions.set_header(revision.pk, by=drafter, **HEADER)


def row_of(revision: Revision) -> TermsRow:
    return revision.rows.get(channel="direct")


def test_a_draft_starts_as_the_set_in_force(draft: Revision, in_force: Revision) -> None:
    assert draft.base == in_force
    assert row_of(draft).pk != row_of(in_force).pk
    assert not difference(in_force.rows.all(), draft.rows.all())


def test_the_whole_way(
    draft: Revision, in_force: Revision, drafter: Membership, second_person: Membership
) -> None:
    revisions.edit_field(row_of(draft).pk, "rate_percent", Decimal("18"), by=drafter)
    revisions.propose(draft.pk, by=drafter)
    approved = revisions.approve(draft.pk, by=second_person)
    assert (approved.state, approved.approved_by) == (RevisionState.APPROVED, second_person)
    assert Revision.objects.in_force(date(2026, 1, 31)) == in_force
    assert Revision.objects.in_force(date(2026, 2, 1)) == approved
    assert row_of(in_force).rate_percent == Decimal("17")
    assert row_of(approved).rate_percent == Decimal("18")


def test_every_act_leaves_its_event(
    draft: Revision, drafter: Membership, second_person: Membership, agrobusiness: Programme
) -> None:
    revisions.edit_field(row_of(draft).pk, "rate_percent", Decimal("18.50"), by=drafter)
    values = row_values(channel="mfo")
    added = revisions.add_row(draft.pk, by=drafter, programme=agrobusiness, values=values)
    revisions.remove_row(added.pk, by=drafter)
    revisions.propose(draft.pk, by=drafter)
    revisions.approve(draft.pk, by=second_person)
    events = list(RevisionEvent.objects.filter(revision=draft))
    assert [event.kind for event in events] == [
        "drafted",
        "header_set",
        "row_changed",
        "row_added",
        "row_removed",
        "proposed",
        "approved",
    ]
    assert events[2].details["fields"] == {"rate_percent": ["17", "18.5"]}
    assert [event.membership for event in events] == [drafter] * 6 + [second_person]


def test_an_edit_without_a_change_writes_nothing(draft: Revision, drafter: Membership) -> None:
    revisions.edit_row(row_of(draft).pk, by=drafter, values={"rate_percent": Decimal("17.00")})
    assert not draft.events.filter(kind="row_changed").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rate_percent", "seventeen"),
        ("rate_percent", Decimal("-1")),
        ("term_months_max", 5000),
        ("channel", "post_office"),
        ("grace_share_of_term", "4/3"),
        ("grace_share_of_term", "1/0"),
        ("revision_id", 1),
        ("paragraph", ""),
    ],
)
def test_values_that_no_field_takes(
    draft: Revision, drafter: Membership, field: str, value: object
) -> None:
    with pytest.raises(ValidationError) as refusal:
        revisions.edit_field(row_of(draft).pk, field, value, by=drafter)
    assert field in refusal.value.error_dict


def test_two_rows_of_one_key(draft: Revision, drafter: Membership, agrobusiness: Programme) -> None:
    with pytest.raises(ValidationError, match="already has a row"):
        revisions.add_row(draft.pk, by=drafter, programme=agrobusiness, values=row_values())


Act = Callable[[Revision, Membership], Any]
ACTS: dict[str, Act] = {
    "set_header": lambda r, m: revisions.set_header(r.pk, by=m, **HEADER),
    "edit_row": lambda r, m: revisions.edit_field(row_of(r).pk, "paragraph", "45-1", by=m),
    "add_row": lambda r, m: revisions.add_row(
        r.pk,
        by=m,
        programme=row_of(r).programme,
        values=row_values(channel="mfo"),
    ),
    "remove_row": lambda r, m: revisions.remove_row(row_of(r).pk, by=m),
    "propose": lambda r, m: revisions.propose(r.pk, by=m),
    "approve": lambda r, m: revisions.approve(r.pk, by=m),
    "reject": lambda r, m: revisions.reject(r.pk, by=m, reason="Жоқ"),
    "withdraw": lambda r, m: revisions.withdraw(r.pk, by=m),
}
EDITS = {"set_header", "edit_row", "add_row", "remove_row", "propose"}
DECISIONS = {"approve", "reject"}
# Written by hand: what the drafter and a second administrator may do in each state.
ALLOWED = {
    ("drafter", "draft"): EDITS | {"withdraw"},
    ("drafter", "proposed"): {"withdraw"},
    ("drafter", "approved"): set(),
    ("drafter", "rejected"): set(),
    ("drafter", "withdrawn"): set(),
    ("second", "draft"): set(),
    ("second", "proposed"): DECISIONS,
    ("second", "approved"): set(),
    ("second", "rejected"): set(),
    ("second", "withdrawn"): set(),
}


def bring_to(
    state: str, revision: Revision, drafter: Membership, second_person: Membership
) -> None:
    if state == "draft":
        return
    if state == "withdrawn":
        revisions.withdraw(revision.pk, by=drafter)
        return
    revisions.propose(revision.pk, by=drafter)
    if state == "approved":
        revisions.approve(revision.pk, by=second_person)
    if state == "rejected":
        revisions.reject(revision.pk, by=second_person, reason="Қате")


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(("who", "state"), ALLOWED)
def test_who_may_do_what_in_which_state(
    draft: Revision,
    drafter: Membership,
    second_person: Membership,
    who: str,
    state: str,
    act: str,
) -> None:
    bring_to(state, draft, drafter, second_person)
    by = drafter if who == "drafter" else second_person
    before = list(TermsRow.objects.order_by("pk").values())
    if act in ALLOWED[who, state]:
        ACTS[act](draft, by)
        return
    with pytest.raises((NotAllowed, WrongState)):
        ACTS[act](draft, by)
    draft = Revision.objects.get(pk=draft.pk)
    assert draft.state == state
    assert list(TermsRow.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PROGRAMME_ADMIN])
@pytest.mark.parametrize("act", [*ACTS, "draft"])
def test_other_roles_do_nothing(
    draft: Revision, drafter: Membership, make_member: MakeMember, role: Role, act: str
) -> None:
    if act in DECISIONS:
        revisions.propose(draft.pk, by=drafter)
    member = make_member(role)
    with pytest.raises(NotAllowed):
        if act == "draft":
            revisions.draft_revision(by=member)
        else:
            ACTS[act](draft, member)


def test_the_drafter_in_another_membership_is_no_second_person(
    draft: Revision, drafter: Membership, make_member: MakeMember
) -> None:
    revisions.propose(draft.pk, by=drafter)
    same_person = make_member(user=drafter.user)
    with pytest.raises(SecondPersonNeeded):
        revisions.approve(draft.pk, by=same_person)


@pytest.mark.parametrize("way", ["ended", "inactive"])
def test_whoever_left_decides_nothing(
    draft: Revision, drafter: Membership, second_person: Membership, way: str
) -> None:
    revisions.propose(draft.pk, by=drafter)
    if way == "ended":
        second_person.ended_at = second_person.started_at
    else:
        second_person.user.is_active = False
    with pytest.raises(NotAllowed):
        revisions.approve(draft.pk, by=second_person)


def test_rows_in_force_cannot_be_reached(in_force: Revision, drafter: Membership) -> None:
    row = row_of(in_force)
    with pytest.raises(NotAllowed):
        revisions.edit_field(row.pk, "rate_percent", Decimal("1"), by=drafter)
    with pytest.raises(NotAllowed):
        revisions.remove_row(row.pk, by=drafter)


@pytest.mark.parametrize("missing", [{"decision": ""}, {"decided": None}, {"effective_from": None}])
def test_an_incomplete_draft_is_not_proposed(
    draft: Revision, drafter: Membership, missing: dict[str, object]
) -> None:
    revisions.set_header(draft.pk, by=drafter, **{**HEADER, **missing})
    with pytest.raises(IncompleteRevision) as refusal:
        revisions.propose(draft.pk, by=drafter)
    assert refusal.value.fields == list(missing)


def test_an_effect_before_the_decision_is_refused(draft: Revision, drafter: Membership) -> None:
    with pytest.raises(ValidationError, match="before the day of the decision"):
        revisions.set_header(draft.pk, by=drafter, **{**HEADER, "effective_from": date(2026, 1, 9)})


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"decided": date(2021, 7, 1), "effective_from": date(2021, 7, 29)}, "effective_from"),
        ({"number": 20}, "number"),
    ],
)
def test_a_revision_follows_the_latest(
    draft: Revision, drafter: Membership, change: dict[str, object], field: str
) -> None:
    revisions.set_header(draft.pk, by=drafter, **{**HEADER, **change})
    with pytest.raises(NotAfterTheLatest) as refusal:
        revisions.propose(draft.pk, by=drafter)
    assert refusal.value.field == field


def test_of_two_drafts_from_one_base_only_the_first_is_approved(
    draft: Revision, drafter: Membership, second_person: Membership
) -> None:
    rival = revisions.draft_revision(by=second_person)
    revisions.set_header(
        rival.pk, by=second_person, **{**HEADER, "number": 22, "effective_from": date(2027, 1, 1)}
    )
    revisions.propose(rival.pk, by=second_person)
    revisions.propose(draft.pk, by=drafter)
    revisions.approve(draft.pk, by=second_person)
    with pytest.raises(BaseIsNotLatest) as refusal:
        revisions.approve(rival.pk, by=drafter)
    assert refusal.value.latest_number == 21


def test_undoing_is_a_new_revision(
    draft: Revision, in_force: Revision, drafter: Membership, second_person: Membership
) -> None:
    revisions.edit_field(row_of(draft).pk, "rate_percent", Decimal("18"), by=drafter)
    revisions.propose(draft.pk, by=drafter)
    revisions.approve(draft.pk, by=second_person)
    undoing = revisions.draft_revision(by=drafter, undo_latest=True)
    assert (undoing.number, undoing.base, undoing.undoes) == (22, draft, draft)
    assert not difference(in_force.rows.all(), undoing.rows.all())
    (change,) = difference(draft.rows.all(), undoing.rows.all()).changed
    assert change.fields == (("rate_percent", Decimal("18"), Decimal("17")),)


def test_the_first_revision_cannot_be_undone(in_force: Revision, drafter: Membership) -> None:
    with pytest.raises(NothingToUndo):
        revisions.draft_revision(by=drafter, undo_latest=True)


def test_difference_of_a_changed_key_is_a_removal_and_an_addition(
    draft: Revision, in_force: Revision, drafter: Membership
) -> None:
    revisions.edit_field(row_of(draft).pk, "purpose", "machinery", by=drafter)
    found = difference(in_force.rows.all(), draft.rows.all())
    assert [row.purpose for row in found.removed] == ["fixed_assets"]
    assert [row.purpose for row in found.added] == ["machinery"]
    assert not found.changed
