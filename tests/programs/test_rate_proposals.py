"""A rate counts once a second person approved it: never before, never by its proposer."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Membership, Role
from programs import rate_errors as errors
from programs.models import ProposalState, RateProposal, ReferenceRate
from programs.models.reference_rates import PublishedRate
from programs.rate_effect import books_of
from programs.rate_proposals import (
    Line,
    approve_rates,
    has_second_person,
    propose_rates,
    reject_rates,
    withdraw_rates,
)
from programs.reference_rates import RateBook, ReferenceRateInForce, rate_in_force
from tests.programs.conftest import MakeMember
from tests.programs.rates import BASE, add_rate, proposed, values

DAY = timedelta(days=1)
FIRST = BASE["effective_from"]


def percent(on: date) -> Decimal | None:
    found = rate_in_force("KZT", 12, on=on)
    return found.published_percent if isinstance(found, ReferenceRateInForce) else None


@pytest.mark.django_db
class TestOneProposal:
    def test_it_counts_nowhere_before_its_approval_and_from_its_day_after(
        self, drafter: Membership, second_person: Membership
    ) -> None:
        proposal = proposed(drafter)
        assert percent(FIRST) is None
        approve_rates(proposal.pk, by=second_person)
        assert [percent(day) for day in (FIRST - DAY, FIRST)] == [None, Decimal("17.5")]

    def test_its_proposer_decides_as_no_member(self, make_member: MakeMember) -> None:
        here = make_member()
        elsewhere = make_member(user=here.user)
        proposal = proposed(here)
        for membership in (here, elsewhere):
            with pytest.raises(errors.SecondPersonNeeded):
                approve_rates(proposal.pk, by=membership)
            with pytest.raises(errors.SecondPersonNeeded):
                reject_rates(proposal.pk, by=membership, reason="No")

    @pytest.mark.parametrize("role", [role for role in Role if role != Role.PROGRAMME_ADMIN])
    def test_only_administrators_decide(
        self, drafter: Membership, make_member: MakeMember, role: Role
    ) -> None:
        proposal, other = proposed(drafter), make_member(role)
        for act in (approve_rates, withdraw_rates):
            with pytest.raises(errors.RateEntryNotAllowed):
                act(proposal.pk, by=other)
        with pytest.raises(errors.RateEntryNotAllowed):
            reject_rates(proposal.pk, by=other, reason="No")

    def test_only_its_proposer_withdraws_it(
        self, drafter: Membership, second_person: Membership
    ) -> None:
        proposal = proposed(drafter)
        with pytest.raises(errors.NotTheProposer):
            withdraw_rates(proposal.pk, by=second_person)
        assert withdraw_rates(proposal.pk, by=drafter).state == ProposalState.WITHDRAWN

    @pytest.mark.parametrize("end", ["approved", "rejected", "withdrawn"])
    def test_what_is_closed_stays_closed(
        self, drafter: Membership, second_person: Membership, end: str
    ) -> None:
        proposal = proposed(drafter)
        ends: dict[str, Callable[[], object]] = {
            "approved": lambda: approve_rates(proposal.pk, by=second_person),
            "rejected": lambda: reject_rates(proposal.pk, by=second_person, reason="Wrong"),
            "withdrawn": lambda: withdraw_rates(proposal.pk, by=drafter),
        }
        ends[end]()
        for act in ends.values():
            with pytest.raises(errors.ProposalClosed):
                act()
        assert ReferenceRate.objects.count() == (end == "approved")
        if end != "approved":
            assert proposed(drafter).pk, "the day is free again"

    def test_one_value_of_a_day_awaits_at_a_time(
        self, drafter: Membership, second_person: Membership
    ) -> None:
        proposed(drafter)
        with pytest.raises(ValidationError, match=r"awaits|ожида|күт"):
            proposed(second_person, value_percent=Decimal(18))

    def test_an_approval_stores_all_or_nothing(
        self, drafter: Membership, second_person: Membership
    ) -> None:
        later = FIRST + 30 * DAY
        lines = [Line(values()), Line(values(effective_from=later))]
        proposal = propose_rates(lines, by=drafter)
        ReferenceRate.objects.create(**{**BASE, "effective_from": later})
        with pytest.raises(errors.DayTaken):
            approve_rates(proposal.pk, by=second_person)
        assert ReferenceRate.objects.count() == 1
        assert RateProposal.objects.get().state == ProposalState.PROPOSED

    def test_nobody_approves_in_an_office_of_one(
        self, drafter: Membership, make_member: MakeMember
    ) -> None:
        assert not has_second_person(drafter)
        make_member(user=drafter.user)
        assert not has_second_person(drafter), "the same person twice"
        make_member()
        assert has_second_person(drafter)


@pytest.mark.django_db
class TestCorrections:
    def test_a_reason_is_needed(self, drafter: Membership) -> None:
        wrong = add_rate(by=drafter, **BASE)
        with pytest.raises(errors.ReasonNeeded):
            propose_rates([Line(values(), wrong)], by=drafter, reason=" ")

    def test_the_wrong_row_counts_until_the_approval(
        self, drafter: Membership, second_person: Membership
    ) -> None:
        wrong = add_rate(by=drafter, **BASE)
        proposal = proposed(drafter, corrects=wrong, value_percent=Decimal(18))
        assert percent(FIRST) == Decimal("17.5")
        approve_rates(proposal.pk, by=second_person)
        assert percent(FIRST) == Decimal(18)
        back = ReferenceRate.objects.current().get()
        undo = proposed(drafter, corrects=back)
        approve_rates(undo.pk, by=second_person)
        assert percent(FIRST) == Decimal("17.5"), "undone by a correction with a reason"
        assert ReferenceRate.objects.count() == 3

    def test_two_rows_change_their_days_in_one_proposal(
        self, drafter: Membership, second_person: Membership
    ) -> None:
        later = FIRST + 30 * DAY
        one = add_rate(by=drafter, **BASE)
        two = add_rate(by=drafter, **values(value_percent=Decimal(16), effective_from=later))
        swap = [
            Line(values(value_percent=Decimal(16)), one),
            Line(values(effective_from=later), two),
        ]
        proposal = propose_rates(swap, by=drafter, reason="Swapped")
        approve_rates(proposal.pk, by=second_person)
        assert [percent(FIRST), percent(later)] == [Decimal(16), Decimal("17.5")]


@pytest.mark.django_db
def test_the_database_refuses_an_approval_by_the_proposer(drafter: Membership) -> None:
    proposal = proposed(drafter)
    with transaction.atomic(), pytest.raises(IntegrityError):
        RateProposal.objects.filter(pk=proposal.pk).update(
            state="approved", closed_by=drafter, closed_at=proposal.proposed_at
        )


@pytest.mark.django_db
def test_the_books_before_and_after(drafter: Membership) -> None:
    wrong = add_rate(by=drafter, **BASE)
    moved = proposed(drafter, corrects=wrong, effective_from=FIRST + 2 * DAY)
    books = books_of(moved, today=FIRST)
    days = [FIRST, FIRST + DAY, FIRST + 2 * DAY]
    known = [
        [isinstance(book.rate("KZT", 12, on=day), ReferenceRateInForce) for day in days]
        for book in (books.before, books.after)
    ]
    assert known == [[True, True, True], [False, False, True]]


SOME_DAY = st.integers(0, 40).map(lambda n: FIRST + n * DAY)
SOME_ROWS = st.lists(
    st.tuples(
        SOME_DAY,
        st.none() | st.integers(0, 20).map(Decimal),
        st.none() | st.integers(0, 10),
    ),
    unique_by=lambda row: row[0],
    max_size=5,
)


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SOME_ROWS, SOME_DAY)
def test_a_book_answers_as_the_tables_do(
    rows: list[tuple[date, Decimal | None, int | None]], on: date
) -> None:
    with transaction.atomic():
        made: list[PublishedRate] = [
            ReferenceRate.objects.create(
                **values(
                    effective_from=first,
                    value_percent=value,
                    known_until=None if left is None else first + left * DAY,
                )
            )
            for first, value, left in rows
        ]
        answers = RateBook(made).rate("KZT", 12, on=on), rate_in_force("KZT", 12, on=on)
        transaction.set_rollback(True)
    assert answers[0] == answers[1]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_approvals_at_once_one_counts(make_member: MakeMember) -> None:
    proposal = proposed(make_member())
    outcomes = at_once(lambda by: approve_rates(proposal.pk, by=by), [make_member(), make_member()])
    assert sorted(outcomes) == ["ProposalClosed", "RateProposal"]
    assert ReferenceRate.objects.count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_proposals_of_a_day_at_once_one_awaits(make_member: MakeMember) -> None:
    outcomes = at_once(lambda by: proposed(by), [make_member(), make_member()])
    assert sorted(outcomes) == ["RateProposal", "ValidationError"]
    assert RateProposal.objects.count() == 1


def at_once(act: Callable[[Membership], object], people: list[Membership]) -> list[str]:
    """What came of the same act by several people in the same moment, by type."""
    start, outcomes = threading.Barrier(len(people)), []

    def run(by: Membership) -> None:
        start.wait()
        try:
            outcomes.append(type(act(by)).__name__)
        except (errors.RateRefusal, ValidationError) as refusal:
            outcomes.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[by]) for by in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes
