"""Grounds of refusal and the hearing: what is in force, how often used, and the next rows."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.access import PortalRequest, role_required
from accounts.models import Role
from applications.hearings import hearing_in_force
from applications.legal_day import legal_day
from applications.models import HearingSetting, RefusalGround
from applications.refusal_grounds import grounds_in_force, refusals_of_year
from applications.refusal_settings import add_ground, may_set, set_hearing
from languages.forms import DayField

SOURCE_HINT = _("The act with its number and date, or that it is an assumption of the portal.")


class GroundRowForm(forms.Form):
    code = forms.SlugField(
        label=_("Code"),
        max_length=40,
        help_text=_("Latin letters and underscores; an existing code gets new words from the day."),
    )
    effective_from = DayField(label=_("In force from"))
    text_kk = forms.CharField(
        label=_("Text in Kazakh"),
        max_length=300,
        required=False,
        help_text=_("Leave it empty to end the ground on that day."),
    )
    text_ru = forms.CharField(label=_("Text in Russian"), max_length=300, required=False)
    text_en = forms.CharField(label=_("Text in English"), max_length=300, required=False)
    source = forms.CharField(label=_("Source"), max_length=300, help_text=SOURCE_HINT)
    verified = forms.BooleanField(label=_("Compared with the act"), required=False)


class HearingRowForm(forms.Form):
    effective_from = DayField(label=_("In force from"))
    working_days = forms.IntegerField(
        label=_("Working days to answer"),
        min_value=1,
        max_value=60,
        required=False,
        help_text=_("Leave it empty to refuse without a hearing from that day."),
    )
    source = forms.CharField(label=_("Source"), max_length=300, help_text=SOURCE_HINT)
    verified = forms.BooleanField(label=_("Compared with the act"), required=False)


Write = Callable[..., Any]
ROWS: dict[str, tuple[type[forms.Form], Write]] = {
    "ground": (GroundRowForm, add_ground),
    "hearing": (HearingRowForm, set_hearing),
}


@require_http_methods(["GET", "POST"])
@role_required(Role.AGENT_OFFICER, Role.MINISTRY_OFFICER)
def refusal_settings(request: PortalRequest) -> HttpResponse:
    """Officers read; the ministry adds rows. Nothing is edited, so that old days stay known."""
    sent = next((name for name in ROWS if name in request.POST), "")
    shown = {name: form(prefix=name) for name, (form, _write) in ROWS.items()}
    if sent:
        form_class, write = ROWS[sent]
        form = shown[sent] = form_class(request.POST, prefix=sent)
        if form.is_valid() and _written(request, form, write):
            return redirect("applications:refusal_settings")
    return render(request, "applications/review/refusal_settings.html", _context(request, shown))


def _written(request: PortalRequest, form: forms.Form, write: Write) -> bool:
    try:
        write(by=request.membership, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    messages.success(request, _now("The row is recorded."))
    return True


def _context(request: PortalRequest, shown: dict[str, forms.Form]) -> dict[str, Any]:
    today = legal_day(timezone.now())
    counted = refusals_of_year(today.year)
    return {
        "today": today,
        "grounds": [(ground, counted[ground.code]) for ground in grounds_in_force(today)],
        "upcoming": RefusalGround.objects.upcoming(today),
        "hearing": hearing_in_force(today),
        "hearings": HearingSetting.objects.history(),
        "may_set": may_set(request.membership),
        "ground_form": shown["ground"],
        "hearing_form": shown["hearing"],
        "form": next((form for form in shown.values() if form.is_bound), None),
    }
