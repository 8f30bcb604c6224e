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


OVERDUE_LIMIT: Example = (
    {"reporting_date": "2026-09-30", "mm90": "105", "np": "1000"},
    {},
)
K1: Example = (
    {"reporting_date": "2026-09-30", "own_capital": "120", "risk_weighted_assets": "1000"},
    {},
)
K2: Example = (
    {"reporting_date": "2026-09-30", "largest_exposure": "25", "own_capital": "100"},
    {},
)
K3: Example = (
    {"reporting_date": "2026-09-30", "total_liabilities": "900", "own_capital": "100"},
    {},
)
DEBT_BURDEN: Example = (
    {
        "reporting_date": "2026-09-30",
        "monthly_payments": "150000",
        "average_monthly_income": "400000",
    },
    {},
)
CAPITALISATION: Example = (
    {
        "on": "2009-01-01",
        "own_capital": "200000000000",
        "obligations_to_nonresidents": "400000000000",
        "issued_debt_securities": "500000000000",
    },
    {},
)
OFFSHORE: Example = (
    {"on": "2010-01-01", "kind": "loan", "country": "ES", "territory": "Canary Islands"},
    {},
)
LIQUIDITY_GROUPS: Example = (
    {
        "on": "2010-02-01",
        "currencies": [
            {"currency": "USD", "country_rating": "AAA", "obligations": "5"},
            {"currency": "EUR", "obligations": "10"},
            {"currency": "RUB", "country_rating": "BBB", "obligations": "9"},
        ],
        "total_obligations": "1000",
    },
    {},
)
MATURITY_LADDER: Example = (
    {
        "on": "2010-02-01",
        "annex": "7",
        "positions": [
            {
                "kind": "asset",
                "currency": "KZT",
                "amount": "100",
                "highly_liquid_or_on_demand": True,
            },
            {
                "kind": "asset",
                "currency": "USD",
                "amount": "50",
                "special_provision": "5",
                "earliest_callable": "2010-02-08",
            },
            {
                "kind": "liability",
                "currency": "KZT",
                "amount": "120",
                "earliest_callable": "2010-03-03",
            },
        ],
    },
    {},
)
