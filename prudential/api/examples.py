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
    {
        "value_percent": "10.50",
        "limit_percent": "10",
        "breached": True,
        "k1_breached": True,
        "norm": {
            "act": "№ 192 of 14.11.2019, as amended by № 65 of 16.10.2025",
            "paragraph": "5-1",
            "effective_from": "2026-01-01",
            "verified": True,
            "note": None,
        },
        "deadlines": {"plan_due": "2026-10-01", "approval_due": "2026-10-07"},
    },
)
K1: Example = (
    {"reporting_date": "2026-09-30", "own_capital": "120", "risk_weighted_assets": "1000"},
    {
        "value": "0.1200",
        "minimum": "0.1",
        "maximum": None,
        "breached": False,
        "norm": {
            "act": "№ 192 of 14.11.2019",
            "paragraph": None,
            "effective_from": "2020-01-01",
            "verified": False,
            "note": "Not verified against the act: an assumption from general knowledge.",
        },
        "quotient_breached": False,
        "overdue_limit_breached": None,
    },
)
K2: Example = (
    {"reporting_date": "2026-09-30", "largest_exposure": "25", "own_capital": "100"},
    {
        "value": "0.2500",
        "minimum": None,
        "maximum": "0.25",
        "breached": False,
        "norm": {
            "act": "№ 192 of 14.11.2019",
            "paragraph": None,
            "effective_from": "2020-01-01",
            "verified": False,
            "note": "Not verified against the act: an assumption from general knowledge.",
        },
    },
)
K3: Example = (
    {"reporting_date": "2026-09-30", "total_liabilities": "900", "own_capital": "100"},
    {
        "value": "9.0000",
        "minimum": None,
        "maximum": "10",
        "breached": False,
        "norm": {
            "act": "№ 192 of 14.11.2019",
            "paragraph": None,
            "effective_from": "2020-01-01",
            "verified": False,
            "note": "Not verified against the act: an assumption from general knowledge.",
        },
    },
)
DEBT_BURDEN: Example = (
    {
        "reporting_date": "2026-09-30",
        "monthly_payments": "150000",
        "average_monthly_income": "400000",
    },
    {
        "value": "0.3750",
        "minimum": None,
        "maximum": "0.5",
        "breached": False,
        "norm": {
            "act": "№ 215 of 28.11.2019",
            "paragraph": None,
            "effective_from": "2020-01-01",
            "verified": False,
            "note": "The value comes from a public source and is not verified against the act.",
        },
    },
)
CAPITALISATION: Example = (
    {
        "on": "2009-01-01",
        "own_capital": "200000000000",
        "obligations_to_nonresidents": "400000000000",
        "issued_debt_securities": "500000000000",
    },
    {
        "k8": {"value": "2.0000", "maximum": "2", "breached": False},
        "k9": {"value": "4.5000", "maximum": "4", "breached": True},
        "definition_note": "What k8 and k9 divide is read from their names; not "
        "verified against the act.",
        "norm": {
            "act": "№ 358 of 30.09.2005, as amended by № 242 of 24.10.2007",
            "paragraph": "annex 11",
            "effective_from": "2009-01-01",
            "verified": True,
            "note": None,
        },
    },
)
OFFSHORE: Example = (
    {"on": "2010-01-01", "kind": "loan", "country": "ES", "territory": "Canary Islands"},
    {
        "listed": True,
        "row": "80-3",
        "item": 14,
        "reason": "Registered in a listed territory of a partly listed state.",
        "reason_code": "registered_in_territory",
        "norm": {
            "act": "№ 358 of 30.09.2005, as amended by № 242 of 24.10.2007",
            "paragraph": "annex 1",
            "effective_from": "2008-04-01",
            "verified": True,
            "note": "The lists of the four rows are the same; the row numbers go to them by order.",
        },
    },
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
    {
        "groups": [
            {
                "currencies": ["EUR", "USD"],
                "basis": "a_or_better_and_euro",
                "counted": True,
                "reason": "At least the minimum share of the bank's obligations.",
                "reason_code": "share_reached",
                "share_percent": "1.50",
                "depends_on_reading": True,
            },
            {
                "currencies": ["RUB"],
                "basis": "single_currency",
                "counted": False,
                "reason": "Below the minimum share of the bank's obligations.",
                "reason_code": "share_below_minimum",
                "share_percent": "0.90",
                "depends_on_reading": False,
            },
        ],
        "norm": {
            "act": "№ 358 of 30.09.2005, as amended by № 242 of 24.10.2007",
            "paragraph": "44-3",
            "effective_from": "2007-10-01",
            "verified": True,
            "note": "For the joint group the test is applied to the group as a "
            "whole; the test by currency is shown beside it.",
        },
    },
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
    {
        "rows": [
            {"row": 1, "assets": "100", "liabilities": "0", "contingent": "0"},
            {"row": 2, "assets": "145", "liabilities": "0", "contingent": "0"},
            {"row": 3, "assets": "145", "liabilities": "120", "contingent": "0"},
            {"row": 4, "assets": "145", "liabilities": "120", "contingent": "0"},
            {"row": 5, "assets": "145", "liabilities": "120", "contingent": "0"},
            {"row": 6, "assets": "0", "liabilities": "0", "contingent": "0"},
            {"row": 7, "assets": "145", "liabilities": "120", "contingent": "0"},
        ],
        "by_currency_group": [],
        "reconciliations": [
            {"name": "assets", "holds": True, "difference": "0"},
            {"name": "liabilities", "holds": True, "difference": "0"},
        ],
        "norm": {
            "act": "№ 358 of 30.09.2005, as amended by № 242 of 24.10.2007",
            "paragraph": "annex 7",
            "effective_from": "2007-10-01",
            "verified": False,
            "note": "The bounds are not among our sources: an assumption. Row 1 "
            "takes highly liquid assets and demand obligations.",
        },
    },
)
