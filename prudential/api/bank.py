"""Norms of banks, asked by anyone with their own figures."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from languages.api_fields import (
    CodeIn,
    DayIn,
    FlagOut,
    NumberIn,
    NumberOut,
    PatternIn,
    ShortTextIn,
    StrictSerializer,
    TextOut,
    WholeNumberOut,
)
from norms.api import NormAnswer
from prudential.api import examples
from prudential.api.reasons import answering
from prudential.bank_capitalisation import nonresident_capitalisation
from prudential.offshore import ExposureKind, Reason, classify_exposure
from prudential.ratios import Ratio

TAGS: list[Any] = [_("Banks")]


def _country(**options: Any) -> PatternIn:
    return PatternIn("[A-Z]{2}", _("An ISO code of two capital letters is expected."), **options)


class CapitalisationRequest(StrictSerializer):
    on = DayIn()
    own_capital = NumberIn(above=0)
    obligations_to_nonresidents = NumberIn(least=0)
    issued_debt_securities = NumberIn(least=0)


class CapitalisationRatio(serializers.Serializer):
    value = NumberOut(decimals=4)
    maximum = NumberOut()
    breached = FlagOut()


class CapitalisationAnswer(serializers.Serializer):
    k8 = CapitalisationRatio()
    k9 = CapitalisationRatio()
    definition_note = TextOut()
    norm = NormAnswer()


@extend_schema(
    operation_id="bank_nonresident_capitalisation",
    summary=_("k8 and k9: obligations to non-residents against own capital"),
    description=_(
        "Maxima of annex 11 by own capital in tenge: up to and including 200 billion, or above. "
        "Equal to the maximum passes."
    ),
    tags=TAGS,
    request=CapitalisationRequest,
    responses=CapitalisationAnswer,
    examples=examples.pair(examples.CAPITALISATION),
)
@api_view(["POST"])
def capitalisation(request: Request) -> Response:
    asked = CapitalisationRequest.read(request.data)
    day = asked.pop("on")
    with answering("on"):
        found = nonresident_capitalisation(**asked, on=day)
    answer = {
        "k8": _against_maximum(found.k8),
        "k9": _against_maximum(found.k9),
        "definition_note": _(
            "What k8 and k9 divide is read from their names; not verified against the act."
        ),
        "norm": found.k8.norm,
    }
    return Response(CapitalisationAnswer(answer).data)


def _against_maximum(ratio: Ratio) -> dict[str, Any]:
    return {"value": ratio.displayed, "maximum": ratio.limit, "breached": bool(ratio.is_breached)}


REASON_TEXTS: dict[Reason, Promise] = {
    Reason.REGISTERED_IN_STATE: _("Registered in a listed state."),
    Reason.REGISTERED_IN_TERRITORY: _("Registered in a listed territory of a partly listed state."),
    Reason.CITIZEN_OF_STATE: _("A citizen of a listed state, which row 80-3 catches too."),
    Reason.CITIZEN_OF_TERRITORY: _("A citizen of a listed territory, which row 80-3 catches too."),
    Reason.RESIDENT_OF_KAZAKHSTAN: _("A resident of Kazakhstan: the list is of non-residents."),
    Reason.STATE_NOT_LISTED: _("The state is not on the list."),
    Reason.TERRITORY_NOT_LISTED: _("The state is listed for other territories only."),
    Reason.TERRITORY_NOT_GIVEN: _(
        "The state is listed for some of its territories only, and no territory is given."
    ),
    Reason.CITIZENSHIP_COUNTS_FOR_LOANS_ONLY: _("Citizenship of a listed state counts for loans."),
}


class OffshoreRequest(StrictSerializer):
    on = DayIn()
    kind = CodeIn(ExposureKind)
    country = _country()
    territory = ShortTextIn(required=False, allow_null=True)
    citizenship = _country(required=False, allow_null=True)


class OffshoreAnswer(serializers.Serializer):
    listed = FlagOut()
    row = TextOut(allow_null=True)
    item = WholeNumberOut(allow_null=True)
    reason = TextOut()
    reason_code = TextOut()
    norm = NormAnswer()


@extend_schema(
    operation_id="bank_offshore_classification",
    summary=_("Is an exposure on the offshore list, by which row and item?"),
    description=_(
        "Country and citizenship are ISO codes of two letters, those of territories such as HK "
        "or JE included; a territory is an English name or an ISO code."
    ),
    tags=TAGS,
    request=OffshoreRequest,
    responses=OffshoreAnswer,
    examples=examples.pair(examples.OFFSHORE),
)
@api_view(["POST"])
def offshore_classification(request: Request) -> Response:
    asked = OffshoreRequest.read(request.data)
    with answering("on"):
        found = classify_exposure(
            ExposureKind(asked["kind"]),
            asked["country"],
            on=asked["on"],
            territory=asked.get("territory"),
            citizenship=asked.get("citizenship"),
        )
    answer = {
        "listed": found.is_listed,
        "row": found.row,
        "item": found.item.item if found.item else None,
        "reason": REASON_TEXTS[found.reason],
        "reason_code": found.reason,
        "norm": found.norm,
    }
    return Response(OffshoreAnswer(answer).data)
