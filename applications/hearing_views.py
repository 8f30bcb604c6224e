"""The applicant's answer to an announced refusal."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.access import PortalRequest
from applications.case_errors import CaseRefusal
from applications.case_workflow import answer_hearing
from applications.filing_views import applicant_only, own_case
from applications.hearings import hearing_of
from applications.legal_day import legal_day
from applications.models import Case, EventKind
from applications.permissions import Act, allowed_acts
from applications.review_forms import words


class AnswerForm(forms.Form):
    text = words(
        gettext_lazy("Your answer"),
        required=gettext_lazy("Write what you answer to the grounds"),
        rows=8,
        help_text=gettext_lazy(
            "It goes to the ministry as you write it and cannot be changed afterwards."
        ),
    )


@require_http_methods(["GET", "POST"])
@applicant_only
def answer(request: PortalRequest, pk: int) -> HttpResponse:
    """Once: whoever clicks twice sees the case; whoever comes too late keeps what they wrote."""
    case = own_case(request, pk)
    if request.method == "GET" and not _may_answer(request, case):
        return redirect("applications:case", pk)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _show(request, case, form)
    text = form.cleaned_data["text"]
    try:
        answer_hearing(pk, by=request.membership, text=text)
    except CaseRefusal as refusal:
        if _has_said(request, case, text):
            return redirect("applications:case", pk)
        form.add_error(None, str(refusal.explanation))
        return _show(request, own_case(request, pk), form, status=409)
    messages.success(request, _("Your answer is with the ministry."))
    return redirect("applications:case", pk)


def _may_answer(request: PortalRequest, case: Case) -> bool:
    return Act.ANSWER in allowed_acts(case, request.membership, on=legal_day(timezone.now()))


def _has_said(request: PortalRequest, case: Case, text: str) -> bool:
    said = case.events.filter(kind=EventKind.HEARING_ANSWERED, membership=request.membership)
    return said.filter(reason=text.strip()).exists()


def _show(
    request: PortalRequest, case: Case, form: AnswerForm, *, status: int = 200
) -> HttpResponse:
    hearing = hearing_of(case, on=legal_day(timezone.now()))
    context = {"case": case, "form": form, "hearing": hearing}
    return render(request, "applications/filing/hearing.html", context, status=status)
