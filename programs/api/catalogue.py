"""The catalogue on a day: programmes, their terms, published reference rates."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from languages.api_fields import (
    CodeIn,
    CurrencyIn,
    DayIn,
    PatternIn,
    StrictSerializer,
    plain_number,
    refusal,
)
from programs.api.catalogue_answers import ProgrammesAnswer, RatesAnswer, TermsAnswer
from programs.codes import Channel, FundSource, Herd, Instrument, Purpose
from programs.models import Programme, RateSeries, ReferenceRate, Revision, TermsRow
from programs.reference_rates import published_rates
from programs.terms_in_force import UnknownRating, terms_in_force

TAGS: list[Any] = [_("Catalogue")]


class DayQuery(StrictSerializer):
    on = DayIn(required=False, allow_empty=True)


class TermsQuery(DayQuery):
    programme = PatternIn(
        "[0-9]{1,3}(-[0-9]{1,2})?",
        _("A paragraph is expected, for example 50-2."),
        required=False,
        allow_empty=True,
    )
    channel = CodeIn(Channel.values, required=False, allow_empty=True)
    source = CodeIn(FundSource.values, required=False, allow_empty=True)  # type: ignore[assignment]
    purpose = CodeIn(Purpose.values, required=False, allow_empty=True)
    instrument = CodeIn(Instrument.values, required=False, allow_empty=True)
    herd = CodeIn(Herd.values, required=False, allow_empty=True)
    rating = PatternIn(
        "[A-Da-dRSrsАВСавс]{1,3}[+ −–-]?",
        _("A rating is expected as Standard & Poor's or Fitch write it, for example BB+."),
        required=False,
        allow_empty=True,
    )


class RatesQuery(DayQuery):
    kind = CodeIn(RateSeries.values, required=False, allow_empty=True)
    currency = CurrencyIn(required=False, allow_empty=True)


@extend_schema(
    operation_id="programmes",
    summary=_("Credit programmes and their state on a day"),
    tags=TAGS,
    parameters=[DayQuery],
    responses=ProgrammesAnswer,
)
@api_view(["GET"])
def programmes(request: Request) -> Response:
    day = DayQuery.read(request.query_params).get("on") or timezone.localdate()
    revision = _revision(Revision.objects.in_force(day))
    return _counted([_programme(one, day, revision) for one in Programme.objects.all()])


@extend_schema(
    operation_id="terms",
    summary=_("Lending terms on a day, one row a combination"),
    description=_(
        "A filter keeps the rows that apply to its value: a row for all purposes applies to "
        "each. A rating picks its step of the ladder; below the ladder there is nothing. A "
        "markup or a commission stands in rate_percent. currency is the credit's; amounts are "
        "stated in tenge, a credit in another currency counts as its equivalent (paragraph 48). "
        "Without a day: today. On a day before the first revision known to us there are no rows."
    ),
    tags=TAGS,
    parameters=[TermsQuery],
    responses=TermsAnswer,
)
@api_view(["GET"])
def terms(request: Request) -> Response:
    asked = TermsQuery.read(request.query_params)
    day = asked.pop("on", None) or timezone.localdate()
    _check_programme(asked.get("programme", ""))
    try:
        found = terms_in_force(day, **asked)
    except UnknownRating:
        text = _("This is no rating of Standard & Poor's or Fitch.")
        raise refusal("rating", text, "unknown_rating") from None
    revision = _revision(found.revision)
    return _counted([_terms_row(row, revision) for row in found.rows])


@extend_schema(
    operation_id="reference_rates",
    summary=_("Published reference rates"),
    description=_(
        "As published, not halved. With a day only what is known on it; without one the whole "
        "history, newest first. A gap in our knowledge stays a gap."
    ),
    tags=TAGS,
    parameters=[RatesQuery],
    responses=RatesAnswer,
)
@api_view(["GET"])
def reference_rates(request: Request) -> Response:
    asked = RatesQuery.read(request.query_params)
    rows = published_rates(
        kind=asked.get("kind", ""), currency=asked.get("currency", ""), on=asked.get("on")
    )
    return _counted([_rate(row) for row in rows])


def _counted(results: list[dict[str, Any]]) -> Response:
    return Response({"count": len(results), "results": results})


def _check_programme(paragraph: str) -> None:
    if not paragraph:
        return
    known = list(Programme.objects.values_list("paragraph", flat=True))
    if paragraph not in known:
        text = str(_("Unknown code. Allowed: {allowed}.")).format(allowed=", ".join(known))
        raise refusal("programme", text, "unknown_code")


def _programme(one: Programme, day: date, revision: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "programme": one.paragraph,
        "name": getattr(one, f"name_{_language()}"),
        "official_name": one.official_name or None,
        "status": one.status_on(day).value,
        "status_note": _text(one.status_note),
        "ended_on": _day(one.ended_on),
        "purpose": _text(one.purpose_text),
        "borrowers": _text(one.borrowers),
        "revision": revision,
    }


def _terms_row(row: TermsRow, revision: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "programme": row.programme.paragraph,
        "paragraph": row.paragraph,
        "channel": row.channel,
        "source": row.source or None,
        "purpose": row.purpose or None,
        "instrument": row.instrument or None,
        "herd": row.herd or None,
        "rating_step": row.rating_step or None,
        "rate_kind": row.rate_kind or None,
        "rate_percent": _number(row.rate_percent),
        "rate_note": _text(row.rate_note),
        "effective_rate_from_percent": _number(row.effective_rate_from_percent),
        "margin_cap_percent": _number(row.margin_cap_percent),
        "end_borrower_cap_percent": _number(row.end_borrower_cap_percent),
        "end_borrower_cap_vulnerable_percent": _number(row.end_borrower_cap_vulnerable_percent),
        "subsidised_rate_percent": _number(row.subsidised_rate_percent),
        "term_months_max": row.term_months_max,
        "end_borrower_term_months_max": row.end_borrower_term_months_max,
        "term_rule": _text(row.term_rule),
        "grace_months_max": row.grace_months_max,
        "grace_share_of_term": row.grace_share_of_term or None,
        "currency": row.currency,
        "amount_min": _number(row.amount_min),
        "amount_max": _number(row.amount_max),
        "amount_max_rule": _text(row.amount_max_rule),
        "collateral": _text(row.collateral),
        "conditions": [_text(condition) for condition in row.conditions],
        "revision": revision,
    }


def _revision(revision: Revision | None) -> dict[str, Any] | None:
    if revision is None:
        return None
    return {
        "number": revision.number,
        "decision": revision.decision,
        "effective_from": _day(revision.effective_from),
    }


def _rate(row: ReferenceRate) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "currency": row.currency,
        "term_bucket": row.term_bucket or None,
        "value_percent": _number(row.value_percent),
        "decided": _day(row.decided),
        "effective_from": _day(row.effective_from),
        "known_until": _day(row.known_until),
        "source": row.source,
    }


def _language() -> str:
    return (get_language() or "kk")[:2]


def _text(text: Mapping[str, str]) -> str | None:
    return text.get(_language()) or text.get("ru") or None


def _number(value: Decimal | None) -> str | None:
    return None if value is None else plain_number(value)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
