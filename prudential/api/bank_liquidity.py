"""Currency liquidity and maturity ladders of banks, asked by anyone with their own figures."""

from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from languages.api_fields import (
    CodeIn,
    CodeOut,
    CurrencyIn,
    DayIn,
    FlagIn,
    FlagOut,
    NumberIn,
    NumberOut,
    ShortTextIn,
    StrictSerializer,
    TextOut,
    WholeNumberOut,
    refusal,
)
from norms.api import NormAnswer
from prudential.api import examples
from prudential.api.bank import TAGS
from prudential.api.reasons import answering
from prudential.country_ratings import CurrencyGroup, UnknownRating, currency_group
from prudential.currency_liquidity import (
    Basis,
    CurrencyObligations,
    LiquidityGroup,
    Reason,
    liquidity_groups,
)
from prudential.maturity_ladder import (
    Annex,
    BalanceSheet,
    InvalidPosition,
    MaturityLadder,
    Position,
    PositionFault,
    PositionKind,
    maturity_ladder,
)
from prudential.ratios import TIYN, InvalidFigures, rounded

MOST_CURRENCIES = 300
MOST_POSITIONS = 20_000

GROUP_REASON_TEXTS: dict[Reason, Promise] = {
    Reason.SHARE_REACHED: _("At least the minimum share of the bank's obligations."),
    Reason.SHARE_BELOW_MINIMUM: _("Below the minimum share of the bank's obligations."),
}


class CurrencyRequest(StrictSerializer):
    currency = CurrencyIn()
    country_rating = ShortTextIn(required=False, allow_null=True)
    obligations = NumberIn(least=0)


class GroupsRequest(StrictSerializer):
    on = DayIn()
    currencies = serializers.ListField(
        child=CurrencyRequest(), min_length=1, max_length=MOST_CURRENCIES
    )
    total_obligations = NumberIn(above=0)


class GroupAnswer(serializers.Serializer):
    currencies = serializers.ListField(child=TextOut(), read_only=True)
    basis = CodeOut(Basis)
    counted = FlagOut()
    reason = TextOut()
    reason_code = CodeOut(Reason)
    share_percent = NumberOut(decimals=2)
    depends_on_reading = FlagOut()


class GroupsAnswer(serializers.Serializer):
    groups = serializers.ListField(child=GroupAnswer(), read_only=True)
    norm = NormAnswer()


@extend_schema(
    operation_id="bank_liquidity_groups",
    summary=_("Which currencies liquidity is calculated for, and which of them together"),
    description=_(
        "Currencies of countries rated A or better and the euro are taken together, each other "
        "currency alone; a group counts from 1 percent of the bank's obligations of the past "
        "month. depends_on_reading says that a test by currency instead of by group would "
        "differ."
    ),
    tags=TAGS,
    request=GroupsRequest,
    responses=GroupsAnswer,
    examples=examples.pair(examples.LIQUIDITY_GROUPS),
)
@api_view(["POST"])
def currency_groups(request: Request) -> Response:
    asked = GroupsRequest.read(request.data)
    given = [
        CurrencyObligations(one["currency"], one.get("country_rating"), one["obligations"])
        for one in asked["currencies"]
    ]
    _check_ratings("currencies", given)
    with answering("on"):
        try:
            groups = liquidity_groups(given, asked["total_obligations"], on=asked["on"])
        except InvalidFigures as error:
            raise InvalidFigures(_place(error.figure, given), error.fault) from None
    answer = {"groups": [_group(group) for group in groups], "norm": groups[0].norm}
    return Response(GroupsAnswer(answer).data)


def _place(figure: str, given: list[CurrencyObligations]) -> str:
    """The rules name a currency, the request its last place in the list."""
    places = [n for n, one in enumerate(given) if one.currency == figure]
    return f"currencies.{places[-1]}.currency" if places else figure


def _check_ratings(field: str, given: list[Any]) -> None:
    for number, one in enumerate(given):
        try:
            currency_group(one.currency, one.country_rating)
        except UnknownRating:
            text = _("This is no rating of Standard & Poor's, Fitch or Moody's.")
            place = f"{field}.{number}.country_rating"
            raise refusal(place, text, "unknown_rating") from None


def _group(group: LiquidityGroup) -> dict[str, Any]:
    return {
        "currencies": group.currencies,
        "basis": group.basis.value,
        "counted": group.is_counted,
        "reason": GROUP_REASON_TEXTS[group.reason],
        "reason_code": group.reason.value,
        "share_percent": rounded(group.test.share * 100, TIYN),
        "depends_on_reading": group.depends_on_reading,
    }


POSITION_FAULT_TEXTS: dict[PositionFault, tuple[str, Promise]] = {
    PositionFault.NO_TERM: (
        "earliest_callable",
        _("A financial position that is not on demand needs its earliest callable day."),
    ),
    PositionFault.IMPOSSIBLE_AMOUNT: ("amount", _("The amount is below zero.")),
    PositionFault.PROVISION_ABOVE_AMOUNT: (
        "special_provision",
        _("The special provision is larger than the amount."),
    ),
}


class PositionRequest(StrictSerializer):
    kind = CodeIn(PositionKind)
    currency = CurrencyIn()
    country_rating = ShortTextIn(required=False, allow_null=True)
    earliest_callable = DayIn(required=False, allow_null=True)
    amount = NumberIn(least=0)
    special_provision = NumberIn(least=0, required=False)
    highly_liquid_or_on_demand = FlagIn(required=False)
    financial = FlagIn(required=False)


class BalanceSheetRequest(StrictSerializer):
    assets = NumberIn(least=0)
    liabilities = NumberIn(least=0)


class LadderRequest(StrictSerializer):
    on = DayIn()
    annex = CodeIn(Annex)
    positions = serializers.ListField(child=PositionRequest(), max_length=MOST_POSITIONS)
    balance_sheet = BalanceSheetRequest(required=False)


class LadderRowAnswer(serializers.Serializer):
    row = WholeNumberOut()
    assets = NumberOut()
    liabilities = NumberOut()
    contingent = NumberOut()


class GroupRowsAnswer(serializers.Serializer):
    group = CodeOut(CurrencyGroup)
    rows = serializers.ListField(child=LadderRowAnswer(), read_only=True)


class ReconciliationAnswer(serializers.Serializer):
    name = TextOut()
    holds = FlagOut()
    difference = NumberOut()


class LadderAnswer(serializers.Serializer):
    rows = serializers.ListField(child=LadderRowAnswer(), read_only=True)
    by_currency_group = serializers.ListField(child=GroupRowsAnswer(), read_only=True)
    reconciliations = serializers.ListField(child=ReconciliationAnswer(), read_only=True)
    norm = NormAnswer()


@extend_schema(
    operation_id="bank_maturity_ladder",
    summary=_("Maturity ladder of a bank's positions"),
    description=_(
        "Annex 7 takes every currency, 9 foreign currency (with rows by group of currencies), 10 "
        "the tenge. Rows 1 to 5 are cumulative, row 7 is row 5 plus row 6. Amounts are in tenge. "
        "Without a balance sheet the one that the positions add up to is taken. The bounds of "
        "the rows are not verified against the act."
    ),
    tags=TAGS,
    request=LadderRequest,
    responses=LadderAnswer,
    examples=examples.pair(examples.MATURITY_LADDER),
)
@api_view(["POST"])
def ladder(request: Request) -> Response:
    asked = LadderRequest.read(request.data)
    positions = [_position(one) for one in asked["positions"]]
    if asked["annex"] == Annex.FOREIGN_CURRENCY:
        _check_ratings("positions", positions)
    balance_sheet = BalanceSheet(**asked["balance_sheet"]) if "balance_sheet" in asked else None
    with answering("on"):
        try:
            found = maturity_ladder(
                Annex(asked["annex"]), positions, on=asked["on"], balance_sheet=balance_sheet
            )
        except InvalidPosition as error:
            raise _position_refusal(error) from None
    return Response(LadderAnswer(_ladder(found)).data)


def _position(given: dict[str, Any]) -> Position:
    return Position(
        kind=PositionKind(given["kind"]),
        currency=given["currency"],
        amount=given["amount"],
        earliest_callable=given.get("earliest_callable"),
        special_provision=given.get("special_provision", Decimal(0)),
        is_liquid_or_on_demand=given.get("highly_liquid_or_on_demand", False),
        is_financial=given.get("financial", True),
        country_rating=given.get("country_rating"),
    )


def _position_refusal(error: InvalidPosition) -> ValidationError:
    field, text = POSITION_FAULT_TEXTS[error.fault]
    return refusal(f"positions.{error.number - 1}.{field}", text, error.fault)


def _ladder(found: MaturityLadder) -> dict[str, Any]:
    return {
        "rows": found.rows,
        "by_currency_group": [
            {"group": group.value, "rows": rows} for group, rows in found.by_currency_group.items()
        ],
        "reconciliations": found.reconciliations,
        "norm": found.norm,
    }
