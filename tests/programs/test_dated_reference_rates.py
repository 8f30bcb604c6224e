"""Every published value of the source, at its first and last day and on the days around them.

The percents are those that count: a central bank's rate is halved (order № 389-НҚ of
30.09.2022), a CIRR is not. None: the portal does not know, and says so.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from norms.parameters import NormNotInForce, norm
from programs.catalogue import load_reference_rates
from programs.models import ReferenceRate
from programs.reference_rates import SHARE_NORMS, ReferenceRateInForce, rate_in_force
from programs.subsidy_calculation import TERM_NORM

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ORDER_IN_FORCE = date(2022, 9, 30)

# currency, months, the percent before, the first day, its percent, the last day, the percent after
PERIODS = [
    ("KZT", 12, None, "2024-02-26", "7.375", "2024-05-31", None),
    ("KZT", 12, None, "2024-12-02", "7.625", "2025-02-28", None),
    ("KZT", 12, None, "2025-04-01", "8.25", "2025-10-12", "9"),
    ("KZT", 12, "8.25", "2025-10-13", "9", "2026-03-05", None),
    ("RUB", 12, None, "2025-06-09", "10", "2025-07-27", "9"),
    ("RUB", 12, "10", "2025-07-28", "9", "2025-09-14", "8.5"),
    ("RUB", 12, "9", "2025-09-15", "8.5", "2025-10-26", "8.25"),
    ("RUB", 12, "8.5", "2025-10-27", "8.25", "2025-12-21", "8"),
    ("RUB", 12, "8.25", "2025-12-22", "8", "2026-02-15", "7.75"),
    ("RUB", 12, "8", "2026-02-16", "7.75", "2026-03-19", None),
    ("USD", 60, None, "2023-02-15", "4.91", "2023-03-14", "5.23"),
    ("USD", 60, "4.91", "2023-03-15", "5.23", "2023-04-14", None),
    ("USD", 102, None, "2023-02-15", "4.64", "2023-03-14", "4.94"),
    ("USD", 102, "4.64", "2023-03-15", "4.94", "2023-04-14", None),
    ("USD", 180, None, "2023-02-15", "4.59", "2023-03-14", "4.86"),
    ("USD", 180, "4.59", "2023-03-15", "4.86", "2023-04-14", None),
]


@pytest.fixture(autouse=True)
def _published(db: None) -> None:
    load_reference_rates()


def percent(currency: str, months: int, on: date) -> Decimal | None:
    found = rate_in_force(currency, months, on=on)
    return found.value_percent if isinstance(found, ReferenceRateInForce) else None


@pytest.mark.parametrize(
    ("currency", "months", "before", "first", "value", "last", "after"), PERIODS, ids=str
)
def test_the_days_around_every_value(
    currency: str,
    months: int,
    before: str | None,
    first: str,
    value: str,
    last: str,
    after: str | None,
) -> None:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    days = (start - DAY, start, end, end + DAY)
    expected = [None if one is None else Decimal(one) for one in (before, value, value, after)]
    assert [percent(currency, months, day) for day in days] == expected


def test_the_table_has_every_row() -> None:
    assert len(PERIODS) == ReferenceRate.objects.count()


@pytest.mark.parametrize("path", [TERM_NORM, *SHARE_NORMS.values()])
def test_the_norms_begin_with_the_order(path: str) -> None:
    assert norm(path, on=ORDER_IN_FORCE).value is not None
    with pytest.raises(NormNotInForce):
        norm(path, on=ORDER_IN_FORCE - DAY)
