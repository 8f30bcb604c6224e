"""The export credit agency's instruments, texts in the request's language."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from languages.api_fields import (
    CodeOut,
    FlagOut,
    NumberOut,
    StrictSerializer,
    TextOut,
    WholeNumberOut,
    plain_number,
)
from norms.api import in_language
from norms.schema import Text
from programs.api.catalogue import TAGS
from programs.instruments.catalogue import (
    AgencyInstrument,
    InstrumentKind,
    Limits,
    Project,
    Step,
    agency_instruments,
)


def _texts() -> serializers.ListField:
    return serializers.ListField(child=TextOut(), read_only=True)


class NoQuery(StrictSerializer):
    """A question without parameters."""


class PartyAnswer(serializers.Serializer):
    code = TextOut()
    name = TextOut()


class StepAnswer(serializers.Serializer):
    number = WholeNumberOut(allow_null=True)
    to = TextOut()
    text = TextOut()
    order_inferred = FlagOut()

    def get_fields(self) -> dict[str, Any]:
        return {**super().get_fields(), "from": TextOut()}


class RisksAnswer(serializers.Serializer):
    political = _texts()
    commercial = _texts()
    basis = TextOut()


class LimitsAnswer(serializers.Serializer):
    amount = TextOut(allow_null=True)
    term = TextOut(allow_null=True)
    payout_percent_max = NumberOut(allow_null=True)
    currencies = _texts()
    currencies_text = TextOut(allow_null=True)


class ProjectAnswer(serializers.Serializer):
    company = TextOut()
    product = TextOut(allow_null=True)
    countries = _texts()
    country_groups = _texts()


class InstrumentAnswer(serializers.Serializer):
    code = TextOut()
    kind = CodeOut(InstrumentKind)
    official_name = TextOut()
    name = TextOut()
    summary = TextOut()
    purpose = TextOut()
    beneficiary = TextOut(allow_null=True)
    parties = serializers.ListField(child=PartyAnswer(), read_only=True)
    steps = serializers.ListField(child=StepAnswer(), read_only=True)
    flows = serializers.ListField(child=StepAnswer(), read_only=True)
    insured_risks = TextOut()
    risks = RisksAnswer()
    conditions = _texts()
    limits = LimitsAnswer()
    subsidy_applies = FlagOut()
    projects = serializers.ListField(child=ProjectAnswer(), read_only=True)
    geography = _texts()
    geography_groups = _texts()
    source_url = TextOut(allow_null=True)


class InstrumentsAnswer(serializers.Serializer):
    count = WholeNumberOut()
    results = serializers.ListField(child=InstrumentAnswer(), read_only=True)


@extend_schema(
    operation_id="instruments",
    summary=_("Instruments of the export credit agency"),
    description=_(
        "Seventeen insurance instruments and four guarantees: parties, steps, risks, conditions, "
        "projects and export geography by ISO code. The order of the steps is inferred."
    ),
    tags=TAGS,
    responses=InstrumentsAnswer,
)
@api_view(["GET"])
def instruments(request: Request) -> Response:
    NoQuery.read(request.query_params)
    results = [_instrument(one) for one in agency_instruments()]
    return Response({"count": len(results), "results": results})


def _instrument(one: AgencyInstrument) -> dict[str, Any]:
    return {
        "code": one.code,
        "kind": one.kind.value,
        "official_name": one.official_name,
        "name": in_language(one.name),
        "summary": in_language(one.summary),
        "purpose": in_language(one.purpose),
        "beneficiary": in_language(one.beneficiary),
        "parties": [{"code": party.code, "name": in_language(party.name)} for party in one.parties],
        "steps": [_step(step) for step in one.steps],
        "flows": [_step(step) for step in one.flows],
        "insured_risks": in_language(one.insured_risks),
        "risks": {
            "political": _all(one.political_risks),
            "commercial": _all(one.commercial_risks),
            "basis": in_language(one.risks_basis),
        },
        "conditions": _all(one.conditions),
        "limits": _limits(one.limits),
        "subsidy_applies": one.subsidy_applies,
        "projects": [_project(project) for project in one.projects],
        "geography": one.geography,
        "geography_groups": one.geography_groups,
        "source_url": one.source_url,
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "number": step.number,
        "from": step.giver,
        "to": step.taker,
        "text": in_language(step.text),
        "order_inferred": step.order_inferred,
    }


def _limits(limits: Limits) -> dict[str, Any]:
    percent = limits.payout_percent_max
    return {
        "amount": in_language(limits.amount),
        "term": in_language(limits.term),
        "payout_percent_max": None if percent is None else plain_number(Decimal(percent)),
        "currencies": limits.currencies,
        "currencies_text": in_language(limits.currencies_text),
    }


def _project(project: Project) -> dict[str, Any]:
    return {
        "company": in_language(project.company),
        "product": in_language(project.product),
        "countries": project.countries,
        "country_groups": project.country_groups,
    }


def _all(texts: Iterable[Text]) -> list[str | None]:
    return [in_language(text) for text in texts]
