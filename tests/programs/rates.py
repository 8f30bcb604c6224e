"""Rates entered the whole way: proposed by one administrator, approved by another."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Membership, Role
from programs.models import RateProposal, ReferenceRate
from programs.rate_proposals import Line, RateValues, approve_rates, propose_rates
from tests.people import make_membership

BASE: dict[str, Any] = {
    "kind": "base_rate",
    "currency": "KZT",
    "term_bucket": "",
    "value_percent": Decimal("17.5"),
    "decided": date(2026, 3, 6),
    "decision": "",
    "effective_from": date(2026, 3, 9),
    "known_until": None,
    "source": "nationalbank.kz",
    "verified": True,
}


def values(**changes: Any) -> RateValues:
    made: RateValues = {**BASE, **changes}  # type: ignore[typeddict-item]
    return made


def proposed(
    by: Membership, *, corrects: ReferenceRate | None = None, **changes: Any
) -> RateProposal:
    """The base rate of ``BASE`` with changes; a correction says that figures were swapped."""
    reason = "Figures swapped" if corrects else ""
    return propose_rates([Line(values(**changes), corrects)], by=by, reason=reason)


def add_rate(*, by: Membership, **given: Any) -> ReferenceRate:
    proposal = propose_rates([Line(given)], by=by)
    return approved(proposal)


def correct_rate(rate_id: int, *, by: Membership, reason: str, **given: Any) -> ReferenceRate:
    wrong = ReferenceRate.objects.get(pk=rate_id)
    proposal = propose_rates([Line(given, wrong)], by=by, reason=reason)
    return approved(proposal)


def approved(proposal: RateProposal) -> ReferenceRate:
    approve_rates(proposal.pk, by=make_membership(Role.PROGRAMME_ADMIN))
    return ReferenceRate.objects.get(proposed_as__proposal=proposal)


def rate_table(first_day: date, *, value: str = "17.5") -> SimpleUploadedFile:
    """One base rate as CSV, the headings as codes."""
    lines = ["kind,currency,value_percent,effective_from,source"]
    lines.append(f"base_rate,KZT,{value},{first_day.isoformat()},nationalbank.kz")
    return csv_file(lines)


def csv_file(lines: list[str], name: str = "rates.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join(lines).encode(), "text/csv")
