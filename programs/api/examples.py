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
    {"effective_rate_percent": "10.0", "unrounded_percent": "10"},
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
    {
        "rows": [
            {
                "number": 1,
                "date": "2026-02-28",
                "principal_balance": "1200.00",
                "principal": "400.00",
                "interest": "11.20",
                "payment": "411.20",
            },
            {
                "number": 2,
                "date": "2026-03-31",
                "principal_balance": "800.00",
                "principal": "400.00",
                "interest": "8.53",
                "payment": "408.53",
            },
            {
                "number": 3,
                "date": "2026-04-30",
                "principal_balance": "400.00",
                "principal": "400.00",
                "interest": "4.00",
                "payment": "404.00",
            },
        ],
        "totals": {"principal": "1200.00", "interest": "23.73", "payment": "1223.73"},
    },
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
    {
        "reference": {
            "kind": "half_base_rate",
            "value_percent": "9",
            "published_percent": "18",
            "source": "National Bank of Kazakhstan, nationalbank.kz",
            "effective_from": "2025-10-13",
        },
        "subsidised_rate_percent": "10",
        "borrower_rate_percent": "9",
        "rows": [
            {
                "number": 1,
                "date": "2026-03-01",
                "principal_balance": "1000000.00",
                "principal": "0.00",
                "interest": "15833.33",
                "payment": "15833.33",
                "interest_subsidised": "8333.33",
                "interest_recipient": "7500.00",
            },
            {
                "number": 2,
                "date": "2026-04-01",
                "principal_balance": "1000000.00",
                "principal": "1000000.00",
                "interest": "15833.33",
                "payment": "1015833.33",
                "interest_subsidised": "8333.33",
                "interest_recipient": "7500.00",
            },
        ],
        "totals": {
            "principal": "1000000.00",
            "interest": "31666.66",
            "payment": "1031666.66",
            "subsidy": "16666.66",
            "interest_subsidised": "16666.66",
            "interest_recipient": "15000.00",
        },
        "by_year": [
            {
                "principal": "1000000.00",
                "interest": "31666.66",
                "payment": "1031666.66",
                "subsidy": "16666.66",
                "interest_subsidised": "16666.66",
                "interest_recipient": "15000.00",
                "year": 2026,
            }
        ],
    },
)
