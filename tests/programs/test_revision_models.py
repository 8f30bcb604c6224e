"""What the database itself refuses, and which revision governs a day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Membership
from norms.append_only import HistoryIsAppendOnly
from programs.codes import ProgrammeStatus
from programs.models import Programme, Revision, RevisionEvent, RevisionState, TermsRow
from tests.programs.conftest import make_row

NOW = datetime(2026, 1, 10, tzinfo=UTC)


def refuse(name: str, revision: Revision | TermsRow | Programme) -> None:
    with transaction.atomic(), pytest.raises(IntegrityError) as refusal:
        revision.save()
    message = str(refusal.value)
    assert name in message or "UNIQUE" in message


def draft_after(base: Revision, **changes: object) -> Revision:
    values = {
        "number": 21,
        "decision": "№ 3",
        "decided": date(2026, 1, 10),
        "effective_from": date(2026, 2, 1),
        "base": base,
        **changes,
    }
    return Revision(**values)


def test_unknown_state(in_force: Revision) -> None:
    refuse("revision_state_known", draft_after(in_force, state="signed"))


def test_approved_without_a_second_person(in_force: Revision, drafter: Membership) -> None:
    approved = draft_after(
        in_force, state=RevisionState.APPROVED, drafted_by=drafter, approved_at=NOW
    )
    refuse("revision_approved_has_approver", approved)


def test_approved_by_its_drafter(in_force: Revision, drafter: Membership) -> None:
    approved = draft_after(
        in_force,
        state=RevisionState.APPROVED,
        drafted_by=drafter,
        approved_by=drafter,
        approved_at=NOW,
    )
    refuse("revision_approver_is_not_drafter", approved)


@pytest.mark.parametrize("missing", [{"decision": ""}, {"decided": None}, {"effective_from": None}])
def test_proposed_and_incomplete(in_force: Revision, missing: dict[str, object]) -> None:
    proposed = draft_after(in_force, state=RevisionState.PROPOSED, **missing)
    refuse("revision_complete_before_proposal", proposed)


def test_effective_before_its_decision(in_force: Revision) -> None:
    early = draft_after(in_force, effective_from=date(2026, 1, 9))
    refuse("revision_not_effective_before_decision", early)


def approved_after(
    base: Revision, drafter: Membership, second: Membership, **changes: object
) -> Revision:
    return draft_after(
        base,
        state=RevisionState.APPROVED,
        drafted_by=drafter,
        approved_by=second,
        approved_at=NOW,
        **changes,
    )


@pytest.mark.parametrize(
    "clash",
    [
        {"number": 21, "effective_from": date(2026, 3, 1), "own_base": True},
        {"number": 22, "effective_from": date(2026, 2, 1), "own_base": True},
        {"number": 22, "effective_from": date(2026, 3, 1), "own_base": False},
    ],
    ids=["number", "day of effect", "two successors of one base"],
)
def test_approved_revisions_form_one_chain(
    in_force: Revision, drafter: Membership, second_person: Membership, clash: dict[str, object]
) -> None:
    first = approved_after(in_force, drafter, second_person)
    first.save()
    own_base = clash.pop("own_base")
    base = first if own_base else in_force
    refuse("revision_", approved_after(base, drafter, second_person, **clash))


def test_drafts_may_share_number_and_day(in_force: Revision) -> None:
    draft_after(in_force).save()
    draft_after(in_force).save()
    assert Revision.objects.filter(number=21).count() == 2


def test_in_force_the_day_before_and_the_day_of(
    in_force: Revision, drafter: Membership, second_person: Membership
) -> None:
    following = approved_after(in_force, drafter, second_person)
    following.save()
    first_day = date(2026, 2, 1)
    assert Revision.objects.in_force(date(2021, 7, 28)) is None
    assert Revision.objects.in_force(date(2021, 7, 29)) == in_force
    assert Revision.objects.in_force(first_day - timedelta(days=1)) == in_force
    assert Revision.objects.in_force(first_day) == following
    assert Revision.objects.latest_approved() == following


@pytest.mark.parametrize("state", ["draft", "proposed", "rejected", "withdrawn"])
def test_only_approved_revisions_govern(in_force: Revision, state: str) -> None:
    draft_after(in_force, state=state).save()
    assert Revision.objects.in_force(date(2026, 6, 1)) == in_force


def test_one_row_for_one_combination(in_force: Revision, agrobusiness: Programme) -> None:
    twin = TermsRow(
        revision=in_force,
        programme=agrobusiness,
        paragraph="45",
        channel="direct",
        source="own_and_borrowed",
        purpose="fixed_assets",
    )
    refuse("terms_row_unique_key", twin)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"channel": "post_office"}, "terms_row_codes_known"),
        ({"channel": "mfo", "herd": "camels"}, "terms_row_codes_known"),
        ({"channel": "mfo", "rate_percent": None}, "terms_row_rate_has_its_kind"),
        ({"channel": "mfo", "rate_kind": ""}, "terms_row_rate_has_its_kind"),
        ({"channel": "mfo", "rate_percent": -1}, "terms_row_rates_not_negative"),
        ({"channel": "mfo", "amount_min": 2, "amount_max": 1}, "terms_row_amounts_in_order"),
    ],
)
def test_impossible_rows(
    in_force: Revision, agrobusiness: Programme, values: dict[str, object], name: str
) -> None:
    with transaction.atomic(), pytest.raises(IntegrityError, match=name):
        make_row(in_force, agrobusiness, **values)


def test_events_are_append_only(in_force: Revision) -> None:
    event = RevisionEvent.objects.create(revision=in_force, kind=RevisionEvent.Kind.LOADED)
    with pytest.raises(HistoryIsAppendOnly):
        event.save()
    with pytest.raises(HistoryIsAppendOnly):
        RevisionEvent.objects.all().delete()


def test_an_event_has_its_person(in_force: Revision) -> None:
    with transaction.atomic(), pytest.raises(IntegrityError):
        RevisionEvent.objects.create(revision=in_force, kind=RevisionEvent.Kind.APPROVED)


def test_an_ended_programme_was_open_on_its_last_day(agrobusiness: Programme) -> None:
    agrobusiness.status = ProgrammeStatus.ENDED
    agrobusiness.ended_on = date(2021, 12, 20)
    assert agrobusiness.status_on(date(2021, 12, 20)) == ProgrammeStatus.ACTIVE
    assert agrobusiness.status_on(date(2021, 12, 21)) == ProgrammeStatus.ENDED


def test_an_ended_programme_has_a_last_day(agrobusiness: Programme) -> None:
    agrobusiness.status = ProgrammeStatus.ENDED
    refuse("programme_ended_has_last_day", agrobusiness)
