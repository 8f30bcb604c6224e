"""Pages of the calculators, open to anyone; everything asked stands in the address."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from programs.calculators.answers import credit_answer, rate_answer, subsidy_answer
from programs.calculators.flows import FlowTable, changed_address
from programs.calculators.forms import ScheduleForm, SubsidyForm, credit_form


@require_safe
def calculators(request: HttpRequest) -> HttpResponse:
    return render(request, "programs/calculators/index.html")


@require_safe
def schedule(request: HttpRequest) -> HttpResponse:
    form = cast(ScheduleForm, credit_form(ScheduleForm, request.GET, timezone.localdate()))
    return _page(request, "schedule", {"form": form, "answer": credit_answer(form)})


@require_safe
def subsidy(request: HttpRequest) -> HttpResponse:
    form = cast(SubsidyForm, credit_form(SubsidyForm, request.GET, timezone.localdate()))
    return _page(request, "subsidy", {"form": form, "answer": subsidy_answer(form)})


@require_safe
def effective_rate(request: HttpRequest) -> HttpResponse:
    if address := changed_address(request.GET):
        return redirect(request.path + address)
    table = FlowTable(request.GET)
    context = {"form": table, "table": table, "answer": rate_answer(table)}
    return _page(request, "effective_rate", context)


def _page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    return render(
        request,
        f"programs/calculators/{name}.html",
        {**context, "calculator": name, "query": request.GET.urlencode()},
    )
