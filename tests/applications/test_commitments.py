"""What approvals take from the year's budget: exact, once a case, in one query."""

from decimal import Decimal

import pytest

from applications.commitments import committed
from applications.models import Case, CaseEvent
from tests.applications.cases import Cast, make_case

pytestmark = pytest.mark.django_db


def total_of(case):
    (event,) = CaseEvent.objects.filter(case=case, kind="approved")
    return Decimal(event.details["terms"]["subsidy_total"])


def test_the_sum_is_that_of_the_approvals_to_the_tiyn(django_assert_num_queries):
    cast = Cast()
    cases = [
        make_case("approved", cast=cast, contract={"contract_number": f"EX-{n}"}) for n in (1, 2)
    ]
    make_case("awaiting_decision", cast=cast, contract={"contract_number": "EX-3"})
    expected = sum(map(total_of, cases))
    with django_assert_num_queries(1):
        assert committed(2026, "KZT") == (expected, 0)


def test_hundredths_are_added_exactly_where_floats_would_not_be():
    case = make_case("approved")
    Case.objects.filter(pk=case.pk).update(taken_hundredths=9_007_199_254_740_993)
    assert committed(2026, "KZT")[0] == Decimal("90071992547409.93")


def test_another_currency_and_an_unknown_sum_are_told_and_not_added():
    case = make_case("approved")
    assert committed(2026, "USD") == (Decimal(0), 1)
    Case.objects.filter(pk=case.pk).update(taken_hundredths=None)
    assert committed(2026, "KZT") == (Decimal(0), 1)
    assert committed(2025, "KZT") == (Decimal(0), 0)
