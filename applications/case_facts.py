"""Gather what the checks look at: the frozen submission, and the dated data of its day."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from applications.case_subsidy import subsidy_with
from applications.checks import facts as known
from applications.checks.finding import Source
from applications.documents import REQUIRED_KINDS
from applications.frozen_reference import rate_of, reference_of
from applications.legal_day import legal_day
from applications.models import (
    OPEN_STATES,
    Case,
    CaseEvent,
    CaseState,
    EventKind,
    GoodsListEdition,
    OrderEdition,
    Submission,
    SubsidyBudget,
)
from norms.parameters import NormNotInForce, norm
from programs.reference_rates import ReferenceRateInForce
from programs.subsidy_calculation import TERM_NORM


def facts_of(submission: Submission, *, at: datetime) -> known.Facts:
    """The facts of a submission as of its own day; budget and other cases as of ``at``."""
    answers, on = submission.answers, legal_day(submission.submitted_at)
    first_day = legal_day(submission.case.first_submitted_at or submission.submitted_at)
    rate = rate_of(reference_of(submission))
    return known.Facts(
        on=on,
        edition=_edition(submission.case),
        organisation_confirmed=submission.case.organisation.is_verified,
        lender_kind=answers["lender"]["lender_kind"],
        lender_bin=answers["lender"]["lender_business_number"],
        buyer_country=answers["buyer"]["buyer_country"],
        contract=_contract(answers["contract"]),
        goods=tuple(_goods_line(row) for row in answers["goods"]),
        financing=_financing(answers["financing"]),
        insurance=_insurance(answers["insurance"]),
        documents=frozenset(document["kind"] for document in submission.documents),
        required_documents=tuple(REQUIRED_KINDS),
        reference=_reference(rate) if rate else None,
        maximum_term=_maximum_term(first_day),
        goods_list=_goods_list(on),
        same_contract_cases=_same_contract(submission),
        budget=_budget(legal_day(at).year),
        subsidy_amount=_subsidy(answers["financing"], rate, on),
    )


def _edition(case: Case) -> known.Edition:
    edition = cast(OrderEdition, case.edition)  # case_numbered_once_submitted
    return known.Edition(edition.act, edition.effective_from, edition.source, edition.verified)


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


def _maximum_term(on: date) -> known.TermNorm | None:
    try:
        found = norm(TERM_NORM, on=on)
    except NormNotInForce:
        return None
    if found.value is None:
        return None
    entry = found.entry
    source = Source(
        sure=entry.source.value,
        act=f"№ {entry.act.number}",
        act_date=entry.act.adopted_on.isoformat(),
        paragraph=entry.paragraph or "",
        annex=entry.annex or "",
        effective_from=entry.effective_from.isoformat(),
        verified=entry.verified,
    )
    return known.TermNorm(int(found.value), source)


def _goods_list(on: date) -> known.GoodsList | None:
    edition = GoodsListEdition.objects.started(on).first()
    if edition is None:
        return None
    return known.GoodsList(
        title=edition.title,
        effective_from=edition.effective_from,
        source=edition.source,
        is_sample=edition.is_sample,
        prefixes=frozenset(edition.entries.values_list("hs_prefix", flat=True)),
    )


def _same_contract(submission: Submission) -> tuple[str, ...]:
    """Numbers of other cases, open or approved, whose last submission has the contract."""
    rivals = (
        Case.objects.filter(
            submissions__contract_key=submission.contract_key,
            state__in=[*OPEN_STATES, CaseState.APPROVED],
        )
        .exclude(pk=submission.case_id)
        .distinct()
        .order_by("number")
    )
    return tuple(
        str(case.number)
        for case in rivals
        if case.submissions.latest("ordinal").contract_key == submission.contract_key
    )


def _budget(year: int) -> known.Budget | None:
    row = SubsidyBudget.objects.filter(year=year).first()
    if row is None:
        return None
    committed, uncounted = _committed(year, row.currency)
    return known.Budget(year, row.amount, row.currency, row.source, committed, uncounted)


def _committed(year: int, currency: str) -> tuple[Decimal, int]:
    """What approvals of the year took in the currency, and how many cannot be counted."""
    total, uncounted = Decimal(0), 0
    approvals = CaseEvent.objects.filter(kind=EventKind.APPROVED, details__year=year)
    for details in approvals.order_by("pk").values_list("details", flat=True):
        terms = details["terms"]
        if terms["currency"] == currency and terms["subsidy_total"] is not None:
            total += Decimal(terms["subsidy_total"])
        else:
            uncounted += 1
    return total, uncounted


def _reference(rate: ReferenceRateInForce) -> known.KnownReference:
    return known.KnownReference(
        str(rate.kind),
        rate.value_percent,
        rate.source,
        rate.effective_from,
    )


def _subsidy(
    financing: Mapping[str, Any], rate: ReferenceRateInForce | None, on: date
) -> Decimal | None:
    if rate is None:
        return None
    schedule = subsidy_with(financing, rate, on=on).schedule
    return schedule.totals.subsidy if schedule else None
