"""What proposed rates would change: drafts, and open cases that wait for a rate. Nobody else."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import Membership, Role
from applications.case_workflow import recompute_case
from applications.models import Case, CaseState
from applications.rate_effect import MOST_LISTED
from programs.models import RateProposal, ReferenceRate
from programs.rate_effect import CaseChange, Effect, Outcome, effect_of
from programs.rate_proposals import Line, approve_rates, propose_rates
from tests.applications.cases import Cast, know_base_rate, make_case, make_draft
from tests.people import make_membership
from tests.programs.rates import values

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 20)
DOLLARS = {"financing_currency": "USD"}
CIRR = {
    "kind": "cirr",
    "currency": "USD",
    "term_bucket": "up_to_5_years",
    "value_percent": Decimal("4.5"),
    "decided": None,
    "effective_from": date(2026, 1, 1),
}


@pytest.fixture
def admin(db: None) -> Membership:
    return make_membership(Role.PROGRAMME_ADMIN)


def effect(by: Membership, corrects: ReferenceRate | None = None, **changes: Any) -> Effect:
    return effect_of(proposal(by, corrects, **changes), today=TODAY)


def proposal(by: Membership, corrects: ReferenceRate | None = None, **changes: Any) -> RateProposal:
    line = Line(values(**changes), corrects)
    return propose_rates([line], by=by, reason="Misread" if corrects else "")


def outcome(reference: str, subsidised: str, borrower: str) -> tuple[Decimal, ...]:
    return Decimal(reference), Decimal(subsidised), Decimal(borrower)


def test_a_draft_before_and_after(admin: Membership) -> None:
    make_draft(make_membership(Role.APPLICANT))
    found = effect(admin, effective_from=TODAY, decided=None, value_percent=Decimal(16))
    (draft,) = found.drafts
    assert (draft.number, draft.on, draft.state) == ("", TODAY, CaseState.DRAFT)
    assert draft.before[:3] == outcome("9", "10.5", "9")
    assert draft.after[:3] == outcome("8", "11.5", "8")
    assert draft.before.subsidy
    assert draft.after.subsidy
    assert draft.before.subsidy < draft.after.subsidy
    assert not found.cases


def test_a_draft_is_computed_on_the_first_day_that_lies_ahead(admin: Membership) -> None:
    make_draft(make_membership(Role.APPLICANT))
    day = date(2026, 3, 9)
    (draft,) = effect(admin, effective_from=day, value_percent=Decimal(16)).drafts
    assert draft.on == day


@pytest.mark.parametrize(
    "changes",
    [
        {"value_percent": Decimal(18), "effective_from": TODAY, "decided": None},
        {"known_until": date(2025, 12, 31), "effective_from": date(2025, 12, 1), "decided": None},
        {"kind": "key_rate", "currency": "RUB"},
    ],
    ids=["the same value", "run out before today", "another currency"],
)
def test_drafts_that_do_not_change(admin: Membership, changes: dict[str, Any]) -> None:
    make_draft(make_membership(Role.APPLICANT))
    ReferenceRate.objects.create(
        kind="base_rate",
        currency="KZT",
        effective_from=date(2026, 1, 1),
        value_percent=Decimal(18),
        source="a test",
    )
    assert effect(admin, **changes).drafts == []


def test_unfinished_drafts_are_left_out(admin: Membership) -> None:
    applicant = make_membership(Role.APPLICANT)
    for answer in ("", "many", "-5"):
        make_draft(applicant, financing={"term_months": answer})
    make_draft(applicant, financing={"financing_amount": ""})
    assert effect(admin, effective_from=TODAY, decided=None).drafts == []


def test_a_case_without_a_rate_would_have_one(admin: Membership) -> None:
    case = make_case(CaseState.AGENT_REVIEW, financing=DOLLARS)
    found = effect(admin, **CIRR)
    (change,) = found.cases
    assert change.number == case.number
    assert change.before == Outcome()
    assert change.after[:3] == outcome("4.5", "15", "4.5")
    assert found.kept == 0


def test_the_figures_are_those_that_the_case_gets(admin: Membership) -> None:
    """Approved and recomputed, the case has the rate that the page foretold."""
    case = make_case(CaseState.AWAITING_DECISION, financing=DOLLARS)
    awaiting = proposal(admin, **CIRR)
    (change,) = effect_of(awaiting, today=TODAY).cases
    approve_rates(awaiting.pk, by=make_membership(Role.PROGRAMME_ADMIN))
    recompute_case(case.pk, by=case.cast.agent)
    reference = case.events.get(kind="recomputed").details["reference"]
    assert Decimal(reference["value_percent"]) == change.after.reference
    after = effect(admin, **{**CIRR, "effective_from": date(2026, 1, 2)})
    assert (len(after.cases), after.kept) == (0, 0), "the same value again changes nothing"
    after = effect(admin, **{**CIRR, "value_percent": Decimal(5)}, corrects=stored("cirr"))
    assert (len(after.cases), after.kept) == (0, 1), "recomputed, it keeps what it got"


def stored(kind: str) -> ReferenceRate:
    return ReferenceRate.objects.current().get(kind=kind)


def test_a_known_rate_is_kept_through_a_correction(admin: Membership) -> None:
    know_base_rate()
    case = make_case(CaseState.AGENT_REVIEW)
    wrong = stored("base_rate")
    before = case.submissions.get().reference
    awaiting = proposal(
        admin,
        wrong,
        effective_from=wrong.effective_from,
        decided=None,
        value_percent=Decimal(20),
    )
    found = effect_of(awaiting, today=TODAY)
    assert (found.cases, found.kept) == ([], 1)
    approve_rates(awaiting.pk, by=make_membership(Role.PROGRAMME_ADMIN))
    assert case.submissions.get().reference == before


@pytest.mark.parametrize("state", [CaseState.WITHDRAWN, CaseState.REFUSED])
def test_a_closed_case_does_not_change(admin: Membership, state: CaseState) -> None:
    make_case(state, financing=DOLLARS)
    found = effect(admin, **CIRR)
    assert (found.cases, found.kept) == ([], 0)


def test_figures_only_leave_the_room(admin: Membership) -> None:
    """No name of an organisation and no answer stands in what a rate keeper reads."""
    assert set(CaseChange.__dataclass_fields__) == {
        "number",
        "state",
        "state_label",
        "currency",
        "on",
        "before",
        "after",
    }


def test_many_are_counted_and_questions_stay_constant(
    admin: Membership, django_assert_max_num_queries: Any
) -> None:
    cast = Cast()
    for _number in range(3):
        make_draft(cast.applicant)
        make_case(CaseState.SUBMITTED, cast=cast, financing=DOLLARS)
    rates = [values(**CIRR), values(effective_from=TODAY, decided=None, value_percent=Decimal(16))]
    awaiting = propose_rates([Line(one) for one in rates], by=admin)
    with django_assert_max_num_queries(5):
        found = effect_of(awaiting, today=TODAY)
    assert (len(found.cases), len(found.drafts)) == (3, 3)


def test_the_list_ends_and_the_rest_is_counted(
    admin: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("applications.rate_effect.MOST_LISTED", 1)
    assert MOST_LISTED > 1
    applicant = make_membership(Role.APPLICANT)
    for _number in range(3):
        make_draft(applicant)
    found = effect(admin, effective_from=TODAY, decided=None, value_percent=Decimal(16))
    assert (len(found.drafts), found.more_drafts) == (1, 2)
    assert Case.objects.count() == 3
