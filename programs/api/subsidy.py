"""The calculator of the export subsidy."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from languages.api_fields import (
    CodeOut,
    CurrencyIn,
    DayIn,
    DayOut,
    NumberIn,
    NumberOut,
    TextOut,
    WholeNumberOut,
    refusal,
)
from norms.api import NotInForce
from norms.parameters import NormNotInForce, norm
from programs.api import examples
from programs.api.calculators import (
    TAGS,
    InstalmentAnswer,
    ScheduleTotalsAnswer,
    TermsOfRepayment,
    with_codes,
)
from programs.api.reasons import REASONS
from programs.interest_subsidy import ReferenceKind, SubsidyError
from programs.schedules import LARGEST_PRINCIPAL, LARGEST_RATE_PERCENT, ScheduleError
from programs.subsidy_calculation import (
    TERM_NORM,
    Financing,
    ReferenceNotKnown,
    SubsidyCalculation,
    calculate_subsidy,
)

FIELDS = {
    "principal": "amount",
    "annual_rate_percent": "nominal_rate_percent",
    "nominal": "nominal_rate_percent",
}


class SubsidyRequest(TermsOfRepayment):
    currency = CurrencyIn()
    amount = NumberIn(above=0, most=LARGEST_PRINCIPAL, decimals=2)
    nominal_rate_percent = NumberIn(least=0, most=LARGEST_RATE_PERCENT)
    as_of = DayIn()


class ReferenceAnswer(serializers.Serializer):
    kind = CodeOut(ReferenceKind)
    value_percent = NumberOut()
    published_percent = NumberOut()
    source = TextOut()  # type: ignore[assignment]
    effective_from = DayOut()


class SubsidyInstalmentAnswer(InstalmentAnswer):
    interest_subsidised = NumberOut(decimals=2)
    interest_recipient = NumberOut(decimals=2)


class SubsidyTotalsAnswer(ScheduleTotalsAnswer):
    subsidy = NumberOut(decimals=2)
    interest_subsidised = NumberOut(decimals=2)
    interest_recipient = NumberOut(decimals=2)


class SubsidyYearAnswer(SubsidyTotalsAnswer):
    year = WholeNumberOut()


class SubsidyAnswer(serializers.Serializer):
    reference = ReferenceAnswer()
    subsidised_rate_percent = NumberOut(source="rates.subsidised")
    borrower_rate_percent = NumberOut(source="rates.borrower")
    rows = serializers.ListField(
        child=SubsidyInstalmentAnswer(), source="schedule.rows", read_only=True
    )
    totals = SubsidyTotalsAnswer(source="schedule.totals")
    by_year = serializers.ListField(
        child=SubsidyYearAnswer(), source="schedule.by_year", read_only=True
    )


@extend_schema(
    operation_id="calculators_subsidy",
    summary=_("Subsidy of an export credit's interest"),
    description=_(
        "By the reference rate and the norms of the day as_of: half the base rate for tenge, half "
        "the key rate for roubles, the CIRR of the term for other currencies. A reference rate "
        "that is not known is named, never guessed."
    ),
    tags=TAGS,
    request=SubsidyRequest,
    responses=SubsidyAnswer,
    examples=examples.pair(examples.SUBSIDY),
)
@api_view(["POST"])
def subsidy_view(request: Request) -> Response:
    asked = SubsidyRequest.read(request.data)
    as_of = asked.pop("as_of")
    return Response(SubsidyAnswer(_calculation(Financing(**with_codes(asked)), as_of)).data)


def _calculation(financing: Financing, as_of: date) -> SubsidyCalculation:
    try:
        return calculate_subsidy(financing, as_of=as_of)
    except NormNotInForce as error:
        raise NotInForce("as_of", error) from None
    except (ScheduleError, SubsidyError) as error:
        field = FIELDS.get(error.field, error.field)
        months = {"months": norm(TERM_NORM, on=as_of).value}
        raise refusal(field, str(REASONS[error.code]) % months, error.code) from None
    except ReferenceNotKnown as error:
        raise _not_known(error) from None


def _not_known(error: ReferenceNotKnown) -> ValidationError:
    missing = error.missing
    refused = refusal("as_of", REASONS[missing.reason], missing.reason)
    refused.extensions = {  # type: ignore[attr-defined]
        "reference": {
            "kind": missing.kind,
            "currency": missing.currency,
            "term_bucket": missing.term_bucket or None,
            "on": missing.on.isoformat(),
        }
    }
    return refused
