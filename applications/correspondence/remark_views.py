"""The applicant's page of remarks: each with its place, what changed, and an answer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import PortalRequest
from applications.answers import draft_answers
from applications.case_errors import CaseRefusal
from applications.correspondence.forms import RemarkAnswersForm
from applications.correspondence.remark_answers import remarks_to_answer, save_remark_answers
from applications.filing_views import applicant_only, open_case


@require_http_methods(["GET", "POST"])
@applicant_only
def answer_remarks(request: PortalRequest, pk: int) -> HttpResponse:
    case = open_case(request, pk)
    if isinstance(case, HttpResponse):
        return case
    remarks = remarks_to_answer(case, draft_answers(case))
    if not remarks:
        return redirect("applications:task_list", pk)
    data = request.POST if request.method == "POST" else None
    form = RemarkAnswersForm(data, remarks=remarks)
    if not form.is_valid():
        context = {"case": case, "form": form, "lines": form.lines()}
        return render(request, "applications/correspondence/remarks.html", context)
    try:
        save_remark_answers(
            pk, form.answers(), language=form.cleaned_data["language"], by=request.membership
        )
    except CaseRefusal as refusal:
        messages.error(request, str(refusal.explanation))
        return redirect("applications:case", pk)
    messages.success(request, _("Your answers are saved; they go with your next submission."))
    return redirect("applications:task_list", pk)
