"""Pages of the calculators, open to anyone; everything asked stands in the address."""

from typing import Any, cast

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from files.sheet_rows import rows_of
from programs.calculators.answers import credit_answer, rate_answer, subsidy_answer
from programs.calculators.flows import FlowTable, changed_address
from programs.calculators.forms import CreditForm, ScheduleForm, SubsidyForm, credit_form
from programs.calculators.own_rows import MOST_ROWS, rows_as_text
from programs.calculators.wording import calculators_back
from programs.file_limits import too_often
from programs.schedules import Repayment

FORMS: dict[str, type[CreditForm]] = {"schedule": ScheduleForm, "subsidy": SubsidyForm}


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


@csrf_exempt  # Stores nothing and knows nobody: it only turns a file into an address.
@require_http_methods(["GET", "HEAD", "POST"])
def own_rows(request: HttpRequest, calculator: str) -> HttpResponse:
    """The rows of a file as an address of the calculator; without a file back to it."""
    if calculator not in FORMS:
        raise Http404
    page = reverse(f"programs:calculate_{calculator}")
    if request.method != "POST":
        return redirect(page)
    upload = request.FILES.get("own_file")
    if upload and (refusal := too_often(request, calculators_back())):
        return refusal
    asked = request.POST.copy()
    try:
        asked["own"] = _text_of(upload)
    except ValidationError as error:
        return _with_file_error(request, calculator, error)
    asked["repayment"] = Repayment.OWN
    asked.pop("own_file", None)
    return redirect(f"{page}?{asked.urlencode()}#own-schedule")


def _text_of(upload: UploadedFile | None) -> str:
    if upload is None:
        raise ValidationError(_("Choose a file first"))
    return rows_as_text(rows_of(upload, most=2 * MOST_ROWS))


def _with_file_error(request: HttpRequest, calculator: str, error: ValidationError) -> HttpResponse:
    """The page as typed, with what is wrong with the file at its field."""
    typed = {**request.POST.dict(), "repayment": Repayment.OWN}
    form = credit_form(FORMS[calculator], typed, timezone.localdate())
    form.errors.clear()
    form.add_error("own_file", error)
    return _page(request, calculator, {"form": form, "answer": None})


def _page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    page = {
        "calculator": name,
        "page_url": reverse(f"programs:calculate_{name}"),
        "load_url": reverse("programs:own_rows", args=[name]) if name in FORMS else "",
        "query": request.GET.urlencode(),
    }
    return render(request, f"programs/calculators/{name}.html", {**context, **page})
