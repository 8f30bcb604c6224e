"""What approvals take from the year's budget, kept beside the case that took it.

An approval takes, a reopening gives back, each in the transaction of the act and under
the lock on the case: a case takes once or not at all. Sums are of whole numbers, in
hundredths of the currency's unit, so that every database adds them exactly.
"""

from decimal import Decimal

from django.db.models import Count, Q, Sum

from applications.case_subsidy import CaseSubsidy
from applications.models import Case

CENT = Decimal("0.01")
FIELDS = ("taken_year", "taken_currency", "taken_hundredths")


def take_from_budget(case: Case, subsidy: CaseSubsidy, year: int) -> None:
    """A subsidy without a schedule takes a sum that nobody knows."""
    total = subsidy.schedule.totals.subsidy if subsidy.schedule else None
    case.taken_year, case.taken_currency = year, subsidy.currency
    case.taken_hundredths = None if total is None else int(total.quantize(CENT).scaleb(2))
    case.save(update_fields=FIELDS)


def give_back_to_budget(case: Case) -> None:
    case.taken_year, case.taken_currency, case.taken_hundredths = None, "", None
    case.save(update_fields=FIELDS)


def committed(year: int, currency: str) -> tuple[Decimal, int]:
    """What approvals of the year took in the currency, and how many cannot be counted."""
    known = Q(taken_currency=currency, taken_hundredths__isnull=False)
    found = Case.objects.filter(taken_year=year).aggregate(
        total=Sum("taken_hundredths", filter=known), uncounted=Count("pk", filter=~known)
    )
    return Decimal(found["total"] or 0).scaleb(-2), found["uncounted"]
