"""Cases for tests, walked to their state through the workflow's own functions."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Membership, Role
from applications import case_workflow as workflow
from applications.deadlines.limits import load_limits
from applications.documents import REQUIRED_KINDS
from applications.editions import load_editions
from applications.legal_day import legal_day
from applications.models import (
    Case,
    CaseDocument,
    CaseState,
    DraftSection,
    HearingSetting,
    OrderEdition,
    RefusalGround,
    StageLimit,
)
from applications.refusal_grounds import load_shipped_grounds
from files.uploads import PDF, store_bytes
from programs.models import RateSeries, ReferenceRate
from tests.people import make_membership

# 20 January 2026, a Tuesday, 12:00 in Almaty: the base rate of that day is known.
SUBMITTED_AT = datetime(2026, 1, 20, 7, 0, tzinfo=UTC)

RAW_ANSWERS: dict[str, dict[str, Any]] = {
    "applicant": {
        "name_kk": "«Дала Машина» ЖШС",
        "name_ru": "ТОО «Дала Машина»",
        "address": "Қостанай қ., Абай к-сі, 1",
        "head_name": "Сәуле Ахметова",
        "contact_name": "Ержан Оспанов",
        "contact_phone": "+7 701 123 45 67",
        "contact_email": "export@dala.invalid",
        "iban": "KZ86 125K ZT50 0410 0100",
    },
    "lender": {
        "lender_kind": "bank",
        "lender_business_number": "200140000014",
        "lender_name": "«Бірінші банк» АҚ",
        "lender_contact": "",
    },
    "buyer": {
        "buyer_name": "Volga Agro LLC",
        "buyer_country": "UZ",
        "buyer_registration_number": "301234567",
        "buyer_address": "Tashkent, Navoi 1",
        "buyer_signatory": "A. Karimov",
    },
    "contract": {
        "contract_number": "EX-2025/17",
        "contract_date": "01.12.2025",
        "contract_amount": "120 000 000",
        "contract_currency": "KZT",
        "incoterms": "FCA",
        "delivery_until": "30.09.2026",
    },
    "goods": {
        "rows": [
            {
                "hs_code": "8433 51",
                "description": "Combine harvester",
                "quantity": "2",
                "unit": "piece",
                "price": "60 000 000",
                "amount": "120 000 000",
                "origin_proof_kind": "st_kz",
                "origin_proof_number": "KZ 1 001 00001",
                "origin_proof_date": "05.01.2026",
                "origin_valid_until": "05.01.2027",
            }
        ]
    },
    "financing": {
        "financing_kind": "credit",
        "agreement_number": "КД-7",
        "agreement_date": "15.12.2025",
        "financing_amount": "100 000 000",
        "financing_currency": "KZT",
        "nominal_rate_percent": "19,5",
        "term_months": "36",
        "grace_principal_months": "0",
        "grace_interest_months": "0",
        "repayment": "annuity",
        "day_count": "30/360",
        "first_disbursement": "01.02.2026",
        "advance_payment": "20 000 000",
        "own_schedule": [],
    },
    "insurance": {
        "insurance_instrument": "credit_institution",
        "insurance_number": "СТ-44",
        "insurance_date": "20.12.2025",
        "insured_amount": "100 000 000",
        "insurance_currency": "KZT",
    },
    "declaration": {
        "signatory_name": "Сәуле Ахметова",
        "signatory_position": "Директор",
        "declared": "on",
        "consent_personal_data": "on",
    },
}

GROUNDS = {"goods_not_listed": "The goods are not on the list."}
REOPENING = {
    "ground": "error_found",
    "words": "The list was read wrongly.",
    "citation": "Minutes № 7 of 20.01.2026",
    "to": "awaiting_decision",
}


@dataclass
class Cast:
    """The three people of a case, each in one role."""

    applicant: Membership = field(default_factory=lambda: make_membership(Role.APPLICANT))
    agent: Membership = field(default_factory=lambda: make_membership(Role.AGENT_OFFICER))
    ministry: Membership = field(default_factory=lambda: make_membership(Role.MINISTRY_OFFICER))


def know_base_rate() -> None:
    """18 % from 13 October 2025, so that half of it, 9 %, is the reference of the cases here."""
    ReferenceRate.objects.get_or_create(
        kind=RateSeries.BASE_RATE,
        currency="KZT",
        effective_from=date(2025, 10, 13),
        defaults={"value_percent": Decimal(18), "source": "a test"},
    )


def make_draft(by: Membership, **changes: dict[str, Any]) -> Case:
    """A complete draft; ``changes`` replaces single raw answers by section."""
    if not OrderEdition.objects.exists():
        load_editions()
    if not StageLimit.objects.exists():
        load_limits()
    if not RefusalGround.objects.exists():
        load_shipped_grounds()
    know_base_rate()
    case = Case.objects.create(organisation=by.organisation, created_by=by)
    for section, answers in RAW_ANSWERS.items():
        raw = {**answers, **changes.get(section, {})}
        DraftSection.objects.create(case=case, section=section, answers=raw, updated_by=by)
    for kind in REQUIRED_KINDS:
        attach(case, kind, by=by)
    return case


def attach(case: Case, kind: str, *, by: Membership) -> CaseDocument:
    stored = store_bytes(f"%PDF-1.7 {kind}\n%%EOF".encode(), PDF)
    return CaseDocument.objects.create(
        case=case, kind=kind, version=1, name=f"{kind}.pdf", file=stored, uploaded_by=by
    )


def hear_from(day: date, working_days: int | None = 3) -> HearingSetting:
    """Put the hearing before a refusal in force from a day, or end it."""
    return HearingSetting.objects.create(
        effective_from=day, working_days=working_days, source="a test"
    )


def announced(pk: int, by: Membership | None, at: datetime) -> Case:
    """The hearing is in force for the day of the announcement alone."""
    on = legal_day(at)
    if not HearingSetting.objects.exists():
        hear_from(on)
        hear_from(on + timedelta(days=1), None)
    return workflow.announce_refusal(pk, grounds=GROUNDS, by=by, at=at)


Step = Callable[[int, Cast, datetime], Case]
STEPS: dict[str, Step] = {
    "submit": lambda pk, cast, at: workflow.submit_case(pk, by=cast.applicant, at=at),
    "take": lambda pk, cast, at: workflow.take_case(pk, by=cast.agent, at=at),
    "return": lambda pk, cast, at: workflow.return_case(
        pk, remarks={"contract": "The contract is not signed."}, by=cast.agent, at=at
    ),
    "conclude": lambda pk, cast, at: workflow.conclude_case(
        pk, in_favour=True, reasons="All conditions are met.", by=cast.agent, at=at
    ),
    "approve": lambda pk, cast, at: workflow.approve_case(pk, by=cast.ministry, at=at),
    "refuse": lambda pk, cast, at: workflow.refuse_case(
        pk, grounds=GROUNDS, by=cast.ministry, at=at
    ),
    "announce": lambda pk, cast, at: announced(pk, cast.ministry, at),
    "answer": lambda pk, cast, at: workflow.answer_hearing(
        pk, text="The goods are on the list.", by=cast.applicant, at=at
    ),
    "appeal": lambda pk, cast, at: workflow.note_appeal(
        pk,
        appealed_on=legal_day(at),
        addressed_to="The minister",
        asked="To approve.",
        by=cast.ministry,
        at=at,
    ),
    "propose": lambda pk, cast, at: workflow.propose_reopening(
        pk, **REOPENING, by=cast.ministry, at=at
    ),
    "withdraw": lambda pk, cast, at: workflow.withdraw_case(pk, by=cast.applicant, at=at),
}
_TO_DECISION = ("submit", "take", "conclude")
PATHS: dict[str, tuple[str, ...]] = {
    CaseState.DRAFT: (),
    CaseState.SUBMITTED: ("submit",),
    CaseState.AGENT_REVIEW: ("submit", "take"),
    CaseState.RETURNED: ("submit", "take", "return"),
    CaseState.AWAITING_DECISION: ("submit", "take", "conclude"),
    CaseState.APPROVED: ("submit", "take", "conclude", "approve"),
    CaseState.REFUSED: ("submit", "take", "conclude", "refuse"),
    CaseState.WITHDRAWN: ("submit", "withdraw"),
    CaseState.HEARING: (*_TO_DECISION, "announce"),
    # What stands beside the state and changes what may be done.
    "hearing, answered": (*_TO_DECISION, "announce", "answer"),
    "refused, appealed": (*_TO_DECISION, "refuse", "appeal"),
    "refused, reopening proposed": (*_TO_DECISION, "refuse", "propose"),
    "approved, reopening proposed": (*_TO_DECISION, "approve", "propose"),
}


def make_case(
    state: str = CaseState.SUBMITTED,
    *,
    cast: Cast | None = None,
    at: datetime = SUBMITTED_AT,
    **changes: dict[str, Any],
) -> Any:
    """A case in ``state``, an hour between its acts; its people are on ``case.cast``."""
    cast = cast or Cast()
    case = make_draft(cast.applicant, **changes)
    for hours, step in enumerate(PATHS[state]):
        STEPS[step](case.pk, cast, at + timedelta(hours=hours))
    made: Any = Case.objects.get(pk=case.pk)
    made.cast = cast
    return made
