"""Runs of the ratios with a token: the same figures as on the pages and in the commands."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import TokenScope
from accounts.token_access import TokenView
from languages.api_fields import (
    CodeOut,
    DayIn,
    DayOut,
    FlagOut,
    MomentOut,
    NumberOut,
    PatternIn,
    StrictSerializer,
    TextOut,
    WholeNumberIn,
    WholeNumberOut,
)
from languages.api_paging import NewestFirst, PageQuery, page_of
from prudential.api.registers import BUSINESS_NUMBER, TAGS
from prudential.models import RatioCode, RatioRun, RunCause, Verdict
from prudential.run_reports import run_as_dict


class RunsQuery(PageQuery):
    organisation = PatternIn(*BUSINESS_NUMBER, required=False, allow_empty=True)
    on = DayIn(required=False, allow_empty=True)
    register = WholeNumberIn(least=1, most=999_999_999, required=False, allow_empty=True)


class RunNorm(serializers.Serializer):
    name = TextOut()
    citation = TextOut(allow_null=True)
    act = TextOut()
    paragraph = TextOut()
    effective_from = DayOut(allow_null=True)
    verified = FlagOut()


class RunDeadlines(serializers.Serializer):
    plan_due = DayOut()
    approval_due = DayOut()


class RunResult(serializers.Serializer):
    ratio = CodeOut(RatioCode.values)
    numerator = NumberOut()
    denominator = NumberOut()
    quotient = NumberOut(allow_null=True)
    value = NumberOut(allow_null=True)
    unit = TextOut()
    limit = NumberOut(allow_null=True)
    verdict = CodeOut(Verdict.values)
    deadlines = RunDeadlines(allow_null=True)
    norm = RunNorm()


class RunAnswer(serializers.Serializer):
    """The schema of ``run_as_dict``, which answers."""

    run = WholeNumberOut()
    organisation = TextOut()
    reporting_date = DayOut()
    register = WholeNumberOut(allow_null=True)
    cause = CodeOut(RunCause.values)
    formula_version = TextOut()
    input_sha256 = TextOut()
    norms_sha256 = TextOut()
    computed_at = MomentOut()
    results = RunResult(many=True)


class Runs(TokenView):
    scopes = {"GET": TokenScope.RUNS_READ}

    @extend_schema(
        operation_id="runs",
        summary=_("Runs of the ratios, the newest first"),
        description=_(
            "A reporter's own runs; for the supervisor those of all. quotient is numerator / "
            "denominator to twelve decimals, value the same in its unit as shown; the verdict "
            "was made from the exact quotient. deadlines are those of the plan after a breach."
        ),
        tags=TAGS,
        parameters=[RunsQuery],
        responses=page_of("RunsPage", RunAnswer),
    )
    def get(self, request: Request) -> Response:
        asked = RunsQuery.read(request.query_params)
        found = _of(self)
        if "organisation" in asked:
            found = found.filter(organisation__business_number=asked["organisation"])
        if "on" in asked:
            found = found.filter(reporting_date=asked["on"])
        if "register" in asked:
            found = found.filter(register=asked["register"])
        pages = NewestFirst()
        page = pages.paginate_queryset(found, request) or []
        return pages.get_paginated_response([run_as_dict(run) for run in page])


class OneRun(TokenView):
    scopes = {"GET": TokenScope.RUNS_READ}

    @extend_schema(
        operation_id="run",
        summary=_("One run with its results"),
        tags=TAGS,
        responses=RunAnswer,
    )
    def get(self, request: Request, run_id: int) -> Response:
        StrictSerializer.read(request.query_params)
        return Response(run_as_dict(get_object_or_404(_of(self), pk=run_id)))


def _of(view: TokenView) -> QuerySet[RatioRun]:
    runs: Any = RatioRun.objects.visible_to(view.membership)
    found: QuerySet[RatioRun] = runs.select_related("organisation").prefetch_related("results")
    return found
