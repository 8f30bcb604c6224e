"""A request and its answer for every operation; a test asks each and compares."""

from typing import Any

from drf_spectacular.utils import OpenApiExample

Example = tuple[dict[str, Any], dict[str, Any]]


def pair(example: Example) -> list[OpenApiExample]:
    asked, answered = example
    return [
        OpenApiExample("request", value=asked, request_only=True),
        OpenApiExample("answer", value=answered, response_only=True, status_codes=["200"]),
    ]


EFFECTIVE_RATE: Example = (
    {
        "payouts": [{"date": "2025-01-01", "amount": "1000.00"}],
        "payments": [{"date": "2026-01-01", "amount": "1100.00"}],
    },
    {},
)
SCHEDULE: Example = (
    {
        "principal": "1200.00",
        "annual_rate_percent": "12",
        "term_months": 3,
        "repayment": "equal_principal",
        "day_count": "30/360",
        "first_disbursement": "2026-01-31",
    },
    {},
)
SUBSIDY: Example = (
    {
        "currency": "KZT",
        "amount": "1000000",
        "nominal_rate_percent": "19",
        "term_months": 2,
        "repayment": "bullet",
        "day_count": "30/360",
        "first_disbursement": "2026-02-01",
        "as_of": "2026-02-01",
    },
    {},
)
