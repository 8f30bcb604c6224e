"""Reference rates: the public history as page and file, and proposing one value by hand."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import PortalRequest
from files.tables import TableFormat
from programs import rate_proposals
from programs.forms import RateCorrectionForm, RateForm
from programs.models import RateProposal, ReferenceRate
from programs.rate_errors import RateRefusal
from programs.rate_exports import history_response
from programs.rate_pages import shown_series
from programs.revision_views import add_errors, administrator_only


def reference_rates(request: HttpRequest) -> HttpResponse:
    """Every series as a picture and as periods, with the days for which nothing is known."""
    membership = getattr(request, "membership", None)
    today = timezone.localdate()
    context = {
        "series": shown_series(today=today),
        "today": today,
        "may_enter": rate_proposals.may_enter_rates(membership),
    }
    return render(request, "programs/reference_rates.html", context)


def export_rates(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """All rows that ever counted, corrected ones included, as a file for anyone."""
    return history_response(TableFormat(file_format))


@administrator_only
def rate_entries(request: PortalRequest) -> HttpResponse:
    """All rows and open proposals, and a form to propose the next value."""
    form = RateForm(request.POST or None)
    if form.is_valid():
        lines = [rate_proposals.Line(form.values())]
        if done := _proposed(request, form, lambda: _propose(request, lines)):
            return done
    rows = ReferenceRate.objects.select_related(
        "author__user", "superseded_by", "proposed_as__proposal__closed_by__user"
    ).history()
    proposals = RateProposal.objects.visible_to(request.membership).open()
    context = {
        "form": form,
        "rates": rows,
        "proposals": proposals.select_related("proposed_by__user").order_by("pk"),
        "has_second_person": rate_proposals.has_second_person(request.membership),
    }
    return render(request, "programs/rate_entries.html", context)


@administrator_only
def correct_rate(request: PortalRequest, rate_id: int) -> HttpResponse:
    wrong = get_object_or_404(ReferenceRate.objects.current(), pk=rate_id)
    form = RateCorrectionForm(request.POST or None, initial=_initial(wrong))
    if form.is_valid():
        lines = [rate_proposals.Line(form.values(), corrects=wrong)]
        reason = form.cleaned_data["reason"]
        if done := _proposed(request, form, lambda: _propose(request, lines, reason)):
            return done
    return render(request, "programs/rate_correct.html", {"form": form, "rate": wrong})


def _propose(
    request: PortalRequest, lines: list[rate_proposals.Line], reason: str = ""
) -> RateProposal:
    return rate_proposals.propose_rates(lines, by=request.membership, reason=reason)


def _proposed(
    request: PortalRequest, form: RateForm, act: Callable[[], RateProposal]
) -> HttpResponse | None:
    """On to the proposal; None where the form has to be shown again with its errors."""
    try:
        proposal = act()
    except ValidationError as error:
        add_errors(form, error)
        return None
    except RateRefusal as refusal:
        messages.error(request, str(refusal.words))
        return redirect("programs:rate_entries")
    messages.success(request, _("The value awaits a second person."))
    return redirect("programs:rate_proposal", proposal.pk)


def _initial(rate: ReferenceRate) -> dict[str, Any]:
    return {name: getattr(rate, name) for name in RateForm.base_fields if name != "ends_series"} | {
        "ends_series": rate.ends_series
    }
