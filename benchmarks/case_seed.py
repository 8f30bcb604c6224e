"""Many cases for the benchmark: one filed by the business acts, the others like it.

The first thousand differ in state, exporter, buyer, contract, sum, days and reviewer; each
has its submission, the run of its checks and its chained events, which point to no letters.
``case_copies`` multiplies that thousand within the database.
"""

import random
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

# A portal in its middle years: most is decided, a good part open.
STATES = (
    ("submitted", 8),
    ("agent_review", 7),
    ("returned", 5),
    ("awaiting_decision", 6),
    ("approved", 52),
    ("refused", 17),
    ("withdrawn", 5),
)
STEPS = {
    "submitted": ("submitted",),
    "agent_review": ("submitted", "taken"),
    "returned": ("submitted", "taken", "returned"),
    "awaiting_decision": ("submitted", "taken", "concluded"),
    "approved": ("submitted", "taken", "concluded", "approved"),
    "refused": ("submitted", "taken", "concluded", "refused"),
    "withdrawn": ("submitted", "withdrawn"),
}
STATE_AFTER = {
    "submitted": "submitted",
    "taken": "agent_review",
    "returned": "returned",
    "concluded": "awaiting_decision",
    "approved": "approved",
    "refused": "refused",
    "withdrawn": "withdrawn",
}
COUNTRIES = ("UZ", "KG", "TJ", "RU", "CN", "AZ", "GE", "MN", "TR", "AF")
CURRENCIES = ("KZT", "USD", "EUR", "RUB", "CNY")
FIRST = 1000
EXPORTERS = 20
YEARS = 3


def seed(many: int) -> Any:
    """So many cases, in thousands; the agent's officer who reads them."""
    from applications.models import Case
    from benchmarks.case_copies import multiply
    from tests.applications.cases import Cast, make_case

    cast = Cast()
    model = make_case("submitted", cast=cast)
    draw = random.Random(20260120)  # the same cases every time
    officers, exporters = _people(cast)
    drawn = [_case(model, n, draw, officers, exporters) for n in range(2, FIRST + 1)]
    Case.objects.bulk_create(drawn)
    _histories(model, drawn, cast, draw)
    if many > FIRST:
        multiply(many // FIRST)
    _settle()
    return cast.agent


def _people(cast: Any) -> tuple[list[Any], list[Any]]:
    from accounts.models import Role
    from tests.people import make_membership

    home = cast.agent.organisation
    officers = [make_membership(Role.AGENT_OFFICER, organisation=home) for _ in range(12)]
    exporters = [make_membership(Role.APPLICANT) for _ in range(EXPORTERS - 1)]
    return [cast.agent, *officers], [cast.applicant, *exporters]


def _case(model: Any, number: int, draw: Any, officers: list[Any], exporters: list[Any]) -> Any:
    from applications.contract_keys import contract_key
    from applications.list_columns import search_text
    from applications.models import Case

    (state,) = draw.choices([s for s, _w in STATES], [w for _s, w in STATES])
    applicant, officer = draw.choice(exporters), draw.choice(officers)
    at = model.submitted_at - timedelta(days=YEARS * 365 * number / FIRST)
    concluded = state in ("awaiting_decision", "approved", "refused")
    case = Case(
        number=f"KR-{2020 + number % 6}-{number:06d}",
        organisation=applicant.organisation,
        state=state,
        edition=model.edition,
        created_by=applicant,
        reviewer=None if state in ("submitted", "withdrawn") else officer,
        first_submitted_at=at,
        submitted_at=at,
        due_on=(at + timedelta(days=7)).date(),
        concluded_by=officer if concluded else None,
        concluded_at=at if concluded else None,
        decided_by=officer if state in ("approved", "refused") else None,
        decided_at=at if state in ("approved", "refused") else None,
        buyer_name=f"{draw.choice(('Volga', 'Samarkand', 'Issyk', 'Baku'))} Agro {number} LLC",
        buyer_country=draw.choice(COUNTRIES),
        lender_kind=draw.choice(("bank", "development_bank", "lessor")),
        lender_name="«Бірінші банк» АҚ",
        contract_number=f"EX-{number}/17",
        financing_amount=Decimal(draw.randrange(1_000_000, 900_000_000)),
        financing_currency=draw.choices(CURRENCIES, (70, 12, 8, 6, 4))[0],
    )
    named = {"contract_number": case.contract_number, "contract_date": "2025-12-01"}
    case.contract_key = contract_key(case, named)
    case.search_text = search_text(case)
    return case


def _histories(model: Any, drawn: list[Any], cast: Any, draw: Any) -> None:
    from applications.models import CaseEvent, CheckRun, Submission

    filed = model.submissions.get()
    checked = filed.check_runs.order_by("pk").last()
    submissions = [_submission(filed, case) for case in drawn]
    Submission.objects.bulk_create(submissions)
    CheckRun.objects.bulk_create(
        CheckRun(
            submission=s,
            ran_at=s.submitted_at,
            findings=checked.findings,
            findings_sha256=checked.findings_sha256,
            relied_on=checked.relied_on,
            relied_sha256=checked.relied_sha256,
        )
        for s in submissions
    )
    CaseEvent.objects.bulk_create(event for case in drawn for event in _events(case, cast))


def _submission(filed: Any, case: Any) -> Any:
    from applications.models import Submission

    answers = {
        **filed.answers,
        "buyer": {
            **filed.answers["buyer"],
            "buyer_name": case.buyer_name,
            "buyer_country": case.buyer_country,
        },
        "contract": {**filed.answers["contract"], "contract_number": case.contract_number},
    }
    return Submission(
        case=case,
        ordinal=1,
        answers=answers,
        documents=filed.documents,
        reference=filed.reference,
        submitted_by=case.created_by,
        submitted_at=case.submitted_at,
        buyer_name=case.buyer_name,
        buyer_country=case.buyer_country,
        lender_name=case.lender_name,
        financing_amount=case.financing_amount,
        financing_currency=case.financing_currency,
        nominal_rate_percent=filed.nominal_rate_percent,
        term_months=filed.term_months,
        contract_key=case.contract_key,
    )


def _events(case: Any, cast: Any) -> Iterator[Any]:
    from applications.events import hash_of
    from applications.models import CaseEvent

    state, previous = "draft", ""
    for ordinal, kind in enumerate(STEPS[case.state], start=1):
        by = case.created_by if kind in ("submitted", "withdrawn") else cast.agent
        event = CaseEvent(
            case=case,
            ordinal=ordinal,
            kind=kind,
            from_state=state,
            to_state=STATE_AFTER[kind],
            at=case.submitted_at + timedelta(hours=ordinal),
            user=by.user,
            membership=by,
            reason="All conditions are met." if kind in ("concluded", "refused") else "",
            details=_details(kind),
            previous_hash=previous,
        )
        event.hash = previous = hash_of(event)
        state = event.to_state
        yield event


def _details(kind: str) -> dict[str, Any]:
    told: dict[str, dict[str, Any]] = {
        "submitted": {"submission": 1},
        "returned": {"remarks": {"contract": "Not signed."}, "written_in": "ru"},
        "concluded": {"in_favour": True},
        "approved": {"terms": {"currency": "KZT", "subsidy_total": "1000000"}, "year": 2026},
        "refused": {"written_in": "ru"},
    }
    return told.get(kind, {})


def _settle() -> None:
    """What autovacuum does in an installation."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
