"""Numbers have no gaps and no twins."""

import pytest
from django.db import transaction

from notices.numbering import next_number

pytestmark = pytest.mark.django_db


def test_numbers_count_up_within_series_and_year():
    drawn = [
        next_number("KR", 2026),
        next_number("KR", 2026),
        next_number("N", 2026),
        next_number("KR", 2027),
    ]
    assert drawn == ["KR-2026-000001", "KR-2026-000002", "N-2026-000001", "KR-2027-000001"]


def test_a_number_drawn_by_an_act_that_failed_is_given_again():
    with pytest.raises(RuntimeError), transaction.atomic():
        next_number("KR", 2026)
        raise RuntimeError
    assert next_number("KR", 2026) == "KR-2026-000001"
