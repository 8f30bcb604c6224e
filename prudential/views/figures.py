"""A bank's figures: entered by its reporter, measured by the worker, seen by both."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import PortalRequest, role_required
from accounts.models import OrganisationKind, Role
from prudential.bank_figures import enter_figures
from prudential.forms import BankFiguresForm
from prudential.models import BankFigures
from prudential.ratio_runs import runs_of
from prudential.ratios import InvalidFigures
from prudential.shown_results import shown


@role_required(Role.REPORTER)
def figures_enter(request: PortalRequest) -> HttpResponse:
    if request.membership.organisation.kind != OrganisationKind.BANK:
        raise Http404
    form = BankFiguresForm(request.POST or None, today=timezone.localdate())
    if form.is_valid() and (entered := _entered(request, form)):
        return redirect("prudential:figures", entered.pk)
    return render(request, "prudential/figures_enter.html", {"form": form})


def _entered(request: PortalRequest, form: BankFiguresForm) -> BankFigures | None:
    try:
        receipt = enter_figures(**form.cleaned_data, by=request.membership)
    except InvalidFigures as error:
        form.add_fault(error)
        return None
    if receipt.seen_before:
        messages.info(request, _("These figures stand for this day already. Here they are."))
    return receipt.figures


@role_required(Role.REPORTER, Role.SUPERVISOR)
def figures(request: PortalRequest, figures_id: int) -> HttpResponse:
    visible = BankFigures.objects.visible_to(request.membership)
    related = ("organisation", "entered_by__user")
    found: BankFigures = get_object_or_404(visible.select_related(*related), pk=figures_id)
    runs = runs_of([found])[found.input_key]
    if request.htmx and runs:  # type: ignore[attr-defined]
        return HttpResponse(headers={"HX-Refresh": "true"})
    newest = runs[0] if runs else None
    context = {
        "figures": found,
        "run": newest,
        "results": [result for code in ("k8", "k9") if (result := shown(newest, code))],
        "earlier_runs": [(run, shown(run, "k8"), shown(run, "k9")) for run in runs[1:]],
        "is_waiting": newest is None,
        "same_day": visible.filter(organisation=found.organisation, on=found.on).order_by("-pk"),
    }
    return render(request, "prudential/figures.html", context)
