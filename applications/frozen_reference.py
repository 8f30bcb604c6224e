"""The reference rate that a submission relies on: looked up once, kept with the case.

It is of the day of the first submission and stays through returns. It is looked up
anew, for that same day, only where the financing changed so that another reference
applies, or when the case is recomputed because none was known.
"""

from dataclasses import asdict, fields
from datetime import date
from decimal import Decimal
from typing import Any

from applications.models import Case, CaseEvent, EventKind, Submission
from programs.interest_subsidy import ReferenceKind, reference_kind, term_bucket
from programs.reference_rates import ReferenceRateInForce, rate_in_force

Reference = dict[str, Any]


def look_up(currency: str, term_months: int, *, on: date) -> Reference:
    """The reference as of ``on``, ready for JSON; ``known`` says whether there is one."""
    found = rate_in_force(currency, term_months, on=on)
    answer = {name: _plain(value) for name, value in asdict(found).items()}
    return {
        **answer,
        "known": isinstance(found, ReferenceRateInForce),
        "currency": currency,
        "term_months": term_months,
        "on": on.isoformat(),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool) else str(value)


def reference_of(submission: Submission) -> Reference:
    """What the submission relies on now: a later recomputation of it comes first."""
    recomputed = (
        CaseEvent.objects.filter(
            case=submission.case_id,
            kind=EventKind.RECOMPUTED,
            details__submission=submission.ordinal,
        )
        .order_by("-ordinal")
        .first()
    )
    return recomputed.details["reference"] if recomputed else submission.reference


def reference_for(case: Case, currency: str, term_months: int, *, first_day: date) -> Reference:
    """The reference of a new submission: the case's own, where it still applies."""
    last = case.submissions.order_by("-ordinal").first()
    if last is not None:
        kept = reference_of(last)
        if _same_reference(kept, currency, term_months):
            return kept
    return look_up(currency, term_months, on=first_day)


def _same_reference(kept: Reference, currency: str, term_months: int) -> bool:
    if kept["currency"] != currency:
        return False
    if reference_kind(currency) != ReferenceKind.CIRR:
        return True
    return term_bucket(kept["term_months"]) == term_bucket(term_months)


def rate_of(reference: Reference) -> ReferenceRateInForce | None:
    """The frozen rate as it was found, or None where it was not known."""
    if not reference["known"]:
        return None
    names = [field.name for field in fields(ReferenceRateInForce) if field.name in reference]
    return ReferenceRateInForce(**{name: _thawed(name, reference[name]) for name in names})


def _thawed(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name.endswith("_percent"):
        return Decimal(value)
    if name in ("effective_from", "known_until"):
        return date.fromisoformat(value)
    return ReferenceKind(value) if name == "kind" else value
