"""From measured ratios to rows: what a result remembers so that it can be read years later."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from norms.parameters import NormNotInForce
from norms.schema import NormValue, Text
from norms.working_days import WorkingCalendar
from prudential.bank_capitalisation import k8, k9
from prudential.mfo_ratios import Overdue90Share, overdue_90_share
from prudential.models import BankFigures, RatioCode, RatioResult, Verdict
from prudential.plan_deadlines import plan_deadlines
from prudential.portfolio import Portfolio
from prudential.ratios import InvalidFigures, Ratio, rounded

VALUE_STEP = Decimal("0.000000000001")


def overdue_90_results(
    portfolio: Portfolio, *, on: date, calendar: WorkingCalendar
) -> list[RatioResult]:
    """The share that decides, and the other reading of MM90 beside it."""
    figures = portfolio.figures
    details = _portfolio_details(portfolio)
    past_due = figures.mm90_past_due or Decimal("0.00")
    try:
        share = overdue_90_share(figures, on=on)
    except InvalidFigures as error:
        return [_without_ratio(RatioCode.OVERDUE_90, (figures.mm90, figures.np), error, details)]
    except NormNotInForce as error:
        return [
            _not_in_force(RatioCode.OVERDUE_90, (figures.mm90, figures.np), error, details),
            _not_in_force(RatioCode.OVERDUE_90_PAST_DUE, (past_due, figures.np), error, {}),
        ]
    details |= _consequences(share, on=on, calendar=calendar)
    results = [measured_result(RatioCode.OVERDUE_90, share.ratio, details)]
    if share.past_due_ratio is not None:
        results.append(measured_result(RatioCode.OVERDUE_90_PAST_DUE, share.past_due_ratio, {}))
    return results


def capitalisation_results(figures: BankFigures) -> list[RatioResult]:
    """k8 and k9 of a bank on its reporting date."""
    capital, obligations = figures.own_capital, figures.obligations_to_nonresidents
    securities = figures.issued_debt_securities
    parts: tuple[tuple[str, Decimal, Callable[[], Ratio]], ...] = (
        (RatioCode.K8, obligations, lambda: k8(capital, obligations, on=figures.on)),
        (
            RatioCode.K9,
            obligations + securities,
            lambda: k9(capital, obligations, securities, on=figures.on),
        ),
    )
    return [_measured_or_not(code, (top, capital), measure) for code, top, measure in parts]


def _measured_or_not(
    code: str, parts: tuple[Decimal, Decimal], measure: Callable[[], Ratio]
) -> RatioResult:
    try:
        return measured_result(code, measure(), {})
    except NormNotInForce as error:
        return _not_in_force(code, parts, error, {})


def measured_result(code: str, ratio: Ratio, details: Mapping[str, Any]) -> RatioResult:
    return RatioResult(
        code=code,
        numerator=ratio.numerator,
        denominator=ratio.denominator,
        value=rounded(ratio.value, VALUE_STEP),
        displayed=ratio.displayed,
        limit=ratio.limit,
        verdict=_verdict(ratio),
        **_source(ratio.norm),
        details={**_citation(ratio.norm), **details},
    )


def _verdict(ratio: Ratio) -> Verdict:
    if ratio.is_breached is None:
        return Verdict.NO_THRESHOLD
    return Verdict.BREACHED if ratio.is_breached else Verdict.HELD


def _source(found: NormValue) -> dict[str, Any]:
    return {
        "norm": found.name,
        "unit": found.unit,
        "act": found.act.key,
        "paragraph": found.paragraph or "",
        "effective_from": found.effective_from,
        "verified": found.verified,
    }


def _citation(found: NormValue) -> dict[str, Any]:
    until = found.effective_until
    return {
        "title": _text(found.title),
        "citation": _text(found.citation),
        "place": _text(found.entry.place),
        "note": _text(found.note),
        "effective_until": until.isoformat() if until else None,
    }


def _text(text: Text | None) -> dict[str, str] | None:
    return dict(text) if text else None


def _not_in_force(
    code: str,
    parts: tuple[Decimal, Decimal],
    error: NormNotInForce,
    details: Mapping[str, Any],
) -> RatioResult:
    """Parts without a ratio, with what held before or came after the norm, where known."""
    ended = error.ended
    told = {
        "title": _text(error.norm.title),
        "first_day": error.first_day.isoformat(),
        "last_day": error.last_day.isoformat() if error.last_day else None,
        "before": _text(error.before),
        "reason": _text(ended.reason) if ended else None,
        "replaced_by": _text(ended.replaced_by.title) if ended and ended.replaced_by else None,
    }
    return RatioResult(
        code=code,
        numerator=parts[0],
        denominator=parts[1],
        unit=error.norm.unit,
        verdict=Verdict.NOT_IN_FORCE,
        norm=error.norm.name,
        details={**told, **details},
    )


def _without_ratio(
    code: str, parts: tuple[Decimal, Decimal], error: InvalidFigures, details: Mapping[str, Any]
) -> RatioResult:
    return RatioResult(
        code=code,
        numerator=parts[0],
        denominator=parts[1],
        unit="percent",
        verdict=Verdict.NO_RATIO,
        norm="mfo/overdue_90_limit",
        details={"figure": error.figure, "fault": str(error.fault), **details},
    )


def _consequences(share: Overdue90Share, *, on: date, calendar: WorkingCalendar) -> dict[str, Any]:
    return {
        "k1_breached": share.is_k1_breached,
        "to_collect": str(share.to_collect),
        "room": str(share.room),
        "deadlines": _deadlines(on, calendar) if share.is_breached else None,
    }


def _deadlines(on: date, calendar: WorkingCalendar) -> dict[str, str] | None:
    try:
        days = plan_deadlines(on, calendar)
    except NormNotInForce:
        return None
    return {"plan_due": days.plan_due.isoformat(), "approval_due": days.approval_due.isoformat()}


def _portfolio_details(portfolio: Portfolio) -> dict[str, Any]:
    return {
        "loans": portfolio.loans,
        "loans_over": portfolio.loans_over,
        "written_off_over": str(portfolio.written_off_over),
        "provisions_over": str(portfolio.provisions_over),
        "buckets": [
            [bucket.first_day, bucket.last_day, bucket.loans, str(bucket.balance)]
            for bucket in portfolio.buckets
        ],
    }
