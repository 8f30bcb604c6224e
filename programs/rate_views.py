"""Reference rates: the public history, and entry by programme administrators."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import PortalRequest
from programs import rate_entry
from programs.forms import RateCorrectionForm, RateForm
from programs.models import ReferenceRate
from programs.rate_history import series_of
from programs.reference_rates import published_rates
from programs.revision_views import add_errors, administrator_only


def reference_rates(request: HttpRequest) -> HttpResponse:
    """Every series with its periods, and in words the days for which nothing is known."""
    membership = getattr(request, "membership", None)
    context = {
        "series": series_of(published_rates()),
        "today": timezone.localdate(),
        "may_enter": rate_entry.may_enter_rates(membership),
    }
    return render(request, "programs/reference_rates.html", context)


@administrator_only
def rate_entries(request: PortalRequest) -> HttpResponse:
    """All rows ever entered, the corrected ones too, and a form for the next one."""
    form = RateForm(request.POST or None)
    if form.is_valid():
        try:
            rate_entry.add_rate(by=request.membership, **form.values())
        except ValidationError as error:
            _add_errors(form, error)
        else:
            messages.success(request, _("The rate is recorded."))
            return redirect("programs:rate_entries")
    rows = ReferenceRate.objects.select_related("author__user", "superseded_by").history()
    return render(request, "programs/rate_entries.html", {"form": form, "rates": rows})


@administrator_only
def correct_rate(request: PortalRequest, rate_id: int) -> HttpResponse:
    wrong = get_object_or_404(ReferenceRate.objects.current(), pk=rate_id)
    form = RateCorrectionForm(request.POST or None, initial=_initial(wrong))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            rate_entry.correct_rate(rate_id, by=request.membership, reason=reason, **form.values())
        except ValidationError as error:
            _add_errors(form, error)
        except rate_entry.RateAlreadySuperseded:
            messages.error(request, _("This row was corrected meanwhile."))
            return redirect("programs:rate_entries")
        else:
            messages.success(request, _("The correction is recorded; the old row is kept."))
            return redirect("programs:rate_entries")
    return render(request, "programs/rate_correct.html", {"form": form, "rate": wrong})


def _initial(rate: ReferenceRate) -> dict[str, Any]:
    return {name: getattr(rate, name) for name in RateForm.base_fields}


def _add_errors(form: RateForm, error: ValidationError) -> None:
    """A day that is taken is an error of the day, not of the form as a whole."""
    taken = _("This series already has a row from this day.")
    if taken in error.messages:
        form.add_error("effective_from", taken)
    else:
        add_errors(form, error)
