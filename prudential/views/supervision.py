"""The supervisor's pages: every organisation, who breaches, who has not filed."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.access import PortalRequest, role_required
from accounts.models import Organisation, OrganisationKind, Role
from prudential.forms import ReportingDateForm
from prudential.models import BankFigures, Breach, Register
from prudential.share_history import share_history
from prudential.views.breaches import for_lists, shown_breaches
from prudential.views.reports import figures_rows, register_rows

ORDER = {"breached": 0, "todo": 1, "blocked": 1, "held": 2}


@role_required(Role.SUPERVISOR)
def supervision(request: PortalRequest) -> HttpResponse:
    """Latest standing of every organisation, and whether it filed for one reporting date."""
    form, on = _reporting_date(request)
    mfos = _organisations(OrganisationKind.MFO)
    latest = _latest_registers(request)
    filed = set(_registers(request).filter(cut_off_date=on).values_list("organisation", flat=True))
    rows = [
        {
            "organisation": mfo,
            "latest": latest.get(mfo.pk),
            "has_filed": mfo.pk in filed,
        }
        for mfo in mfos
    ]
    rows.sort(key=_urgency)
    context = {
        "form": form,
        "on": on,
        "rows": rows,
        "breached": sum(_state(row) == "breached" for row in rows),
        "missing": sum(not row["has_filed"] for row in rows),
        "banks": _bank_rows(request),
    }
    return render(request, "prudential/supervision.html", context)


@role_required(Role.SUPERVISOR)
def organisation(request: PortalRequest, organisation_id: int) -> HttpResponse:
    """One organisation's registers or figures through time."""
    kinds = (OrganisationKind.MFO, OrganisationKind.BANK)
    found = get_object_or_404(Organisation, pk=organisation_id, kind__in=kinds)
    registers = Register.objects.visible_to(request.membership).filter(organisation=found)
    figures = BankFigures.objects.visible_to(request.membership).filter(organisation=found)
    breaches = Breach.objects.visible_to(request.membership).filter(organisation=found)
    context = {
        "organisation": found,
        "rows": register_rows(
            list(registers.select_related("original").order_by("-cut_off_date", "-version")[:100])
        ),
        "figures_rows": figures_rows(list(figures.order_by("-on", "-pk")[:100])),
        "history": share_history(found),
        "breaches": shown_breaches(for_lists(breaches)[:100]),
    }
    return render(request, "prudential/organisation.html", context)


def last_month_end(today: date) -> date:
    return today.replace(day=1) - timedelta(days=1)


def _reporting_date(request: PortalRequest) -> tuple[ReportingDateForm, date]:
    """The form as filled in, and the day it asks for."""
    default = last_month_end(timezone.localdate())
    form = ReportingDateForm(request.GET if "on" in request.GET else {"on": f"{default:%d.%m.%Y}"})
    return form, form.cleaned_data["on"] if form.is_valid() else default


def _organisations(kind: OrganisationKind) -> list[Organisation]:
    return list(Organisation.objects.filter(kind=kind).order_by("name_ru", "pk"))


def _registers(request: PortalRequest) -> Any:
    return Register.objects.visible_to(request.membership)


def _latest_registers(request: PortalRequest) -> dict[int, dict[str, Any]]:
    latest = list(_registers(request).last_filed().select_related("original"))
    return {row["register"].organisation_id: row for row in register_rows(latest)}


def _bank_rows(request: PortalRequest) -> list[dict[str, Any]]:
    latest = list(BankFigures.objects.visible_to(request.membership).last_filed())
    measured = {row["figures"].organisation_id: row for row in figures_rows(latest)}
    banks = _organisations(OrganisationKind.BANK)
    return [{"organisation": bank, "latest": measured.get(bank.pk)} for bank in banks]


def _state(row: dict[str, Any]) -> str:
    share = row["latest"]["share"] if row["latest"] else None
    return share.state if share else ""


def _urgency(row: dict[str, Any]) -> tuple[int, bool]:
    return (ORDER.get(_state(row), 1), row["has_filed"])
