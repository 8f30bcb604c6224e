"""The reference rate of a day, its gaps, and entering rates without editing any."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Membership, Role
from programs.catalogue import load_reference_rates
from programs.interest_subsidy import ReferenceKind
from programs.models import ReferenceRate
from programs.rate_errors import RateAlreadySuperseded, RateEntryNotAllowed
from programs.rate_history import series_of
from programs.reference_rates import (
    NotKnownReason,
    ReferenceRateInForce,
    ReferenceRateNotKnown,
    published_rates,
    rate_in_force,
)
from tests.programs.conftest import MakeMember
from tests.programs.rates import BASE, add_rate, correct_rate

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def catalogue(db: None) -> None:
    load_reference_rates()


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("currency", "months", "on", "expected"),
    [
        ("KZT", 12, date(2024, 2, 26), "7.375"),
        ("KZT", 12, date(2024, 5, 31), "7.375"),
        ("KZT", 12, date(2024, 12, 2), "7.625"),
        ("KZT", 12, date(2025, 2, 28), "7.625"),
        ("KZT", 12, date(2025, 10, 12), "8.25"),
        ("KZT", 12, date(2025, 10, 13), "9"),
        ("KZT", 12, date(2026, 3, 5), "9"),
        ("RUB", 12, date(2025, 6, 9), "10"),
        ("RUB", 12, date(2025, 7, 27), "10"),
        ("RUB", 12, date(2025, 7, 28), "9"),
        ("RUB", 12, date(2026, 3, 19), "7.75"),
        ("USD", 60, date(2023, 3, 14), "4.91"),
        ("USD", 60, date(2023, 3, 15), "5.23"),
        ("USD", 61, date(2023, 3, 15), "4.94"),
        ("USD", 102, date(2023, 4, 14), "4.94"),
        ("USD", 103, date(2023, 4, 14), "4.86"),
    ],
)
def test_the_rate_on_a_day(currency: str, months: int, on: date, expected: str) -> None:
    found = rate_in_force(currency, months, on=on)
    assert isinstance(found, ReferenceRateInForce)
    assert found.value_percent == Decimal(expected)


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("currency", "on", "reason"),
    [
        ("KZT", date(2024, 2, 25), NotKnownReason.NO_ROW),
        ("KZT", date(2024, 6, 1), NotKnownReason.NOT_KNOWN_AFTER),
        ("KZT", date(2024, 12, 1), NotKnownReason.NOT_KNOWN_AFTER),
        ("KZT", date(2025, 3, 31), NotKnownReason.NOT_KNOWN_AFTER),
        ("KZT", date(2026, 3, 6), NotKnownReason.NOT_KNOWN_AFTER),
        ("RUB", date(2025, 6, 8), NotKnownReason.NO_ROW),
        ("RUB", date(2026, 3, 20), NotKnownReason.NOT_KNOWN_AFTER),
        ("USD", date(2023, 4, 15), NotKnownReason.NOT_KNOWN_AFTER),
        ("EUR", date(2023, 4, 1), NotKnownReason.NO_ROW),
    ],
)
def test_what_is_not_known_is_said(currency: str, on: date, reason: NotKnownReason) -> None:
    found = rate_in_force(currency, 12, on=on)
    assert isinstance(found, ReferenceRateNotKnown)
    assert (found.reason, found.on, found.currency) == (reason, on, currency)


def test_half_of_the_published_rate_with_its_source(drafter: Membership) -> None:
    add_rate(by=drafter, **BASE)
    assert rate_in_force("KZT", 12, on=date(2026, 3, 9)) == ReferenceRateInForce(
        kind=ReferenceKind.HALF_BASE_RATE,
        value_percent=Decimal("8.75"),
        published_percent=Decimal("17.5"),
        source="nationalbank.kz",
        effective_from=date(2026, 3, 9),
        verified=True,
    )


def test_before_the_order_no_share_is_known(drafter: Membership) -> None:
    add_rate(by=drafter, **{**BASE, "decided": None, "effective_from": date(2022, 9, 1)})
    found = rate_in_force("KZT", 12, on=date(2022, 9, 29))
    assert isinstance(found, ReferenceRateNotKnown)
    assert found.reason == NotKnownReason.SHARE_NOT_IN_FORCE
    assert isinstance(rate_in_force("KZT", 12, on=date(2022, 9, 30)), ReferenceRateInForce)


def test_an_end_is_an_end(drafter: Membership) -> None:
    add_rate(by=drafter, **BASE)
    end = date(2027, 1, 1)
    add_rate(by=drafter, **{**BASE, "value_percent": None, "effective_from": end})
    assert isinstance(rate_in_force("KZT", 12, on=end - DAY), ReferenceRateInForce)
    found = rate_in_force("KZT", 12, on=end)
    assert isinstance(found, ReferenceRateNotKnown)
    assert found.reason == NotKnownReason.SERIES_ENDED


@pytest.mark.usefixtures("catalogue")
def test_published_rates_on_a_day_leave_the_unknown_out() -> None:
    on = date(2026, 3, 6)
    assert [rate.kind for rate in published_rates(on=on)] == ["key_rate"]
    assert [rate.kind for rate in published_rates(on=on - DAY)] == ["base_rate", "key_rate"]
    assert len(published_rates(kind="base_rate")) == 4
    assert len(published_rates(currency="USD")) == 6


@pytest.mark.usefixtures("catalogue")
def test_gaps_of_a_series_are_said() -> None:
    (base,) = series_of(published_rates(kind="base_rate"))
    gaps = [(period.unknown_from, period.unknown_to) for period in base.periods]
    assert gaps == [
        (date(2026, 3, 6), None),
        (None, None),
        (date(2025, 3, 1), date(2025, 3, 31)),
        (date(2024, 6, 1), date(2024, 12, 1)),
    ]


def test_a_correction_keeps_the_wrong_row(drafter: Membership) -> None:
    wrong = add_rate(by=drafter, **{**BASE, "value_percent": Decimal("71.5")})
    right = correct_rate(wrong.pk, by=drafter, reason="Figures swapped", **BASE)
    wrong.refresh_from_db()
    assert wrong.value_percent == Decimal("71.5")
    assert wrong.superseded_at is not None
    assert (right.supersedes, right.author) == (wrong, drafter)
    found = rate_in_force("KZT", 12, on=BASE["effective_from"])
    assert isinstance(found, ReferenceRateInForce)
    assert found.published_percent == Decimal("17.5")
    with pytest.raises(RateAlreadySuperseded):
        correct_rate(wrong.pk, by=drafter, reason="Again", **BASE)


def test_a_refused_correction_leaves_the_row(drafter: Membership) -> None:
    wrong = add_rate(by=drafter, **BASE)
    with pytest.raises(ValidationError):
        correct_rate(wrong.pk, by=drafter, reason="x", **{**BASE, "currency": "USD"})
    wrong.refresh_from_db()
    assert wrong.superseded_at is None


def test_one_row_a_day_in_a_series(drafter: Membership) -> None:
    add_rate(by=drafter, **BASE)
    with pytest.raises(ValidationError, match="already has a row"):
        add_rate(by=drafter, **BASE)
    with transaction.atomic(), pytest.raises(IntegrityError):
        ReferenceRate.objects.create(**BASE)


@pytest.mark.parametrize(
    "change",
    [
        {"currency": "USD"},
        {"kind": "key_rate"},
        {"term_bucket": "up_to_5_years"},
        {"kind": "cirr", "currency": "USD"},
        {"kind": "cirr", "term_bucket": "up_to_5_years"},
        {"known_until": date(2026, 3, 8)},
        {"value_percent": Decimal("-1")},
        {"source": ""},
    ],
)
def test_impossible_rates(drafter: Membership, change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        add_rate(by=drafter, **{**BASE, **change})


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PROGRAMME_ADMIN])
def test_only_administrators_enter_rates(make_member: MakeMember, role: Role) -> None:
    with pytest.raises(RateEntryNotAllowed):
        add_rate(by=make_member(role), **BASE)
