"""Ratios of microfinance organisations, asked by anyone with their own figures."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from languages.api_fields import (
    DayIn,
    DayOut,
    FlagOut,
    NumberIn,
    NumberOut,
    StrictSerializer,
    refusal,
)
from norms.api import NormAnswer
from norms.models import calendar_in_force
from prudential.api import examples
from prudential.api.reasons import answering
from prudential.mfo_ratios import (
    PortfolioFigures,
    debt_burden,
    k1,
    k2,
    k3,
    overdue_90_share,
)
from prudential.plan_deadlines import deadlines_after
from prudential.ratios import Bound, Ratio

TAGS: list[Any] = [_("Microfinance organisations")]


class OverdueLimitRequest(StrictSerializer):
    reporting_date = DayIn()
    mm90 = NumberIn(least=0)
    np = NumberIn(above=0)


class DeadlinesAnswer(serializers.Serializer):
    plan_due = DayOut()
    approval_due = DayOut()


class OverdueLimitAnswer(serializers.Serializer):
    value_percent = NumberOut(decimals=2)
    limit_percent = NumberOut()
    breached = FlagOut()
    k1_breached = FlagOut()
    norm = NormAnswer()
    deadlines = DeadlinesAnswer(allow_null=True)


@extend_schema(
    operation_id="mfo_overdue_limit",
    summary=_("Share of microcredits overdue by more than 90 days"),
    description=_(
        "MM90 / NP on the reporting date, in tenge, written-off loans included, provisions not "
        "deducted. Equal to the limit passes; the verdict comes from the exact quotient. Above "
        "the limit k1 is breached too, and the plan's deadlines are named."
    ),
    tags=TAGS,
    request=OverdueLimitRequest,
    responses=OverdueLimitAnswer,
    examples=examples.pair(examples.OVERDUE_LIMIT),
)
@api_view(["POST"])
def overdue_limit(request: Request) -> Response:
    asked = OverdueLimitRequest.read(request.data)
    day = asked["reporting_date"]
    with answering("reporting_date"):
        share = overdue_90_share(PortfolioFigures(asked["mm90"], asked["np"]), on=day)
        deadlines = None
        if share.is_breached:
            deadlines = deadlines_after(share.is_breached, day, calendar_in_force())
    answer = {
        "value_percent": share.ratio.displayed,
        "limit_percent": share.ratio.limit,
        "breached": share.is_breached,
        "k1_breached": share.is_k1_breached,
        "norm": share.ratio.norm,
        "deadlines": deadlines,
    }
    return Response(OverdueLimitAnswer(answer).data)


class RatioAnswer(serializers.Serializer):
    """A quotient to four decimals, half up; the verdict comes from the exact one."""

    value = NumberOut(decimals=4)
    minimum = NumberOut(allow_null=True)
    maximum = NumberOut(allow_null=True)
    breached = FlagOut(allow_null=True)
    norm = NormAnswer()


class K1Request(StrictSerializer):
    reporting_date = DayIn()
    own_capital = NumberIn()
    risk_weighted_assets = NumberIn(above=0)
    mm90 = NumberIn(least=0, required=False)
    np = NumberIn(above=0, required=False)


class K1Answer(RatioAnswer):
    quotient_breached = FlagOut()
    overdue_limit_breached = FlagOut(allow_null=True)


@extend_schema(
    operation_id="mfo_k1",
    summary=_("k1: own capital to assets weighted by credit risk"),
    description=_(
        "With mm90 and np, k1 also counts as breached where the share of microcredits overdue "
        "by more than 90 days is above its limit, even if the quotient itself is met."
    ),
    tags=TAGS,
    request=K1Request,
    responses=K1Answer,
    examples=examples.pair(examples.K1),
)
@api_view(["POST"])
def k1_ratio(request: Request) -> Response:
    asked = K1Request.read(request.data)
    day = asked["reporting_date"]
    with answering("reporting_date"):
        over_limit = _is_over_limit(asked)
        found = k1(
            asked["own_capital"],
            asked["risk_weighted_assets"],
            on=day,
            is_share_breached=bool(over_limit),
        )
    answer = {
        **_measured(found.ratio),
        "breached": found.is_breached,
        "quotient_breached": bool(found.ratio.is_breached),
        "overdue_limit_breached": over_limit,
    }
    return Response(K1Answer(answer).data)


def _is_over_limit(asked: dict[str, Any]) -> bool | None:
    """None where the figures of the share are not given."""
    given = [name for name in ("mm90", "np") if name in asked]
    if not given:
        return None
    if len(given) == 1:
        missing = "np" if given == ["mm90"] else "mm90"
        raise refusal(missing, _("mm90 and np come together."), "required")
    figures = PortfolioFigures(asked["mm90"], asked["np"])
    return overdue_90_share(figures, on=asked["reporting_date"]).is_breached


def _measured(ratio: Ratio) -> dict[str, Any]:
    return {
        "value": ratio.displayed,
        "minimum": ratio.limit if ratio.bound is Bound.MINIMUM else None,
        "maximum": ratio.limit if ratio.bound is Bound.MAXIMUM else None,
        "breached": ratio.is_breached,
        "norm": ratio.norm,
    }


class K2Request(StrictSerializer):
    reporting_date = DayIn()
    largest_exposure = NumberIn(least=0)
    own_capital = NumberIn(above=0)


class K3Request(StrictSerializer):
    reporting_date = DayIn()
    total_liabilities = NumberIn(least=0)
    own_capital = NumberIn(above=0)


class DebtBurdenRequest(StrictSerializer):
    reporting_date = DayIn()
    monthly_payments = NumberIn(least=0)
    average_monthly_income = NumberIn(above=0)


def _ratio_view(
    rule: Callable[..., Ratio], asking: type[StrictSerializer], **description: Any
) -> Callable[[Request], Response]:
    """A view of a ratio of two figures: the request's members are the rule's, in order."""

    @extend_schema(tags=TAGS, request=asking, responses=RatioAnswer, **description)
    @api_view(["POST"])
    def ratio(request: Request) -> Response:
        asked = asking.read(request.data)
        day = asked.pop("reporting_date")
        with answering("reporting_date"):
            found = rule(*asked.values(), on=day)
        return Response(RatioAnswer(_measured(found)).data)

    return ratio


k2_ratio = _ratio_view(
    k2,
    K2Request,
    operation_id="mfo_k2",
    summary=_("k2: largest borrower's exposure to own capital"),
    examples=examples.pair(examples.K2),
)
k3_ratio = _ratio_view(
    k3,
    K3Request,
    operation_id="mfo_k3",
    summary=_("k3: total liabilities to own capital"),
    examples=examples.pair(examples.K3),
)
debt_burden_ratio = _ratio_view(
    debt_burden,
    DebtBurdenRequest,
    operation_id="mfo_debt_burden",
    summary=_("Debt burden: monthly payments to average monthly income of six months"),
    examples=examples.pair(examples.DEBT_BURDEN),
)
