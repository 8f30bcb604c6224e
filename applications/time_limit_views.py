"""The dated time limits of the stages: their history, and a row from a day on."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.access import PortalRequest, role_required
from accounts.models import Role
from applications.deadlines import setting
from applications.legal_day import legal_day
from applications.models import CaseStage, StageLimit
from languages.forms import DayField

SHOWN_CHANGES = 50
staff_only = role_required(Role.AGENT_OFFICER, Role.MINISTRY_OFFICER)


class StageLimitForm(forms.Form):
    """A row of a stage's time limit; no number of days says that none is known."""

    stage = forms.ChoiceField(label=_("Stage"), choices=CaseStage.choices)
    effective_from = DayField(
        label=_("For cases first submitted from"), help_text=_("For example 01.01.2027")
    )
    working_days = forms.IntegerField(
        label=_("Working days"),
        help_text=_("Leave empty where no time limit is known"),
        required=False,
        min_value=1,
        max_value=365,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )
    remind_before = forms.IntegerField(
        label=_("Remind this many working days before"),
        min_value=0,
        max_value=30,
        initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )
    source = forms.CharField(
        label=_("Source"),
        help_text=_("The act and its paragraph, or whose practice it is"),
        max_length=300,
    )
    verified = forms.BooleanField(label=_("Compared with the act's text"), required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    def row(self) -> StageLimit:
        return StageLimit(**self.cleaned_data)

    def clean(self) -> dict[str, Any]:
        """A day that is taken is an error of the day."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                StageLimit(**cleaned).validate_constraints()
            except ValidationError as error:
                self.add_error("effective_from", error.messages)
        return cleaned


@require_http_methods(["GET", "POST"])
@staff_only
def time_limits(request: PortalRequest) -> HttpResponse:
    """Everybody of the staff reads; the ministry's officers set, and see first what changes."""
    may_set = setting.may_set(request.membership)
    if request.method == "POST" and not may_set:
        raise PermissionDenied
    form = StageLimitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _weigh(request, form)
    context = {
        "form": form if may_set else None,
        "stages": _by_stage(),
        "today": legal_day(timezone.now()),
    }
    return render(request, "applications/review/time_limits.html", context)


def _by_stage() -> list[dict[str, Any]]:
    rows = list(StageLimit.objects.select_related("author__user").history())
    return [
        {"name": stage.label, "rows": [row for row in rows if row.stage == stage]}
        for stage in CaseStage
    ]


def _weigh(request: PortalRequest, form: StageLimitForm) -> HttpResponse:
    """Show what the row would change; write it once that very change was confirmed."""
    today = legal_day(timezone.now())
    changes = setting.changes_by(form.row(), on=today)
    digest = setting.digest_of(changes)
    if request.POST.get("confirmed") != digest:
        return _ask(request, form, changes, digest)
    setting.set_limit(form.row(), by=request.membership, on=today)
    messages.success(request, gettext("The time limit is recorded."))
    return redirect("applications:time_limits")


def _ask(
    request: PortalRequest, form: StageLimitForm, changes: list[setting.Change], digest: str
) -> HttpResponse:
    context = {
        "row": form.row(),
        "sent": [(name, request.POST.get(name, "")) for name in form.fields],
        "changes": changes[:SHOWN_CHANGES],
        "total": len(changes),
        "more": max(len(changes) - SHOWN_CHANGES, 0),
        "digest": digest,
    }
    return render(request, "applications/review/time_limit_confirm.html", context)
