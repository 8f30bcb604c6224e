"""The reporter's home: what was filed, how it stands, what is due."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import PortalRequest, role_required
from accounts.models import OrganisationKind, Role
from prudential.models import BankFigures, Breach, RatioRun, Register, RegisterState
from prudential.ratio_runs import runs_of
from prudential.share_history import share_history
from prudential.shown_results import shown
from prudential.views.breaches import for_lists, shown_breaches

PAGE_SIZE = 25


@role_required(Role.REPORTER)
def reports(request: PortalRequest) -> HttpResponse:
    if request.membership.organisation.kind == OrganisationKind.BANK:
        return _bank_reports(request)
    return _register_reports(request)


def _register_reports(request: PortalRequest) -> HttpResponse:
    registers = Register.objects.visible_to(request.membership).select_related("original")
    page = _page(request, registers.order_by("-cut_off_date", "-version"))
    rows = register_rows(list(page.object_list))
    breaches = Breach.objects.visible_to(request.membership)
    context = {
        "page": page,
        "rows": rows,
        "dues": _dues(rows),
        "breaches": shown_breaches(for_lists(breaches.open())),
        "history": share_history(request.membership.organisation),
    }
    return render(request, "prudential/register_reports.html", context)


def register_rows(registers: list[Register]) -> list[dict[str, Any]]:
    """Registers with their newest share; a later version for the same day supersedes."""
    runs = runs_of(registers)
    newest: dict[tuple[int, Any], int] = {}
    for register in registers:
        if register.state == RegisterState.ACCEPTED:
            day = (register.organisation_id, register.cut_off_date)
            newest[day] = max(register.version, newest.get(day, 0))
    return [
        {
            "register": register,
            "share": shown(_newest(runs[register.input_key]), "overdue_90"),
            "is_superseded": register.version
            < newest.get((register.organisation_id, register.cut_off_date), 0),
        }
        for register in registers
    ]


def _dues(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rejected registers that nothing followed."""
    return [
        row
        for row in rows
        if not row["is_superseded"] and row["register"].state == RegisterState.REJECTED
    ]


def _bank_reports(request: PortalRequest) -> HttpResponse:
    figures = BankFigures.objects.visible_to(request.membership)
    page = _page(request, figures.order_by("-on", "-pk"))
    context = {"page": page, "rows": figures_rows(list(page.object_list))}
    return render(request, "prudential/bank_reports.html", context)


def figures_rows(listed: list[BankFigures]) -> list[dict[str, Any]]:
    """Figures with their newest k8 and k9; later figures for the same day supersede."""
    runs = runs_of(listed)
    newest: dict[tuple[int, Any], int] = {}
    for figures in listed:
        day = (figures.organisation_id, figures.on)
        newest[day] = max(figures.pk, newest.get(day, 0))
    return [
        {
            "figures": figures,
            "k8": shown(_newest(runs[figures.input_key]), "k8"),
            "k9": shown(_newest(runs[figures.input_key]), "k9"),
            "is_superseded": figures.pk < newest[figures.organisation_id, figures.on],
        }
        for figures in listed
    ]


def _newest(runs: list[RatioRun]) -> RatioRun | None:
    return runs[0] if runs else None


def _page(request: PortalRequest, rows: Any) -> Page[Any]:
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
