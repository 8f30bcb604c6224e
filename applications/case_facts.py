"""Gather what the checks look at: a submission or a draft, and the dated data of its day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from applications.case_subsidy import subsidy_with
from applications.checks import facts as known
from applications.contract_keys import contract_key
from applications.dated_values import (
    DatedValues,
    edition_facts,
    maximum_term,
    reference_facts,
)
from applications.documents import REQUIRED_KINDS
from applications.editions import edition_of
from applications.frozen_reference import Reference, rate_of, reference_for, reference_of
from applications.legal_day import legal_day
from applications.models import OPEN_STATES, Case, CaseState, OrderEdition, Submission


@dataclass(frozen=True)
class Judged:
    """What the rules judge: typed answers of a case with the reference that counts for them.

    ``on`` is the legal day of filing, ``first_day`` that of the first submission.
    """

    case: Case
    answers: Mapping[str, Any]
    documents: frozenset[str]
    reference: Reference
    edition: OrderEdition
    on: date
    first_day: date
    contract_key: str


def facts_of(
    submission: Submission, *, at: datetime, dated: DatedValues | None = None
) -> known.Facts:
    """The facts of a submission as of its own day; budget and other cases as of ``at``."""
    case, on = submission.case, legal_day(submission.submitted_at)
    judged = Judged(
        case=case,
        answers=submission.answers,
        documents=frozenset(document["kind"] for document in submission.documents),
        reference=reference_of(submission),
        edition=cast(OrderEdition, case.edition),  # case_numbered_once_submitted
        on=on,
        first_day=legal_day(case.first_submitted_at) if case.first_submitted_at else on,
        contract_key=submission.contract_key,
    )
    return _facts(judged, dated or DatedValues(), at)


def facts_of_draft(
    case: Case, answers: dict[str, Any], documents: frozenset[str], *, at: datetime
) -> known.Facts:
    """The facts of a draft's typed answers, as they would be if it were submitted now.

    Raises NoEditionInForce.
    """
    on, financing = legal_day(at), answers["financing"]
    first_day = legal_day(case.first_submitted_at or at)
    currency, term = financing["financing_currency"], int(financing["term_months"])
    judged = Judged(
        case=case,
        answers=answers,
        documents=documents,
        reference=reference_for(case, currency, term, first_day=first_day),
        edition=edition_of(case, on=on),
        on=on,
        first_day=first_day,
        contract_key=contract_key(case, answers["contract"]),
    )
    return _facts(judged, DatedValues(), at)


def _facts(judged: Judged, dated: DatedValues, at: datetime) -> known.Facts:
    answers, financing = judged.answers, _financing(judged.answers["financing"])
    return known.Facts(
        on=judged.on,
        first_day=judged.first_day,
        edition=edition_facts(judged.edition),
        organisation_confirmed=judged.case.organisation.is_verified,
        lender_kind=answers["lender"]["lender_kind"],
        lender_bin=answers["lender"]["lender_business_number"],
        buyer_country=answers["buyer"]["buyer_country"],
        contract=_contract(answers["contract"]),
        goods=tuple(_goods_line(row) for row in answers["goods"]),
        financing=financing,
        insurance=_insurance(answers["insurance"]),
        documents=judged.documents,
        required_documents=tuple(REQUIRED_KINDS),
        reference=reference_facts(judged.reference),
        published_reference=dated.published(
            financing.currency, financing.term_months, on=judged.first_day
        ),
        edition_of_first_day=dated.edition(judged.first_day),
        maximum_term=maximum_term(judged.first_day),
        goods_list=dated.goods_list(judged.on),
        same_contract_cases=_same_contract(judged),
        budget=dated.budget(legal_day(at).year),
        subsidy_amount=_subsidy(judged),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _contract(answers: Mapping[str, Any]) -> known.Contract:
    return known.Contract(
        number=answers["contract_number"],
        on=date.fromisoformat(answers["contract_date"]),
        amount=Decimal(answers["contract_amount"]),
        currency=answers["contract_currency"],
        delivery_until=_day(answers["delivery_until"]),
    )


def _goods_line(row: Mapping[str, Any]) -> known.GoodsLine:
    return known.GoodsLine(
        hs_code=row["hs_code"],
        description=row["description"],
        amount=Decimal(row["amount"]),
        origin_number=row["origin_proof_number"],
        origin_issued_on=_day(row["origin_proof_date"]),
        origin_valid_until=_day(row["origin_valid_until"]),
    )


def _financing(answers: Mapping[str, Any]) -> known.Financing:
    advance = answers["advance_payment"]
    return known.Financing(
        kind=answers["financing_kind"],
        agreed_on=date.fromisoformat(answers["agreement_date"]),
        amount=Decimal(answers["financing_amount"]),
        currency=answers["financing_currency"],
        nominal_percent=Decimal(answers["nominal_rate_percent"]),
        term_months=int(answers["term_months"]),
        first_disbursement=_day(answers["first_disbursement"]),
        advance_amount=Decimal(advance) if advance else None,
    )


def _insurance(answers: Mapping[str, Any]) -> known.Insurance:
    return known.Insurance(
        instrument=answers["insurance_instrument"],
        on=date.fromisoformat(answers["insurance_date"]),
        amount=Decimal(answers["insured_amount"]),
        currency=answers["insurance_currency"],
    )


def _same_contract(judged: Judged) -> tuple[str, ...]:
    """Numbers of other cases, open or approved, whose last submission has the contract."""
    rivals = Case.objects.filter(
        contract_key=judged.contract_key, state__in=[*OPEN_STATES, CaseState.APPROVED]
    ).exclude(pk=judged.case.pk)
    numbers = rivals.order_by("number").values_list("number", flat=True)
    return tuple(str(number) for number in numbers)


def _subsidy(judged: Judged) -> Decimal | None:
    rate = rate_of(judged.reference)
    if rate is None:
        return None
    schedule = subsidy_with(judged.answers["financing"], rate, on=judged.on).schedule
    return schedule.totals.subsidy if schedule else None
