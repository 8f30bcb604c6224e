"""A run as plain data for commands, exports and machines: amounts as text."""

from decimal import Decimal
from typing import Any

from languages.api_fields import plain_number
from norms.api import in_language
from prudential.models import RatioResult, RatioRun


def run_as_dict(run: RatioRun) -> dict[str, Any]:
    return {
        "run": run.pk,
        "organisation": run.organisation.business_number,
        "reporting_date": run.reporting_date.isoformat(),
        "register": run.register_id,
        "cause": run.cause,
        "formula_version": run.formula_version,
        "input_sha256": run.input_digest,
        "norms_sha256": run.norms_digest,
        "computed_at": run.computed_at.isoformat(),
        "results": [_result(result) for result in _in_order(run)],
    }


def _in_order(run: RatioRun) -> list[RatioResult]:
    """From what is prefetched, where it is."""
    return sorted(run.results.all(), key=lambda result: result.pk)


def _result(result: RatioResult) -> dict[str, Any]:
    return {
        "ratio": result.code,
        "numerator": _text(result.numerator),
        "denominator": _text(result.denominator),
        "quotient": _text(result.value),
        "value": _plain(result.displayed),
        "unit": result.unit,
        "limit": _plain(result.limit),
        "verdict": result.verdict,
        "deadlines": result.details.get("deadlines"),
        "norm": {
            "name": result.norm,
            "citation": in_language(result.details.get("citation")),
            "act": result.act,
            "paragraph": result.paragraph,
            "effective_from": _text(result.effective_from),
            "verified": result.verified,
        },
    }


def _plain(value: Decimal | None) -> str | None:
    """Without the zeros that only the column adds."""
    return None if value is None else plain_number(value)


def _text(value: object) -> str | None:
    """Decimals in full: a zero of twelve places has no exponent."""
    if isinstance(value, Decimal):
        return format(value, "f")
    return None if value is None else str(value)
