"""A run as plain data for commands, exports and machines: amounts as text."""

from typing import Any

from prudential.models import RatioResult, RatioRun


def run_as_dict(run: RatioRun) -> dict[str, Any]:
    return {
        "run": run.pk,
        "organisation": run.organisation.business_number,
        "reporting_date": run.reporting_date.isoformat(),
        "cause": run.cause,
        "results": [_result(result) for result in run.results.order_by("pk")],
    }


def _result(result: RatioResult) -> dict[str, Any]:
    return {
        "ratio": result.code,
        "numerator": str(result.numerator),
        "denominator": str(result.denominator),
        "value": _text(result.displayed),
        "unit": result.unit,
        "limit": _text(result.limit),
        "verdict": result.verdict,
        "norm": {
            "act": result.act,
            "paragraph": result.paragraph,
            "effective_from": _text(result.effective_from),
            "verified": result.verified,
        },
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)
