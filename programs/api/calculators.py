"""Calculators of any credit: the annual effective rate and the schedule."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from languages.api_fields import (
    CodeIn,
    DayIn,
    DayOut,
    NumberIn,
    NumberOut,
    StrictSerializer,
    WholeNumberIn,
    WholeNumberOut,
    refusal,
)
from programs.api import examples
from programs.api.reasons import REASONS
from programs.day_count import DayCount
from programs.effective_rate import EffectiveRateError, Flow, effective_rate
from programs.schedules import (
    LARGEST_PRINCIPAL,
    LARGEST_RATE_PERCENT,
    LONGEST_TERM_MONTHS,
    Repayment,
    ScheduleError,
    repayment_schedule,
)

TAGS: list[Any] = [_("Calculators")]
MOST_FLOWS = 2_000
REPAYMENTS = (Repayment.ANNUITY, Repayment.EQUAL_PRINCIPAL, Repayment.BULLET)


class FlowRequest(StrictSerializer):
    date = DayIn()
    amount = NumberIn(least=0)


class EffectiveRateRequest(StrictSerializer):
    payouts = serializers.ListField(child=FlowRequest(), min_length=1, max_length=MOST_FLOWS)
    payments = serializers.ListField(child=FlowRequest(), min_length=1, max_length=MOST_FLOWS)


class EffectiveRateAnswer(serializers.Serializer):
    effective_rate_percent = NumberOut(decimals=1, source="percent")
    unrounded_percent = NumberOut()


@extend_schema(
    operation_id="calculators_effective_rate",
    summary=_("Annual effective rate"),
    description=_(
        "The rate at which the discounted payouts to the borrower equal the discounted payments "
        "by the borrower, by days from the first payout over 365; one decimal, half up."
    ),
    tags=TAGS,
    request=EffectiveRateRequest,
    responses=EffectiveRateAnswer,
    examples=examples.pair(examples.EFFECTIVE_RATE),
)
@api_view(["POST"])
def effective_rate_view(request: Request) -> Response:
    asked = EffectiveRateRequest.read(request.data)
    try:
        found = effective_rate(_flows(asked["payouts"]), _flows(asked["payments"]))
    except EffectiveRateError as error:
        field = error.field or "non_field_errors"
        raise refusal(field, REASONS[error.code], error.code) from None
    return Response(EffectiveRateAnswer(found).data)


def _flows(given: list[dict[str, Any]]) -> list[Flow]:
    return [Flow(one["date"], one["amount"]) for one in given]


class TermsOfRepayment(StrictSerializer):
    """What a schedule needs beside the amount and the rate."""

    term_months = WholeNumberIn(least=1, most=LONGEST_TERM_MONTHS)
    repayment = CodeIn(REPAYMENTS)
    day_count = CodeIn(DayCount)
    first_disbursement = DayIn()
    grace_principal_months = WholeNumberIn(most=LONGEST_TERM_MONTHS, required=False)
    grace_interest_months = WholeNumberIn(most=LONGEST_TERM_MONTHS, required=False)


class ScheduleRequest(TermsOfRepayment):
    principal = NumberIn(above=0, most=LARGEST_PRINCIPAL, decimals=2)
    annual_rate_percent = NumberIn(least=0, most=LARGEST_RATE_PERCENT)


class InstalmentAnswer(serializers.Serializer):
    number = WholeNumberOut()
    date = DayOut()
    principal_balance = NumberOut(decimals=2)
    principal = NumberOut(decimals=2)
    interest = NumberOut(decimals=2)
    payment = NumberOut(decimals=2)


class ScheduleTotalsAnswer(serializers.Serializer):
    principal = NumberOut(decimals=2)
    interest = NumberOut(decimals=2)
    payment = NumberOut(decimals=2)


class ScheduleAnswer(serializers.Serializer):
    rows = serializers.ListField(child=InstalmentAnswer(), read_only=True)
    totals = ScheduleTotalsAnswer()


@extend_schema(
    operation_id="calculators_schedule",
    summary=_("Repayment schedule"),
    description=_(
        "Payment k falls k months after the disbursement. Amounts are rounded half up to 0.01, the "
        "last payment takes the rest. principal_balance is what is owed before the payment."
    ),
    tags=TAGS,
    request=ScheduleRequest,
    responses=ScheduleAnswer,
    examples=examples.pair(examples.SCHEDULE),
)
@api_view(["POST"])
def schedule_view(request: Request) -> Response:
    asked = ScheduleRequest.read(request.data)
    try:
        schedule = repayment_schedule(**with_codes(asked))
    except ScheduleError as error:
        raise refusal(error.field, REASONS[error.code], error.code) from None
    return Response(ScheduleAnswer(schedule).data)


def with_codes(asked: dict[str, Any]) -> dict[str, Any]:
    codes = {
        "repayment": Repayment(asked["repayment"]),
        "day_count": DayCount(asked["day_count"]),
    }
    return {**asked, **codes}
